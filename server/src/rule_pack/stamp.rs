//! Telling whether files may have changed, without reading them.

use std::fs::{Metadata, metadata};
use std::path::Path;
use std::time::SystemTime;

/// What the files looked like; `None` for one that is not there.
pub(super) type Stamps = Vec<Option<Stamp>>;

/// What changes when a file is written to or replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    /// The inode, and when it changed: that is seen also of a file of the same size that was given its old time.
    inode: (u64, i64, i64),
}

/// How the files look now.
pub(super) fn stamps<'a>(paths: impl Iterator<Item = &'a Path>) -> Stamps {
    paths.map(|path| metadata(path).ok().map(Stamp::from)).collect()
}

impl From<Metadata> for Stamp {
    fn from(meta: Metadata) -> Self {
        #[cfg(unix)]
        let inode = {
            use std::os::unix::fs::MetadataExt;
            (meta.ino(), meta.ctime(), meta.ctime_nsec())
        };
        #[cfg(not(unix))]
        let inode = (0, 0, 0);
        Self { length: meta.len(), modified: meta.modified().ok(), inode }
    }
}
