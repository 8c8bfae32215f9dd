//! Files, and claims that rest on them.

use std::sync::Arc;

use futures::future::join_all;
use serde_json::json;

use super::samples::{audit, create, event, new_call, number, suppression};
use crate::{Applied, AuditQuery, Claim, FileKey, Rev, Store, StoreError, Unit};

async fn rev(store: &dyn Store) -> Option<Rev> {
    store.file(&FileKey::Number(number())).await.unwrap().map(|file| file.rev)
}

fn claiming(id: &str, rev: Option<Rev>) -> Unit {
    Unit { claim: Some(Claim { number: number(), rev }), ..event(id) }
}

/// Two who read the same revision: the second is told to read again.
pub async fn a_file_is_edited_by_one_at_a_time(store: Arc<dyn Store>) {
    let keys = [
        FileKey::Number(number()),
        FileKey::Agent(super::samples::agent()),
        FileKey::Organisation,
        FileKey::Retention,
        FileKey::Alarms,
    ];
    for key in keys {
        assert_eq!(store.file(&key).await, Ok(None));
        let put = |rev, said: &str| {
            let (store, key, file) = (&store, &key, json!({ "said": said }));
            async move { store.put_file(key, rev, &file, audit("edited", None)).await }
        };
        put(None, "one").await.unwrap();
        assert_eq!(put(None, "two").await, Err(StoreError::Conflict));
        let first = store.file(&key).await.unwrap().unwrap();
        assert_eq!(first.value, json!({ "said": "one" }));
        put(Some(first.rev), "three").await.unwrap();
        assert_eq!(put(Some(first.rev), "four").await, Err(StoreError::Conflict));
        assert_eq!(store.file(&key).await.unwrap().unwrap().value, json!({ "said": "three" }));
    }
    let query = AuditQuery { kind: Some("edited".to_owned()), ..AuditQuery::default() };
    assert_eq!(store.audit(&query).await.unwrap().len(), 10, "an edit that failed leaves no row");
}

/// What counts is written by one at a time as well, and is not on the audit log.
pub async fn a_note_leaves_no_row(store: Arc<dyn Store>) {
    let key = FileKey::Alarms;
    let note = |rev, count: u32| {
        let (store, key, file) = (&store, &key, json!({ "count": count }));
        async move { store.note_file(key, rev, &file).await }
    };
    note(None, 1).await.unwrap();
    assert_eq!(note(None, 2).await, Err(StoreError::Conflict));
    let first = store.file(&key).await.unwrap().unwrap();
    note(Some(first.rev), 3).await.unwrap();
    assert_eq!(note(Some(first.rev), 4).await, Err(StoreError::Conflict));
    assert_eq!(store.file(&key).await.unwrap().unwrap().value, json!({ "count": 3 }));
    assert_eq!(store.audit(&AuditQuery::default()).await.unwrap(), []);
}

/// Of many who looked at the same state, one gets through, also when all come at once.
pub async fn one_claim_of_a_state_holds(store: Arc<dyn Store>) {
    for round in 0..3 {
        let seen = rev(&*store).await;
        let calls: Vec<_> = (0..8).map(|_| new_call()).collect();
        for call in &calls {
            create(&*store, call).await;
        }
        let claims = calls.iter().map(|call| store.record(&call.facts.id, claiming("cleared", seen)));
        let outcomes = join_all(claims).await;
        let won = outcomes.iter().filter(|outcome| **outcome == Ok(Applied::New)).count();
        let lost = outcomes.iter().filter(|outcome| **outcome == Err(StoreError::Conflict)).count();
        assert_eq!((won, lost), (1, 7), "round {round}: {outcomes:?}");
        for (call, outcome) in calls.iter().zip(&outcomes) {
            let events = store.events(&call.facts.id).await.unwrap();
            assert_eq!(events.len(), 1 + usize::from(outcome.is_ok()), "a lost claim writes nothing");
        }
    }
}

/// A suppression by itself, one of another call's disposition, an edit of the file, and a claim.
pub async fn what_bears_on_a_number_spoils_a_claim(store: Arc<dyn Store>) {
    let call = new_call();
    create(&*store, &call).await;
    let call = call.facts.id;
    let mut seen = rev(&*store).await;
    for what in ["suppressed", "disposition", "edit", "claim"] {
        match what {
            "suppressed" => store.suppress(suppression("asked"), audit("suppressed", None)).await.unwrap(),
            "edit" => {
                let key = FileKey::Number(number());
                store.put_file(&key, seen, &json!({}), audit("edited", None)).await.unwrap();
            }
            "claim" => assert_eq!(store.record(&call, claiming(what, seen)).await, Ok(Applied::New)),
            _ => {
                let unit = Unit { suppress: Some(suppression("do_not_call")), ..event(what) };
                store.record(&call, unit).await.unwrap();
            }
        }
        let stale = store.record(&call, claiming("cleared", seen)).await;
        assert_eq!(stale, Err(StoreError::Conflict), "{what}");
        seen = rev(&*store).await;
    }
    assert_eq!(store.record(&call, claiming("cleared", seen)).await, Ok(Applied::New));
    assert_eq!(store.record(&call, claiming("cleared", seen)).await, Ok(Applied::Duplicate));
}
