//! The outbox.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;

use super::samples::{at, audit, create_with_work, work};
use crate::{AuditQuery, Done, Leased, OutboxState, Store, StoreError};

const LEASE: Duration = Duration::from_mins(1);

async fn claim(store: &Arc<dyn Store>, seconds: i64) -> Vec<Leased> {
    store.claim("worker", at(seconds), LEASE, 10).await.unwrap()
}

fn ids(leased: &[Leased]) -> Vec<&str> {
    leased.iter().map(|leased| leased.entry.id.as_str()).collect()
}

/// Work is given once it is due, to one worker, no more than asked for.
pub async fn due_work_is_leased_once(store: Arc<dyn Store>) {
    let mut later = work("later", "c");
    later.due_at = at(30);
    create_with_work(&*store, vec![work("one", "a"), work("two", "b"), later]).await;
    assert_eq!(claim(&store, -1).await, []);
    let first = store.claim("worker", at(0), LEASE, 1).await.unwrap();
    assert_eq!(ids(&first), ["one"]);
    assert_eq!(
        (first[0].attempts, first[0].until, &first[0].entry.payload),
        (1, at(60), &work("one", "a").payload)
    );
    assert_eq!(ids(&claim(&store, 0).await), ["two"]);
    assert_eq!(claim(&store, 0).await, []);
    assert_eq!(ids(&claim(&store, 30).await), ["later"]);
    let state = store.outbox().await.unwrap()[0].state.clone();
    assert_eq!(state, OutboxState::Leased { worker: "worker".to_owned(), until: at(60) });
}

/// The younger entry of a key waits until the older is finished, even while that is only put off.
pub async fn work_waits_for_older_work_of_its_key(store: Arc<dyn Store>) {
    create_with_work(&*store, vec![work("old", "call"), work("young", "call"), work("other", "else")]).await;
    let first = claim(&store, 0).await;
    assert_eq!(ids(&first), ["old", "other"]);
    let put_off = Done::RetryAt { at: at(20), error: "busy".to_owned() };
    store.finish(&first[0], put_off).await.unwrap();
    assert_eq!(claim(&store, 10).await, []);
    let again = claim(&store, 20).await;
    assert_eq!(ids(&again), ["old"]);
    store.finish(&again[0], Done::Ok).await.unwrap();
    assert_eq!(ids(&claim(&store, 20).await), ["young"]);
}

/// A worker that starts again need not wait for the leases of its former run, which cannot finish them any more.
pub async fn a_worker_that_starts_again_gives_back_what_it_had(store: Arc<dyn Store>) {
    create_with_work(&*store, vec![work("one", "a"), work("two", "b")]).await;
    let lost = store.claim("worker", at(0), LEASE, 1).await.unwrap();
    let other = store.claim("other", at(0), LEASE, 1).await.unwrap();
    assert_eq!((ids(&lost), ids(&other)), (vec!["one"], vec!["two"]));
    assert_eq!(store.release("worker", at(5)).await, Ok(1));
    assert_eq!(ids(&claim(&store, 5).await), ["one"]);
    assert_eq!(store.finish(&lost[0], Done::Ok).await, Err(StoreError::Conflict));
    assert_eq!(store.finish(&other[0], Done::Ok).await, Ok(()));
}

/// A worker that died does not keep its work.
pub async fn a_lost_lease_comes_back(store: Arc<dyn Store>) {
    create_with_work(&*store, vec![work("one", "a")]).await;
    assert_eq!(claim(&store, 0).await.len(), 1);
    assert_eq!(claim(&store, 59).await, []);
    let again = claim(&store, 60).await;
    assert_eq!((ids(&again), again[0].attempts), (vec!["one"], 2));
}

/// Once another worker has the lease, the first one's word no longer counts.
pub async fn a_slow_worker_is_fenced_off(store: Arc<dyn Store>) {
    create_with_work(&*store, vec![work("one", "a")]).await;
    let slow = claim(&store, 0).await;
    let quick = claim(&store, 60).await;
    for done in
        [Done::Ok, Done::RetryAt { at: at(0), error: String::new() }, Done::Dead { error: String::new() }]
    {
        assert_eq!(store.finish(&slow[0], done).await, Err(StoreError::Conflict));
    }
    assert_eq!(store.finish(&quick[0], Done::Ok).await, Ok(()));
    assert_eq!(store.finish(&quick[0], Done::Ok).await, Err(StoreError::Conflict));
    assert_eq!(store.outbox().await.unwrap(), []);
}

/// The next attempt comes when it was asked for, and knows why the last one failed.
pub async fn failed_work_is_tried_again(store: Arc<dyn Store>) {
    create_with_work(&*store, vec![work("one", "a")]).await;
    let first = claim(&store, 0).await;
    store
        .finish(&first[0], Done::RetryAt { at: at(90), error: "The CRM is down.".to_owned() })
        .await
        .unwrap();
    let row = store.outbox().await.unwrap().remove(0);
    assert_eq!((row.state, row.last_error.as_deref()), (OutboxState::Waiting, Some("The CRM is down.")));
    assert_eq!(claim(&store, 89).await, []);
    let second = claim(&store, 90).await;
    assert_eq!((second[0].attempts, second[0].last_error.as_deref()), (2, Some("The CRM is down.")));
}

