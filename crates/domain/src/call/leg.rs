//! One leg of a call, folded from callbacks that come twice, late and out of order.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::CallSid;

/// Which end of the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Leg {
    /// Leg 1: the agent's browser.
    Agent,
    /// Leg 2: the prospect's phone.
    Prospect,
}

impl Leg {
    /// The stable name in URLs, events and records.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Prospect => "prospect",
        }
    }
}

impl fmt::Display for Leg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A leg's status in Twilio's words (<https://www.twilio.com/docs/voice/api/call-resource>, `CallStatus`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LegStatus {
    /// Twilio has the request.
    Queued,
    /// The far end is being dialled.
    Initiated,
    /// The far end rings.
    Ringing,
    /// Somebody (or something) answered.
    InProgress,
    /// The far end was busy.
    Busy,
    /// Nobody answered in time.
    NoAnswer,
    /// The call could not be made.
    Failed,
    /// Hung up before an answer.
    Canceled,
    /// It was answered, and is over.
    Completed,
}

impl LegStatus {
    /// All, by rank.
    pub const ALL: [Self; 9] = [
        Self::Queued,
        Self::Initiated,
        Self::Ringing,
        Self::InProgress,
        Self::Busy,
        Self::NoAnswer,
        Self::Failed,
        Self::Canceled,
        Self::Completed,
    ];

    /// The fold keeps the highest rank, so a late *ringing* never undoes *completed*.
    pub const fn rank(self) -> i64 {
        match self {
            Self::Queued => 0,
            Self::Initiated => 10,
            Self::Ringing => 20,
            Self::InProgress => 30,
            Self::Busy => 91,
            Self::NoAnswer => 92,
            Self::Failed => 93,
            Self::Canceled => 94,
            Self::Completed => 95,
        }
    }

    /// The status of a rank.
    pub fn of_rank(rank: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.rank() == rank)
    }

    /// Whether the leg is over.
    pub const fn is_end(self) -> bool {
        self.rank() >= 90
    }

    /// Twilio's word.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Initiated => "initiated",
            Self::Ringing => "ringing",
            Self::InProgress => "in-progress",
            Self::Busy => "busy",
            Self::NoAnswer => "no-answer",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
            Self::Completed => "completed",
        }
    }
}

/// A status that Twilio does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such call status")]
pub struct UnknownStatus;

impl FromStr for LegStatus {
    type Err = UnknownStatus;
    fn from_str(word: &str) -> Result<Self, UnknownStatus> {
        // `answered` is the name of the callback event whose status is `in-progress`.
        if word == "answered" {
            return Ok(Self::InProgress);
        }
        Self::ALL.into_iter().find(|status| status.code() == word).ok_or(UnknownStatus)
    }
}

/// A point in a leg's life whose earliest sighting is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Moment {
    /// The far end began to ring.
    Ringing,
    /// It was answered.
    Answered,
    /// It ended.
    Ended,
}

/// Why a leg failed, in Twilio's own code and words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LegFault {
    /// Twilio's error code, or the SIP response's.
    pub code: Option<u32>,
    /// Twilio's message.
    pub message: String,
}

/// What is known of one leg.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LegRecord {
    /// Twilio's id.
    pub sid: Option<CallSid>,
    /// The highest [`LegStatus::rank`] seen.
    pub rank: Option<i64>,
    /// First sight of *ringing*.
    pub ringing_at: Option<Timestamp>,
    /// First sight of *in-progress*.
    pub answered_at: Option<Timestamp>,
    /// First sight of an end.
    pub ended_at: Option<Timestamp>,
    /// Seconds connected, as Twilio counts them.
    pub duration_s: Option<i64>,
    /// Why it failed.
    pub fault: Option<LegFault>,
}

impl LegRecord {
    /// The status, derived from the rank.
    pub fn status(&self) -> Option<LegStatus> {
        self.rank.and_then(LegStatus::of_rank)
    }

    /// Whether the leg is over.
    pub fn is_over(&self) -> bool {
        self.status().is_some_and(LegStatus::is_end)
    }
}
