//! Deleting the recordings of a call at the carrier, and writing down that it was done.

use domain::call::{Change, Deleted, DeletedBy};
use domain::{CallId, CallRecord, RecordingSid};
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
    /// The carrier says that it does not have them: somebody else deleted them, or a sweep before that heard no answer.
    pub already_gone: usize,
}

/// What is written down of a recording that is not at the carrier any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    /// We deleted it.
    Deleted,
    /// The carrier did not have it.
    AlreadyGone,
    /// We deleted it, and another server, which did not find it a moment later, was faster to write that it was gone.
    DeletedAfterAll,
}

impl Word {
    /// The first two have one event: whichever comes first counts. The third comes only after the second, in every home of the
    /// records, so what it puts is what stays.
    fn event(self, sid: &RecordingSid) -> String {
        match self {
            Self::Deleted | Self::AlreadyGone => format!("{sid}:deleted"),
            Self::DeletedAfterAll => format!("{sid}:deleted after all"),
        }
    }
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

    /// Answers whether that is news: not when another server's sweep was faster, and has said so. Of two servers that ask at
    /// once, one deletes it and the other does not find it any more: what stays written is that it was deleted.
    async fn write_down(
        &self,
        record: &CallRecord,
        sid: &RecordingSid,
        order: &Order<'_>,
        how: RecordingDeletion,
    ) -> Result<bool, Error> {
        let call = &record.facts.id;
        if how == RecordingDeletion::AlreadyGone {
            // Perhaps because another server has deleted it just now.
            let news = self.deletion_of(call, sid).await?.is_none();
            return Ok(news && self.write_word(record, sid, order, Word::AlreadyGone).await?);
        }
        if self.write_word(record, sid, order, Word::Deleted).await? {
            return Ok(true);
        }
        let known = self.deletion_of(call, sid).await?;
        let wrong = known.is_some_and(|known| known.already_gone);
        Ok(wrong && self.write_word(record, sid, order, Word::DeletedAfterAll).await?)
    }

    /// What is written down of a recording's end by now.
    async fn deletion_of(&self, call: &CallId, sid: &RecordingSid) -> Result<Option<Deleted>, Error> {
        let known = self.store.call(call).await?;
        Ok(known.and_then(|known| known.value.deleted.get(sid).copied()))
    }

    async fn write_word(
        &self,
        record: &CallRecord,
        sid: &RecordingSid,
        order: &Order<'_>,
        word: Word,
    ) -> Result<bool, Error> {
        let at = self.now();
        let (already_gone, corrects) = (word == Word::AlreadyGone, word == Word::DeletedAfterAll);
        let mut said = json!({
            "recording_sid": sid, "by": order.by, "reason": order.reason, "already_gone": already_gone,
        });
        if corrects {
            said["corrects"] = json!(Word::AlreadyGone.event(sid));
        }
        let event = NewEvent {
            id: word.event(sid),
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
        if !corrects {
            metrics::counter!("twoleg_recordings_deleted_total", "by" => order.by.code()).increment(1);
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use compliance::{OrgSettings, RulePack, Rules};
    use store::AuditQuery;
    use store::sqlite::SqliteStore;
    use tempfile::TempDir;

    use super::*;
    use crate::testing::record;
    use crate::{Rulebook, SystemClock};

    fn sid() -> RecordingSid {
        "RE0123456789abcdef0123456789abcdef".parse().unwrap()
    }

    /// The records with that one call.
    async fn records() -> (Records, TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("store.sqlite")).unwrap();
        let rules = Rules::new(&RulePack::built_in().unwrap(), &OrgSettings::default()).unwrap();
        let records = Records::new(Arc::new(store), Arc::new(SystemClock), Rulebook::new(rules));
        let call = record();
        let (id, kind) = ("made up".to_owned(), "made_up".to_owned());
        let event = NewEvent { id, kind, at: call.facts.placed_at, payload: json!({}) };
        records.store.create_call(&call, Unit::of(event)).await.unwrap();
        (records, folder)
    }

    /// In whichever order two servers come to write, and told again.
    #[tokio::test]
    async fn what_one_server_deleted_is_not_kept_as_gone_by_the_word_of_another() {
        let order = Order { by: DeletedBy::Retention, agent: None, reason: "past its term" };
        let (deleted, gone) = (RecordingDeletion::Deleted, RecordingDeletion::AlreadyGone);
        for (words, rows) in [([deleted, gone], 1), ([gone, deleted], 2), ([deleted, deleted], 1)] {
            let (records, _folder) = records().await;
            let mut news = 0;
            for how in words.into_iter().chain(words) {
                let is_news = records.write_down(&record(), &sid(), &order, how).await.unwrap();
                news += usize::from(is_news);
            }
            let known = records.deletion_of(&record().facts.id, &sid()).await.unwrap().unwrap();
            assert!(!known.already_gone, "{words:?}");
            let kind = Some("recording.deleted".to_owned());
            let query = AuditQuery { kind, ..AuditQuery::default() };
            let log = records.store.audit(&query).await.unwrap();
            assert_eq!((news, log.len()), (rows, rows), "{words:?}");
            let said = &log[0].entry.payload;
            assert_eq!(
                (said["already_gone"].as_bool(), said["corrects"].is_string()),
                (Some(false), rows == 2)
            );
        }
    }

    #[tokio::test]
    async fn what_nobody_of_us_deleted_is_found_gone_once() {
        let order = Order { by: DeletedBy::Retention, agent: None, reason: "past its term" };
        let (records, _folder) = records().await;
        for is_news in [true, false] {
            let how = RecordingDeletion::AlreadyGone;
            assert_eq!(records.write_down(&record(), &sid(), &order, how).await.unwrap(), is_news);
        }
        assert!(records.deletion_of(&record().facts.id, &sid()).await.unwrap().unwrap().already_gone);
    }

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
