//! The audit log on Firestore: lanes, and somebody who holds the database.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;
use store::conformance::emulator::Emulator;
use store::conformance::samples::{audit, create, event, new_call};
use store::firestore::{FirestoreConfig, FirestoreStore};
use store::{AuditBreak, AuditQuery, AuditRow, Store};
use tokio::task::JoinSet;

use super::connect;

async fn rows(store: &FirestoreStore) -> Vec<AuditRow> {
    store.audit(&AuditQuery { limit: 10_000, ..AuditQuery::default() }).await.unwrap()
}

fn lengths(rows: &[AuditRow]) -> BTreeMap<String, u64> {
    let mut lengths = BTreeMap::new();
    for row in rows {
        *lengths.entry(row.chain.clone()).or_default() += 1;
    }
    lengths
}

/// Commits that come at once take lanes of their own, and those that come one by one share one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lanes_are_opened_as_they_are_needed() {
    let Some(store) = super::empty().await else { return };
    for _ in 0..5 {
        store.append_audit(audit("alone", None)).await.unwrap();
    }
    assert_eq!(lengths(&rows(&store).await).into_values().collect::<Vec<_>>(), [6]);

    let store = Arc::new(store);
    let record = new_call();
    create(&*store, &record).await;
    let mut writers = JoinSet::new();
    for writer in 0..60 {
        let (store, call) = (Arc::clone(&store), record.facts.id);
        writers.spawn(async move {
            let mut unit = event(&format!("event {writer}"));
            unit.audit = vec![audit("first", Some(call)), audit("second", Some(call))];
            store.record(&call, unit).await.unwrap();
        });
    }
    writers.join_all().await;
    let all = rows(&store).await;
    let lengths = lengths(&all);
    assert!((2..=16).contains(&lengths.len()), "{lengths:?}");
    let openings = u64::try_from(lengths.len()).unwrap();
    assert_eq!(lengths.values().sum::<u64>(), 5 + 120 + openings);
    // The other lanes name the first one's end, and nothing else.
    let named: Vec<_> =
        all.iter().filter(|row| row.seq == 0).map(|row| &row.entry.payload["heads"]).collect();
    assert_eq!(named.iter().filter(|heads| heads.as_array().unwrap().len() == 1).count(), lengths.len() - 1);
    let report = store.verify_audit().await.unwrap();
    assert_eq!((report.chains, report.broken), (lengths.len(), None));
}

/// A commit that is refused takes no place in the log.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_commit_leaves_its_lane_where_it_was() {
    let Some(store) = super::empty().await else { return };
    let record = new_call();
    create(&store, &record).await;
    for step in 0..4 {
        let mut unit = event(&format!("event {}", step / 2));
        unit.audit = vec![audit("told", Some(record.facts.id))];
        store.record(&record.facts.id, unit).await.unwrap();
    }
    let rows = rows(&store).await;
    assert_eq!(rows.iter().map(|row| row.seq).collect::<Vec<_>>(), [2, 1, 0]);
    assert_eq!(store.verify_audit().await.unwrap().broken, None);
}

/// Two logs of four rows each, the second of a process that started later.
async fn two_logs(emulator: &Emulator) -> (FirestoreConfig, Vec<String>) {
    let config = emulator.empty_store();
    let mut chains = Vec::new();
    for _ in 0..2 {
        let store = connect(&config).await;
        for kind in ["clicked", "decided", "ended"] {
            store.append_audit(audit(kind, None)).await.unwrap();
        }
        chains.push(rows(&store).await[0].chain.clone());
    }
    (config, chains)
}

fn path(config: &FirestoreConfig, id: &str) -> String {
    let FirestoreConfig::Emulator { project, .. } = config else { panic!("an emulator") };
    format!("/v1/projects/{project}/databases/(default)/documents/audit/{id}")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_kind_of_tampering_is_found_at_its_row() {
    let Some(emulator) = Emulator::shared() else { return };
    let (changed, missing, gone) =
        ("its contents were changed", "a row before it is missing", "a later log saw it, and it is gone");
    let text = |field: &str, text: &str| (field.to_owned(), json!({ "stringValue": text }));
    let cases = [
        (2, Some(text("body", "{}")), 2, changed),
        (2, Some(text("kind", "harmless")), 2, changed),
        (2, Some(text("hash", "0")), 2, changed),
        (2, Some(("seq".to_owned(), json!({ "integerValue": "7" }))), 2, changed),
        (1, None, 2, missing),
        (0, None, 1, missing),
        (3, None, 3, gone),
    ];
    for (row, change, broken_row, what) in cases {
        let (config, chains) = two_logs(emulator).await;
        let path = path(&config, &format!("{}:{row:012}", chains[0]));
        let (status, answer) = match &change {
            Some((field, value)) => {
                let body = json!({ "fields": { field: value } }).to_string();
                emulator.request("PATCH", &format!("{path}?updateMask.fieldPaths={field}"), &body)
            }
            None => emulator.request("DELETE", &path, ""),
        };
        assert_eq!(status, 200, "{answer}");
        let broken = connect(&config).await.verify_audit().await.unwrap().broken;
        assert_eq!(
            broken,
            Some(AuditBreak { chain: chains[0].clone(), seq: broken_row, what }),
            "{change:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_of_many_pages_holds() {
    let Some(store) = super::empty().await else { return };
    let record = new_call();
    create(&store, &record).await;
    for step in 0..14 {
        let mut unit = event(&format!("event {step}"));
        unit.audit = (0..50).map(|_| audit("told", None)).collect();
        store.record(&record.facts.id, unit).await.unwrap();
    }
    let report = store.verify_audit().await.unwrap();
    assert_eq!((report.chains, report.rows, report.broken), (1, 701, None));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_that_was_erased_without_a_word_is_found() {
    let Some(emulator) = Emulator::shared() else { return };
    let (config, chains) = two_logs(emulator).await;
    let store = connect(&config).await;
    let rows = rows(&store).await;
    let row = rows.iter().find(|row| row.chain == chains[0] && row.seq == 2).unwrap();
    let erased = row.link().erased().unwrap();
    let path = path(&config, &format!("{}:{:012}", chains[0], 2));
    let body = json!({ "fields": { "body": { "stringValue": erased.body } } }).to_string();
    let (status, answer) = emulator.request("PATCH", &format!("{path}?updateMask.fieldPaths=body"), &body);
    assert_eq!(status, 200, "{answer}");
    let broken = store.verify_audit().await.unwrap().broken;
    let what = "it was erased, and no row says so";
    assert_eq!(broken, Some(AuditBreak { chain: chains[0].clone(), seq: 2, what }));
}
