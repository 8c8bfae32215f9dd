//! The recording of a call.

use serde::{Deserialize, Serialize};

/// How far the recording is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordingView {
    /// It runs.
    Running,
    /// The call is over; the recording is not here yet.
    OnItsWay,
    /// It can be played.
    Ready {
        /// Where it plays from.
        src: String,
        /// How long it is: `03:12`.
        length: Option<String>,
    },
    /// Nothing was recorded.
    Absent,
    /// It is not kept any longer.
    Deleted {
        /// The day, in the agent's zone: `Nov 20, 2028`.
        on: String,
    },
    /// It was to be deleted, and Twilio did not have it any more.
    FoundGone {
        /// The day on which that was found, in the agent's zone.
        on: String,
    },
}

/// Makes the signed link under which a recording of a call plays.
#[cfg(feature = "ssr")]
pub type RecordingLink<'a> = &'a dyn Fn(&domain::CallRecord, &domain::RecordingSid) -> String;

#[cfg(feature = "ssr")]
impl RecordingView {
    pub(super) fn of(
        record: &domain::CallRecord,
        zone: &super::AgentZone,
        link: RecordingLink<'_>,
    ) -> Option<Self> {
        use domain::call::RecordingState;
        if let Some((sid, recording)) = record.playable() {
            let length = recording.duration_s.map(super::clock);
            return Some(Self::Ready { src: link(record, sid), length });
        }
        // What was recorded of an erased person is not talked about.
        if record.erased_at.is_some() {
            return None;
        }
        if let Some(last) = record.deleted.values().max_by_key(|deleted| deleted.at) {
            let on = zone.date(last.at);
            return Some(if last.already_gone { Self::FoundGone { on } } else { Self::Deleted { on } });
        }
        let over = matches!(record.state(), domain::CallState::Ended { .. });
        match record.recordings.values().map(|recording| recording.state).min()? {
            RecordingState::InProgress if over => Some(Self::OnItsWay),
            RecordingState::InProgress => Some(Self::Running),
            RecordingState::Completed | RecordingState::Absent => Some(Self::Absent),
        }
    }
}
