//! TwiML that can't be had or read: the call ends, and the reason is noted.

use reqwest::Method;

use super::browser::Browser;
use super::world::{CALLER_ID, World};

#[tokio::test]
async fn a_document_that_can_not_be_used_ends_the_call_and_is_noted() {
    for (status, content_type, body, code) in [
        (500, "text/xml", "<Response/>", 11200),
        (404, "text/xml", "<Response/>", 11200),
        (200, "text/xml", "<Response><Say>Hello", 12100),
        (200, "text/xml", "<html></html>", 12100),
        (200, "application/json", "{}", 12300),
    ] {
        let world = World::new().await;
        world.product.answers("connect_prospect", status, content_type, body, usize::MAX);
        let (mut browser, _) = world.answered_call().await;
        browser.next("hangup").await;
        world.until_told("agent", "completed").await;
        let codes: Vec<u32> = world.sandbox.notifications().iter().map(|note| note.code).collect();
        assert_eq!(codes, [code], "{status} {body}");
    }
}

#[tokio::test]
async fn nobody_at_the_url_is_an_11205() {
    let world = World::new().await;
    let mut browser = Browser::register(world.address, "agent_maya").await;
    let form = [
        ("To", "client:agent_maya"),
        ("From", CALLER_ID),
        ("Url", "http://127.0.0.1:1/connect"),
        ("Timeout", "600"),
    ];
    world.rest(Method::POST, "/Calls.json", &form).await;
    let incoming = browser.incoming().await;
    browser.accept(&incoming).await;
    browser.next("hangup").await;
    world.until_leg(false, "completed").await;
    assert_eq!(world.sandbox.notifications()[0].code, 11205);
    let tries: Vec<u32> = world.sandbox.callbacks().iter().map(|attempt| attempt.attempt).collect();
    assert_eq!(tries, [1, 2], "Twilio tries once more when it can't connect");
}

#[tokio::test]
async fn redirects_are_followed_and_come_to_an_end() {
    let world = World::new().await;
    world.product.says("connect_prospect", "<Response><Redirect>second?call_id=7</Redirect></Response>");
    world.product.says("second", "<Response><Redirect>second</Redirect></Response>");
    world.answered_call().await;
    world.until_told("agent", "completed").await;
    assert_eq!(world.product.hits("connect_prospect").len(), 1);
    assert_eq!(world.product.hits("second").len(), 99);
}

#[tokio::test]
async fn what_is_not_understood_is_noted_and_skipped() {
    let world = World::new().await;
    world.product.says("connect_prospect", "<Response><Dance/><Pause length=\"0\"/></Response>");
    world.answered_call().await;
    world.until_told("agent", "completed").await;
    assert_eq!(world.sandbox.notifications()[0].code, 12200);
}
