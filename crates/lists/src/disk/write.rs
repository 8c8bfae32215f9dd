//! Writing so that a crash, or a loss of power, leaves the old file or the new one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Makes or replaces a file at one moment: written beside it through to the disk, then renamed. Readable by its owner
/// only: it holds people's numbers. The name is durable after [`folder`].
pub(super) fn replace(path: &Path, parts: &[&[u8]]) -> io::Result<()> {
    let beside = path.with_extension("new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&beside)?;
    for part in parts {
        file.write_all(part)?;
    }
    file.sync_all()?;
    fs::rename(&beside, path)
}

/// Makes the names of new files durable.
pub(super) fn folder(path: &Path) -> io::Result<()> {
    // Windows has no such thing, and does not need it.
    if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
}
