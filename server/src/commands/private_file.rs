//! Files that only their owner may read.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use super::CommandError;

/// Writes a file that must be new.
///
/// # Errors
/// When there is one of that name, or it cannot be written.
pub(super) fn write_new(path: &Path, text: &str) -> Result<(), CommandError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(path).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => is_there(path),
        _ => CommandError::Refused(format!("{} cannot be written: {error}", path.display())),
    })
}

/// Refuses what would be written over.
///
/// # Errors
/// When there is a file of that name.
pub(super) fn must_be_new(path: &Path) -> Result<(), CommandError> {
    // Also a link that leads nowhere.
    if path.symlink_metadata().is_ok() { Err(is_there(path)) } else { Ok(()) }
}

fn is_there(path: &Path) -> CommandError {
    CommandError::Refused(format!(
        "{} is there already: move it away, or name another folder with --out",
        path.display()
    ))
}
