//! Who calls: the click, the caller ID, the training.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The single-use token of the click that asks for a call: bound by its keeper to one lead, number and agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Click {
    /// Seconds since it was issued.
    pub age_s: i64,
    /// It already made a prospect's leg.
    pub used: bool,
    /// The browser vouched for a person behind the event.
    pub trusted: bool,
}

/// The number that the prospect sees: 47 CFR 64.1601(e).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallerId {
    /// The organisation owns it.
    pub owned: bool,
    /// Calling it back reaches somebody, or the opt-out line.
    pub answers: bool,
    /// How the carrier vouches for it.
    pub attestation: Attestation,
    /// Analytics engines show it as spam.
    pub flagged: bool,
}

/// STIR/SHAKEN: how much the carrier vouches for a caller ID.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Attestation {
    /// Full: the caller is known and may use the number.
    A,
    /// Partial: the caller is known.
    B,
    /// Gateway: nothing is known.
    C,
    /// Not looked up.
    #[default]
    Unknown,
}

/// An agent's last passed training in the do-not-call policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Training {
    /// It was in the version of the policy that is in force.
    pub current_policy: bool,
    /// When it was passed.
    pub completed_at: Timestamp,
}
