//! Calls and their events.

use std::sync::Arc;

use domain::call::{Change, Deleted, DeletedBy, LegStatus, Links, RecordingState, SentLink};
use domain::{CallRecord, ItemId, Leg};
use tokio::task::JoinSet;

use super::samples::{
    agent, at, audit, call_id, call_sid, callbacks, create, event, new_call, number, recorded, recording_sid,
    status, work,
};
use crate::{Applied, AuditQuery, CallQuery, Rev, Store, StoreChange, StoreError, Unit};

/// A second creation changes nothing, whatever it says.
pub async fn a_call_is_written_once(store: Arc<dyn Store>) {
    let record = new_call();
    create(&*store, &record).await;
    let mut other = record.clone();
    "Somebody else".clone_into(&mut other.facts.lead_name);
    let mut unit = event("clicked again");
    unit.outbox = vec![work("w", "k")];
    assert_eq!(store.create_call(&other, unit).await, Ok(Applied::Duplicate));
    let stored = store.call(&record.facts.id).await.unwrap().expect("the call");
    assert_eq!(stored.value, record);
    assert_eq!(store.events(&record.facts.id).await.unwrap().len(), 1);
    assert_eq!(store.outbox().await.unwrap(), []);
}

/// Nothing is written for a call that does not exist.
pub async fn an_unknown_call_takes_nothing(store: Arc<dyn Store>) {
    let (stranger, sid) = (call_id(), call_sid());
    let mut unit = full(&sid);
    unit.audit = vec![audit("never", Some(stranger))];
    assert_eq!(store.record(&stranger, unit).await, Ok(Applied::UnknownCall));
    assert_eq!(store.call(&stranger).await, Ok(None));
    assert_eq!(store.events(&stranger).await, Ok(Vec::new()));
    assert_eq!(store.call_of_sid(&sid).await, Ok(None));
    assert_eq!(store.outbox().await, Ok(Vec::new()));
    assert_eq!(store.audit(&AuditQuery::default()).await, Ok(Vec::new()));
}

fn full(sid: &domain::CallSid) -> Unit {
    let mut unit = status(Leg::Agent, LegStatus::Ringing, 2);
    unit.sids = vec![(sid.clone(), Leg::Agent)];
    unit.outbox = vec![work("w1", "k")];
    unit
}

/// A repeated event is told so, and none of its unit is written again.
pub async fn an_event_is_written_once(store: Arc<dyn Store>) {
    let record = new_call();
    let call = record.facts.id;
    create(&*store, &record).await;
    let unit = full(&call_sid());
    assert_eq!(store.record(&call, unit.clone()).await, Ok(Applied::New));
    let once = store.call(&call).await.unwrap().expect("the call");
    let mut again = unit.clone();
    again.audit = vec![audit("never", Some(call))];
    again.changes = status(Leg::Agent, LegStatus::Completed, 9).changes;
    assert_eq!(store.record(&call, again).await, Ok(Applied::Duplicate));
    assert_eq!(store.call(&call).await.unwrap(), Some(once));
    assert_eq!(store.outbox().await.unwrap().len(), 1);
    assert_eq!(store.audit(&AuditQuery::default()).await.unwrap(), []);
    let events = store.events(&call).await.unwrap();
    let events: Vec<_> = events.into_iter().map(|stored| stored.event).collect();
    assert_eq!(events, [event("clicked").event, unit.event.clone()]);
    // The same event id of another call is another event.
    let other = new_call();
    create(&*store, &other).await;
    assert_eq!(store.record(&other.facts.id, Unit::of(unit.event)).await, Ok(Applied::New));
}

/// An edit needs the newest revision.
pub async fn a_failed_edit_changes_nothing(store: Arc<dyn Store>) {
    let record = new_call();
    let call = record.facts.id;
    assert_eq!(store.update_call(&call, Rev(1), &record).await, Err(StoreError::NotFound));
    create(&*store, &record).await;
    let first = store.call(&call).await.unwrap().expect("the call");
    let mut edited = record.clone();
    edited.crm.trouble = Some("The CRM is down.".to_owned());
    let second = store.update_call(&call, first.rev, &edited).await.unwrap();
    assert!(second > first.rev);
    assert_eq!(store.update_call(&call, first.rev, &record).await, Err(StoreError::Conflict));
    let mut forged = edited.clone();
    forged.facts.to = "+14155550123".parse().unwrap();
    assert!(matches!(store.update_call(&call, second, &forged).await, Err(StoreError::Permanent(_))));
    let stored = store.call(&call).await.unwrap().expect("the call");
    assert_eq!((stored.rev, stored.value), (second, edited));
}

