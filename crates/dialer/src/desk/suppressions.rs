//! The do-not-call list by hand. On it at once; off it in two steps, with the person's own new request.

use domain::E164;
use serde_json::json;
use store::{FileKey, StoreError, Suppression};

use crate::files::{NumberFile, RemovalRequest};
use crate::{Dialer, Error, Supervisor, notes};

const NOT_LISTED: Error = Error::Invalid("This number is not on the do-not-call list.");

impl Dialer {
    /// Why a number must not be called; none when it is not on the list.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn suppression(&self, number: &E164) -> Result<Option<Suppression>, Error> {
        Ok(self.store.suppression(number).await?)
    }

    /// Puts a number on the do-not-call list.
    ///
    /// # Errors
    /// When the reason is missing, or the store cannot be written.
    pub async fn suppress(&self, supervisor: &Supervisor, number: &E164, reason: &str) -> Result<(), Error> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::Invalid("Say how the person asked."));
        }
        let suppression = Suppression {
            number: number.clone(),
            reason: reason.to_owned(),
            call: None,
            agent: Some(supervisor.agent().id.clone()),
            at: self.now(),
        };
        let payload = json!({ "number": number, "reason": reason });
        let audit = notes::of_agent("suppression.added", None, supervisor.agent(), payload);
        Ok(self.store.suppress(suppression, audit).await?)
    }

    /// A person asks for no more calls on the public page: on the list at once, for everybody and for good.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn opt_out(&self, number: &E164) -> Result<(), Error> {
        let suppression = Suppression {
            number: number.clone(),
            reason: "Opt-out form".to_owned(),
            call: None,
            agent: None,
            at: self.now(),
        };
        let payload = json!({ "number": number, "reason": "Opt-out form" });
        let audit = notes::of_nobody("suppression.opt_out", payload);
        metrics::counter!("twoleg_opt_outs_total").increment(1);
        Ok(self.store.suppress(suppression, audit).await?)
    }

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
        let (mut file, rev): (NumberFile, _) = self.read_file(&FileKey::Number(number.clone())).await?;
        let Some(request) = file.removal.take() else {
            return Err(Error::Invalid("Ask for the removal first, with a reason and the evidence."));
        };
        // A consent that was revoked stays revoked: the new request is a consent of its own.
        file.revoked_at = None;
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
}
