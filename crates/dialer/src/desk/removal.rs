//! Off the do-not-call list in two steps, with the person's own new request (47 CFR 64.1200(d)(6)).

use domain::{CallRecord, E164};
use jiff::Timestamp;
use serde_json::json;
use store::{CallQuery, FileKey, StoreError};

use crate::files::{NumberFile, RemovalRequest};
use crate::{Error, Records, Supervisor, notes};

/// More calls than anybody may make to one number in a lifetime.
const MOST_CALLS: usize = 1_000;

const NOT_LISTED: Error = Error::Invalid("This number is not on the do-not-call list.");

impl Records {
    /// The first step of taking a number off the list: why, and where the person's new written request is.
    ///
    /// # Errors
    /// When the number is not on the list, or the words are missing.
    pub async fn ask_removal(
        &self,
        supervisor: &Supervisor,
        number: &E164,
        reason: &str,
        evidence: &str,
    ) -> Result<(), Error> {
        let (reason, evidence) = (reason.trim().to_owned(), evidence.trim().to_owned());
        if reason.is_empty() || evidence.is_empty() {
            return Err(Error::Invalid("Say why, and where the person's new written request is."));
        }
        if self.store.suppression(number).await?.is_none() {
            return Err(NOT_LISTED);
        }
        let asked_by = supervisor.agent().name.clone();
        let request = RemovalRequest { asked_by, reason, evidence, asked_at: self.now() };
        let payload = json!({ "number": number, "removal": request });
        let audit = notes::of_agent("suppression.removal_asked", None, supervisor.agent(), payload);
        self.edit_file(&FileKey::Number(number.clone()), audit, |file: &mut NumberFile| {
            file.removal = Some(request.clone());
            Ok(())
        })
        .await?;
        Ok(())
    }

    /// The second step: takes the number off the list. Whatever bears on the number between the steps, a new request
    /// of the person above all, makes the first one count for nothing.
    ///
    /// # Errors
    /// When nobody has taken the first step, or something happened since.
    pub async fn confirm_removal(&self, supervisor: &Supervisor, number: &E164) -> Result<(), Error> {
        // The file before the calls: a disposition that comes after this moves its revision.
        let (mut file, rev): (NumberFile, _) = self.read_file(&FileKey::Number(number.clone())).await?;
        let Some(request) = file.removal.take() else {
            return Err(Error::Invalid("Ask for the removal first, with a reason and the evidence."));
        };
        if self.asked_in_a_call(number, request.asked_at).await? {
            return Err(Error::Invalid(
                "They asked for no more calls again since the removal was asked for. Ask for it anew.",
            ));
        }
        // A consent that was revoked stays revoked: the new request is a consent of its own.
        file.revoked_at = None;
        // That they asked for no more calls stays true of the calls until now.
        file.keep_long = true;
        let payload = json!({ "number": number, "removal": request });
        let audit = notes::of_agent("suppression.removed", None, supervisor.agent(), payload);
        let value = serde_json::to_value(&file).map_err(StoreError::from)?;
        match self.store.lift_suppression(number, rev, &value, audit).await {
            Ok(()) => Ok(()),
            Err(StoreError::NotFound) => Err(NOT_LISTED),
            Err(StoreError::Conflict) => {
                Err(Error::Invalid("Something about this number changed just now. Look at it again."))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Whether a disposition says so that was saved since.
    async fn asked_in_a_call(&self, number: &E164, since: Timestamp) -> Result<bool, Error> {
        let query = CallQuery { number: Some(number.clone()), limit: MOST_CALLS, ..CallQuery::default() };
        let calls = self.store.calls(&query).await?;
        let asked = |call: &CallRecord| {
            let said = call.wrap_up.as_ref();
            said.is_some_and(|said| said.saved_at >= since && said.submission.suppresses_number())
        };
        Ok(calls.iter().any(asked))
    }
}
