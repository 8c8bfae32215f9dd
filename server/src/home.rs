//! Where the records live: one SQLite file by default, Firestore in production.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use store::Store;
use store::firestore::{ConnectError, FirestoreConfig, FirestoreStore};
use store::sqlite::SqliteStore;
use uuid::Uuid;

/// Which home.
#[derive(Debug, Clone)]
pub enum Home {
    /// A file of this machine.
    Sqlite(PathBuf),
    /// Google's document store, which several servers share.
    Firestore(FirestoreConfig),
}

impl Home {
    /// This process's name for the outbox's leases. A file has one server, which knows after a restart what its former
    /// run had leased; of Firestore's servers, each run is a worker of its own, and its leases end by themselves.
    pub fn worker(&self) -> String {
        match self {
            Self::Sqlite(_) => "server".to_owned(),
            Self::Firestore(_) => format!("server-{}", Uuid::now_v7()),
        }
    }
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
    /// Firestore.
    #[error("the call log cannot be reached: {0}")]
    Firestore(#[from] ConnectError),
}

/// Opens the home.
///
/// # Errors
/// When it cannot be reached or read; the sentence says what to do.
pub async fn open(home: &Home) -> Result<Arc<dyn Store>, HomeError> {
    match home {
        Home::Sqlite(path) => {
            make_folder(path)?;
            Ok(Arc::new(SqliteStore::open(path)?))
        }
        Home::Firestore(config) => Ok(Arc::new(FirestoreStore::connect(config.clone()).await?)),
    }
}

fn make_folder(file: &Path) -> Result<(), HomeError> {
    let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    std::fs::create_dir_all(folder)
        .map_err(|error| HomeError::Folder { path: folder.display().to_string(), error })
}
