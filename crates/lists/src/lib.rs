//! Do-not-call lists: the national registry, states' lists, vendors' lists and Philadelphia's addresses.
//!
//! Each list is exact: a bitmap for each area code, never a filter that is sometimes wrong. A list is taken over whole
//! or not at all ([`import()`]), and looked up without a lock ([`Lists::status`]). Several processes share one data
//! folder; an organisation has its own, for the registry's data must not be shared between sellers.
//!
//! `docs/compliance/lists.md` has the formats, and what each list means.

mod address;
mod ages;
mod area;
mod disk;
mod error;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod import;
mod list_id;
mod lists;
mod load;
mod parse;
mod set;
mod show;
mod snapshot;
mod source;
mod stamp;
mod status;

pub use address::normalise_address;
pub use ages::{AgeLimit, Ages};
pub use area::{AreaCode, NoAreaCode};
pub use disk::{ImportRecord, SourceRecord};
pub use error::{ListError, Result};
pub use import::{ImportKind, ImportOptions, Reason, Refusal, Report, import};
pub use list_id::{ListId, NoSuchList, StateCode};
pub use lists::{Lists, View};
pub use show::{ListInfo, Lookup};
pub use source::Limits;
pub use status::{ListStatus, Standing, Status};
