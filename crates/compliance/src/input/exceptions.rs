//! Exceptions that people make, each with a name to it.

use domain::{CallId, E164};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::rule_id::RuleId;

/// An administrator lifts one rule of class A for one number, for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// The rule.
    pub rule: RuleId,
    /// The number.
    pub number: E164,
    /// Why, in their words.
    pub reason: String,
    /// Where the evidence is.
    pub evidence: String,
    /// Who made it.
    pub made_by: String,
    /// Who agreed, where two people are asked for.
    pub second_person: Option<String>,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// An agent has read what a gate says, and goes on. It is for one call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledgement {
    /// The rule whose reason was acknowledged.
    pub rule: RuleId,
    /// The number.
    pub number: E164,
    /// When.
    pub at: Timestamp,
    /// The call that has used it; none while it waits for one. It never counts for a second call.
    pub call: Option<CallId>,
}
