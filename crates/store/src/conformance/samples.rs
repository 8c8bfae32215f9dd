//! Things to store.

use domain::call::{CallFacts, Change, LegStatus, Recording, RecordingState};
use domain::{AgentId, CallId, CallRecord, CallSid, E164, ItemId, Leg, RecordingSid};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use uuid::Uuid;

use crate::{Applied, AuditEntry, NewEvent, OutboxEntry, Store, Suppression, Unit};

/// A time, so many seconds after noon of a day.
pub fn at(seconds: i64) -> Timestamp {
    Timestamp::constant(1_795_176_000, 0) + SignedDuration::from_secs(seconds)
}

/// A new call id.
pub fn call_id() -> CallId {
    CallId::new(Uuid::now_v7())
}

/// Twilio's id of a leg.
pub fn call_sid() -> CallSid {
    format!("CA{}", Uuid::now_v7().simple()).parse().unwrap()
}

/// Twilio's id of a recording.
pub fn recording_sid() -> RecordingSid {
    format!("RE{}", Uuid::now_v7().simple()).parse().unwrap()
}

/// The agent of every sample.
pub fn agent() -> AgentId {
    "maya_ortiz".parse().unwrap()
}

/// A number.
pub fn number() -> E164 {
    "+18135550142".parse().unwrap()
}

/// A call that was just clicked.
pub fn new_call() -> CallRecord {
    CallRecord::new(CallFacts {
        id: call_id(),
        agent: agent(),
        agent_name: "Maya Ortiz".to_owned(),
        lead: ItemId(3_000_000_001),
        lead_name: "Harold Whitaker".to_owned(),
        lead_url: "https://podio.example/leads/1".to_owned(),
        slot: "owner-phone.0".parse().unwrap(),
        person: None,
        to: number(),
        from: "+18135550100".parse().unwrap(),
        placed_at: at(0),
        click: None,
    })
}

/// A unit of an event alone.
pub fn event(id: &str) -> Unit {
    Unit::of(NewEvent {
        id: id.to_owned(),
        kind: "call_status".to_owned(),
        at: at(1),
        payload: json!({ "CallStatus": id, "Text": "ünïcode \u{1f4de}" }),
    })
}

/// A unit that says that a leg has this status.
pub fn status(leg: Leg, status: LegStatus, seconds: i64) -> Unit {
    let mut unit = event(&format!("{leg}:{}", status.code()));
    unit.changes = Change::of_status(leg, status, at(seconds));
    unit
}

/// News of a recording.
pub fn recorded(sid: &RecordingSid, state: RecordingState) -> Change {
    let started_at = Some(at(20));
    let done = state == RecordingState::Completed;
    let recording = Recording { state, duration_s: done.then_some(61), channels: Some(2), started_at };
    Change::Recorded(sid.clone(), recording)
}

/// Everything that Twilio says of an answered call.
pub fn callbacks() -> Vec<Unit> {
    let recording = "RE0123456789abcdef0123456789abcdef".parse().unwrap();
    let mut runs = event("recording in-progress");
    runs.changes = vec![recorded(&recording, RecordingState::InProgress)];
    let mut done = event("recording completed");
    done.changes = vec![recorded(&recording, RecordingState::Completed)];
    let mut length = event("dial result");
    length.changes = vec![Change::LegDuration(Leg::Prospect, 62)];
    let legs = [
        (Leg::Agent, LegStatus::Initiated, 1),
        (Leg::Agent, LegStatus::Ringing, 2),
        (Leg::Agent, LegStatus::InProgress, 3),
        (Leg::Prospect, LegStatus::Initiated, 4),
        (Leg::Prospect, LegStatus::Ringing, 5),
        (Leg::Prospect, LegStatus::InProgress, 8),
        (Leg::Prospect, LegStatus::Completed, 70),
        (Leg::Agent, LegStatus::Completed, 71),
    ];
    let legs = legs.into_iter().map(|(leg, seen, seconds)| status(leg, seen, seconds));
    legs.chain([runs, done, length]).collect()
}

/// A row for the audit log.
pub fn audit(kind: &str, call: Option<CallId>) -> AuditEntry {
    AuditEntry {
        kind: kind.to_owned(),
        call,
        agent: Some(agent()),
        payload: json!({ "b": 1, "a": [true, null, 0.5], "text": "ünïcode" }),
    }
}

/// Work that is due at noon.
pub fn work(id: &str, order_key: &str) -> OutboxEntry {
    OutboxEntry {
        id: id.to_owned(),
        order_key: order_key.to_owned(),
        kind: "call_activity".to_owned(),
        payload: json!({ "id": id }),
        due_at: at(0),
    }
}

/// A number for the do-not-call list.
pub fn suppression(reason: &str) -> Suppression {
    Suppression { number: number(), reason: reason.to_owned(), call: None, agent: Some(agent()), at: at(5) }
}

/// Writes a call, with an event of its own.
pub async fn create(store: &dyn Store, record: &CallRecord) {
    let applied = store.create_call(record, event("clicked")).await.unwrap();
    assert_eq!(applied, Applied::New);
}

/// Writes a call with this work.
pub async fn create_with_work(store: &dyn Store, work: Vec<OutboxEntry>) {
    let mut unit = event("clicked");
    unit.outbox = work;
    assert_eq!(store.create_call(&new_call(), unit).await.unwrap(), Applied::New);
}
