//! Twilio's door: unsigned, forged, missing, malformed, oversized and foreign requests.

use domain::{CallId, CallSid};
use serde_json::{Value, json};

use crate::app::{ACCOUNT_SID, TestApp};
use crate::browser::Browser;

const DOORS: [&str; 5] =
    ["/connect_prospect", "/call_status", "/status_webhook", "/dial_result", "/recording_status"];
const CALL_SID: &str = "CA0123456789abcdef0123456789abcdef";
const OTHER_SID: &str = "CAfedcba9876543210fedcba9876543210";

/// A form that every door takes.
fn form() -> Vec<(&'static str, &'static str)> {
    vec![
        ("AccountSid", ACCOUNT_SID),
        ("CallSid", CALL_SID),
        ("CallStatus", "ringing"),
        ("DialCallStatus", "busy"),
        ("RecordingSid", "RE0123456789abcdef0123456789abcdef"),
        ("RecordingStatus", "completed"),
    ]
}

async fn code(answer: reqwest::Response) -> (u16, String) {
    let status = answer.status().as_u16();
    let body: Value = answer.json().await.unwrap_or_default();
    (status, body["code"].as_str().unwrap_or_default().to_owned())
}

async fn rows(app: &TestApp) -> usize {
    let rows = app.dialer.store().audit(&store::AuditQuery::default()).await.unwrap();
    rows.iter().filter(|row| row.entry.kind.starts_with("twilio.") || row.entry.call.is_some()).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unsigned_or_forged_request_is_refused_and_nothing_is_written() {
    let app = TestApp::start().await;
    let before = rows(&app).await;
    for door in DOORS {
        let path = format!("{door}?call_id=01980000-0000-7000-8000-000000000000");
        for signature in ["", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="] {
            let answer = app.unchecked_webhook(&path, &form(), signature).await;
            assert_eq!(code(answer).await, (403, "signature".to_owned()), "{door} {signature}");
        }
        let bare = app.http.post(format!("{}{path}", app.origin)).form(&form()).send().await.unwrap();
        assert_eq!(bare.status(), 403);
    }
    assert_eq!(rows(&app).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_for_another_address_or_form_is_refused() {
    let app = TestApp::start().await;
    let pairs: Vec<(String, String)> =
        form().iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let token = crate::app::AUTH_TOKEN.to_owned().into();
    let elsewhere = twilio::signature::sign(&token, &format!("{}/call_status?call_id=a", app.origin), &pairs);
    let answer = app.unchecked_webhook("/call_status?call_id=b", &form(), &elsewhere).await;
    assert_eq!(answer.status(), 403);
    let mut changed = form();
    changed.retain(|(name, _)| *name != "CallStatus");
    changed.push(("CallStatus", "completed"));
    let here = twilio::signature::sign(&token, &format!("{}/call_status?call_id=a", app.origin), &pairs);
    assert_eq!(app.unchecked_webhook("/call_status?call_id=a", &changed, &here).await.status(), 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_malformed_or_foreign_is_named() {
    let app = TestApp::start().await;
    let before = rows(&app).await;
    let call = "01980000-0000-7000-8000-000000000000";
    let without = |name: &'static str| {
        let mut form = form();
        form.retain(|(key, _)| *key != name);
        form
    };
    let with = |name: &'static str, value: &'static str| {
        let mut form = without(name);
        form.push((name, value));
        form
    };
    let status = format!("/call_status?call_id={call}&leg=agent");
    for (path, form, expected) in [
        (status.as_str(), without("CallSid"), (400, "callback_parameter_missing")),
        (status.as_str(), without("AccountSid"), (400, "callback_parameter_missing")),
        (status.as_str(), with("CallSid", "CAxyz"), (400, "callback_parameter_malformed")),
        (status.as_str(), with("CallStatus", "maybe"), (400, "callback_parameter_malformed")),
        (
            status.as_str(),
            with("AccountSid", "AC0123456789abcdef0123456789abcdef"),
            (403, "callback_foreign_account"),
        ),
        ("/call_status", form(), (400, "parameter_missing")),
        ("/call_status?call_id=nonsense", form(), (400, "parameter_malformed")),
        (&format!("/call_status?call_id={call}&leg=third"), form(), (400, "parameter_malformed")),
        ("/dial_result", form(), (400, "parameter_missing")),
        ("/connect_prospect", form(), (400, "parameter_missing")),
        (
            &format!("/dial_result?call_id={call}"),
            with("DialCallStatus", "ringing"),
            (400, "callback_parameter_malformed"),
        ),
        ("/recording_status", with("RecordingSid", "../etc/passwd"), (400, "callback_parameter_malformed")),
    ] {
        let answer = app.webhook(path, &form).await;
        assert_eq!(code(answer).await, (expected.0, expected.1.to_owned()), "{path} {form:?}");
    }
    assert_eq!(rows(&app).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_is_refused() {
    let app = TestApp::start().await;
    let before = rows(&app).await;
    let long = "x".repeat(5_000);
    let path = "/call_status?call_id=01980000-0000-7000-8000-000000000000";
    let mut large = form();
    large.push(("ErrorMessage", &long));
    assert_eq!(code(app.webhook(path, &large).await).await, (413, "callback_oversized".to_owned()));
    let huge = "x".repeat(200_000);
    let mut large = form();
    large.push(("ErrorMessage", &huge));
    assert_eq!(app.webhook(path, &large).await.status(), 413);
    assert_eq!(rows(&app).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_for_a_call_that_is_not_ours_is_kept_and_answered() {
    let app = TestApp::start().await;
    let call = "01980000-0000-7000-8000-000000000000";
    let answer = app.webhook(&format!("/call_status?call_id={call}&leg=agent"), &form()).await;
    assert_eq!(answer.status(), 204);
    let answer = app.webhook("/recording_status", &form()).await;
    assert_eq!(answer.status(), 204);
    let kept = app.dialer.store().audit(&store::AuditQuery::default()).await.unwrap();
    assert_eq!(kept.iter().filter(|row| row.entry.kind.starts_with("twilio.quarantine.")).count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_for_an_unknown_call_dials_nobody() {
    let app = TestApp::start().await;
    let path = "/connect_prospect?call_id=01980000-0000-7000-8000-000000000000";
    let answer = app
        .webhook(path, &[("AccountSid", ACCOUNT_SID), ("CallSid", CALL_SID), ("CallStatus", "in-progress")])
        .await;
    assert_eq!(answer.status(), 200);
    let twiml = answer.text().await.unwrap();
    assert!(twiml.contains("<Hangup") && !twiml.contains("<Dial"), "{twiml}");
}

/// A call whose agent's browser rings for as long as in life: its leg must not end before the test does.
async fn ringing(app: &TestApp) -> (Browser, CallId, CallSid) {
    app.sandbox("pace", &json!({ "pace": 1.0 })).await;
    let browser = app.browser().await;
    let call = app.click('0').await;
    let record = app.until(&call, "created", |record| record.agent_leg.sid.is_some()).await;
    (browser, call, record.agent_leg.sid.unwrap())
}

/// Asks for the prospect of a call whose agent leg is really up, from the leg `sid`.
async fn ask(app: &TestApp, call: &CallId, sid: &str, status: &str) -> String {
    let path = format!("/connect_prospect?call_id={call}");
    let form = [("AccountSid", ACCOUNT_SID), ("CallSid", sid), ("CallStatus", status)];
    app.webhook(&path, &form).await.text().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_swapped_call_sid_dials_nobody() {
    let app = TestApp::start().await;
    let (_browser, call, _) = ringing(&app).await;
    let twiml = ask(&app, &call, OTHER_SID, "in-progress").await;
    assert!(!twiml.contains("<Dial") && twiml.contains("<Hangup"), "{twiml}");
    let record = app.record(&call).await;
    assert!(record.is_open() && record.refusal.is_none(), "it is nothing of this call's: {record:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_leg_that_is_not_up_dials_nobody() {
    let app = TestApp::start().await;
    let (_browser, call, sid) = ringing(&app).await;
    let twiml = ask(&app, &call, sid.as_str(), "ringing").await;
    assert!(!twiml.contains("<Dial"), "{twiml}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replayed_webhook_dials_nobody_again() {
    let app = TestApp::start().await;
    let (_browser, call, sid) = ringing(&app).await;
    assert!(ask(&app, &call, sid.as_str(), "in-progress").await.contains("<Dial"));
    let again = ask(&app, &call, sid.as_str(), "in-progress").await;
    assert!(!again.contains("<Dial"), "a replay dialled again: {again}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_click_dials_one_prospect_and_plays_nothing_to_them() {
    let app = TestApp::start().await;
    let (_browser, call, sid) = ringing(&app).await;
    let twiml = ask(&app, &call, sid.as_str(), "in-progress").await;
    assert!(twiml.contains("<Dial") && twiml.contains("answerOnBridge=\"true\""), "{twiml}");
    for played in ["<Say", "<Play", "<Gather", "url="] {
        assert!(!twiml.contains(played), "{played} in {twiml}");
    }
    let rows = app.dialer.store().audit(&store::AuditQuery::default()).await.unwrap();
    assert!(rows.iter().any(|row| row.entry.kind == "call.cleared" && row.entry.call == Some(call)));
}
