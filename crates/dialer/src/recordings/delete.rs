//! Deleting the recordings of a call at the carrier, and writing down that it was done.

use domain::call::{Change, Deleted, DeletedBy};
use domain::{CallRecord, RecordingSid};
use serde_json::json;
use store::{Applied, AuditEntry, FileKey, NewEvent, Unit};
use twilio::RecordingDeletion;

use crate::{Agent, Error, NumberFile, Records};

/// On whose word.
pub(crate) struct Order<'a> {
    pub(crate) by: DeletedBy,
    pub(crate) agent: Option<&'a Agent>,
    pub(crate) reason: &'a str,
}

/// How many recordings are not at the carrier any more, and why not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Taken {
    /// The carrier deleted them now.
    pub deleted: usize,
    /// The carrier says that it does not have them: somebody else deleted them, or an attempt before whose answer was lost.
    pub already_gone: usize,
}

/// What became of a call's sound.
#[derive(Debug, Default)]
pub(crate) struct Deletion {
    pub(crate) taken: Taken,
    /// Why some are still there, if any are.
    pub(crate) obstacle: Option<Obstacle>,
}

/// Why a recording was not deleted.
#[derive(Debug)]
pub(crate) enum Obstacle {
    /// A legal hold is on the number.
    Held,
    /// They are at another account of the carrier's, which this one knows nothing of.
    Elsewhere,
    /// The carrier does not delete this one. It says nothing of others.
    Refused(twilio::Error),
    /// The carrier does not do its work, or not for us.
    Failed(twilio::Error),
}

impl Obstacle {
    fn of(error: twilio::Error) -> Self {
        match error {
            // What it says to one who is not let in, or asks too often, it says whatever is asked for. And a 404 that is not
            // the carrier's own word comes from whatever answers in its place.
            twilio::Error::Api { status: 401 | 404 | 429, .. } => Self::Failed(error),
            twilio::Error::Api { status: 400..=499, .. } => Self::Refused(error),
            _ => Self::Failed(error),
        }
    }
}

impl Records {
    /// Deletes all that is kept of a call's sound. The carrier comes first: what it has not deleted is never said to be
    /// deleted. If the process ends between the two, the next attempt finds nothing at the carrier, and says it then.
    pub(crate) async fn delete_sound(
        &self,
        twilio: &twilio::Client,
        record: &CallRecord,
        order: &Order<'_>,
    ) -> Result<Deletion, Error> {
        let mut done = Deletion::default();
        if self.is_elsewhere(twilio, record).await? {
            done.obstacle = Some(Obstacle::Elsewhere);
            return Ok(done);
        }
        for (sid, _) in record.kept_recordings() {
            // Looked at for each: the one before may have taken its time, and what is deleted nobody brings back.
            if self.is_held(record).await? {
                done.obstacle = Some(Obstacle::Held);
                break;
            }
            match twilio.delete_recording(sid).await.map_err(Obstacle::of) {
                Ok(how) => {
                    if self.write_down(record, sid, order, how).await? {
                        match how {
                            RecordingDeletion::Deleted => done.taken.deleted += 1,
                            RecordingDeletion::AlreadyGone => done.taken.already_gone += 1,
                        }
                    }
                }
                Err(refused @ Obstacle::Refused(_)) => done.obstacle = Some(refused),
                Err(failed) => {
                    done.obstacle = Some(failed);
                    break;
                }
            }
        }
        Ok(done)
    }

    async fn is_held(&self, record: &CallRecord) -> Result<bool, Error> {
        let (file, _): (NumberFile, _) = self.read_file(&FileKey::Number(record.facts.to.clone())).await?;
        Ok(file.hold.is_some())
    }

    /// Answers whether that is news: not when another server's sweep was faster, and has said so.
    async fn write_down(
        &self,
        record: &CallRecord,
        sid: &RecordingSid,
        order: &Order<'_>,
        how: RecordingDeletion,
    ) -> Result<bool, Error> {
        let at = self.now();
        let already_gone = how == RecordingDeletion::AlreadyGone;
        let said = json!({
            "recording_sid": sid, "by": order.by, "reason": order.reason, "already_gone": already_gone,
        });
        let event = NewEvent {
            id: format!("{sid}:deleted"),
            kind: "recording.deleted".to_owned(),
            at,
            payload: json!({ "recording_sid": sid, "by": order.by }),
        };
        let audit = AuditEntry {
            kind: event.kind.clone(),
            call: Some(record.facts.id),
            agent: order.agent.map(|agent| agent.id.clone()),
            payload: said,
        };
        let deleted = Deleted { at, by: order.by, already_gone };
        let changes = vec![Change::RecordingDeleted(sid.clone(), deleted)];
        let unit = Unit { changes, audit: vec![audit], ..Unit::of(event) };
        if self.store.record(&record.facts.id, unit).await? != Applied::New {
            return Ok(false);
        }
        metrics::counter!("twoleg_recordings_deleted_total", "by" => order.by.code()).increment(1);
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_one_recording_is_not_said_of_the_carrier() {
        let of = |status| {
            Obstacle::of(twilio::Error::Api { status, code: None, message: String::new(), more_info: None })
        };
        for status in [400, 403, 409, 410, 422] {
            assert!(matches!(of(status), Obstacle::Refused(_)), "{status}");
        }
        for status in [301, 401, 404, 429, 500, 502, 503] {
            assert!(matches!(of(status), Obstacle::Failed(_)), "{status}");
        }
        assert!(matches!(Obstacle::of(twilio::Error::Redirect), Obstacle::Failed(_)));
    }
}
