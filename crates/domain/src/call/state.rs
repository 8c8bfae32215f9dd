//! What is going on, derived from the two legs and never stored beside them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::leg::LegStatus;
use super::record::CallRecord;

/// Where a call is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum CallState {
    /// The record exists; Twilio has not rung anybody yet.
    Requested,
    /// The agent's browser rings.
    RingingAgent,
    /// The agent's leg is up; the prospect is not dialled yet.
    Connecting,
    /// The prospect's phone rings.
    RingingProspect,
    /// Both legs are up.
    InCall {
        /// When the prospect answered.
        since: Timestamp,
    },
    /// It is over.
    Ended {
        /// How.
        outcome: Outcome,
    },
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The prospect (or a machine) answered.
    Answered,
    /// Busy.
    Busy,
    /// Nobody answered.
    NoAnswer,
    /// The number could not be reached, or Twilio refused it.
    Failed,
    /// Hung up before the prospect answered.
    Canceled,
    /// The agent's browser never answered.
    AgentUnreachable,
    /// The compliance engine refused it; the prospect was not called.
    Refused,
}

impl CallRecord {
    /// The state of the call.
    pub fn state(&self) -> CallState {
        // Twilio may ask what to dial more than once: a leg that exists counts more than a refusal.
        if self.refusal.is_some() && !self.reached_out() {
            return CallState::Ended { outcome: Outcome::Refused };
        }
        let prospect = self.prospect_leg.status();
        let agent = self.agent_leg.status();
        if let Some(end) = prospect.filter(|status| status.is_end()) {
            let outcome = match end {
                LegStatus::Busy => Outcome::Busy,
                LegStatus::NoAnswer => Outcome::NoAnswer,
                LegStatus::Failed => Outcome::Failed,
                LegStatus::Canceled => Outcome::Canceled,
                _ => Outcome::Answered,
            };
            return CallState::Ended { outcome };
        }
        if let Some(end) = agent.filter(|status| status.is_end()) {
            let answered = self.prospect_leg.answered_at.is_some();
            let outcome = match end {
                _ if answered => Outcome::Answered,
                LegStatus::Completed if self.agent_leg.answered_at.is_some() || prospect.is_some() => {
                    Outcome::Canceled
                }
                LegStatus::Canceled => Outcome::Canceled,
                LegStatus::Completed | LegStatus::Busy | LegStatus::NoAnswer => Outcome::AgentUnreachable,
                _ => Outcome::Failed,
            };
            return CallState::Ended { outcome };
        }
        match (prospect, agent) {
            (Some(LegStatus::InProgress), _) => {
                let since = self.prospect_leg.answered_at.unwrap_or(self.facts.placed_at);
                CallState::InCall { since }
            }
            (Some(LegStatus::Ringing), _) => CallState::RingingProspect,
            (Some(_), _) | (None, Some(LegStatus::InProgress)) => CallState::Connecting,
            (None, Some(LegStatus::Ringing | LegStatus::Initiated)) => CallState::RingingAgent,
            _ => CallState::Requested,
        }
    }

    /// Whether somebody may still be on the line: no second call may start meanwhile.
    pub fn is_open(&self) -> bool {
        !self.agent_leg.is_over()
    }

    /// Whether the call is over and the agent has not said how it came out.
    pub fn owes_disposition(&self) -> bool {
        self.wrap_up.is_none() && !self.is_open() && self.reached_out()
    }

    /// Whether the prospect's phone was dialled at all: a call that never left the house needs no disposition.
    pub fn reached_out(&self) -> bool {
        self.prospect_leg.rank.is_some() || self.prospect_leg.sid.is_some()
    }
}
