//! A call as the screen shows it, and as the event stream sends it.

use domain::call::Outcome;
use serde::{Deserialize, Serialize};

use super::{CrmView, NoticeView, RecordingView, WrapUpView};

/// Where a call is; the words for it are in [`CallView::sentence`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Twilio has not rung anybody yet.
    Requested,
    /// The agent's browser rings.
    RingingAgent,
    /// The agent's leg is up.
    Connecting,
    /// The prospect's phone rings.
    RingingProspect,
    /// Both are on the line.
    InCall {
        /// Since when, in milliseconds before this view was made. A span, because the server's clock (the
        /// sandbox's can be set) is not the browser's.
        talking_ms: i64,
    },
    /// It is over.
    Ended {
        /// How.
        outcome: Outcome,
    },
}

/// A call, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallView {
    /// Our id.
    pub id: String,
    /// Whose call it is.
    pub agent: String,
    /// The lead's item id.
    pub lead: String,
    /// The lead's name on that day.
    pub lead_name: String,
    /// Which of the lead's phones.
    pub slot: String,
    /// The number, `(813) 555-0142`.
    pub number: String,
    /// Whose phone that is.
    pub person: Option<String>,
    /// When it was placed, in the agent's zone.
    pub placed: String,
    /// Where it is.
    pub phase: Phase,
    /// What is going on, exactly.
    pub sentence: String,
    /// More about it: Twilio's own reason.
    pub detail: Option<String>,
    /// Time spoken, once it is over: `03:12`.
    pub talked: Option<String>,
    /// Whether somebody may still be on the line.
    pub open: bool,
    /// Whether the prospect's phone was dialled.
    pub reached_out: bool,
    /// What the agent said of it.
    pub wrap_up: Option<WrapUpView>,
    /// What the CRM has of it.
    pub crm: CrmView,
    /// Its recording.
    pub recording: Option<RecordingView>,
    /// How it is recorded, while the two are talking.
    pub notice: Option<NoticeView>,
}

impl CallView {
    /// Whether the call is over for the prospect, though the agent may still be hearing why.
    pub fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Ended { .. })
    }

    /// Whether the agent still has to say how it came out.
    pub fn owes_disposition(&self) -> bool {
        self.wrap_up.is_none() && self.reached_out && !self.open
    }

    /// Whether the next call has to wait for this one.
    pub fn blocks(&self) -> bool {
        self.open || self.owes_disposition()
    }

    /// Whether something of a finished call is still on its way: to the CRM, or its recording from Twilio.
    pub fn is_unsettled(&self) -> bool {
        let owed = |wrap_up: &WrapUpView| {
            !self.crm.has_activity || (wrap_up.follow_up.is_some() && !self.crm.has_task)
        };
        self.wrap_up.as_ref().is_some_and(owed)
            || (self.is_over() && matches!(self.recording, Some(RecordingView::OnItsWay)))
    }

    /// Milliseconds that the two have been talking when this view was made.
    pub fn talking_ms(&self) -> Option<i64> {
        match self.phase {
            Phase::InCall { talking_ms } => Some(talking_ms),
            _ => None,
        }
    }

    /// Whether it ended in a way that the agent has to be told loudly.
    pub fn is_failure(&self) -> bool {
        matches!(
            self.phase,
            Phase::Ended { outcome: Outcome::Failed | Outcome::AgentUnreachable | Outcome::Refused }
        )
    }

    /// The state's name for the style sheet and for tests.
    pub fn state_code(&self) -> &'static str {
        match self.phase {
            Phase::Requested => "requested",
            Phase::RingingAgent => "ringing_agent",
            Phase::Connecting => "connecting",
            Phase::RingingProspect => "ringing_prospect",
            Phase::InCall { .. } => "in_call",
            Phase::Ended { .. } => "ended",
        }
    }
}

#[cfg(feature = "ssr")]
impl CallView {
    /// The view of a record at `now`, with times in the agent's zone and recordings under `link`.
    pub fn of(
        record: &domain::CallRecord,
        now: jiff::Timestamp,
        zone: &super::AgentZone,
        link: super::RecordingLink<'_>,
    ) -> Self {
        let facts = &record.facts;
        let phase = Phase::of(&record.state(), now);
        let words = super::sentence::of(record);
        let talked = record.talk_seconds();
        Self {
            id: facts.id.to_string(),
            agent: facts.agent_name.clone(),
            lead: facts.lead.to_string(),
            lead_name: facts.lead_name.clone(),
            slot: facts.slot.to_string(),
            number: facts.to.national(),
            person: facts.person.clone(),
            placed: zone.moment(facts.placed_at),
            talked: (talked > 0 && matches!(phase, Phase::Ended { .. })).then(|| super::clock(talked)),
            phase,
            sentence: words.sentence,
            detail: words.detail,
            open: record.is_open(),
            reached_out: record.reached_out(),
            wrap_up: record.wrap_up.as_ref().map(|wrap_up| WrapUpView::of(wrap_up, zone)),
            crm: CrmView::of(&record.crm),
            recording: RecordingView::of(record, zone, link),
            notice: NoticeView::of(record),
        }
    }
}

#[cfg(feature = "ssr")]
impl Phase {
    fn of(state: &domain::CallState, now: jiff::Timestamp) -> Self {
        use domain::CallState as State;
        match state {
            State::Requested => Self::Requested,
            State::RingingAgent => Self::RingingAgent,
            State::Connecting => Self::Connecting,
            State::RingingProspect => Self::RingingProspect,
            State::InCall { since } => {
                let talking_ms = now.as_millisecond() - since.as_millisecond();
                Self::InCall { talking_ms: talking_ms.max(0) }
            }
            State::Ended { outcome } => Self::Ended { outcome: outcome.clone() },
        }
    }
}