/// Twilio's ids lead to the call.
pub async fn legs_and_recordings_are_found(store: Arc<dyn Store>) {
    let record = new_call();
    let call = record.facts.id;
    create(&*store, &record).await;
    let (leg_1, leg_2, recording) = (call_sid(), call_sid(), recording_sid());
    let mut unit = event("both");
    unit.sids = vec![(leg_1.clone(), Leg::Agent), (leg_2.clone(), Leg::Prospect)];
    unit.changes = vec![recorded(&recording, RecordingState::InProgress)];
    store.record(&call, unit).await.unwrap();
    for (sid, leg) in [(leg_1, Leg::Agent), (leg_2, Leg::Prospect)] {
        let found = store.call_of_sid(&sid).await.unwrap().expect("a mapping");
        assert_eq!((found.call, found.leg, found.lead), (call, leg, record.facts.lead));
    }
    assert_eq!(store.call_of_recording(&recording).await, Ok(Some(call)));
    assert_eq!(store.call_of_sid(&call_sid()).await, Ok(None));
    assert_eq!(store.call_of_recording(&recording_sid()).await, Ok(None));
}

/// One a minute; those of even minutes are another agent's, with another lead.
async fn five_calls(store: &dyn Store) -> Vec<CallRecord> {
    let mut calls = Vec::new();
    for minute in 0..5_u32 {
        let mut record = new_call();
        record.facts.placed_at = at(i64::from(minute) * 60);
        if minute.is_multiple_of(2) {
            record.facts.agent = "sam".parse().unwrap();
            record.facts.lead = ItemId(7);
        } else {
            record.facts.to = "+14155550123".parse().unwrap();
        }
        create(store, &record).await;
        calls.push(record);
    }
    calls
}

/// As many as would be found, up to the limit of each question.
pub async fn calls_are_counted_as_they_are_found(store: Arc<dyn Store>) {
    let all = CallQuery::default;
    let sam = || Some("sam".parse().unwrap());
    let queries = [
        all(),
        CallQuery { limit: 2, ..all() },
        CallQuery { limit: 0, ..all() },
        CallQuery { agent: sam(), ..all() },
        CallQuery { agent: sam(), from: Some(at(120)), ..all() },
        CallQuery { agent: sam(), from: Some(at(0)), to: Some(at(120)), ..all() },
        CallQuery { lead: Some(ItemId(7)), ..all() },
        CallQuery { number: Some(number()), ..all() },
        CallQuery { from: Some(at(60)), to: Some(at(180)), ..all() },
        CallQuery { agent: Some(agent()), unfinished: true, ..all() },
        CallQuery { agent: Some("nobody".parse().unwrap()), ..all() },
    ];
    assert_eq!(store.count_calls(&queries).await, Ok(vec![0; queries.len()]), "nothing is there");
    five_calls(&*store).await;
    assert_eq!(store.count_calls(&queries).await, Ok(vec![5, 2, 0, 3, 2, 1, 3, 3, 2, 2, 0]));
    for query in &queries {
        let found = store.calls(query).await.unwrap().len();
        assert_eq!(store.count_calls(std::slice::from_ref(query)).await, Ok(vec![found.try_into().unwrap()]));
    }
    assert_eq!(store.count_calls(&[]).await, Ok(Vec::new()));
}

