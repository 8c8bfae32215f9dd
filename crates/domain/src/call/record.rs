//! The record of one call: one document in `call_logs`, keyed by our own id.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::kept_recording::{Deleted, Links, SentLink};
use super::leg::{Leg, LegRecord};
use super::recording_mode::{Cleared, Notice};
use crate::follow_up::FollowUp;
use crate::submission::Submission;
use crate::{AgentId, CallId, E164, ItemId, PhoneSlot, RecordingSid};

/// What was fixed when the agent clicked *Call*, before Twilio was told anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallFacts {
    /// Our id.
    pub id: CallId,
    /// Who clicked.
    pub agent: AgentId,
    /// The agent's name on that day.
    pub agent_name: String,
    /// The lead.
    pub lead: ItemId,
    /// The lead's name on that day.
    pub lead_name: String,
    /// The lead's page in the CRM.
    pub lead_url: String,
    /// Which of the lead's phones.
    pub slot: PhoneSlot,
    /// Whose phone that is, where the CRM says.
    pub person: Option<String>,
    /// The number called.
    pub to: E164,
    /// The caller ID shown.
    pub from: E164,
    /// When the agent clicked.
    pub placed_at: Timestamp,
    /// The click; none in records of before there were click tokens.
    #[serde(default)]
    pub click: Option<Click>,
}

/// The click behind a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Click {
    /// When its token was issued.
    pub issued_at: Timestamp,
    /// The rules whose gates the agent acknowledged for this one call, by their ids: `R-GATE-1`.
    pub acknowledged: Vec<String>,
    /// What was clicked; the button in records of before there was anything else.
    #[serde(default)]
    pub origin: ClickOrigin,
}

/// What a person clicked to have a call.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClickOrigin {
    /// *Call* in the workspace.
    #[default]
    Button,
    /// A signed link in the CRM.
    Link,
}

/// Why the prospect was not called, as the compliance engine decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The reason's stable code.
    pub code: String,
    /// One sentence for the agent.
    pub sentence: String,
    /// When the call becomes legal, where time alone will do it.
    pub next_allowed_at: Option<Timestamp>,
}

/// How far a recording is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecordingState {
    /// It runs.
    InProgress,
    /// It can be played.
    Completed,
    /// Nothing was recorded.
    Absent,
}

impl RecordingState {
    /// The stable word in events.
    pub const fn code(self) -> &'static str {
        match self {
            Self::InProgress => "in-progress",
            Self::Completed => "completed",
            Self::Absent => "absent",
        }
    }
}

/// One recording of the call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recording {
    /// How far it is.
    pub state: RecordingState,
    /// Seconds, once it is completed.
    pub duration_s: Option<i64>,
    /// 2 when each side has its own channel.
    pub channels: Option<i64>,
    /// When it started.
    pub started_at: Option<Timestamp>,
}

/// What the agent said of the call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrapUp {
    /// The form.
    pub submission: Submission,
    /// The task that it asks for, decided when it was saved.
    pub follow_up: Option<FollowUp>,
    /// When it was durable: the moment at which the agent was told *Saved*.
    pub saved_at: Timestamp,
}

/// An item that we made in the CRM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrmItem {
    /// Its id.
    pub id: ItemId,
    /// Its page, where the CRM told us.
    pub url: Option<String>,
}

/// What the CRM has of this call. Written by the outbox only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Crm {
    /// The Call Activity.
    pub activity: Option<CrmItem>,
    /// A keyed digest of the fields that the Call Activity was last given: when it differs, the activity is owed.
    pub activity_digest: Option<String>,
    /// The link to a recording that it was given last, and has still.
    pub link: Option<SentLink>,
    /// The follow-up task.
    pub task: Option<CrmItem>,
    /// Why the CRM does not have it yet, as a sentence for the agent; none when nothing is wrong.
    pub trouble: Option<String>,
}

/// The record of one call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallRecord {
    /// Fixed at the click.
    pub facts: CallFacts,
    /// Leg 1.
    #[serde(default)]
    pub agent_leg: LegRecord,
    /// Leg 2.
    #[serde(default)]
    pub prospect_leg: LegRecord,
    /// Set when leg 2 was refused by the compliance engine.
    #[serde(default)]
    pub refusal: Option<Refusal>,
    /// Set when leg 2 was allowed and Twilio told to ring it.
    #[serde(default)]
    pub cleared: Option<Cleared>,
    /// What the agent said of the recording notice.
    #[serde(default)]
    pub notice: Notice,
    /// By Twilio's id.
    #[serde(default)]
    pub recordings: BTreeMap<RecordingSid, Recording>,
    /// The agent's disposition.
    #[serde(default)]
    pub wrap_up: Option<WrapUp>,
    /// What the CRM has.
    #[serde(default)]
    pub crm: Crm,
    /// When what it said of the person was taken away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erased_at: Option<Timestamp>,
    /// Which links to the recordings are good.
    #[serde(default, skip_serializing_if = "Links::is_untouched")]
    pub links: Links,
    /// The recordings that were deleted at the carrier.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub deleted: BTreeMap<RecordingSid, Deleted>,
}

impl CallRecord {
    /// A fresh record: nothing but the click.
    pub fn new(facts: CallFacts) -> Self {
        Self {
            facts,
            agent_leg: LegRecord::default(),
            prospect_leg: LegRecord::default(),
            refusal: None,
            cleared: None,
            notice: Notice::default(),
            recordings: BTreeMap::new(),
            wrap_up: None,
            crm: Crm::default(),
            erased_at: None,
            links: Links::default(),
            deleted: BTreeMap::new(),
        }
    }

    /// One of the two legs.
    pub fn leg(&self, leg: Leg) -> &LegRecord {
        match leg {
            Leg::Agent => &self.agent_leg,
            Leg::Prospect => &self.prospect_leg,
        }
    }

    /// When the prospect was tried: what the caps on attempts count, once a call. Twilio may dial as soon as it was
    /// told to, so that moment counts and not the first news of the leg.
    pub fn attempted_at(&self) -> Option<Timestamp> {
        let told = self.cleared.map(|cleared| cleared.at);
        told.or_else(|| self.reached_out().then_some(self.facts.placed_at))
    }

    /// Seconds spoken with the prospect: Twilio's count, or our own from the moments seen.
    pub fn talk_seconds(&self) -> i64 {
        let leg = &self.prospect_leg;
        match (leg.duration_s, leg.answered_at, leg.ended_at.or(self.agent_leg.ended_at)) {
            (Some(seconds), _, _) => seconds,
            (None, Some(from), Some(to)) => to.duration_since(from).as_secs().max(0),
            _ => 0,
        }
    }
}
