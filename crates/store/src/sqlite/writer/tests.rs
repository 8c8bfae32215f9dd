//! Group commit: what waits goes together, and what fails fails alone.

use std::sync::mpsc;

use domain::CallId;
use serde_json::Value;
use tokio::sync::{broadcast, oneshot};
use uuid::Uuid;

use super::{Writer, Writing};
use crate::sqlite::{audit, open};
use crate::{AuditEntry, AuditQuery, AuditRow, Result, StoreChange, StoreError};

fn entry(kind: &str) -> AuditEntry {
    AuditEntry { kind: kind.to_owned(), call: None, agent: None, payload: Value::Null }
}

fn rows(w: &mut Writing<'_>) -> Result<Vec<AuditRow>> {
    audit::find(w.sql, &AuditQuery::default())
}

#[tokio::test]
async fn a_batch_is_one_commit_and_a_failure_in_it_stays_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("twoleg.db");
    let (changes, mut told) = broadcast::channel(16);
    let writer = Writer::start(open::writing(&path).unwrap(), changes).unwrap();

    // The writer is held up, so that the next jobs all wait for it.
    let (release, held) = mpsc::channel::<()>();
    let (start, started) = oneshot::channel();
    let first = tokio::spawn({
        let writer = writer.clone();
        async move { writer.write(move |_| Ok(start.send(()).is_ok() && held.recv().is_ok())).await }
    });
    started.await.unwrap();
    let job = |kind: &'static str, call: u128, outcome: Result<()>| {
        let writer = writer.clone();
        async move {
            writer
                .write(move |w| {
                    w.append_audit(&entry(kind))?;
                    w.changed(StoreChange::Call(CallId::new(Uuid::from_u128(call))));
                    outcome
                })
                .await
        }
    };
    let jobs = async {
        tokio::join!(job("one", 1, Ok(())), job("two", 2, Err(StoreError::NotFound)), job("three", 3, Ok(())))
    };
    let release = async {
        while writer.jobs.capacity() > writer.jobs.max_capacity() - 3 {
            tokio::task::yield_now().await;
        }
        release.send(()).unwrap();
    };
    let (answers, ()) = tokio::join!(jobs, release);
    assert_eq!(answers, (Ok(()), Err(StoreError::NotFound), Ok(())));
    assert_eq!(first.await.unwrap(), Ok(true));

    let rows = writer.write(rows).await.unwrap();
    let kinds: Vec<&str> = rows.iter().map(|row| row.entry.kind.as_str()).collect();
    assert_eq!(kinds, ["three", "one", crate::chain::OPENED]);
    assert_eq!(rows.iter().map(|row| row.seq).collect::<Vec<_>>(), [2, 1, 0]);
    assert_eq!(rows[0].at, rows[1].at, "one batch has one time");
    assert_eq!(writer.write(|w| audit::verify(w.sql)).await.unwrap().broken, None);

    for call in [1, 3] {
        assert_eq!(told.recv().await, Ok(StoreChange::Call(CallId::new(Uuid::from_u128(call)))));
    }
    assert!(told.try_recv().is_err(), "nothing is told of what failed");
}

/// Another program holds the file for longer than we wait: the caller is told to come back, and the log is intact.
#[tokio::test]
async fn a_batch_that_cannot_be_committed_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("twoleg.db");
    let connection = open::writing(&path).unwrap();
    connection.pragma_update(None, "busy_timeout", 10).unwrap();
    let (changes, _told) = broadcast::channel(16);
    let writer = Writer::start(connection, changes).unwrap();
    writer.write(|w| w.append_audit(&entry("before"))).await.unwrap();

    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let refused = writer.write(|w| w.append_audit(&entry("refused"))).await.unwrap_err();
    assert!(refused.is_transient(), "{refused}");
    other.execute_batch("ROLLBACK").unwrap();

    writer.write(|w| w.append_audit(&entry("after"))).await.unwrap();
    let report = writer.write(|w| audit::verify(w.sql)).await.unwrap();
    assert_eq!((report.rows, report.broken), (3, None));
}
