//! Where the records live: one SQLite file by default, Firestore in production.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use store::Store;
use store::sqlite::SqliteStore;

/// Which home.
#[derive(Debug, Clone)]
pub enum Home {
    /// A file of this machine.
    Sqlite(PathBuf),
}

/// The home cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum HomeError {
    /// The folder of the file.
    #[error("the folder {path} cannot be made: {error}")]
    Folder {
        /// Which.
        path: String,
        /// Why not.
        error: std::io::Error,
    },
    /// The file.
    #[error(transparent)]
    Sqlite(#[from] store::sqlite::OpenError),
}

/// Opens the home.
///
/// # Errors
/// When it cannot be reached or read; the sentence says what to do.
#[expect(clippy::unused_async, reason = "the other home is reached over the network")]
pub async fn open(home: &Home) -> Result<Arc<dyn Store>, HomeError> {
    match home {
        Home::Sqlite(path) => {
            make_folder(path)?;
            Ok(Arc::new(SqliteStore::open(path)?))
        }
    }
}

fn make_folder(file: &Path) -> Result<(), HomeError> {
    let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    std::fs::create_dir_all(folder)
        .map_err(|error| HomeError::Folder { path: folder.display().to_string(), error })
}
