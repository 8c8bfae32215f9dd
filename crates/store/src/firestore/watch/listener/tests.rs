//! What watchers are told of what Firestore says.

use ::firestore::gcloud_sdk::google::firestore::v1::{Document, TargetChange};
use ::firestore::gcloud_sdk::prost_types::Timestamp;
use uuid::Uuid;

use super::*;
use crate::StoreChange;

fn ear() -> Ear {
    Ear {
        news: Arc::new(News::default()),
        stage: AtomicU8::new(Stage::Starting as u8),
        attached: Notify::new(),
        untold: AtomicUsize::new(0),
    }
}

fn changed(call: u128, nanos: i32) -> FirestoreListenEvent {
    let name = format!("projects/p/databases/d/documents/{LIVE}/{}", Uuid::from_u128(call));
    let update_time = Some(Timestamp { seconds: 1_795_176_000, nanos });
    let document = Some(Document { name, update_time, ..Document::default() });
    FirestoreListenEvent::DocumentChange(DocumentChange { document, ..DocumentChange::default() })
}

fn target(change: Change) -> FirestoreListenEvent {
    let read_time = Some(Timestamp::default());
    let target_change_type = change.into();
    FirestoreListenEvent::TargetChange(TargetChange {
        target_change_type,
        read_time,
        ..TargetChange::default()
    })
}

/// What watchers are told of these events.
fn told(events: Vec<FirestoreListenEvent>) -> Vec<StoreChange> {
    let ear = ear();
    let mut watcher = ear.news.watch();
    for event in events {
        ear.hear(event);
    }
    std::iter::from_fn(|| watcher.try_recv().ok()).collect()
}

fn call(number: u128) -> StoreChange {
    StoreChange::Call(CallId::new(Uuid::from_u128(number)))
}

#[test]
fn what_was_there_before_and_what_is_sent_again_are_no_news() {
    let events = vec![
        target(Change::Add),
        changed(1, 1000),
        target(Change::Current),
        changed(2, 2000),
        target(Change::Reset),
        changed(1, 1000),
        changed(2, 2000),
        changed(1, 3000),
        target(Change::NoChange),
    ];
    assert_eq!(told(events), [call(2), call(1)]);
}

#[test]
fn a_new_connection_is_a_gap() {
    let connected = || [target(Change::Add), changed(1, 1000), target(Change::Current)];
    let events = connected().into_iter().chain(connected()).collect();
    assert_eq!(told(events), [StoreChange::Gap]);
}

#[test]
fn more_at_once_than_is_listened_to_is_a_gap() {
    let most = u128::from(NEWEST);
    for (at_once, gaps) in [(most - 1, 0), (most, 1)] {
        let mut events = vec![target(Change::Current)];
        events.extend((0..at_once).map(|number| changed(number, 1000)));
        events.push(target(Change::NoChange));
        events.push(changed(most, 1000));
        events.push(target(Change::NoChange));
        let told = told(events);
        assert_eq!(told.iter().filter(|change| **change == StoreChange::Gap).count(), gaps, "{at_once}");
    }
}
