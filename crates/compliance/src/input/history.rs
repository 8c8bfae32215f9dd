//! What was dialled before.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The attempts to reach a number: organisation-wide, over all leads and agents, each counted once, in UTC.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct History {
    /// When the prospect's phone was rung, at least for the last seven days, in any order.
    pub attempts: Vec<Timestamp>,
    /// How many attempts there were since somebody last answered, or ever.
    pub attempts_without_contact: u32,
    /// When somebody there was last *not interested*.
    pub not_interested_at: Option<Timestamp>,
}

/// What has been dialled and spent lately, over all numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// This agent's dials in the last ten seconds.
    pub agent_last_10_s: u32,
    /// This agent's dials in the last hour.
    pub agent_last_hour: u32,
    /// This agent's dials in the last 24 hours.
    pub agent_last_day: u32,
    /// All dials with this caller ID in the last 24 hours.
    pub caller_id_last_day: u32,
    /// The organisation's spending today has reached its cap.
    pub spend_cap_reached: bool,
}
