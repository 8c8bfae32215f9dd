//! The only ways in which a call record changes. Every change is commutative and idempotent.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::kept_recording::{Deleted, SentLink};
use super::leg::{Leg, LegFault, LegRecord, LegStatus, Moment};
use super::record::{CallRecord, CrmItem, Recording, Refusal, WrapUp};
use super::recording_mode::{Cleared, NoticeAnswer};
use crate::{CallSid, RecordingSid};

/// One change of a record.
///
/// `LegSid`, `Refused`, `Cleared`, `WrappedUp`, `RecordingDeleted` and the CRM's changes *put* a field that one kind of event owns; the other
/// changes are maxima and minima.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Twilio's id of a leg.
    LegSid(Leg, CallSid),
    /// A leg was seen in this status.
    LegStatus(Leg, LegStatus),
    /// A leg was seen ringing at this time.
    LegRinging(Leg, Timestamp),
    /// A leg was seen answered at this time.
    LegAnswered(Leg, Timestamp),
    /// A leg was seen ended at this time.
    LegEnded(Leg, Timestamp),
    /// Seconds connected.
    LegDuration(Leg, i64),
    /// Why a leg failed.
    LegFault(Leg, LegFault),
    /// Leg 2 was refused.
    Refused(Refusal),
    /// Leg 2 was allowed, and Twilio is told to ring it.
    Cleared(Cleared),
    /// What the agent said of the recording notice, and when.
    Noticed(NoticeAnswer, Timestamp),
    /// A recording's news. A completed recording is never undone by a late *in-progress*.
    Recorded(RecordingSid, Recording),
    /// Links to the recordings that were issued at this moment or before are dead.
    LinksRevoked(Timestamp),
    /// The link in the CRM is issued anew.
    LinkRenewed(Timestamp),
    /// A recording was deleted at the carrier.
    RecordingDeleted(RecordingSid, Deleted),
    /// The agent's disposition.
    WrappedUp(Box<WrapUp>),
    /// The Call Activity in the CRM, and the digest of what it was given.
    Activity(CrmItem, String),
    /// The link to a recording that the Call Activity was given.
    LinkSent(SentLink),
    /// The follow-up task in the CRM.
    Task(CrmItem),
    /// Why the CRM does not have it yet.
    CrmTrouble(Option<String>),
}

impl Change {
    /// What a callback of `status` at `at` says of a leg.
    pub fn of_status(leg: Leg, status: LegStatus, at: Timestamp) -> Vec<Self> {
        let mut changes = vec![Self::LegStatus(leg, status)];
        match status {
            LegStatus::Ringing => changes.push(Self::LegRinging(leg, at)),
            LegStatus::InProgress => changes.push(Self::LegAnswered(leg, at)),
            _ if status.is_end() => changes.push(Self::LegEnded(leg, at)),
            _ => {}
        }
        changes
    }
}

impl CallRecord {
    /// Folds a change in.
    pub fn apply(&mut self, change: &Change) {
        match change {
            Change::LegSid(leg, sid) => self.leg_mut(*leg).sid = Some(sid.clone()),
            Change::LegStatus(leg, status) => {
                let leg = self.leg_mut(*leg);
                leg.rank = leg.rank.max(Some(status.rank()));
            }
            Change::LegRinging(leg, at) => self.see(*leg, Moment::Ringing, *at),
            Change::LegAnswered(leg, at) => self.see(*leg, Moment::Answered, *at),
            Change::LegEnded(leg, at) => self.see(*leg, Moment::Ended, *at),
            Change::LegDuration(leg, seconds) => {
                let leg = self.leg_mut(*leg);
                leg.duration_s = leg.duration_s.max(Some(*seconds));
            }
            Change::LegFault(leg, fault) => {
                let known = &mut self.leg_mut(*leg).fault;
                // Told twice in other words: one of them, whichever came first. A code is worth more than none.
                *known = known.take().max(Some(fault.clone()));
            }
            Change::Refused(refusal) => self.refusal = Some(refusal.clone()),
            Change::Cleared(cleared) => self.cleared = Some(*cleared),
            Change::Noticed(answer, at) => self.notice.fold(*answer, *at),
            Change::Recorded(sid, news) => match self.recordings.get_mut(sid) {
                Some(known) => known.fold(news),
                None => {
                    self.recordings.insert(sid.clone(), news.clone());
                }
            },
            Change::LinksRevoked(at) => self.links.revoked_at = self.links.revoked_at.max(Some(*at)),
            Change::LinkRenewed(at) => self.links.renewed_at = self.links.renewed_at.max(Some(*at)),
            Change::RecordingDeleted(sid, deleted) => {
                self.deleted.insert(sid.clone(), *deleted);
            }
            Change::WrappedUp(wrap_up) => self.wrap_up = Some((**wrap_up).clone()),
            Change::Activity(item, digest) => {
                self.crm.activity = Some(item.clone());
                self.crm.activity_digest = Some(digest.clone());
            }
            Change::LinkSent(link) => self.crm.link = Some(link.clone()),
            Change::Task(item) => self.crm.task = Some(item.clone()),
            Change::CrmTrouble(trouble) => self.crm.trouble.clone_from(trouble),
        }
    }

    fn leg_mut(&mut self, leg: Leg) -> &mut LegRecord {
        match leg {
            Leg::Agent => &mut self.agent_leg,
            Leg::Prospect => &mut self.prospect_leg,
        }
    }

    fn see(&mut self, leg: Leg, moment: Moment, at: Timestamp) {
        let leg = self.leg_mut(leg);
        let seen = match moment {
            Moment::Ringing => &mut leg.ringing_at,
            Moment::Answered => &mut leg.answered_at,
            Moment::Ended => &mut leg.ended_at,
        };
        *seen = Some(seen.map_or(at, |earlier| earlier.min(at)));
    }
}

impl Recording {
    /// The furthest state, the longest duration, the earliest start.
    fn fold(&mut self, news: &Self) {
        self.state = self.state.max(news.state);
        self.duration_s = self.duration_s.max(news.duration_s);
        self.channels = self.channels.max(news.channels);
        self.started_at = match (self.started_at, news.started_at) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }
}
