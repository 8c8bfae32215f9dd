//! Erasure of a person, who is known by a number. What is recorded of them goes; that they must not be called stays, and
//! so do when and how the calls were (docs/compliance/erasure.md).

use domain::call::CallRecord;
use domain::{CallId, E164, RecordingSid};
use serde_json::json;
use store::{
    About, AuditQuery, CallQuery, Erasure, ErasureMark, FileKey, PERSON_ERASED, Place, Rev, StoreError,
    Versioned,
};

use crate::files::NumberFile;
use crate::{Error, Records, Supervisor, notes};

/// Rows of the audit log that are read at once.
const PAGE: usize = 500;

/// What an erasure takes, and what it cannot take.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ErasurePlan {
    /// Rows of the audit log whose facts go.
    pub rows: usize,
    /// Rows that are about the person and cannot be erased: they are in logs of before rows could be.
    pub fixed_rows: usize,
    /// Rows that were erased before.
    pub erased_rows: usize,
    /// Calls whose names, notes and events go.
    pub calls: usize,
    /// Their recordings that are at the carrier. They stay there until their term is over, and are not played any more.
    pub recordings: Vec<(CallId, RecordingSid)>,
    /// Whether something is kept in the number's file that goes.
    pub has_file: bool,
    /// Whether the number is on the do-not-call list, where it stays.
    pub suppressed: bool,
}

/// What was found, as it was read.
struct Found {
    plan: ErasurePlan,
    file: NumberFile,
    rev: Option<Rev>,
    rows: Vec<Place>,
    calls: Vec<Versioned<CallRecord>>,
}

impl Records {
    /// What [`Records::erase`] would do now.
    ///
    /// # Errors
    /// As [`Records::erase`].
    pub async fn erasure_plan(&self, _: &Supervisor, number: &E164) -> Result<ErasurePlan, Error> {
        Ok(self.find_all(number).await?.plan)
    }

    /// Takes away what is recorded of the person with this number, for good. Nobody may write a name into the reason: it
    /// stays.
    ///
    /// # Errors
    /// When the reason is missing, a legal hold is on the number, a call to it is not over and done with, nothing is on
    /// record, or something changed meanwhile.
    pub async fn erase(
        &self,
        supervisor: &Supervisor,
        number: &E164,
        reason: &str,
    ) -> Result<ErasurePlan, Error> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::Invalid("Say why, without a name or a number: the reason stays."));
        }
        let digits: String = reason.chars().filter(char::is_ascii_digit).collect();
        if digits.contains(number.as_str().trim_start_matches("+1")) {
            return Err(Error::Invalid("Say why without the number: the reason stays."));
        }
        let Found { plan, file, rev, rows, calls } = self.find_all(number).await?;
        let at = self.now();
        // The recordings outlive what they are evidence of.
        let keep_long = file.is_evidenced() || plan.suppressed;
        let mark = ErasureMark { at, ..file.erasure.unwrap_or_else(|| ErasureMark::new(at)) };
        let audit = notes::of_agent(
            PERSON_ERASED,
            None,
            supervisor.agent(),
            json!({ "person": mark.person(number), "reason": reason, "calls": plan.calls, "kept": plan.fixed_rows }),
        );
        // That every consent was taken back goes on counting, as the do-not-call list does. Without consents and
        // exceptions no call is easier, and a line of which nothing is known counts as a mobile.
        let kept = NumberFile {
            revoked_at: file.revoked_at,
            erasure: Some(mark),
            keep_long,
            ..NumberFile::default()
        };
        let file = serde_json::to_value(&kept).map_err(StoreError::from)?;
        let erasure = Erasure { number: number.clone(), rev, file, rows, calls, at, audit };
        match self.store.erase(&erasure).await {
            Ok(()) => Ok(plan),
            Err(StoreError::Conflict) => Err(Error::Invalid(
                "Something about this number changed just now, and the erasure stopped. Look at it again: the \
                 same command takes what is left.",
            )),
            Err(error) => Err(error.into()),
        }
    }

    /// The file first: whatever bears on the number afterwards moves its revision, and nothing is erased.
    async fn find_all(&self, number: &E164) -> Result<Found, Error> {
        let (file, rev): (NumberFile, _) = self.read_file(&FileKey::Number(number.clone())).await?;
        if file.hold.is_some() {
            return Err(Error::Invalid(
                "A legal hold is on this number: nothing is erased until a supervisor lifts it.",
            ));
        }
        let calls = self.calls_that_are_over(number).await?;
        let (rows, mut plan) = self.rows_about(number, &calls).await?;
        plan.calls = calls.len();
        let kept = |call: &Versioned<CallRecord>| {
            let id = call.value.facts.id;
            call.value.kept_recordings().map(|(sid, _)| (id, sid.clone())).collect::<Vec<_>>()
        };
        plan.recordings = calls.iter().flat_map(kept).collect();
        let empty = NumberFile {
            revoked_at: file.revoked_at,
            erasure: file.erasure.clone(),
            keep_long: file.keep_long,
            ..NumberFile::default()
        };
        plan.has_file = file != empty;
        plan.suppressed = self.suppression(number).await?.is_some();
        let nothing = ErasurePlan { suppressed: plan.suppressed, ..ErasurePlan::default() };
        if plan == nothing {
            return Err(Error::Invalid("Nothing is on record about this number that could be erased."));
        }
        Ok(Found { plan, file, rev, rows, calls })
    }

    /// The calls to a number, if nothing more is to be expected of them: what comes later would be written as before.
    async fn calls_that_are_over(&self, number: &E164) -> Result<Vec<Versioned<CallRecord>>, Error> {
        let query = CallQuery { number: Some(number.clone()), limit: usize::MAX, ..CallQuery::default() };
        let mut calls = Vec::new();
        for found in self.store.calls(&query).await? {
            calls.extend(self.store.call(&found.facts.id).await?);
        }
        if calls.iter().any(|call| call.value.is_open() || call.value.owes_disposition()) {
            return Err(Error::Invalid("A call to this number is going on, or its disposition is owed."));
        }
        let owed = self.store.outbox().await?;
        let is_owed = |call: &Versioned<CallRecord>| {
            let call = call.value.facts.id.to_string();
            owed.iter().any(|row| row.entry.order_key == call)
        };
        if calls.iter().any(is_owed) {
            return Err(Error::Invalid(
                "Podio is still owed something of a call to this number: send it, or take it off the outbox.",
            ));
        }
        Ok(calls)
    }

    async fn rows_about(
        &self,
        number: &E164,
        calls: &[Versioned<CallRecord>],
    ) -> Result<(Vec<Place>, ErasurePlan), Error> {
        let ids = calls.iter().map(|call| call.value.facts.id);
        let about = About::in_store(&*self.store, number, ids).await?;
        let (mut places, mut plan) = (Vec::new(), ErasurePlan::default());
        let query = AuditQuery { limit: PAGE, ..AuditQuery::default() };
        let mut after: Option<String> = None;
        loop {
            let page = self.store.audit_page(&query, after.as_deref()).await?;
            for row in page.rows.iter().filter(|row| about.takes(row) && row.entry.kind != PERSON_ERASED) {
                match (row.erased, row.can_be_erased()) {
                    (true, _) => plan.erased_rows += 1,
                    (false, true) => places.push(Place::of(row)),
                    (false, false) => plan.fixed_rows += 1,
                }
            }
            match page.next {
                Some(next) => after = Some(next),
                None => break,
            }
        }
        plan.rows = places.len();
        Ok((places, plan))
    }
}
