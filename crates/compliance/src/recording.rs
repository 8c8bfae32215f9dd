//! How a call may be recorded (R-REC-1).

pub use domain::call::RecordingMode;

use crate::pack::Rules;
use crate::place::Whereabouts;

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
