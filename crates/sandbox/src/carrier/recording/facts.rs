//! What is known of a recording; also what is kept of it on disk.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A recording's data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Facts {
    pub(crate) sid: String,
    /// The leg on which it was started: for `<Dial>` the prospect's.
    pub(crate) call_sid: String,
    pub(crate) source: Source,
    pub(crate) channels: u8,
    pub(crate) start_time: Timestamp,
    pub(crate) updated: Timestamp,
    /// Seconds, when it is done.
    pub(crate) duration: Option<u64>,
    pub(crate) status: State,
}

impl Facts {
    /// Whether sound may still be added.
    pub(crate) fn state_is_running(&self) -> bool {
        matches!(self.status, State::InProgress | State::Paused)
    }
}

/// What started it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Source {
    /// `<Dial record>`.
    DialVerb,
    /// The REST API.
    StartCallRecordingAPI,
}

impl Source {
    /// As Twilio writes it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::DialVerb => "DialVerb",
            Self::StartCallRecordingAPI => "StartCallRecordingAPI",
        }
    }
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum State {
    InProgress,
    Paused,
    /// Stopped, and being made into a file.
    Processing,
    Completed,
    /// There was nothing to record.
    Absent,
}

impl State {
    /// As Twilio writes it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::InProgress => "in-progress",
            Self::Paused => "paused",
            Self::Processing => "processing",
            Self::Completed => "completed",
            Self::Absent => "absent",
        }
    }
}
