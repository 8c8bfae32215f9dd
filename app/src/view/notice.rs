//! How a call that runs is recorded, and what the agent has to say for it.

use serde::{Deserialize, Serialize};

/// What the agent says before a recording where everybody on the line must agree.
pub const NOTICE: &str =
    "I would like to record this call, so that I have what we agree on right. Is that all right with you?";

/// How a call that runs is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeView {
    /// From the answer on; Twilio has not said yet that it runs.
    Starting,
    /// From the answer on, and it runs.
    Automatic,
    /// Not yet: the agent has to say the notice first.
    Ask,
    /// The agent said the notice, and the recording runs.
    Given,
    /// The person objected, and what ran is being stopped.
    Stopping,
    /// The person objected, and nothing runs.
    Objected,
    /// Not at all.
    Off,
}

#[cfg(feature = "ssr")]
impl NoticeView {
    /// While the two are talking; none before and after.
    pub(super) fn of(record: &domain::CallRecord) -> Option<Self> {
        use domain::call::{CallState, NoticeAnswer, RecordingMode, RecordingState};
        if !matches!(record.state(), CallState::InCall { .. }) {
            return None;
        }
        // Only what runs is said to run: Twilio may have refused to start it.
        let runs = record.recordings.values().any(|recording| recording.state == RecordingState::InProgress);
        Some(match (record.cleared?.recording, record.notice.answer()) {
            (RecordingMode::Automatic, _) if runs => Self::Automatic,
            (RecordingMode::Automatic, _) => Self::Starting,
            (RecordingMode::Off, _) => Self::Off,
            (RecordingMode::AgentNotice, Some(NoticeAnswer::Given)) if runs => Self::Given,
            (RecordingMode::AgentNotice, None | Some(NoticeAnswer::Given)) => Self::Ask,
            (RecordingMode::AgentNotice, Some(NoticeAnswer::Objected)) if runs => Self::Stopping,
            (RecordingMode::AgentNotice, Some(NoticeAnswer::Objected)) => Self::Objected,
        })
    }
}
