//! A unit's changes as Firestore's own operations on the call's document. Each is a maximum, a minimum, or puts a
//! field that one kind of event owns, so nothing has to be read and no order can spoil it.

use std::collections::BTreeMap;

use domain::call::{Change, Recording};
use domain::{Leg, RecordingSid};

use ::firestore::gcloud_sdk::google::firestore::v1::document_transform::FieldTransform;
use ::firestore::gcloud_sdk::google::firestore::v1::{Value, Write};

use super::document::{fault, name_of, name_of_fault, number_of, rank_of};
use crate::Result;
use crate::firestore::json;
use crate::firestore::value::{boolean, optional, text};
use crate::firestore::write::{self, If, maximum, minimum, one_more};

/// Every write changes the document, also one that says nothing new: no revision stands for two writes.
pub(super) fn counted() -> FieldTransform {
    one_more("writes")
}

/// Operations by the paths of their fields.
#[derive(Debug, Default)]
pub(super) struct Patch {
    puts: BTreeMap<String, Value>,
    greatest: BTreeMap<String, i64>,
    least: BTreeMap<String, i64>,
}

impl Patch {
    /// These changes, one after the other.
    pub(super) fn of(changes: &[Change]) -> Result<Self> {
        let mut patch = Self::default();
        changes.iter().try_for_each(|change| patch.add(change))?;
        Ok(patch)
    }

    /// The write of a call that must be there.
    pub(super) fn write(self, call: String) -> Write {
        let greatest = self.greatest.iter().map(|(path, number)| maximum(path, *number));
        let least = self.least.iter().map(|(path, number)| minimum(path, *number));
        let transforms = greatest.chain(least).chain([counted()]).collect();
        write::changes(call, self.puts.into_iter().collect(), transforms, Some(If::Present))
    }

    fn add(&mut self, change: &Change) -> Result<()> {
        match change {
            Change::LegSid(leg, sid) => {
                self.put(format!("{}.sid", name_of(*leg)), text(sid.as_str()));
                self.heard_of(*leg);
            }
            Change::LegStatus(leg, status) => {
                self.at_least(rank_of(*leg).to_owned(), status.rank());
                self.heard_of(*leg);
            }
            Change::LegRinging(leg, at) => self.first(*leg, "ringing_us", at.as_microsecond()),
            Change::LegAnswered(leg, at) => self.first(*leg, "answered_us", at.as_microsecond()),
            Change::LegEnded(leg, at) => self.first(*leg, "ended_us", at.as_microsecond()),
            Change::LegDuration(leg, seconds) => {
                self.at_least(format!("{}.duration_s", name_of(*leg)), *seconds);
            }
            Change::LegFault(leg, told) => {
                self.put(format!("{}.faults.{}", name_of(*leg), name_of_fault(told)), fault(told));
            }
            Change::Refused(refusal) => self.put("refusal".to_owned(), json::of(refusal)?),
            Change::Cleared(cleared) => self.put("cleared".to_owned(), json::of(cleared)?),
            Change::Noticed(answer, at) => {
                self.at_most(format!("notice.{answer}_us"), at.as_microsecond());
            }
            Change::Recorded(sid, news) => self.recorded(sid, news),
            Change::LinksRevoked(at) => {
                self.at_least("links.revoked_us".to_owned(), at.as_microsecond());
            }
            Change::LinkRenewed(at) => self.at_least("links.renewed_us".to_owned(), at.as_microsecond()),
            Change::RecordingDeleted(sid, deleted) => self.put(format!("deleted.{sid}"), json::of(deleted)?),
            Change::WrappedUp(wrap_up) => {
                self.put("wrap_up".to_owned(), json::of(wrap_up)?);
                self.put("wrapped".to_owned(), boolean(true));
            }
            Change::Activity(item, digest) => {
                self.put("crm.activity".to_owned(), json::of(item)?);
                self.put("crm.activity_digest".to_owned(), text(digest));
            }
            Change::LinkSent(link) => self.put("crm.link".to_owned(), json::of(link)?),
            Change::Task(item) => self.put("crm.task".to_owned(), json::of(item)?),
            Change::CrmTrouble(trouble) => {
                self.put("crm.trouble".to_owned(), optional(trouble.as_ref().map(text)));
            }
        }
        Ok(())
    }

    fn recorded(&mut self, sid: &RecordingSid, news: &Recording) {
        let path = |field: &str| format!("recordings.{sid}.{field}");
        self.at_least(path("state"), number_of(news.state));
        if let Some(seconds) = news.duration_s {
            self.at_least(path("duration_s"), seconds);
        }
        if let Some(channels) = news.channels {
            self.at_least(path("channels"), channels);
        }
        if let Some(at) = news.started_at {
            self.at_most(path("started_us"), at.as_microsecond());
        }
    }

    /// A prospect who was dialled is owed a disposition.
    fn heard_of(&mut self, leg: Leg) {
        if leg == Leg::Prospect {
            self.at_least("reached".to_owned(), 1);
        }
    }

    fn first(&mut self, leg: Leg, field: &str, micros: i64) {
        self.at_most(format!("{}.{field}", name_of(leg)), micros);
    }

    fn put(&mut self, path: String, value: Value) {
        self.puts.insert(path, value);
    }

    fn at_least(&mut self, path: String, number: i64) {
        self.greatest.entry(path).and_modify(|known| *known = number.max(*known)).or_insert(number);
    }

    fn at_most(&mut self, path: String, number: i64) {
        self.least.entry(path).and_modify(|known| *known = number.min(*known)).or_insert(number);
    }
}
