//! Firestore goes away and comes back; answers get lost.

use std::time::Duration;

use store::conformance::emulator::Emulator;
use store::conformance::samples::{at, audit, create, create_with_work, event, new_call, work};
use store::firestore::{ConnectError, FirestoreConfig, FirestoreStore};
use store::{Applied, AuditQuery, Done, Store, StoreChange};

use super::proxy::Proxy;
use super::{PATIENCE, connect, next};

/// While it is away writes say "later", and afterwards all goes on with the same store.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_store_recovers_by_itself() {
    let Some(emulator) = Emulator::start() else { return };
    let store = connect(&emulator.empty_store()).await;
    let mut news = store.watch();
    let mut unit = event("clicked");
    unit.audit = vec![audit("clicked", None)];
    store.create_call(&new_call(), unit.clone()).await.unwrap();
    assert!(matches!(next(&mut news).await, StoreChange::Call(_)));

    emulator.kill();
    let refused = store.create_call(&new_call(), unit.clone()).await.unwrap_err();
    assert!(refused.is_transient(), "{refused}");
    assert!(store.ready().await.unwrap_err().is_transient());
    assert!(store.call(&new_call().facts.id).await.unwrap_err().is_transient());
    assert!(store.claim("worker", at(0), Duration::from_mins(1), 1).await.unwrap_err().is_transient());

    // It comes back empty: what was in its memory is gone.
    emulator.run();
    let record = new_call();
    let written = async {
        loop {
            match store.create_call(&record, unit.clone()).await {
                Ok(applied) => return applied,
                Err(error) => assert!(error.is_transient(), "{error}"),
            }
        }
    };
    tokio::time::timeout(PATIENCE, written).await.expect("the store recovers");
    assert!(store.call(&record.facts.id).await.unwrap().is_some());
    store.ready().await.unwrap();
    // Watchers hear that they may have missed something, and then of what comes.
    while next(&mut news).await != StoreChange::Gap {}
    let later = new_call();
    create(&store, &later).await;
    while next(&mut news).await != StoreChange::Call(later.facts.id) {}
}

/// The commit was done, and nobody said so: it is still this unit's own, once, with its audit row in its place.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_whose_answer_is_lost_is_done_once() {
    let Some(emulator) = Emulator::shared() else { return };
    let FirestoreConfig::Emulator { project, .. } = emulator.empty_store() else { return };
    let proxy = Proxy::to(emulator.host()).await;
    let store = connect(&FirestoreConfig::Emulator { host: proxy.host.clone(), project }).await;
    let record = new_call();
    let call = record.facts.id;
    create(&store, &record).await;
    store.append_audit(audit("before", None)).await.unwrap();

    for audited in [false, true] {
        let mut unit = event(&format!("lost, audited: {audited}"));
        unit.audit = (0..3).filter(|_| audited).map(|_| audit("lost", Some(call))).collect();
        proxy.lose_the_next_answer();
        assert_eq!(store.record(&call, unit.clone()).await, Ok(Applied::New));
        assert!(proxy.has_lost_it());
        assert_eq!(store.record(&call, unit).await, Ok(Applied::Duplicate));
    }
    proxy.lose_the_next_answer();
    store.append_audit(audit("lost", None)).await.unwrap();
    assert!(proxy.has_lost_it());
    store.append_audit(audit("after", None)).await.unwrap();

    assert_eq!(store.events(&call).await.unwrap().len(), 3);
    let lost = AuditQuery { kind: Some("lost".to_owned()), ..AuditQuery::default() };
    assert_eq!(store.audit(&lost).await.unwrap().len(), 4);
    let report = store.verify_audit().await.unwrap();
    assert_eq!((report.chains, report.rows, report.broken), (1, 7, None));
}

/// A worker's word whose answer is lost counts all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_outcome_whose_answer_is_lost_counts() {
    let Some(emulator) = Emulator::shared() else { return };
    let FirestoreConfig::Emulator { project, .. } = emulator.empty_store() else { return };
    let proxy = Proxy::to(emulator.host()).await;
    let store = connect(&FirestoreConfig::Emulator { host: proxy.host.clone(), project }).await;
    create_with_work(&store, vec![work("one", "a"), work("two", "b"), work("three", "c")]).await;
    let leased = store.claim("worker", at(0), Duration::from_mins(1), 3).await.unwrap();
    let error = || "The CRM is down.".to_owned();
    let outcomes = [Done::Ok, Done::RetryAt { at: at(90), error: error() }, Done::Dead { error: error() }];
    for (leased, done) in leased.iter().zip(outcomes) {
        proxy.lose_the_next_answer();
        assert_eq!(store.finish(leased, done.clone()).await, Ok(()), "{done:?}");
        assert!(proxy.has_lost_it());
    }
    assert_eq!(store.outbox().await.unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_there_is_said_in_plain_words() {
    let config = FirestoreConfig::Emulator { host: "127.0.0.1:9".to_owned(), project: "test".to_owned() };
    let error = FirestoreStore::connect(config).await.err().expect("a refusal");
    assert!(matches!(error, ConnectError::Unreachable { .. }), "{error}");
    assert!(error.to_string().contains("emulator at 127.0.0.1:9"), "{error}");
}
