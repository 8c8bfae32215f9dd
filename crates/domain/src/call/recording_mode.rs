//! How a call may be recorded, and what the agent did about it.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How a call may be recorded, the laxest first. Nothing is ever played to the prospect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordingMode {
    /// From the moment the prospect answers.
    Automatic,
    /// Not until the agent has said the notice, and says so.
    AgentNotice,
    /// Not at all.
    Off,
}

/// What the agent says of the recording notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeAnswer {
    /// The agent said the notice, and the prospect did not object: recording starts.
    Given,
    /// The prospect objected: nothing is recorded (any more).
    Objected,
}

impl NoticeAnswer {
    /// The stable word in forms, events and the audit trail.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Objected => "objected",
        }
    }
}

impl fmt::Display for NoticeAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A word is no answer to the notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("neither given nor objected")]
pub struct UnknownAnswer;

impl FromStr for NoticeAnswer {
    type Err = UnknownAnswer;
    fn from_str(word: &str) -> Result<Self, UnknownAnswer> {
        [Self::Given, Self::Objected].into_iter().find(|known| known.code() == word).ok_or(UnknownAnswer)
    }
}

/// When the agent first said what of the recording notice.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Notice {
    /// *Notice given*.
    pub given_at: Option<Timestamp>,
    /// *Objected*.
    pub objected_at: Option<Timestamp>,
}

impl Notice {
    /// What counts: an objection, whenever it came.
    pub fn answer(&self) -> Option<NoticeAnswer> {
        let given = self.given_at.map(|_| NoticeAnswer::Given);
        self.objected_at.map(|_| NoticeAnswer::Objected).or(given)
    }

    pub(super) fn fold(&mut self, answer: NoticeAnswer, at: Timestamp) {
        let seen = match answer {
            NoticeAnswer::Given => &mut self.given_at,
            NoticeAnswer::Objected => &mut self.objected_at,
        };
        *seen = Some(seen.map_or(at, |earlier| earlier.min(at)));
    }
}

/// The moment at which Twilio was told to ring the prospect: the attempt that the caps count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cleared {
    /// When.
    pub at: Timestamp,
    /// How the call may be recorded.
    pub recording: RecordingMode,
    /// Whether consents of the person were on file then, at our own desk or in the CRM. Of calls of before this was kept
    /// nothing is known.
    #[serde(default)]
    pub consented: bool,
}
