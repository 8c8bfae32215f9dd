//! The SQLite home passes the suite of every home.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::sync::Arc;

use store::Store;
use store::sqlite::SqliteStore;
use tempfile::TempDir;

async fn home() -> (TempDir, Arc<dyn Store>) {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("twoleg.db")).unwrap();
    store.ready().await.unwrap();
    (folder, Arc::new(store))
}

store::conformance_tests!(home);
