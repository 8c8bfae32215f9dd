//! Taking a list over: everything is read and checked before anything is swapped, and one wrong line refuses all.

mod addresses;
mod change;
mod files;
mod full;
mod gather;
mod kind;
mod options;
mod refusal;
mod report;
mod stage;
#[cfg(test)]
mod tests;

use std::path::Path;

pub use kind::ImportKind;
pub use options::ImportOptions;
pub use refusal::{Reason, Refusal};
pub use report::Report;

use crate::disk::Folder;
use crate::error::Result;

/// Imports files into the list of a data folder, which is made if need be. Other processes that look numbers up there
/// see the new list at their next [`crate::Lists::reload_if_changed`].
///
/// # Errors
/// [`crate::ListError::Refused`] with the file, the line and the reason: nothing was changed then.
/// [`crate::ListError::Busy`] while another process imports. The others are of the disk; the list is the old one or
/// the new one, never a part of it.
pub fn import(path: &Path, options: &ImportOptions) -> Result<Report> {
    let folder = Folder::new(path);
    let lock = folder.lock_soon()?;
    let before = folder.read()?;
    if before.generation == 0 {
        // From now on what is left by an import that breaks off can be told from lists that lost their manifest.
        folder.swap(&before, &lock)?;
    }
    folder.tidy(&before, &lock);
    let staged = stage::stage(&folder, &before, options);
    let (manifest, report) = match staged {
        Ok(staged) => staged,
        Err(error) => {
            folder.tidy(&before, &lock);
            return Err(error);
        }
    };
    folder.swap(&manifest, &lock)?;
    folder.tidy(&manifest, &lock);
    tracing::info!(
        list = %report.record.list,
        version = report.record.version,
        count = report.record.count,
        "a do-not-call list was imported"
    );
    Ok(report)
}
