//! Why a call is not allowed.

use std::fmt;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

/// The stable name of a reason, in records and answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReasonCode {
    /// No phone has this number.
    InvalidNumber,
    /// A toll-free number is nobody's own phone.
    TollFree,
    /// A number that costs the caller extra.
    Premium,
    /// An area code outside the 50 states and DC.
    NotUs,
    /// The number is on the internal do-not-call list.
    InternalDoNotCall,
    /// Outside the federal calling hours somewhere the person may be.
    FederalHours,
    /// The local time cannot be told.
    ZoneUnknown,
    /// Somebody already talks to this number.
    NumberInCall,
    /// The agent has another open call.
    AgentBusy,
    /// The agent owes a disposition.
    DispositionPending,
    /// The agent's own leg is not up.
    AgentLegNotUp,
    /// There is no call record.
    NoCall,
    /// The click's evaluation does not authorise a call.
    NotAuthorising,
}

impl ReasonCode {
    /// The name as text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidNumber => "invalid_number",
            Self::TollFree => "toll_free",
            Self::Premium => "premium",
            Self::NotUs => "not_us",
            Self::InternalDoNotCall => "internal_do_not_call",
            Self::FederalHours => "federal_hours",
            Self::ZoneUnknown => "zone_unknown",
            Self::NumberInCall => "number_in_call",
            Self::AgentBusy => "agent_busy",
            Self::DispositionPending => "disposition_pending",
            Self::AgentLegNotUp => "agent_leg_not_up",
            Self::NoCall => "no_call",
            Self::NotAuthorising => "not_authorising",
        }
    }
}

impl fmt::Display for ReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for ReasonCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// One reason against a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// Its stable name.
    pub code: ReasonCode,
    /// What the agent reads.
    pub sentence: String,
    /// When this reason goes away, where time alone will do it.
    pub next_allowed_at: Option<Timestamp>,
}

impl Reason {
    /// A reason that time alone does not heal.
    pub(crate) fn lasting(code: ReasonCode, sentence: impl Into<String>) -> Self {
        Self { code, sentence: sentence.into(), next_allowed_at: None }
    }
}