/// Every condition narrows, newest first, the start of a period included and its end not.
pub async fn calls_are_found(store: Arc<dyn Store>) {
    let calls = five_calls(&*store).await;
    let found = |query: CallQuery| {
        let (store, calls) = (Arc::clone(&store), calls.clone());
        async move {
            let found = store.calls(&query).await.unwrap();
            let place =
                |record: &CallRecord| calls.iter().position(|known| known == record).expect("a known call");
            found.iter().map(place).collect::<Vec<_>>()
        }
    };
    let all = CallQuery::default;
    assert_eq!(found(all()).await, [4, 3, 2, 1, 0]);
    assert_eq!(found(CallQuery { limit: 2, ..all() }).await, [4, 3]);
    assert_eq!(found(CallQuery { limit: 2, oldest_first: true, ..all() }).await, [0, 1]);
    let later = CallQuery { from: Some(at(60)), to: Some(at(240)), oldest_first: true, ..all() };
    assert_eq!(found(later).await, [1, 2, 3]);
    assert_eq!(found(CallQuery { skip: 3, limit: 1, ..all() }).await, [1]);
    assert_eq!(found(CallQuery { agent: Some("sam".parse().unwrap()), skip: 1, ..all() }).await, [2, 0]);
    assert_eq!(found(CallQuery { skip: 5, ..all() }).await, [0_usize; 0]);
    assert_eq!(found(CallQuery { agent: Some("sam".parse().unwrap()), ..all() }).await, [4, 2, 0]);
    assert_eq!(found(CallQuery { lead: Some(ItemId(7)), limit: 1, ..all() }).await, [4]);
    assert_eq!(found(CallQuery { number: Some(number()), ..all() }).await, [4, 2, 0]);
    assert_eq!(found(CallQuery { from: Some(at(60)), to: Some(at(180)), ..all() }).await, [2, 1]);
    let narrow = CallQuery { agent: Some(agent()), from: Some(at(61)), unfinished: true, ..all() };
    assert_eq!(found(narrow).await, [3]);
    assert!(found(CallQuery { agent: Some(agent()), number: Some(number()), ..all() }).await.is_empty());
}

/// A call holds its agent until it is over and, if the prospect was dialled, said how it came out.
pub async fn unfinished_calls_are_those_that_hold_the_agent(store: Arc<dyn Store>) {
    let record = new_call();
    let call = record.facts.id;
    create(&*store, &record).await;
    let unfinished = || async {
        store.calls(&CallQuery { unfinished: true, ..CallQuery::default() }).await.unwrap().len()
    };
    assert_eq!(unfinished().await, 1);
    store.record(&call, status(Leg::Agent, LegStatus::Completed, 30)).await.unwrap();
    assert_eq!(unfinished().await, 0, "the prospect was never dialled");
    // A late callback of the other leg: now a disposition is owed.
    store.record(&call, status(Leg::Prospect, LegStatus::Ringing, 9)).await.unwrap();
    assert_eq!(unfinished().await, 1);
}

/// Whatever the order, and told twice, the record comes out the same.
pub async fn any_order_gives_the_same_record(store: Arc<dyn Store>) {
    let recording = recording_sid();
    let mut done = event("recording");
    done.changes = vec![recorded(&recording, RecordingState::Completed)];
    let mut runs = event("recording runs");
    runs.changes = vec![recorded(&recording, RecordingState::InProgress)];
    let units = [
        status(Leg::Agent, LegStatus::Ringing, 1),
        status(Leg::Agent, LegStatus::InProgress, 2),
        status(Leg::Prospect, LegStatus::Ringing, 3),
        status(Leg::Prospect, LegStatus::InProgress, 8),
        status(Leg::Prospect, LegStatus::Completed, 70),
        status(Leg::Agent, LegStatus::Completed, 71),
        runs,
        done,
    ];
    let mut expected = new_call();
    units.iter().flat_map(|unit| &unit.changes).for_each(|change| expected.apply(change));
    for stride in [1, 3, 5, 7] {
        for start in 0..units.len() {
            let mut record = new_call();
            create(&*store, &record).await;
            for step in 0..units.len() * 2 {
                let unit = units[(start + step * stride) % units.len()].clone();
                let applied = store.record(&record.facts.id, unit).await.unwrap();
                assert_eq!(applied == Applied::New, step < units.len());
            }
            let stored = store.call(&record.facts.id).await.unwrap().expect("the call");
            record = CallRecord { facts: record.facts, ..expected.clone() };
            assert_eq!(stored.value, record);
        }
    }
}

