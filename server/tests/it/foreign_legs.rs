//! A leg that asks to be connected at another call's address. Twilio's signature is right, and the leg is held against the call
//! all the same: whom it rings is what counts most.

use dialer::Person;
use domain::call::LegStatus;
use domain::{CallId, CallRecord, CallSid, ItemId};
use serde_json::{Value, json};
use server::session::Session;
use store::{AuditQuery, AuditRow};
use uuid::Uuid;

use crate::app::{ACCOUNT_SID, TestApp, maya, sam};
use crate::browser::Browser;

/// Generated leads: nothing about them asks for an acknowledgement.
const LEADS: [ItemId; 2] = [ItemId(3_212_000_001), ItemId(3_212_000_002)];

/// A call of that person's whose browser rings, and goes on to.
async fn ringing(app: &TestApp, person: Person, lead: ItemId) -> (Browser, CallRecord) {
    let http = TestApp::browser_with(&app.cookie(&Session::begin(person)));
    let ask = async |name: &str, body: &Value| -> Value {
        let request = http.post(format!("{}/api/{name}", app.origin)).header("origin", &app.origin);
        let answer = request.json(body).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{name}");
        answer.json().await.unwrap()
    };
    let voice = ask("token", &json!({})).await;
    let browser = Browser::register(&app.origin, voice["token"].as_str().unwrap()).await;
    let (item, slot) = (lead.to_string(), "phone.0");
    let token = ask("click", &json!({ "item_id": item, "slot": slot })).await;
    let order = json!({ "item_id": item, "slot": slot, "token": token, "acknowledged": [] });
    let call: CallId = ask("dial", &order).await["id"].as_str().unwrap().parse().unwrap();
    let rings = |record: &CallRecord| record.agent_leg.status() == Some(LegStatus::Ringing);
    (browser, app.until(&call, "ringing", rings).await)
}

fn agents(record: &CallRecord) -> CallSid {
    record.agent_leg.sid.clone().unwrap()
}

/// A leg that nobody has heard of.
fn unheard() -> CallSid {
    format!("CA{}", Uuid::now_v7().simple()).parse().unwrap()
}

/// Sends a form of Twilio's, with our account's id, and answers what Twilio is told.
async fn tell(app: &TestApp, path: &str, form: &[(&str, &str)]) -> String {
    let form = [&[("AccountSid", ACCOUNT_SID)][..], form].concat();
    let answer = app.webhook(path, &form).await;
    assert!(answer.status().is_success(), "{path}: {}", answer.status());
    answer.text().await.unwrap()
}

/// What was kept and changed nothing, oldest first.
async fn quarantined(app: &TestApp) -> Vec<AuditRow> {
    let rows = app.dialer.store().audit(&AuditQuery::default()).await.unwrap();
    rows.into_iter().rev().filter(|row| row.entry.kind.starts_with("twilio.quarantine.")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leg_that_asks_at_another_calls_address_is_put_through_to_nobody() {
    let app = TestApp::start().await;
    // Slower than life: both browsers ring until the test is over.
    app.sandbox("pace", &json!({ "pace": 4.0 })).await;
    let (_mayas, a) = ringing(&app, maya(), LEADS[0]).await;
    let (_sams, b) = ringing(&app, sam(), LEADS[1]).await;
    let (id, own, foreign, unheard) = (a.facts.id, agents(&a), agents(&b), unheard());
    let (own, foreign, unheard) = (own.as_str(), foreign.as_str(), unheard.as_str());
    let events = app.dialer.store().events(&id).await.unwrap().len();
    // Of another call, and of nobody's where the call's own leg has a name.
    for sid in [foreign, unheard] {
        let form = [("CallSid", sid), ("CallStatus", "in-progress")];
        let before = quarantined(&app).await.len();
        let twiml = tell(&app, &format!("/connect_prospect?call_id={id}"), &form).await;
        assert!(!twiml.contains("<Dial"), "{sid}: {twiml}");
        assert_eq!(app.record(&id).await, a, "{sid}");
        assert_eq!(app.record(&b.facts.id).await, b, "{sid}");
        let rows = quarantined(&app).await;
        assert_eq!(rows.len(), before + 1, "{sid}");
        let row = &rows[before].entry;
        assert_eq!(row.kind, "twilio.quarantine.connect_prospect");
        // That it is of another call, and not that the call is over.
        let told = (&row.payload["callback"]["why"], &row.payload["call"]);
        assert_eq!(told, (&json!("foreign_leg"), &json!(id)), "{row:?}");
    }
    assert_eq!(app.dialer.store().events(&id).await.unwrap().len(), events);

    // The call's own leg is heard as ever.
    let form = [("CallSid", own), ("CallStatus", "in-progress")];
    let twiml = tell(&app, &format!("/connect_prospect?call_id={id}"), &form).await;
    assert!(twiml.contains("<Dial"), "{twiml}");
}
