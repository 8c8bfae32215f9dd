//! What is asked again, and what never is.

use std::time::Duration;

use axum::body::Body;
use axum::http::Response;
use domain::{AgentId, CallSid, LegStatus};
use twilio::{ClientTarget, Error, NewCall, NewRecording};

use crate::fake::{CALL, Fake, RECORDING, call, client_of, client_that_waits, json};

fn sid() -> CallSid {
    CALL.parse().unwrap()
}

fn new_call() -> NewCall {
    NewCall {
        to: ClientTarget::agent(&"maya".parse::<AgentId>().unwrap()),
        from: "+18135550100".parse().unwrap(),
        url: "https://dial.example.com/connect_prospect".parse().unwrap(),
        status_callback: "https://dial.example.com/call_status".parse().unwrap(),
        timeout: Duration::from_secs(20),
    }
}

/// An answer whose body breaks off.
fn broken() -> Response<Body> {
    let half = futures::stream::iter([Ok("{"), Err(std::io::Error::other("gone"))]);
    Response::new(Body::from_stream(half))
}

#[tokio::test]
async fn reading_and_ending_are_tried_again() {
    let fake = Fake::start([json(503, ""), json(429, ""), call("ringing")]).await;
    assert_eq!(fake.client().call(&sid()).await.unwrap().status, LegStatus::Ringing);
    assert_eq!(fake.asked().len(), 3);

    let fake = Fake::start([broken(), call("completed")]).await;
    assert_eq!(fake.client().end_call(&sid()).await.unwrap().status, LegStatus::Completed);
    assert_eq!(fake.asked().len(), 2);

    let fake = Fake::start([json(500, ""), json(200, "mp3")]).await;
    assert_eq!(fake.client().recording_media(&RECORDING.parse().unwrap(), None).await.unwrap().status, 200);
}

#[tokio::test]
async fn trying_again_ends() {
    let fake = Fake::start((0..9).map(|_| json(503, ""))).await;
    let error = fake.client().call(&sid()).await.unwrap_err();
    assert!(error.is_transient(), "{error}");
    assert_eq!(fake.asked().len(), 3);
}

#[tokio::test]
async fn a_refusal_is_not_tried_again() {
    let fake = Fake::start([json(400, r#"{"code":21211,"message":"no","status":400}"#)]).await;
    assert_eq!(fake.client().call(&sid()).await.unwrap_err().code(), Some(21211));
    assert_eq!(fake.asked().len(), 1);
}

#[tokio::test]
async fn what_makes_something_is_asked_for_once() {
    for answer in [json(503, ""), json(429, ""), broken()] {
        let fake = Fake::start([answer, call("queued")]).await;
        fake.client().create_call(&new_call()).await.unwrap_err();
        assert_eq!(fake.asked().len(), 1);
    }
    let fake = Fake::start([json(503, "")]).await;
    let new = NewRecording { status_callback: "https://dial.example.com/r".parse().unwrap() };
    fake.client().start_recording(&sid(), &new).await.unwrap_err();
    assert_eq!(fake.asked().len(), 1);
}

#[tokio::test]
async fn says_whether_the_call_may_ring_all_the_same() {
    let fake = Fake::start([json(502, ""), broken()]).await;
    for _ in 0..2 {
        let error = fake.client().create_call(&new_call()).await.unwrap_err();
        assert!(error.outcome_unknown(), "{error}");
    }
    let fake = Fake::start([json(429, "")]).await;
    assert!(!fake.client().create_call(&new_call()).await.unwrap_err().outcome_unknown());

    // A port that was free a moment ago: nobody listens there.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nobody = listener.local_addr().unwrap();
    drop(listener);
    let error = client_of(nobody).create_call(&new_call()).await.unwrap_err();
    assert!(matches!(error, Error::Connect(_)), "{error}");
    assert!(error.is_transient() && !error.outcome_unknown());
}

#[tokio::test]
async fn silence_is_not_waited_for_for_ever() {
    // Accepts, and never answers.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = client_that_waits(listener.local_addr().unwrap(), Duration::from_millis(500));
    let error = client.create_call(&new_call()).await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)) && error.outcome_unknown(), "{error}");
}

#[tokio::test]
async fn errors_and_debug_output_hold_no_secret() {
    let fake = Fake::start([broken()]).await;
    let client = fake.client();
    let error = client.create_call(&new_call()).await.unwrap_err();
    let shown = format!("{error:?} {client:?} {:?}", new_call());
    assert!(!shown.contains("secret") && !shown.contains("8135550100"), "{shown}");
}
