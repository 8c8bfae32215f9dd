//! The audit log against somebody who holds the file.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use store::conformance::erasure::{a_life, erasure_of};
use store::conformance::samples::{audit, number};
use store::sqlite::SqliteStore;
use store::{AuditBreak, AuditQuery, Store};
use tempfile::TempDir;

/// Two logs of six rows each: the row that opens it, and five more.
async fn two_logs() -> (TempDir, PathBuf, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("twoleg.db");
    let mut chains = Vec::new();
    for _ in 0..2 {
        let store = SqliteStore::open(&path).unwrap();
        for kind in ["clicked", "decided", "dialled", "answered", "ended"] {
            store.append_audit(audit(kind, None)).await.unwrap();
        }
        chains.push(
            store.audit(&AuditQuery { limit: 1, ..AuditQuery::default() }).await.unwrap()[0].chain.clone(),
        );
    }
    (folder, path, chains)
}

/// What somebody can do who also takes the triggers away.
fn tamper(path: &Path, sql: &str) {
    let file = Connection::open(path).unwrap();
    file.execute_batch("DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete;").unwrap();
    assert!(file.execute(sql, []).unwrap() > 0, "{sql}");
}

async fn first_break(path: &Path) -> Option<AuditBreak> {
    SqliteStore::open(path).unwrap().verify_audit().await.unwrap().broken
}

#[tokio::test]
async fn an_untouched_log_holds() {
    let (_folder, path, _) = two_logs().await;
    let report = SqliteStore::open(&path).unwrap().verify_audit().await.unwrap();
    assert_eq!((report.chains, report.rows, report.broken), (2, 12, None));
}

#[tokio::test]
async fn rows_and_events_cannot_be_changed_or_deleted() {
    let (_folder, path, _) = two_logs().await;
    let file = Connection::open(&path).unwrap();
    for sql in
        ["UPDATE audit SET body = '{}'", "UPDATE audit SET hash = '' WHERE seq = 1", "DELETE FROM audit"]
    {
        let error = file.execute(sql, []).unwrap_err();
        assert!(error.to_string().contains("append-only"), "{sql}: {error}");
    }
    assert_eq!(first_break(&path).await, None);
}

#[tokio::test]
async fn t13_each_kind_of_tampering_is_found_at_its_row() {
    let replaced = "SET body = replace(body, 'decided', 'allowed') WHERE seq = 2 AND position < 7";
    let cases = [
        (format!("UPDATE audit {replaced}"), 2, "its contents were changed"),
        (
            "UPDATE audit SET body = '{}' WHERE seq = 4 AND position < 7".to_owned(),
            4,
            "its contents were changed",
        ),
        ("DELETE FROM audit WHERE seq = 3 AND position < 7".to_owned(), 4, "a row before it is missing"),
        ("DELETE FROM audit WHERE seq = 0 AND position < 7".to_owned(), 1, "a row before it is missing"),
        (
            "UPDATE audit SET prev = hash WHERE seq = 3 AND position < 7".to_owned(),
            3,
            "it does not follow the row before",
        ),
        (
            "DELETE FROM audit WHERE seq = 5 AND position < 7".to_owned(),
            5,
            "a later log saw it, and it is gone",
        ),
        ("DELETE FROM audit WHERE position < 7".to_owned(), 5, "a later log saw it, and it is gone"),
    ];
    for (sql, seq, what) in cases {
        let (_folder, path, chains) = two_logs().await;
        tamper(&path, &sql);
        let expected = AuditBreak { chain: chains[0].clone(), seq, what };
        assert_eq!(first_break(&path).await, Some(expected), "{sql}");
    }
}

#[tokio::test]
async fn a_row_moved_to_another_log_is_found() {
    let (_folder, path, chains) = two_logs().await;
    tamper(
        &path,
        &format!("UPDATE audit SET chain = '{}', seq = 6 WHERE seq = 5 AND position > 7", chains[0]),
    );
    let broken = first_break(&path).await.expect("a break");
    assert_eq!((broken.chain, broken.seq), (chains[0].clone(), 6));
}

