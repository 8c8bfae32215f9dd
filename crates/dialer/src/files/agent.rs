//! An agent's file.

use compliance::Training;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::EndedSessions;

/// The version of the do-not-call policy that is published at `/do-not-call-policy`. A change of the policy's text
/// that agents must know moves it, and asks for their training anew (47 CFR 64.1200(d)(2)).
pub const POLICY_VERSION: &str = "2026-11";

/// What is kept on an agent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AgentFile {
    /// The last training in the do-not-call policy that was passed.
    pub training: Option<TrainingRecord>,
    /// Sessions that are over before their time.
    pub sessions: EndedSessions,
}

/// A training that was passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainingRecord {
    /// In which version of the policy.
    pub policy: String,
    /// When.
    pub completed_at: Timestamp,
    /// Which supervisor says so.
    pub recorded_by: String,
}

impl TrainingRecord {
    /// What the rules ask about it.
    pub(crate) fn fact(&self) -> Training {
        Training { current_policy: self.policy == POLICY_VERSION, completed_at: self.completed_at }
    }
}
