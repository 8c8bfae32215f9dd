//! The store is away: callbacks are kept beside it, answered, and brought to it when it is back.

use rusqlite::Connection;
use serde_json::{Value, json};
use store::AuditQuery;

use crate::app::{ACCOUNT_SID, TestApp, eventually};

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_that_the_store_cannot_take_waits_in_the_spool() {
    let app = TestApp::start().await;
    // As long as in life: the agent's leg must not end before it is told to be over.
    app.sandbox("pace", &json!({ "pace": 1.0 })).await;
    let _browser = app.browser().await;
    let call = app.click('0').await;
    let record = app.until(&call, "ringing", |record| record.agent_leg.sid.is_some()).await;
    let sid = record.agent_leg.sid.unwrap().to_string();

    // Another process holds the database.
    let other = Connection::open(app.database()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let form =
        [("AccountSid", ACCOUNT_SID), ("CallSid", &sid), ("CallStatus", "completed"), ("CallDuration", "7")];
    let path = format!("/call_status?call_id={call}&leg=agent");
    let answer = app.webhook(&path, &form).await;
    assert_eq!(answer.status(), 204, "twilio is told that it is kept");
    assert!(app.record(&call).await.is_open(), "and it is not in the store");
    other.execute_batch("ROLLBACK").unwrap();

    let record =
        app.until(&call, "over, by the spool", |record| record.agent_leg.duration_s == Some(7)).await;
    assert!(!record.is_open());
    assert_eq!(app.dialer.store().verify_audit().await.unwrap().broken, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_click_while_another_process_holds_the_database_is_told_so_and_works_later() {
    let app = TestApp::start().await;
    let _browser = app.browser().await;
    let (lead, slot) = app.lead_with_digit('0').await;
    let other = Connection::open(app.database()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let refused = app.dial(lead, &slot).await;
    assert_eq!(refused.status(), 503);
    let problem: Value = refused.json().await.unwrap();
    assert!(problem["sentence"].as_str().unwrap().contains("nothing was done"), "{problem}");
    assert_eq!(app.sandbox_view("calls").await, json!([]), "twilio was told nothing");
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(app.dial(lead, &slot).await.status(), 200);
}

/// Twilio has the call already: whatever the store does then, to say that nothing was done would be a lie.
#[tokio::test(flavor = "multi_thread")]
async fn a_click_whose_call_twilio_has_taken_is_no_failure_when_the_store_goes_away() {
    let app = TestApp::start().await;
    // The agent's browser rings for longer than the store is away.
    app.sandbox("pace", &json!({ "pace": 1.0 })).await;
    let _browser = app.browser().await;
    let (lead, slot) = app.lead_with_digit('0').await;
    app.sandbox("faults", &json!({ "call_replies_held": true })).await;
    let other = Connection::open(app.database()).unwrap();
    let meanwhile = async {
        eventually("Twilio has the call", || async {
            (app.sandbox_view("calls").await != json!([])).then_some(())
        })
        .await;
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        app.sandbox("faults", &json!({})).await;
    };
    let (answer, ()) = tokio::join!(app.dial(lead, &slot), meanwhile);
    assert_eq!(answer.status(), 200);
    let view: Value = answer.json().await.unwrap();
    assert!(view["id"].is_string() && !view.to_string().contains("nothing was done"), "{view}");
    other.execute_batch("ROLLBACK").unwrap();
    let call = view["id"].as_str().unwrap().parse().unwrap();
    // What could not be written down is said again by Twilio's callbacks.
    app.until(&call, "known", |record| record.agent_leg.sid.is_some()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spooled_callback_that_cannot_be_read_any_more_is_kept() {
    let app = TestApp::start().await;
    let spool = Connection::open(app.database().with_file_name("spool.sqlite")).unwrap();
    spool.execute("INSERT INTO spool (at_us, text) VALUES (1, 'of another version')", []).unwrap();
    let query = AuditQuery { kind: Some("twilio.quarantine.spooled".to_owned()), ..AuditQuery::default() };
    let row = eventually("it is on the audit log", || async {
        app.dialer.store().audit(&query).await.unwrap().into_iter().next()
    })
    .await;
    assert_eq!(row.entry.payload["told"], "of another version");
    eventually("it is out of the spool", || async {
        let left: i64 = spool.query_row("SELECT count(*) FROM spool", [], |row| row.get(0)).unwrap();
        (left == 0).then_some(())
    })
    .await;
}
