//! What was dialled before.

use domain::Money;
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

/// Dials in a rolling period. A call counts once, from the click on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Dials {
    /// How many there were; a count may stop at the limit.
    pub count: u32,
    /// Where the limit is reached: when enough of them have left the period for one more. None: not known, so time
    /// alone does not end it.
    pub free_at: Option<Timestamp>,
}

/// What a day's calls have cost so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spend {
    /// The estimate, rounded up to a cent.
    pub spent: Money,
    /// The most for one day.
    pub cap: Money,
    /// When the next day begins.
    pub ends_at: Timestamp,
}

/// What has been dialled and spent lately, over all numbers, this call apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// This agent's dials in the last ten seconds.
    pub agent_last_10_s: Dials,
    /// This agent's dials in the last hour.
    pub agent_last_hour: Dials,
    /// This agent's dials in the last 24 hours.
    pub agent_last_day: Dials,
    /// Everybody's dials in the last minute.
    pub all_last_minute: Dials,
    /// All dials with this caller ID in the last 24 hours.
    pub caller_id_last_day: Dials,
    /// Everybody's calls that are open now.
    pub open_calls: u32,
    /// What today's calls have cost; none where nothing is spent.
    pub spend: Option<Spend>,
}
