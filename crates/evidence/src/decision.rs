//! A compliance decision, read back from the audit log. For reading only: it can clear no call.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

/// What a row holds of a decision. What it does not hold is none.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct Decision {
    pub(crate) phase: Option<String>,
    pub(crate) outcome: Option<String>,
    pub(crate) allowed: Option<bool>,
    pub(crate) next_allowed_at: Option<Timestamp>,
    pub(crate) reasons: Vec<Reason>,
    pub(crate) local_times: Vec<LocalTime>,
    pub(crate) states: Vec<String>,
    pub(crate) recording: Option<String>,
    pub(crate) evaluated_at: Option<Timestamp>,
    pub(crate) rules_version: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct Reason {
    pub(crate) rule: String,
    pub(crate) code: String,
    pub(crate) severity: String,
    pub(crate) sentence: String,
    pub(crate) citation: String,
    pub(crate) cleared_by: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct LocalTime {
    pub(crate) place: String,
    pub(crate) zone: String,
    pub(crate) time: Option<String>,
}

impl Decision {
    /// The decision that a row's facts hold, if they hold one that can be read.
    pub(crate) fn of(payload: &Value) -> Option<Self> {
        let decision = payload.get("decision").filter(|decision| decision.is_object())?;
        serde_json::from_value(decision.clone()).ok()
    }
}
