//! A call's recordings at a supervisor's desk: looked at, their links ended or issued anew, deleted.

use domain::call::{CallRecord, Change, DeletedBy};
use domain::{CallId, E164, RecordingSid};
use jiff::Timestamp;
use serde_json::json;
use store::{CallQuery, FileKey, NewEvent, Unit};

use crate::files::NumberFile;
use crate::outbox::{Kind, owed};
use crate::recordings::{Obstacle, Order, RecordingsOfCall, Taken};
use crate::{Error, Records, Supervisor, notes};

/// How many calls with a number a page looks at. Rules on attempts see to it that there are few.
pub const LATEST_CALLS: usize = 200;

impl Records {
    /// What is known of a call's recordings.
    ///
    /// # Errors
    /// When there is no such call, or the store cannot be read.
    pub async fn recordings_of(&self, _: &Supervisor, call: CallId) -> Result<RecordingsOfCall, Error> {
        let record = self.record_of(call).await?;
        let (file, _): (NumberFile, _) = self.read_file(&FileKey::Number(record.facts.to.clone())).await?;
        let keep = self.keep_of(&record, &file).await?;
        Ok(RecordingsOfCall { keep, hold: file.hold, record })
    }

    /// The latest calls with a number, those of which something was recorded, the newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn recorded_calls(&self, _: &Supervisor, number: &E164) -> Result<Vec<CallRecord>, Error> {
        let query = CallQuery { number: Some(number.clone()), limit: LATEST_CALLS, ..CallQuery::default() };
        let mut calls = self.store.calls(&query).await?;
        calls.retain(|record| !record.recordings.is_empty());
        Ok(calls)
    }

    /// Ends every link to the call's recordings that was issued so far, wherever it was shown. Our own pages make new ones;
    /// the CRM's stays dead until [`Records::renew_link`].
    ///
    /// # Errors
    /// When the reason is missing, there is no such call or recording, or the store cannot be written.
    pub async fn revoke_links(
        &self,
        supervisor: &Supervisor,
        call: CallId,
        reason: &str,
    ) -> Result<(), Error> {
        let record = self.with_recording(call).await?;
        let at = record.revocation_at(self.now());
        let changes = vec![Change::LinksRevoked(at)];
        self.keep_links(supervisor, &record, "recording.links_revoked", at, changes, reason).await
    }

    /// Ends every link as [`Records::revoke_links`] does, and sends the CRM a new one, by way of the outbox.
    ///
    /// # Errors
    /// As [`Records::revoke_links`], and when the call has no recording that could be played.
    pub async fn renew_link(&self, supervisor: &Supervisor, call: CallId, reason: &str) -> Result<(), Error> {
        let mut record = self.with_recording(call).await?;
        if record.playable().is_none() {
            return Err(Error::Invalid("No recording of this call can be played (any more)."));
        }
        let at = record.revocation_at(self.now());
        record.apply(&Change::LinksRevoked(at));
        let changes = vec![Change::LinksRevoked(at), Change::LinkRenewed(record.links.good_from(at))];
        self.keep_links(supervisor, &record, "recording.link_renewed", at, changes, reason).await
    }

    /// Deletes the recordings of a call for good, before their time. Answers how many that were.
    ///
    /// # Errors
    /// When the reason is missing, there is no such call, nothing of it is kept, a legal hold is on the number, the recordings
    /// are at another account than `twilio`'s, the carrier does not delete it, or the store cannot be written.
    pub async fn delete_recordings(
        &self,
        supervisor: &Supervisor,
        twilio: &twilio::Client,
        call: CallId,
        reason: &str,
    ) -> Result<Taken, Error> {
        let reason = said(reason)?;
        let known = self.recordings_of(supervisor, call).await?;
        if known.hold.is_some() {
            return Err(Error::Invalid(
                "A legal hold is on this number: nothing is deleted until a supervisor lifts it.",
            ));
        }
        if known.record.kept_recordings().next().is_none() {
            return Err(Error::Invalid("No recording of this call is kept (any more)."));
        }
        if known.record.is_open() {
            return Err(Error::Invalid("This call is going on: delete its recording when it is over."));
        }
        let order = Order { by: DeletedBy::Person, agent: Some(supervisor.agent()), reason };
        let done = self.delete_sound(twilio, &known.record, &order).await?;
        match done.obstacle {
            None => Ok(done.taken),
            Some(Obstacle::Elsewhere) => Err(Error::Invalid(
                "The recordings of this call are at another Twilio account: nothing was deleted. \
                 `twoleg recordings account` says at which.",
            )),
            Some(Obstacle::Held) => Err(Error::Invalid(
                "A legal hold was placed on this number just now: what is not deleted yet is kept.",
            )),
            Some(Obstacle::Refused(error) | Obstacle::Failed(error)) => Err(error.into()),
        }
    }

    async fn with_recording(&self, call: CallId) -> Result<CallRecord, Error> {
        let record = self.record_of(call).await?;
        if record.recordings.is_empty() {
            return Err(Error::Invalid("Nothing of this call was recorded."));
        }
        Ok(record)
    }

    async fn keep_links(
        &self,
        supervisor: &Supervisor,
        record: &CallRecord,
        kind: &str,
        at: Timestamp,
        changes: Vec<Change>,
        reason: &str,
    ) -> Result<(), Error> {
        let (call, reason) = (record.facts.id, said(reason)?);
        let sids: Vec<&RecordingSid> = record.recordings.keys().collect();
        let event = NewEvent {
            id: format!("{kind}:{at}"),
            kind: kind.to_owned(),
            at,
            payload: json!({ "revoked_at": at }),
        };
        let said = json!({ "recordings": sids, "revoked_at": at, "reason": reason });
        let audit = vec![notes::of_agent(kind, Some(call), supervisor.agent(), said)];
        let renews = changes.iter().any(|change| matches!(change, Change::LinkRenewed(_)));
        let outbox = if renews { vec![owed(call, Kind::Activity, &event.id)] } else { Vec::new() };
        self.store.record(&call, Unit { changes, audit, outbox, ..Unit::of(event) }).await?;
        Ok(())
    }
}

fn said(reason: &str) -> Result<&str, Error> {
    let reason = reason.trim();
    if reason.is_empty() { Err(Error::Invalid("Say why.")) } else { Ok(reason) }
}