/// What was given up is kept to be seen, is never claimed again, and lets the next one pass.
pub async fn dead_work_holds_nobody_up(store: Arc<dyn Store>) {
    create_with_work(&*store, vec![work("old", "a"), work("young", "a")]).await;
    let first = claim(&store, 0).await;
    store.finish(&first[0], Done::Dead { error: "The field is gone.".to_owned() }).await.unwrap();
    let second = claim(&store, 0).await;
    assert_eq!(ids(&second), ["young"]);
    store.finish(&second[0], Done::Ok).await.unwrap();
    assert_eq!(claim(&store, 1_000_000).await, []);
    let rows = store.outbox().await.unwrap();
    assert_eq!((rows.len(), &rows[0].state), (1, &OutboxState::Dead));
    assert_eq!(rows[0].last_error.as_deref(), Some("The field is gone."));
}

/// Workers that race never get the same work, and together get all of it.
pub async fn many_workers_never_share_work(store: Arc<dyn Store>) {
    let all: Vec<_> = (0..60).map(|n| work(&format!("w{n}"), &format!("k{n}"))).collect();
    create_with_work(&*store, all).await;
    let mut workers = JoinSet::new();
    for worker in 0..6 {
        let store = Arc::clone(&store);
        workers.spawn(async move {
            let mut taken = Vec::new();
            // An empty answer may only mean that others were faster this time.
            for _ in 0..40 {
                let leased = store.claim(&format!("worker {worker}"), at(0), LEASE, 3).await.unwrap();
                for one in leased {
                    store.finish(&one, Done::Ok).await.unwrap();
                    taken.push(one.entry.id);
                }
            }
            taken
        });
    }
    let taken: Vec<String> = workers.join_all().await.into_iter().flatten().collect();
    let distinct: BTreeSet<&String> = taken.iter().collect();
    assert_eq!((taken.len(), distinct.len()), (60, 60));
    assert_eq!(store.outbox().await.unwrap(), []);
}

/// A person may send again what waits or was given up, with most of its attempts before it again; the audit log says so.
pub async fn a_person_sends_it_again(store: Arc<dyn Store>) {
    create_with_work(&*store, vec![work("dead", "a"), work("waiting", "b")]).await;
    let first = claim(&store, 0).await;
    let missing = store.retry_entry("dead", at(30), audit("outbox.retry", None)).await;
    assert_eq!(missing, Err(StoreError::Conflict), "a worker has it");
    store.finish(&first[0], Done::Dead { error: "The field is gone.".to_owned() }).await.unwrap();
    store.finish(&first[1], Done::RetryAt { at: at(900), error: "Busy.".to_owned() }).await.unwrap();
    assert_eq!(claim(&store, 10).await, []);
    for id in ["dead", "waiting"] {
        store.retry_entry(id, at(10), audit("outbox.retry", None)).await.unwrap();
    }
    let again = claim(&store, 10).await;
    assert_eq!(ids(&again), ["dead", "waiting"]);
    assert!(again.iter().all(|leased| leased.attempts == 2), "an attempt before may have carried it out");
    assert_eq!(again[0].last_error.as_deref(), Some("The field is gone."));
    // A lease that ran out is nobody's.
    store.retry_entry("dead", at(200), audit("outbox.retry", None)).await.unwrap();
    let unknown = store.retry_entry("unknown", at(10), audit("outbox.retry", None)).await;
    assert_eq!(unknown, Err(StoreError::NotFound));
    let query = AuditQuery { kind: Some("outbox.retry".to_owned()), ..AuditQuery::default() };
    assert_eq!(store.audit(&query).await.unwrap().len(), 3, "one for each time that it was done");
}

/// A person may take it off for good; what waits behind it goes on.
pub async fn a_person_takes_it_off(store: Arc<dyn Store>) {
    create_with_work(&*store, vec![work("old", "a"), work("young", "a")]).await;
    assert!(store.outbox().await.unwrap().iter().all(|row| row.owed_since > at(-86_400 * 365)));
    store.drop_entry("old", at(0), audit("outbox.drop", None)).await.unwrap();
    assert_eq!(ids(&claim(&store, 0).await), ["young"]);
    assert_eq!(store.drop_entry("young", at(1), audit("outbox.drop", None)).await, Err(StoreError::Conflict));
    assert_eq!(store.drop_entry("old", at(1), audit("outbox.drop", None)).await, Err(StoreError::NotFound));
    let query = AuditQuery { kind: Some("outbox.drop".to_owned()), ..AuditQuery::default() };
    assert_eq!(store.audit(&query).await.unwrap().len(), 1);
}

/// A credential rests until the latest time that anybody was told.
pub async fn a_credential_rests(store: Arc<dyn Store>) {
    assert_eq!(store.cooling_until("podio").await, Ok(None));
    for seconds in [60, 300, 120] {
        store.cool_down("podio", at(seconds)).await.unwrap();
    }
    assert_eq!(store.cooling_until("podio").await, Ok(Some(at(300))));
    assert_eq!(store.cooling_until("other").await, Ok(None));
}

/// Work that nothing but itself names: told twice it is owed once, and again when it was done.
pub async fn work_without_a_call_is_owed_once(store: Arc<dyn Store>) {
    for _ in 0..2 {
        store.owe(work("alone", "lead")).await.unwrap();
    }
    assert_eq!(store.outbox().await.unwrap().len(), 1);
    let leased = claim(&store, 0).await;
    assert_eq!(ids(&leased), ["alone"]);
    store.owe(work("alone", "lead")).await.unwrap();
    assert_eq!(claim(&store, 0).await, [], "it is being done");
    store.finish(&leased[0], Done::Ok).await.unwrap();
    store.owe(work("alone", "lead")).await.unwrap();
    assert_eq!(ids(&claim(&store, 0).await), ["alone"]);
}
