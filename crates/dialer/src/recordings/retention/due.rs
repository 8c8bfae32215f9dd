//! Which recordings are past their term.
//!
//! A sweep goes through the calls once, from the oldest on, up to the first that is still within its term, and keeps the
//! place: the next one reads from there. So a sweep reads what became due since the last one, not the store. There are
//! two places, one for each term, because a call that is kept long lies behind the first long before it is due; and a
//! list of the calls that a legal hold keeps, or that the carrier did not delete, because both places go on without them.
//! They go on without what is at another account of the carrier's as well, of which there may be any number: it is on no
//! list, and looked at again when the accounts change, by going through all calls anew.

use domain::CallRecord;
use jiff::{SignedDuration, Timestamp};
use store::{CallQuery, FileKey};

use super::policy::had_consents;
use super::{Keep, Retention};
use crate::files::RetentionFile;
use crate::{Error, NumberFile, Records, Supervisor};

/// Calls that are read at once.
const PAGE: usize = 100;
/// More calls than anybody may make to one number in a lifetime.
const MOST_CALLS: usize = 1_000;
/// The shortest time between two calls that the store keeps apart.
pub(super) const STEP: SignedDuration = SignedDuration::from_micros(1);

/// What is to be done about a call's recordings now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// There are none (any more).
    Nothing,
    /// They are within their term.
    Kept,
    /// They would be due, and a legal hold is on the number.
    Held,
    /// They are to be deleted.
    Due,
}

/// What the next sweep finds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RetentionDue {
    /// Calls whose recordings it deletes.
    pub due: usize,
    /// Calls whose recordings are past their term at another account of the carrier's: it leaves them there.
    pub elsewhere: Vec<CallRecord>,
    /// Calls whose recordings a legal hold keeps.
    pub held: Vec<CallRecord>,
}

impl Records {
    pub(super) async fn fate(&self, terms: Retention, record: &CallRecord) -> Result<Fate, Error> {
        if record.kept_recordings().next().is_none() {
            return Ok(Fate::Nothing);
        }
        let key = FileKey::Number(record.facts.to.clone());
        let (file, _): (NumberFile, _) = self.read_file(&key).await?;
        let keep = self.keep_of(record, &file).await?;
        Ok(if self.now() < terms.until(keep, record.facts.placed_at) {
            Fate::Kept
        } else if file.hold.is_some() {
            Fate::Held
        } else {
            Fate::Due
        })
    }

    /// Which term the recordings of a call have, to a number with this file.
    pub(crate) async fn keep_of(&self, record: &CallRecord, file: &NumberFile) -> Result<Keep, Error> {
        let suppression = self.store.suppression(&record.facts.to).await?;
        let keep = Keep::of(record, file, suppression.as_ref());
        if keep == Keep::Long {
            return Ok(keep);
        }
        // The consent that the CRM kept of a later call may have been given in this one.
        let number = Some(record.facts.to.clone());
        let query = CallQuery { number, limit: MOST_CALLS, ..CallQuery::default() };
        let calls = self.store.calls(&query).await?;
        Ok(if calls.iter().any(had_consents) { Keep::Long } else { keep })
    }

    /// Calls past a term from this place on, oldest first, and where the next ones begin; none behind the last ones.
    pub(super) async fn past_term(
        &self,
        terms: Retention,
        keep: Keep,
        from: Option<Timestamp>,
    ) -> Result<(Vec<CallRecord>, Option<Timestamp>), Error> {
        let to = Some(terms.horizon(keep, self.now()));
        let query = CallQuery { from, to, oldest_first: true, limit: PAGE, ..CallQuery::default() };
        let calls = self.store.calls(&query).await?;
        let last = calls.last().filter(|_| calls.len() == PAGE).map(|last| last.facts.placed_at);
        // From the last one's own moment on: another call may have it too. A whole page of one moment there is not.
        let next = last.map(|last| if from == Some(last) { last + STEP } else { last });
        Ok((calls, next))
    }

    /// What the next sweep finds, as things are now, when it asks this account of the carrier's.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn retention_due(
        &self,
        _: &Supervisor,
        terms: Retention,
        account: &str,
    ) -> Result<RetentionDue, Error> {
        let accounts = self.accounts(account).await?;
        let is_here = |call: &CallRecord| !accounts.are_elsewhere(call.facts.placed_at);
        let (mut file, _): (RetentionFile, _) = self.read_file(&FileKey::Retention).await?;
        // As the sweep does.
        file.begin_anew(&accounts);
        let mut found = RetentionDue::default();
        // What is past the long term is past the usual one as well.
        let mut seen = file.waiting.clone();
        for call in &file.waiting {
            if let Some(call) = self.store.call(call).await? {
                let here = is_here(&call.value);
                self.count(terms, call.value, here, &mut found).await?;
            }
        }
        for keep in Keep::ALL {
            let place = file.seen(keep);
            // What is elsewhere lies behind the place.
            let mut from = if accounts.are_several() { None } else { place };
            loop {
                let (calls, next) = self.past_term(terms, keep, from).await?;
                for call in calls {
                    let here = is_here(&call);
                    let was_seen = here && place.is_some_and(|place| call.facts.placed_at < place);
                    if !was_seen && seen.insert(call.facts.id) {
                        self.count(terms, call, here, &mut found).await?;
                    }
                }
                from = next;
                if from.is_none() {
                    break;
                }
            }
        }
        Ok(found)
    }

    async fn count(
        &self,
        terms: Retention,
        call: CallRecord,
        here: bool,
        found: &mut RetentionDue,
    ) -> Result<(), Error> {
        match self.fate(terms, &call).await? {
            Fate::Due if here => found.due += 1,
            Fate::Due => found.elsewhere.push(call),
            Fate::Held => found.held.push(call),
            Fate::Nothing | Fate::Kept => {}
        }
        Ok(())
    }
}
