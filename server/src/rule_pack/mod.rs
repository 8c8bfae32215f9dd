//! The rules in force: from their files at the start, and again whenever one of the files changes.

mod load;
mod stamp;
mod watch;

pub(crate) use load::{BUILT_IN, read_pack};
pub use load::{Digest, LoadedRules, RuleFiles, RulesError};
pub use watch::{RuleWatch, WatchError};
