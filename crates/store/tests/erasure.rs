//! What is left of an erased person in the file itself.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use store::Store;
use store::conformance::erasure::{EVIDENCE, NOTES, a_life, erasure_of};
use store::conformance::samples::{number, suppression};
use store::sqlite::SqliteStore;

/// The file and what SQLite keeps beside it.
fn bytes(path: &Path) -> Vec<u8> {
    let beside = |end: &str| {
        let mut name = OsString::from(path);
        name.push(end);
        PathBuf::from(name)
    };
    ["", "-wal", "-journal"].iter().flat_map(|end| fs::read(beside(end)).unwrap_or_default()).collect()
}

fn holds(path: &Path, text: &str) -> bool {
    bytes(path).windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn the_file_keeps_no_word_of_an_erased_person() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("twoleg.db");
    let store = SqliteStore::open(&path).unwrap();
    a_life(&store).await;
    let gone = ["Harold", "Whitaker", NOTES, EVIDENCE, "podio.example"];
    assert!(gone.iter().all(|text| holds(&path, text)), "there is something to erase");
    // While others have the file open, as a server does.
    let server = SqliteStore::open(&path).unwrap();
    server.ready().await.unwrap();
    store.erase(&erasure_of(&store, &number()).await).await.unwrap();
    for text in gone {
        assert!(!holds(&path, text), "{text} is still in the file");
    }
    assert_eq!(server.verify_audit().await.unwrap().broken, None);
    assert_eq!(server.suppression(&number()).await, Ok(Some(suppression("asked"))));
    drop((store, server));

    // The number stands where it must, and nowhere else: in the list, in the calls' facts, in the name of its file.
    let file = Connection::open(&path).unwrap();
    file.pragma_update(None, "foreign_keys", false).unwrap();
    assert!(holds(&path, number().as_str()));
    file.execute_batch("DELETE FROM suppressions; DELETE FROM calls; DELETE FROM files; VACUUM").unwrap();
    file.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    assert!(!holds(&path, number().as_str()), "the number is in the events or the audit log");
}
