//! What happened to a number, in a store of one file.

use std::path::PathBuf;

use domain::call::{CallFacts, Change, Leg, LegStatus, WrapUp};
use domain::{CallId, CallRecord, E164, RawSubmission};
use evidence::{MadeBy, Sealed, Via, make};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use store::conformance::samples;
use store::sqlite::SqliteStore;
use store::{AuditEntry, NewEvent, Store, Suppression, Unit};
use tempfile::TempDir;

/// Noon of a day, so many seconds later.
pub(crate) fn at(seconds: i64) -> Timestamp {
    samples::at(seconds)
}

pub(crate) fn number() -> E164 {
    samples::number()
}

pub(crate) fn by_agent() -> MadeBy {
    MadeBy { agent: Some(samples::agent()), via: Via::Page }
}

/// A store in a folder of its own.
pub(crate) struct History {
    pub(crate) store: SqliteStore,
    pub(crate) path: PathBuf,
    folder: TempDir,
}

impl History {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("twoleg.db");
        Self { store: SqliteStore::open(&path).unwrap(), path, folder }
    }

    /// The same file in a new process: its rows go to a new log.
    pub(crate) fn reopened(self) -> Self {
        let Self { store, path, folder } = self;
        drop(store);
        Self { store: SqliteStore::open(&path).unwrap(), path, folder }
    }

    pub(crate) async fn note(&self, kind: &str, call: Option<CallId>, payload: Value) {
        self.store.append_audit(row(kind, call, payload)).await.unwrap();
    }

    /// A click that was refused: there is no call.
    pub(crate) async fn refused_click(&self) {
        let payload =
            json!({ "lead": 7, "to": number(), "slot": "owner-phone.0", "decision": decision(false) });
        self.note("call.refused", None, payload).await;
    }

    /// A call from the click to its disposition, after which the number is on the do-not-call list.
    pub(crate) async fn call(&self, lead_name: &str) -> CallId {
        let mut record = samples::new_call();
        record.facts = CallFacts { lead_name: lead_name.to_owned(), ..record.facts };
        let call = record.facts.id;
        let clicked = json!({ "lead": record.facts.lead, "to": record.facts.to, "decision": decision(true) });
        let unit = unit(call, "clicked", 0, json!({}), row("call.clicked", Some(call), clicked));
        self.store.create_call(&record, unit).await.unwrap();
        self.record(&call, verbatim(call, "created", 1, "call")).await;
        let cleared =
            row("call.cleared", Some(call), json!({ "to": record.facts.to, "decision": decision(true) }));
        self.record(&call, unit_of(call, "cleared", 3, cleared)).await;
        for (status, seconds) in
            [(LegStatus::Ringing, 5), (LegStatus::InProgress, 8), (LegStatus::Completed, 70)]
        {
            let mut unit = verbatim(call, &format!("prospect.{}", status.code()), seconds, "twilio");
            unit.changes = Change::of_status(Leg::Prospect, status, at(seconds));
            self.record(&call, unit).await;
        }
        let mut recorded = verbatim(call, "recording.completed", 75, "twilio");
        let sid = samples::recording_sid();
        recorded.changes = vec![samples::recorded(&sid, domain::call::RecordingState::Completed)];
        self.record(&call, recorded).await;
        self.wrap_up(&record).await;
        call
    }

    async fn wrap_up(&self, record: &CallRecord) {
        let call = record.facts.id;
        let form = RawSubmission {
            disposition: "do_not_call".to_owned(),
            notes: "Asked not to be called.".to_owned(),
            ..RawSubmission::default()
        };
        let submission = form.check(jiff::civil::date(2026, 11, 20)).unwrap();
        let wrap_up = WrapUp { submission, follow_up: None, saved_at: at(90) };
        let evidence = row("call.disposition", Some(call), json!({ "wrap_up": wrap_up, "suppressed": true }));
        let mut unit = unit_of(call, "disposition", 90, evidence);
        unit.changes = vec![Change::WrappedUp(Box::new(wrap_up))];
        let (reason, agent) = ("Do Not Call".to_owned(), Some(record.facts.agent.clone()));
        unit.suppress = Some(Suppression { number: number(), reason, call: Some(call), agent, at: at(90) });
        self.record(&call, unit).await;
    }

    pub(crate) async fn record(&self, call: &CallId, unit: Unit) {
        assert_eq!(self.store.record(call, unit).await.unwrap(), store::Applied::New);
    }

    /// A history with everything in it: other people's rows between, two logs, a consent and an override.
    pub(crate) async fn full() -> Self {
        let history = Self::new();
        history.refused_click().await;
        history.note("call.clicked", Some(samples::call_id()), json!({ "to": "+18135550199" })).await;
        history.note("consent.given", None, json!({ "number": number(), "kind": "EXPRESS_WRITTEN" })).await;
        let history = history.reopened();
        history.call("Harold Whitaker").await;
        history.note("override.made", None, json!({ "number": number(), "rule": "R-DNC-3" })).await;
        history
    }

    pub(crate) async fn pack(&self) -> Sealed {
        make(&self.store, &number(), by_agent(), at(600)).await.unwrap()
    }
}

pub(crate) fn row(kind: &str, call: Option<CallId>, payload: Value) -> AuditEntry {
    AuditEntry { kind: kind.to_owned(), call, agent: Some(samples::agent()), payload }
}

/// A unit whose row repeats its event's facts.
fn verbatim(call: CallId, kind: &str, seconds: i64, source: &str) -> Unit {
    let payload = json!({ "call_sid": samples::call_sid(), "said": kind });
    unit(call, kind, seconds, payload.clone(), row(&format!("{source}.{kind}"), Some(call), payload))
}

fn unit_of(call: CallId, kind: &str, seconds: i64, audit: AuditEntry) -> Unit {
    unit(call, kind, seconds, json!({ "of": kind }), audit)
}

fn unit(call: CallId, kind: &str, seconds: i64, payload: Value, audit: AuditEntry) -> Unit {
    let id = format!("{call}:{kind}");
    let event =
        NewEvent { id, kind: kind.to_owned(), at: at(0) + SignedDuration::from_secs(seconds), payload };
    Unit { audit: vec![audit], ..Unit::of(event) }
}

/// As `compliance` writes it.
pub(crate) fn decision(allowed: bool) -> Value {
    let reason = json!({
        "rule": "R-TIM-1", "code": "FED_HOURS", "severity": if allowed { "warn" } else { "hard" },
        "sentence": "It is 9:12 pm in Florida.", "citation": "47 CFR 64.1200(c)(1)",
        "cleared_by": null, "next_allowed_at": "2026-11-21T13:00:00Z",
    });
    json!({
        "phase": "click", "call": null, "to": number(), "outcome": if allowed { "warn" } else { "block" },
        "allowed": allowed, "next_allowed_at": "2026-11-21T13:00:00Z", "reasons": [reason],
        "local_times": [{ "place": "Florida", "zone": "America/New_York", "zone_label": "Eastern",
            "time": "9:12 pm", "source": "area_code" }],
        "states": ["FL"], "recording": "automatic", "evaluated_at": "2026-11-21T02:12:00Z",
        "rules_version": "2026-11-20",
    })
}
