//! Recordings after the call: links that open one of them, who plays it, how long it is kept.

mod capability;
mod delete;
pub(crate) mod link;
mod open;
mod played;
mod retention;

use domain::CallRecord;

#[cfg(feature = "fuzzing")]
pub(crate) use capability::Capability;
pub use capability::LinkKind;
pub use delete::Taken;
pub(crate) use delete::{Obstacle, Order};
pub use link::CrmLink;
pub use open::{NotPlayable, OpenedRecording};
pub use played::Listener;
pub(crate) use played::Plays;
pub use retention::{Keep, Retention, RetentionDue, Swept};

use crate::files::LegalHold;

/// What is known of a call's recordings.
#[derive(Debug, Clone)]
pub struct RecordingsOfCall {
    /// The call.
    pub record: CallRecord,
    /// How long they are kept.
    pub keep: Keep,
    /// What stops their end, if anything.
    pub hold: Option<LegalHold>,
}
