//! What Twoleg writes to Podio: the Call Activity and the follow-up task.

mod activity;
mod body;
mod task;
pub(crate) mod values;

pub use activity::ActivityFields;
pub(crate) use body::{Fields, missing_option};
pub use task::TaskFields;
