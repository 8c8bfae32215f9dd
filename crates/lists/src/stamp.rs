//! Telling whether a file is still what it was, without reading it.

use std::fs::Metadata;
use std::time::SystemTime;

/// What changes when a file is written to or replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    inode: u64,
}

impl From<Metadata> for Stamp {
    fn from(meta: Metadata) -> Self {
        #[cfg(unix)]
        let inode = std::os::unix::fs::MetadataExt::ino(&meta);
        #[cfg(not(unix))]
        let inode = 0;
        Self { length: meta.len(), modified: meta.modified().ok(), inode }
    }
}
