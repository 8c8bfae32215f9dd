//! What Twilio's answers say of our clock and our credentials.

use axum::body::Body;
use axum::http::Response;
use jiff::{SignedDuration, Timestamp};

use crate::fake::{ACCOUNT, CALL, Fake, call, json};

/// An answer of that hour.
fn dated(date: &str) -> Response<Body> {
    let mut answer = call("queued");
    answer.headers_mut().insert("date", date.parse().unwrap());
    answer
}

#[tokio::test]
async fn a_wrong_clock_shows_in_the_answers_and_clears_by_itself() {
    let long_ago = "Fri, 20 Nov 2020 18:00:00 GMT";
    let fake = Fake::start([dated(long_ago), dated("no date"), call("queued")]).await;
    let client = fake.client();
    assert_eq!(client.clock_skew(), None, "nothing was asked yet");
    let sid = CALL.parse().unwrap();
    for _ in 0..2 {
        client.call(&sid).await.unwrap();
        let ahead = client.clock_skew().unwrap();
        let since = Timestamp::now().duration_since("2020-11-20T18:00:00Z".parse().unwrap());
        assert!((since - ahead).abs() < SignedDuration::from_mins(1), "{ahead:?}");
    }
    client.call(&sid).await.unwrap();
    assert!(client.clock_skew().is_some_and(|skew| skew.abs() < SignedDuration::from_mins(1)));
}

#[tokio::test]
async fn a_replaced_token_is_told_until_it_is_taken_again() {
    let refused = json(401, r#"{"code":20003,"message":"Authenticate","status":401}"#);
    let fake = Fake::start([refused, call("queued")]).await;
    let client = fake.client();
    assert!(!client.refuses_token());
    let sid = CALL.parse().unwrap();
    let error = client.call(&sid).await.unwrap_err();
    assert!(client.refuses_token(), "{error}");
    client.call(&sid).await.unwrap();
    assert!(!client.refuses_token());
}

/// In the key's own name, and without a word about the account's token.
#[tokio::test]
async fn an_api_key_is_asked_about_in_its_own_name() {
    let answers = [
        json(200, r#"{"calls":[]}"#),
        json(401, r#"{"code":20003,"message":"Authenticate","status":401}"#),
        json(401, r#"{"code":70051,"message":"Authorization error","status":401}"#),
        json(403, r#"{"code":20403,"message":"Forbidden","status":403}"#),
        json(401, "<html>who are you?</html>"),
        json(503, "{}"),
    ];
    let fake = Fake::start(answers).await;
    let client = fake.client();
    let secret = "secret".into();
    let mut taken = Vec::new();
    for _ in 0..6 {
        taken.push(client.takes_api_key("SK1", &secret).await.ok());
    }
    let expected = [Some(true), Some(false), Some(true), Some(true), None, None];
    assert_eq!(taken, expected, "a key without leave to read calls is a key");
    assert!(!client.refuses_token());
    let first = fake.asked().remove(0);
    let line = format!("GET /sandbox/twilio/2010-04-01/Accounts/{ACCOUNT}/Calls.json?PageSize=1");
    assert_eq!(first.line, line);
    assert_eq!(first.authorization.as_deref(), Some("Basic U0sxOnNlY3JldA=="), "SK1:secret");
}
