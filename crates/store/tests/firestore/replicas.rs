//! Two processes on one database.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use store::conformance::emulator::Emulator;
use store::conformance::samples::{at, audit, create, create_with_work, event, new_call, work};
use store::{Done, Store, StoreChange};
use tokio::task::JoinSet;

use super::{connect, next};

/// What one writes, those who watch the other are told, once; what was there before they are not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn news_reaches_the_other_process_once() {
    let Some(emulator) = Emulator::shared() else { return };
    let config = emulator.empty_store();
    let one = connect(&config).await;
    let (before, record, other) = (new_call(), new_call(), new_call());
    create(&one, &before).await;
    let two = connect(&config).await;
    let mut heard = [one.watch(), two.watch()];
    create(&one, &record).await;
    for news in &mut heard {
        assert_eq!(next(news).await, StoreChange::Call(record.facts.id));
    }
    two.record(&record.facts.id, event("told by the other")).await.unwrap();
    for news in &mut heard {
        assert_eq!(next(news).await, StoreChange::Call(record.facts.id));
    }
    // A duplicate is no news, and neither is what was told already.
    two.record(&record.facts.id, event("told by the other")).await.unwrap();
    create(&two, &other).await;
    for news in &mut heard {
        assert_eq!(next(news).await, StoreChange::Call(other.facts.id));
    }
    assert_eq!(two.call(&record.facts.id).await.unwrap().map(|stored| stored.value), Some(record));
}

/// Workers of two processes get all of the work, and none of it twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn workers_never_share_work() {
    let Some(emulator) = Emulator::shared() else { return };
    let config = emulator.empty_store();
    let stores = [connect(&config).await, connect(&config).await];
    let all: Vec<_> = (0..60).map(|n| work(&format!("w{n}"), &format!("k{}", n / 2))).collect();
    create_with_work(&stores[0], all).await;
    let mut workers = JoinSet::new();
    for (worker, store) in (0..8).zip(stores.iter().cycle()) {
        let store = store.clone();
        workers.spawn(async move {
            let mut done = Vec::new();
            while !store.outbox().await.unwrap().is_empty() {
                let lease = Duration::from_mins(1);
                for leased in store.claim(&format!("worker {worker}"), at(0), lease, 4).await.unwrap() {
                    store.finish(&leased, Done::Ok).await.unwrap();
                    done.push(leased.entry.id);
                }
            }
            done
        });
    }
    let done: Vec<String> = workers.join_all().await.into_iter().flatten().collect();
    assert_eq!((done.len(), done.iter().collect::<BTreeSet<_>>().len()), (60, 60));
}

/// Whoever finds a leg's mapping is told the lead, also where the process that wrote it did not know it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_leg_leads_to_the_lead_from_any_process() {
    use domain::Leg;
    use store::conformance::samples::call_sid;
    let Some(emulator) = Emulator::shared() else { return };
    let config = emulator.empty_store();
    let (one, two, three) = (connect(&config).await, connect(&config).await, connect(&config).await);
    let (record, rival, sid) = (new_call(), new_call(), call_sid());
    create(&one, &record).await;
    create(&one, &rival).await;
    let mut unit = event("ringing");
    unit.sids = vec![(sid.clone(), Leg::Prospect)];
    two.record(&record.facts.id, unit.clone()).await.unwrap();
    // A second claim changes nothing.
    two.record(&rival.facts.id, unit).await.unwrap();
    for store in [one, two, three] {
        let found = store.call_of_sid(&sid).await.unwrap().expect("a mapping");
        assert_eq!((found.call, found.leg, found.lead), (record.facts.id, Leg::Prospect, record.facts.lead));
    }
}

/// The first log of a later process names the end of the earlier one's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_later_process_names_the_earlier_logs() {
    let Some(emulator) = Emulator::shared() else { return };
    let config = emulator.empty_store();
    let (one, two) = (connect(&config).await, connect(&config).await);
    one.append_audit(audit("one", None)).await.unwrap();
    two.append_audit(audit("two", None)).await.unwrap();
    one.append_audit(audit("one again", None)).await.unwrap();
    let rows = two.audit(&store::AuditQuery::default()).await.unwrap();
    let kinds: Vec<&str> = rows.iter().map(|row| row.entry.kind.as_str()).collect();
    let opened = store::chain::OPENED;
    assert_eq!(kinds, ["one again", "two", opened, "one", opened]);
    assert_eq!(rows[2].entry.payload["heads"][0]["hash"], rows[3].hash);
    assert_eq!(one.verify_audit().await.unwrap().broken, None);
}

/// Events that are too long are kept as far as Firestore holds them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_too_long_is_cut_and_says_so() {
    let Some(store) = super::empty().await else { return };
    let store = Arc::new(store);
    let record = new_call();
    create(&*store, &record).await;
    let mut unit = event("long");
    unit.event.payload = serde_json::json!({ "Body": "\"".repeat(3_000_000) });
    unit.audit = vec![audit("long", Some(record.facts.id))];
    unit.audit[0].payload = unit.event.payload.clone();
    store.record(&record.facts.id, unit).await.unwrap();
    let events = store.events(&record.facts.id).await.unwrap();
    let kept = events[1].event.payload.as_str().unwrap();
    assert!(kept.ends_with(" bytes]") && kept.len() < 201_000);
    assert_eq!(store.verify_audit().await.unwrap().broken, None);
}
