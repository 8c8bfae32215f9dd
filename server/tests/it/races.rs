//! Two at the same moment: exactly one may pass, or none.

use std::collections::BTreeSet;

use domain::call::{CallFacts, Change, Cleared, Leg, LegStatus, RecordingMode};
use domain::{CallId, CallRecord, CallSid, E164, ItemId, PhoneSlot};
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::{AuditEntry, AuditQuery, NewEvent, Suppression, Unit};
use uuid::Uuid;

use crate::app::{ACCOUNT_SID, TestApp, agent};

/// A generated lead: nothing about it asks for an acknowledgement.
const LEAD: ItemId = ItemId(3_212_000_001);

fn slot() -> PhoneSlot {
    "phone.0".parse().unwrap()
}

fn colleague() -> dialer::Agent {
    crate::app::sam().agent
}

/// The agent's leg of a call: the same one each time that Twilio speaks of it.
fn sid_of(call: CallId) -> CallSid {
    format!("CA{}", call.to_string().replace('-', "")).parse().unwrap()
}

/// Twilio asks what to do with an agent's leg that is up; the answer is TwiML.
async fn connect(app: &TestApp, call: CallId) -> String {
    let sid = sid_of(call);
    let form = [("AccountSid", ACCOUNT_SID), ("CallSid", sid.as_str()), ("CallStatus", "in-progress")];
    app.webhook(&format!("/connect_prospect?call_id={call}"), &form).await.text().await.unwrap()
}

/// Twilio says that an agent's leg is over.
async fn over(app: &TestApp, call: CallId) {
    let sid = sid_of(call);
    let form = [("AccountSid", ACCOUNT_SID), ("CallSid", sid.as_str()), ("CallStatus", "completed")];
    app.webhook(&format!("/call_status?call_id={call}&leg=agent"), &form).await;
}

async fn number(app: &TestApp) -> E164 {
    app.dialer.lead_now(&agent(), LEAD).await.unwrap().phones[0].number.clone().unwrap()
}

/// An agent's call as it stands when both clicked before either was put through: the record, and nothing else.
async fn clicked(app: &TestApp, who: &dialer::Agent, to: &E164) -> CallId {
    let now = app.dialer.now();
    let id = CallId::new(Uuid::now_v7());
    let record = CallRecord::new(CallFacts {
        id,
        agent: who.id.clone(),
        agent_name: who.name.clone(),
        lead: LEAD,
        lead_name: "Owner 1".into(),
        lead_url: "https://podio.example/1".into(),
        slot: slot(),
        person: None,
        to: to.clone(),
        from: app.dialer.settings().caller_id.clone(),
        placed_at: now,
        click: Some(domain::call::Click {
            issued_at: now,
            acknowledged: Vec::new(),
            origin: domain::call::ClickOrigin::Button,
        }),
    });
    write(app, &record, "clicked", Vec::new()).await;
    id
}

async fn write(app: &TestApp, record: &CallRecord, what: &str, changes: Vec<Change>) {
    let event =
        NewEvent { id: what.to_owned(), kind: what.to_owned(), at: app.dialer.now(), payload: json!({}) };
    app.dialer.store().create_call(record, Unit { changes, ..Unit::of(event) }).await.unwrap();
}

/// Attempts so many hours ago, each over and dispositioned: nobody answered.
async fn tried(app: &TestApp, to: &E164, hours_ago: &[i64]) {
    for hours in hours_ago {
        let at: Timestamp = app.dialer.now() - SignedDuration::from_hours(*hours);
        let mut record = CallRecord::new(CallFacts {
            placed_at: at,
            ..app.record(&clicked(app, &agent(), to).await).await.facts
        });
        record.facts.id = CallId::new(Uuid::now_v7());
        let mut changes = Change::of_status(Leg::Agent, LegStatus::Completed, at);
        changes.push(Change::Cleared(Cleared { at, recording: RecordingMode::Automatic, consented: false }));
        write(app, &record, "tried", changes).await;
    }
    // What `clicked` left open is over.
    for record in app.dialer.store().calls(&store::CallQuery::default()).await.unwrap() {
        let event =
            NewEvent { id: "over".into(), kind: "over".into(), at: app.dialer.now(), payload: json!({}) };
        let changes = Change::of_status(Leg::Agent, LegStatus::Canceled, app.dialer.now());
        app.dialer.store().record(&record.facts.id, Unit { changes, ..Unit::of(event) }).await.unwrap();
    }
}

