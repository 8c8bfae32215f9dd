//! Opening and closing the file: nothing is lost, and a file that will not do is refused in plain words.
#![expect(clippy::expect_used, reason = "a panic is how a test fails")]

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use store::conformance::samples::{at, audit, create, event, new_call, number, suppression, work};
use store::sqlite::{OpenError, SqliteStore};
use store::{AuditQuery, Store};

fn refusal(path: &Path) -> OpenError {
    SqliteStore::open(path).err().expect("the file is refused")
}

#[tokio::test]
async fn a_reopened_store_has_everything() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data/twoleg.db");
    let record = new_call();
    {
        let store = SqliteStore::open(&path).unwrap();
        create(&store, &record).await;
        let mut unit = event("wrapped up");
        unit.outbox = vec![work("w", "k")];
        unit.audit = vec![audit("wrapped_up", Some(record.facts.id))];
        unit.suppress = Some(suppression("do_not_call"));
        store.record(&record.facts.id, unit).await.unwrap();
        store.claim("worker", at(0), std::time::Duration::from_mins(1), 1).await.unwrap();
    }
    let store = SqliteStore::open(&path).unwrap();
    assert_eq!(store.call(&record.facts.id).await.unwrap().map(|stored| stored.value), Some(record.clone()));
    assert_eq!(store.events(&record.facts.id).await.unwrap().len(), 2);
    assert_eq!(store.outbox().await.unwrap().len(), 1);
    assert!(store.suppression(&number()).await.unwrap().is_some());
    // A new process writes a log of its own, which names the end of the old one.
    store.append_audit(audit("after", None)).await.unwrap();
    let report = store.verify_audit().await.unwrap();
    assert_eq!((report.chains, report.rows, report.broken), (2, 4, None));
    let rows = store.audit(&AuditQuery::default()).await.unwrap();
    assert_eq!(rows[1].entry.payload["heads"][0]["hash"], rows[2].hash);
}

#[tokio::test]
async fn two_processes_may_have_it_open() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("twoleg.db");
    let (one, two) = (SqliteStore::open(&path).unwrap(), SqliteStore::open(&path).unwrap());
    for step in 0..10 {
        create(if step % 2 == 0 { &one } else { &two }, &new_call()).await;
        one.append_audit(audit("one", None)).await.unwrap();
        two.append_audit(audit("two", None)).await.unwrap();
    }
    assert_eq!(two.calls(&store::CallQuery::default()).await.unwrap().len(), 10);
    let report = one.verify_audit().await.unwrap();
    assert_eq!((report.chains, report.broken), (2, None));
}

#[test]
fn a_file_of_something_else_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("twoleg.db");
    fs::write(&path, "this is not a database, it is a letter to my landlord\n".repeat(100)).unwrap();
    let error = refusal(&path);
    assert!(matches!(error, OpenError::Damaged { .. }), "{error}");
    assert!(error.to_string().contains("twoleg.db is damaged or is not a database"), "{error}");
    assert!(fs::read_to_string(&path).unwrap().starts_with("this is not"), "it was left as it was");

    let foreign = folder.path().join("photos.db");
    Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE photos (id INTEGER)").unwrap();
    let error = refusal(&foreign);
    assert!(error.to_string().contains("another program's database"), "{error}");

    let error = refusal(folder.path());
    assert!(matches!(error, OpenError::Io { .. }), "{error}");
}

#[tokio::test]
async fn a_file_that_was_cut_off_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("twoleg.db");
    create(&SqliteStore::open(&path).unwrap(), &new_call()).await;
    // All of the log into the file, then half of the file away.
    Connection::open(&path).unwrap().execute_batch("PRAGMA journal_mode = DELETE").unwrap();
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    let error = refusal(&path);
    assert!(matches!(error, OpenError::Damaged { .. }), "{error}");
}

#[test]
fn a_newer_store_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("twoleg.db");
    drop(SqliteStore::open(&path).unwrap());
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let error = refusal(&path);
    assert!(error.to_string().contains("schema 99"), "{error}");
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("twoleg.db");
    let _store = SqliteStore::open(&path).unwrap();
    for file in fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o077, 0, "{:?}", file.file_name());
    }
}
