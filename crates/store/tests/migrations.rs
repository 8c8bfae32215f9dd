//! A file of every earlier schema is brought up to date, with all that it held.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::path::Path;

use rusqlite::Connection;
use sha2::{Digest, Sha256};
use store::conformance::erasure::erasure_of;
use store::conformance::samples::{at, audit, event, new_call, number, work};
use store::sqlite::SqliteStore;
use store::{AuditQuery, CallQuery, Place, Store, StoreError};

/// The scripts of each schema that was ever shipped. A new schema adds a line here and never changes one.
const SHIPPED: [&str; 4] = [
    include_str!("../src/sqlite/schema/0001.sql"),
    include_str!("../src/sqlite/schema/0002.sql"),
    include_str!("../src/sqlite/schema/0003.sql"),
    include_str!("../src/sqlite/schema/0004.sql"),
];

/// A file as a Twoleg of this schema made it.
fn made_by(schema: usize, path: &Path) {
    let file = Connection::open(path).unwrap();
    file.pragma_update(None, "journal_mode", "WAL").unwrap();
    for script in &SHIPPED[..schema] {
        file.execute_batch(script).unwrap();
    }
    file.pragma_update(None, "user_version", i64::try_from(schema).unwrap()).unwrap();
}

/// A call, an event and something owed, in the columns that every schema has.
fn fill(path: &Path) -> domain::CallRecord {
    let record = new_call();
    let call = record.facts.id.to_string();
    let doc = serde_json::to_string(&record).unwrap();
    let file = Connection::open(path).unwrap();
    file.execute(
        "INSERT INTO calls (id, rev, agent, lead, number, placed_us, unfinished, doc)
         VALUES (?1, 1, ?2, ?3, ?4, ?5, 1, ?6)",
        rusqlite::params![
            call,
            record.facts.agent.as_str(),
            i64::try_from(record.facts.lead.0).unwrap(),
            record.facts.to.as_str(),
            record.facts.placed_at.as_microsecond(),
            doc
        ],
    )
    .unwrap();
    file.execute(
        "INSERT INTO events (call_id, id, kind, at_us, recorded_us, payload) VALUES (?1, 'e', 'k', 1, 2, '{}')",
        [&call],
    )
    .unwrap();
    file.execute(
        "INSERT INTO outbox (id, order_key, kind, payload, due_us) VALUES ('owed', ?1, 'activity', '{}', ?2)",
        rusqlite::params![call, at(0).as_microsecond()],
    )
    .unwrap();
    record
}

/// A log of three rows, hashed as every Twoleg did that made this schema.
fn log_of_before(path: &Path, call: domain::CallId) {
    let file = Connection::open(path).unwrap();
    let mut prev = "0".repeat(64);
    let facts = [r#"{"heads":[]}"#, r#"{"to":"+18135550142"}"#, r#"{"a":1,"salt":"x"}"#];
    for (seq, (kind, facts)) in ["audit_log_opened", "call.clicked", "other"].iter().zip(facts).enumerate() {
        let body = format!(
            r#"{{"chain":"before","seq":{seq},"at":"2026-11-20T12:00:00Z","kind":"{kind}","call":"{call}","agent":null,"payload":{facts}}}"#
        );
        let hash = hex::encode(Sha256::digest(format!("{prev}{body}")));
        file.execute(
            "INSERT INTO audit (chain, seq, body, prev, hash) VALUES ('before', ?1, ?2, ?3, ?4)",
            rusqlite::params![i64::try_from(seq).unwrap(), body, prev, hash],
        )
        .unwrap();
        prev = hash;
    }
}

/// Its rows hold as they are, cannot be erased by us, and can be changed by nobody.
#[tokio::test]
async fn a_log_of_before_rows_could_be_erased_stays_as_it_is() {
    for schema in 1..SHIPPED.len() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("twoleg.db");
        made_by(schema, &path);
        let record = fill(&path);
        log_of_before(&path, record.facts.id);
        let store = SqliteStore::open(&path).unwrap();
        store.append_audit(audit("after", Some(record.facts.id))).await.unwrap();
        let rows = store.audit(&AuditQuery::default()).await.unwrap();
        let can: Vec<bool> = rows.iter().map(store::AuditRow::can_be_erased).collect();
        assert_eq!(can, [true, false, false, false, false], "the newest first; no first row ever");
        let mut erasure = erasure_of(&store, &number()).await;
        assert_eq!(erasure.rows.len(), 1);
        store.erase(&erasure).await.unwrap();
        let report = store.verify_audit().await.unwrap();
        assert_eq!((report.chains, report.rows, report.erased, report.broken), (2, 6, 1, None));
        erasure = erasure_of(&store, &number()).await;
        erasure.rows = vec![Place { chain: "before".to_owned(), seq: 1 }];
        assert_eq!(store.erase(&erasure).await, Err(StoreError::Conflict));
        let file = Connection::open(&path).unwrap();
        let cut = "UPDATE audit SET body = substr(body, 1, instr(body, ',\"salt\":\"') - 1) || '}' WHERE chain = 'before'";
        assert!(file.execute(cut, []).is_err());
        let other = "UPDATE audit SET body = replace(body, '0142', '0143') WHERE chain = 'before'";
        assert!(file.execute(other, []).unwrap_err().to_string().contains("append-only"));
        assert_eq!(store.verify_audit().await.unwrap().broken, None);
    }
}

#[tokio::test]
async fn every_earlier_schema_is_brought_up_to_date() {
    for schema in 1..=SHIPPED.len() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("twoleg.db");
        made_by(schema, &path);
        let record = fill(&path);
        let call = record.facts.id;
        // Opened twice: what was brought up to date once stays as it is.
        for round in 1..=2_usize {
            let store = SqliteStore::open(&path).unwrap();
            assert_eq!(store.calls(&CallQuery::default()).await.unwrap(), std::slice::from_ref(&record));
            let owed = store.outbox().await.unwrap();
            assert_eq!(owed[0].entry.id, "owed", "schema {schema}, round {round}");
            if schema == 1 {
                assert_eq!(owed[0].owed_since, at(0), "what waited already has waited since it was due");
            }
            let mut unit = event(&format!("round {round}"));
            unit.outbox = vec![work(&format!("w{round}"), "k")];
            unit.audit = vec![audit("after", Some(call))];
            store.record(&call, unit).await.unwrap();
            assert_eq!(store.events(&call).await.unwrap().len(), round + 1);
            assert_eq!(store.verify_audit().await.unwrap().broken, None);
            drop(store);
            let file = Connection::open(&path).unwrap();
            let version: i64 = file.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
            assert_eq!(version, i64::try_from(SHIPPED.len()).unwrap());
        }
    }
}