fn rings(twiml: &str) -> bool {
    twiml.contains("<Number")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn t07_of_two_agents_who_find_the_last_attempt_free_one_rings() {
    let app = TestApp::start().await;
    let to = number(&app).await;
    tried(&app, &to, &[20, 10]).await;
    for round in 0..5 {
        let calls = [clicked(&app, &agent(), &to).await, clicked(&app, &colleague(), &to).await];
        let answers = join_all(calls.iter().map(|call| connect(&app, *call))).await;
        let rung = answers.iter().filter(|twiml| rings(twiml.as_str())).count();
        assert!(rung <= 1, "round {round}: both rang");
        let cleared = join_all(calls.iter().map(|call| app.record(call))).await;
        assert_eq!(cleared.iter().filter(|record| record.cleared.is_some()).count(), rung, "round {round}");
        for call in calls {
            over(&app, call).await;
        }
    }
    let all = app.dialer.store().calls(&store::CallQuery::default()).await.unwrap();
    let attempts = all.iter().filter(|record| record.cleared.is_some()).count();
    assert_eq!(attempts, 3, "the last one was free, and one of the two got it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn t08_nobody_is_rung_after_an_opt_out_that_came_between_click_and_connect() {
    let app = TestApp::start().await;
    let to = number(&app).await;
    let call = clicked(&app, &agent(), &to).await;
    app.dialer.opt_out(&to).await.unwrap();
    let twiml = connect(&app, call).await;
    assert!(!rings(&twiml), "{twiml}");
    assert_eq!(app.record(&call).await.refusal.unwrap().code, "INTERNAL_DNC");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn t08_an_opt_out_at_the_very_moment_of_connecting_is_before_or_after_it() {
    for round in 0..10 {
        let app = TestApp::start().await;
        let to = number(&app).await;
        let call = clicked(&app, &agent(), &to).await;
        let suppression = Suppression {
            number: to.clone(),
            reason: "asked".into(),
            call: None,
            agent: None,
            at: app.dialer.now(),
        };
        let row = AuditEntry { kind: "opted_out".into(), call: None, agent: None, payload: json!({}) };
        let (twiml, suppressed) =
            tokio::join!(connect(&app, call), app.dialer.store().suppress(suppression, row));
        suppressed.unwrap();
        let rows = app.dialer.store().audit(&AuditQuery::default()).await.unwrap();
        let place = |kind: &str| rows.iter().find(|row| row.entry.kind == kind).map(|row| row.seq);
        if rings(&twiml) {
            assert!(place("call.cleared") < place("opted_out"), "round {round}: rung after the opt-out");
        } else {
            assert!(place("call.prospect_refused").is_some(), "round {round}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn t09_a_token_that_is_used_twice_at_once_makes_one_call() {
    let app = TestApp::start().await;
    let _browser = app.browser().await;
    let token = app.token(LEAD, "phone.0").await;
    let answers = join_all((0..4).map(|_| app.dial_with(LEAD, "phone.0", &token, &[]))).await;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status().as_u16()).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 403).count(), 3, "{statuses:?}");
    let calls = app.dialer.store().calls(&store::CallQuery::default()).await.unwrap();
    assert_eq!(calls.len(), 1);
    let rows = app
        .dialer
        .store()
        .audit(&AuditQuery { kind: Some("call.refused".into()), ..AuditQuery::default() })
        .await
        .unwrap();
    let codes: BTreeSet<String> = rows
        .iter()
        .flat_map(|row| row.entry.payload["decision"]["reasons"].as_array().cloned().unwrap_or_default())
        .filter_map(|reason| reason["code"].as_str().map(str::to_owned))
        .collect();
    assert!(codes.contains("TOKEN_REUSED"), "{codes:?}");
}