#[tokio::test]
async fn a_break_reads_as_a_sentence() {
    let (_folder, path, chains) = two_logs().await;
    tamper(&path, "DELETE FROM audit WHERE seq = 3 AND position < 7");
    let broken = first_break(&path).await.expect("a break");
    assert_eq!(broken.to_string(), format!("row 4 of log {}: a row before it is missing", chains[0]));
}

/// What the bytes of a row look like once it is erased, said in SQL.
const ERASED: &str = "substr(body, 1, instr(body, ',\"salt\":\"') - 1) || '}'";

#[tokio::test]
async fn a_row_changes_into_its_erased_form_only() {
    let (_folder, path, _) = two_logs().await;
    let file = Connection::open(&path).unwrap();
    let row = "WHERE seq = 2 AND position < 7";
    for sql in [
        format!("UPDATE audit SET body = replace({ERASED}, 'decided', 'allowed') {row}"),
        format!("UPDATE audit SET body = replace({ERASED}, '0', '1') {row}"),
        format!("UPDATE audit SET body = {ERASED}, hash = prev {row}"),
        format!("UPDATE audit SET body = {ERASED}, prev = hash {row}"),
        format!("UPDATE audit SET body = {ERASED}, seq = 20 {row}"),
        format!("UPDATE audit SET body = {ERASED}, chain = 'other' {row}"),
        format!("UPDATE audit SET body = {ERASED}, position = 99 {row}"),
        format!("UPDATE audit SET body = {ERASED} || ' ' {row}"),
        format!("UPDATE audit SET body = replace(body, '0.5', '0.6') {row}"),
        // The first row says how the others are read.
        format!("UPDATE audit SET body = {ERASED} WHERE seq = 0"),
    ] {
        let error = file.execute(&sql, []).unwrap_err();
        assert!(error.to_string().contains("append-only"), "{sql}: {error}");
    }
    assert_eq!(file.execute(&format!("UPDATE audit SET body = {ERASED} {row}"), []).unwrap(), 1);
    let back = format!("UPDATE audit SET body = json_set(body, '$.payload', 'other') {row}");
    let back = file.execute(&back, []).unwrap_err();
    assert!(back.to_string().contains("append-only"), "nothing comes back: {back}");
}

#[tokio::test]
async fn a_row_that_was_erased_without_a_word_is_found() {
    let (_folder, path, chains) = two_logs().await;
    let file = Connection::open(&path).unwrap();
    file.execute(&format!("UPDATE audit SET body = {ERASED} WHERE seq = 2 AND position < 7"), []).unwrap();
    let what = "it was erased, and no row says so";
    assert_eq!(first_break(&path).await, Some(AuditBreak { chain: chains[0].clone(), seq: 2, what }));
}

#[tokio::test]
async fn an_erased_row_that_says_something_else_is_found() {
    for change in ["replace(body, 'k.a', 'k.b')", "replace(body, '\"digest\":\"', '\"digest\":\"0')"] {
        let (_folder, path, chains) = two_logs().await;
        {
            let store = SqliteStore::open(&path).unwrap();
            a_life(&store).await;
            store.erase(&erasure_of(&store, &number()).await).await.unwrap();
            assert_eq!(store.verify_audit().await.unwrap().broken, None);
        }
        let change = change.replace("k.a", "consent.recorded").replace("k.b", "consent.revoked");
        let which = "kind = 'consent.recorded' AND body NOT LIKE '%payload%'";
        tamper(&path, &format!("UPDATE audit SET body = {change} WHERE {which}"));
        let broken = first_break(&path).await.unwrap();
        assert!(!chains.contains(&broken.chain));
        assert_eq!(broken.what, "it was erased, and its digest does not fit");
    }
}
