//! How long recordings are kept, and what ends them (docs/operations.md). Calls, decisions and the audit log stay.

mod due;
mod policy;
mod progress;
mod sweep;

pub use due::RetentionDue;
pub use policy::{Keep, Retention};
pub use progress::Swept;
