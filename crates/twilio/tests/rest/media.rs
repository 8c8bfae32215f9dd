//! The sound of a recording.

use axum::body::Body;
use axum::http::Response;
use domain::RecordingSid;
use futures::TryStreamExt;
use twilio::Error;

use crate::fake::{ACCOUNT, CREDENTIALS, Fake, RECORDING, json};

fn sid() -> RecordingSid {
    RECORDING.parse().unwrap()
}

fn redirect(to: &str) -> Response<Body> {
    Response::builder().status(307).header("location", to).body(Body::empty()).unwrap()
}

#[tokio::test]
async fn a_piece_is_passed_on_as_a_piece() {
    let piece = Response::builder()
        .status(206)
        .header("content-range", "bytes 2-4/9")
        .header("content-type", "audio/mpeg")
        .header("accept-ranges", "bytes")
        .body(Body::from("mp3"))
        .unwrap();
    let fake = Fake::start([piece]).await;
    let media = fake.client().recording_media(&sid(), Some("bytes=2-4")).await.unwrap();
    assert_eq!((media.status, media.content_length), (206, Some(3)));
    assert_eq!(media.content_range.as_deref(), Some("bytes 2-4/9"));
    assert_eq!(media.content_type.as_deref(), Some("audio/mpeg"));
    assert_eq!(media.accept_ranges.as_deref(), Some("bytes"));
    let pieces: Vec<_> = media.body.try_collect().await.unwrap();
    assert_eq!(pieces.concat(), b"mp3");

    let asked = &fake.asked()[0];
    let path = format!("/sandbox/twilio/2010-04-01/Accounts/{ACCOUNT}/Recordings/{RECORDING}.mp3");
    assert_eq!(asked.line, format!("GET {path}?RequestedChannels=2"));
    assert_eq!(
        (asked.range.as_deref(), asked.authorization.as_deref()),
        (Some("bytes=2-4"), Some(CREDENTIALS))
    );
}

#[tokio::test]
async fn a_piece_that_does_not_exist_is_an_answer() {
    let none =
        Response::builder().status(416).header("content-range", "bytes */9").body(Body::empty()).unwrap();
    let fake = Fake::start([none]).await;
    let media = fake.client().recording_media(&sid(), Some("bytes=99-")).await.unwrap();
    assert_eq!((media.status, media.content_range.as_deref()), (416, Some("bytes */9")));
}

#[tokio::test]
async fn a_range_of_anything_but_bytes_is_left_out() {
    for range in ["lines=1-2", "bytes=0-\r\nX-Evil: 1", ""] {
        let fake = Fake::start([json(200, "mp3")]).await;
        fake.client().recording_media(&sid(), Some(range)).await.unwrap();
        assert_eq!(fake.asked()[0].range, None, "{range:?}");
    }
}

#[tokio::test]
async fn a_recording_that_is_not_ready_is_not_found() {
    let fake = Fake::start([json(404, r#"{"code":20404,"message":"not found","status":404}"#)]).await;
    let error = fake.client().recording_media(&sid(), None).await.unwrap_err();
    assert!(error.is_not_found() && !error.is_transient());
}

#[tokio::test]
async fn a_redirect_on_the_apis_own_origin_is_followed() {
    let fake = Fake::start([redirect("/sandbox/twilio/elsewhere.mp3"), json(200, "mp3")]).await;
    let media = fake.client().recording_media(&sid(), Some("bytes=0-")).await.unwrap();
    assert_eq!(media.status, 200);
    let asked = fake.asked();
    assert_eq!(asked[1].line, "GET /sandbox/twilio/elsewhere.mp3");
    assert_eq!(asked[1].range.as_deref(), Some("bytes=0-"));
}

#[tokio::test]
async fn a_redirect_to_a_stranger_is_not_followed() {
    let stranger = Fake::start([json(200, "mp3")]).await;
    let fake = Fake::start([redirect(&format!("http://{}/x.mp3", stranger.address))]).await;
    let error = fake.client().recording_media(&sid(), None).await.unwrap_err();
    assert!(matches!(error, Error::Redirect), "{error}");
    assert!(stranger.asked().is_empty(), "the stranger was asked");
}

#[tokio::test]
async fn a_circle_of_redirects_ends() {
    let fake = Fake::start((0..9).map(|_| redirect("/again"))).await;
    let error = fake.client().recording_media(&sid(), None).await.unwrap_err();
    assert!(matches!(error, Error::Redirect), "{error}");
    assert_eq!(fake.asked().len(), 4);
}
