//! Calls: what is asked, and how answers are read.

use std::time::Duration;

use domain::{AgentId, CallSid, LegStatus};
use twilio::{ClientTarget, NewCall};

use crate::fake::{ACCOUNT, CALL, CREDENTIALS, Fake, call, json};

fn new_call() -> NewCall {
    let agent = AgentId::from_name("Maya Ortiz").unwrap();
    NewCall {
        to: ClientTarget::agent(&agent).parameter("call_id", "0198"),
        from: "+18135550100".parse().unwrap(),
        url: "https://dial.example.com/connect_prospect?call_id=0198".parse().unwrap(),
        status_callback: "https://dial.example.com/call_status?call_id=0198&leg=agent".parse().unwrap(),
        timeout: Duration::from_secs(20),
    }
}

fn sid() -> CallSid {
    CALL.parse().unwrap()
}

#[tokio::test]
async fn rings_the_agent() {
    let fake = Fake::start([json(201, &format!(r#"{{"sid":"{CALL}","status":"queued"}}"#))]).await;
    let made = fake.client().create_call(&new_call()).await.unwrap();
    assert_eq!((made.sid, made.status), (sid(), LegStatus::Queued));

    let asked = &fake.asked()[0];
    assert_eq!(asked.line, format!("POST /sandbox/twilio/2010-04-01/Accounts/{ACCOUNT}/Calls.json"));
    assert_eq!(asked.authorization.as_deref(), Some(CREDENTIALS));
    let expected = [
        ("To", "client:agent_maya_ortiz?call_id=0198"),
        ("From", "+18135550100"),
        ("Url", "https://dial.example.com/connect_prospect?call_id=0198"),
        ("Timeout", "20"),
        ("StatusCallback", "https://dial.example.com/call_status?call_id=0198&leg=agent"),
        ("StatusCallbackEvent", "initiated"),
        ("StatusCallbackEvent", "ringing"),
        ("StatusCallbackEvent", "answered"),
        ("StatusCallbackEvent", "completed"),
    ];
    assert_eq!(asked.form, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[tokio::test]
async fn a_refusal_keeps_twilios_code_and_words() {
    let body = r#"{"code":21215,"message":"Account not authorized to call +18135550142.","more_info":"https://www.twilio.com/docs/errors/21215","status":401}"#;
    let fake = Fake::start([json(401, body)]).await;
    let error = fake.client().create_call(&new_call()).await.unwrap_err();
    assert_eq!(error.code(), Some(21215));
    assert!(error.to_string().contains("Account not authorized to call *****42."), "{error}");
    assert_eq!(
        error.sentence(),
        "The Twilio account may not call this region: its geographic permissions are off."
    );
    assert!(!error.outcome_unknown() && !error.is_transient());
}

#[tokio::test]
async fn reads_and_ends_a_call() {
    let fake = Fake::start([call("in-progress"), call("completed")]).await;
    assert_eq!(fake.client().call(&sid()).await.unwrap().status, LegStatus::InProgress);
    assert_eq!(fake.client().end_call(&sid()).await.unwrap().status, LegStatus::Completed);
    let asked = fake.asked();
    let path = format!("/sandbox/twilio/2010-04-01/Accounts/{ACCOUNT}/Calls/{CALL}.json");
    assert_eq!((&asked[0].line, &asked[1].line), (&format!("GET {path}"), &format!("POST {path}")));
    assert_eq!(asked[1].form, [("Status".to_owned(), "completed".to_owned())]);
}

#[tokio::test]
async fn ending_a_call_that_is_over_is_a_success() {
    let over = json(400, r#"{"code":21220,"message":"Call is not in-progress.","status":400}"#);
    let fake = Fake::start([over, call("busy")]).await;
    assert_eq!(fake.client().end_call(&sid()).await.unwrap().status, LegStatus::Busy);
}

#[tokio::test]
async fn lists_the_legs_that_were_dialled() {
    let list =
        format!(r#"{{"calls":[{{"sid":"{CALL}","parent_call_sid":"{CALL}","status":"ringing"}}],"page":0}}"#);
    let fake = Fake::start([json(200, &list)]).await;
    let legs = fake.client().child_calls(&sid()).await.unwrap();
    assert_eq!(legs[0].parent_call_sid, Some(sid()));
    let query = format!("Calls.json?ParentCallSid={CALL}&PageSize=50");
    assert!(fake.asked()[0].line.ends_with(&query), "{}", fake.asked()[0].line);
}

#[tokio::test]
async fn an_answer_of_another_shape_leaves_the_outcome_unknown() {
    for body in ["", "{}", "[]", r#"{"sid":"CA1","status":"queued"}"#, "<html>"] {
        let fake = Fake::start([json(201, body)]).await;
        let error = fake.client().create_call(&new_call()).await.unwrap_err();
        assert!(matches!(error, twilio::Error::Unreadable { .. }), "{error}");
        assert!(error.outcome_unknown(), "{body}");
    }
}

#[tokio::test]
async fn an_endless_answer_is_cut_off() {
    let fake = Fake::start([json(200, &"x".repeat(2 << 20))]).await;
    let error = fake.client().call(&sid()).await.unwrap_err();
    assert!(matches!(error, twilio::Error::Oversized { .. }), "{error}");
}
