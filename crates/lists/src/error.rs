//! What can go wrong, apart from what is wrong with a file that is imported.

use std::io;
use std::path::{Path, PathBuf};

use crate::import::{Reason, Refusal};

/// An answer of this crate.
pub type Result<T> = std::result::Result<T, ListError>;

/// Why the lists did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// A file will not do. The list is what it was.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Another import is at work in this data folder.
    #[error("another import is running (it holds {}): wait until it ends, then try again", lock.display())]
    Busy {
        /// The lock file.
        lock: PathBuf,
    },
    /// The disk.
    #[error("{} cannot be {doing}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// `read`, `written`.
        doing: &'static str,
        /// What the system says.
        source: io::Error,
    },
    /// The manifest is not as it was written.
    #[error(
        "the list of lists {} is damaged ({detail}): restore it from a backup, or move its folder away and import every \
         list again",
        path.display()
    )]
    Damaged {
        /// The manifest.
        path: PathBuf,
        /// What is wrong.
        detail: String,
    },
    /// The manifest was written by a later version.
    #[error("{} was written by a newer Twoleg (format {found}, this one knows {known}): update Twoleg", path.display())]
    Newer {
        /// The manifest.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// Ours.
        known: u32,
    },
}

impl ListError {
    /// Why an import was refused, if that is what happened.
    pub const fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// For `map_err` at the disk.
    pub(crate) fn reading(path: &Path) -> impl FnOnce(io::Error) -> Self {
        Self::io(path, "read")
    }

    /// For `map_err` at the disk.
    pub(crate) fn writing(path: &Path) -> impl FnOnce(io::Error) -> Self {
        Self::io(path, "written")
    }

    fn io(path: &Path, doing: &'static str) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, doing, source }
    }
}

impl From<Reason> for ListError {
    fn from(reason: Reason) -> Self {
        Self::Refused(Refusal::general(reason))
    }
}