/// What is done to a recording after the call is kept, whoever says it first.
pub async fn a_recording_is_deleted_and_its_links_end(store: Arc<dyn Store>) {
    let (record, recording) = (new_call(), recording_sid());
    let call = record.facts.id;
    create(&*store, &record).await;
    let gone = Deleted { at: at(800), by: DeletedBy::Person, already_gone: true };
    let sent = SentLink {
        recording: recording.clone(),
        issued_at: record.facts.placed_at,
        life_s: 60,
        mark: "mark".to_owned(),
    };
    let changes = [
        recorded(&recording, RecordingState::Completed),
        Change::LinkSent(sent.clone()),
        Change::LinksRevoked(at(700)),
        Change::LinkRenewed(at(701)),
        Change::LinksRevoked(at(600)),
        Change::RecordingDeleted(recording.clone(), gone),
        recorded(&recording, RecordingState::InProgress),
    ];
    for (step, change) in changes.into_iter().enumerate() {
        let unit = Unit { changes: vec![change], ..event(&format!("step {step}")) };
        assert_eq!(store.record(&call, unit).await, Ok(Applied::New));
    }
    let known = store.call(&call).await.unwrap().expect("the call").value;
    assert_eq!(known.links, Links { revoked_at: Some(at(700)), renewed_at: Some(at(701)) });
    assert_eq!((known.deleted.get(&recording), known.crm.link.as_ref()), (Some(&gone), Some(&sent)));
    assert_eq!((known.recordings.len(), known.playable()), (1, None));
}

/// A watcher that reads on the news sees at least what the news is about.
pub async fn changes_are_told_after_they_are_written(store: Arc<dyn Store>) {
    let mut news = store.watch();
    let record = new_call();
    create(&*store, &record).await;
    store.record(&record.facts.id, status(Leg::Agent, LegStatus::Ringing, 1)).await.unwrap();
    for _ in 0..2 {
        assert_eq!(news.recv().await, Ok(StoreChange::Call(record.facts.id)));
        assert!(store.call(&record.facts.id).await.unwrap().is_some());
    }
    // A duplicate is no news: the next thing told is the next change.
    store.record(&record.facts.id, status(Leg::Agent, LegStatus::Ringing, 1)).await.unwrap();
    let other = new_call();
    create(&*store, &other).await;
    assert_eq!(news.recv().await, Ok(StoreChange::Call(other.facts.id)));
}

/// Events from many sides at once are all there, each once.
pub async fn many_writers_lose_nothing(store: Arc<dyn Store>) {
    let record = new_call();
    let call = record.facts.id;
    create(&*store, &record).await;
    let mut writers = JoinSet::new();
    for writer in 0..8 {
        let store = Arc::clone(&store);
        writers.spawn(async move {
            let mut new = 0;
            // Each event is told by two writers.
            for step in 0..20 {
                let unit = event(&format!("{}:{step}", writer / 2));
                new += usize::from(store.record(&call, unit).await.unwrap() == Applied::New);
            }
            new
        });
    }
    let new: usize = writers.join_all().await.into_iter().sum();
    assert_eq!(new, 80);
    assert_eq!(store.events(&call).await.unwrap().len(), 81);
}

/// Everything that Twilio says of an answered call, told twice, in any order and from several sides at once: the same
/// record. `deliveries` are [`callbacks`](super::samples::callbacks), each twice.
pub async fn told_from_many_sides(store: Arc<dyn Store>, deliveries: Vec<Unit>, sides: usize) {
    let record = new_call();
    let call = record.facts.id;
    create(&*store, &record).await;
    let mut told = JoinSet::new();
    for side in deliveries.chunks(deliveries.len().div_ceil(sides)) {
        let (store, side) = (Arc::clone(&store), side.to_vec());
        told.spawn(async move {
            let mut new = 0;
            for unit in side {
                new += usize::from(store.record(&call, unit).await.unwrap() == Applied::New);
            }
            new
        });
    }
    let new: usize = told.join_all().await.into_iter().sum();
    let mut expected = record;
    callbacks().iter().flat_map(|unit| &unit.changes).for_each(|change| expected.apply(change));
    assert_eq!(new, callbacks().len());
    assert_eq!(store.call(&call).await.unwrap().map(|stored| stored.value), Some(expected.clone()));
    assert_eq!(expected.talk_seconds(), 62);
    assert_eq!(expected.prospect_leg.answered_at, Some(at(8)));
}
