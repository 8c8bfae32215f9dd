//! One import at a time, over all processes on the data folder.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use crate::error::{ListError, Result};

/// The right to import, until it is dropped. The system takes it back when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct ImportLock(File);

impl ImportLock {
    /// Takes the lock, or says that somebody else has it. Never waits.
    pub(super) fn take(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder).map_err(ListError::writing(folder))?;
        let path = folder.join("import.lock");
        let opened = OpenOptions::new().write(true).create(true).truncate(false).open(&path);
        let file = opened.map_err(ListError::writing(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(ListError::Busy { lock: path }),
            Err(TryLockError::Error(source)) => Err(ListError::writing(&path)(source)),
        }
    }
}

impl Drop for ImportLock {
    fn drop(&mut self) {
        // Closing the file would do the same.
        let _: io::Result<()> = self.0.unlock();
    }
}
