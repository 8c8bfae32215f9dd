//! The call record: facts fixed at the click, two legs that fold in from callbacks, and what came of it.
//!
//! A record only ever changes by [`Change`]s. Each is a maximum, a minimum, or a field that one kind of event
//! owns, so any order and any number of repeats give the same record.

mod change;
mod erase;
mod kept_recording;
mod leg;
mod record;
mod recording_mode;
mod state;
#[cfg(test)]
mod tests;

pub use change::Change;
pub use kept_recording::{Deleted, DeletedBy, Links, SentLink};
pub use leg::{Leg, LegFault, LegRecord, LegStatus, Moment};
pub use record::{
    CallFacts, CallRecord, Click, ClickOrigin, Crm, CrmItem, Recording, RecordingState, Refusal, WrapUp,
};
pub use recording_mode::{Cleared, Notice, NoticeAnswer, RecordingMode, UnknownAnswer};
pub use state::{CallState, Outcome};
