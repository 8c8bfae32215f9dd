//! How a call may be recorded (R-REC-1).

use serde::{Deserialize, Serialize};

use crate::pack::Rules;
use crate::place::Whereabouts;

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

/// The strictest mode of the pack, the organisation and every state where the called party may be.
pub(crate) fn mode(rules: &Rules, places: &Whereabouts, on: jiff::civil::Date) -> RecordingMode {
    let notice = places.anywhere
        || places.states.is_empty()
        || places.states.iter().any(|state| {
            // Territories are on no list of one-party states.
            rules.state(*state, on).is_some_and(|entry| entry.all_party_recording) || state.is_territory()
        });
    let asked = if notice { RecordingMode::AgentNotice } else { RecordingMode::Automatic };
    asked.max(rules.parameters().recording)
}
