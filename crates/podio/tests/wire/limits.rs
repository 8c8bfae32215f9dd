//! Rate limits, retries, and what is never retried.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use podio::{Error, LeadRef, RateLimit};
use serde_json::json;

use crate::fake::{Fake, Reply};
use crate::fixtures::{activity, lead};

const ITEM: &str = "/app/30100100/item/42";
const CREATE: &str = "/item/app/30100200/";

#[tokio::test]
async fn the_limit_headers_are_kept() {
    let fake = Fake::start(|seen| {
        let reply = || {
            Reply::ok(lead(json!([])))
                .header("x-rate-limit-limit", "1000")
                .header("x-rate-limit-remaining", "998")
        };
        (seen.path == ITEM).then(reply)
    })
    .await;
    let podio = fake.podio();
    assert_eq!(podio.limits(), None);
    podio.lead(&LeadRef::AppItem(42)).await.unwrap();
    assert_eq!(podio.limits(), Some(RateLimit { limit: 1000, remaining: 998 }));
}

#[tokio::test]
async fn after_420_the_credential_keeps_quiet_for_reads_and_writes_alike() {
    for status in [420, 429] {
        let fake = Fake::start(move |seen| {
            let sentence = "You have hit the rate limit. Please wait 1800 seconds before trying again";
            (seen.path == ITEM).then(|| Reply::error(status, "rate_limit", sentence))
        })
        .await;
        let podio = fake.podio();
        let error = podio.lead(&LeadRef::AppItem(42)).await.unwrap_err();
        assert_eq!(error.retry_after(), Some(Duration::from_mins(30)));
        assert!(error.is_transient() && !error.outcome_unknown());

        let asked = fake.seen().len();
        for _ in 0..3 {
            let error = podio.save_activity(&activity(), None, false).await.unwrap_err();
            let wait = error.retry_after().unwrap();
            assert!(wait <= Duration::from_mins(30) && wait > Duration::from_secs(1700), "{wait:?}");
        }
        assert_eq!(fake.seen().len(), asked, "no request leaves during the cool-down");
    }
}

#[tokio::test]
async fn a_retry_after_header_counts_before_the_sentence() {
    let fake = Fake::start(|seen| {
        let reply = || Reply::error(420, "rate_limit", "wait 1800 seconds").header("retry-after", "90");
        (seen.path == ITEM).then(reply)
    })
    .await;
    let error = fake.podio().lead(&LeadRef::AppItem(42)).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(90)));
}

#[tokio::test]
async fn apps_with_their_own_tokens_have_their_own_cool_downs() {
    let fake = Fake::start(|seen| (seen.path == ITEM).then(|| Reply::error(420, "rate_limit", ""))).await;
    let podio = podio::Podio::new(podio::Config { user: None, ..fake.config() }).unwrap();
    assert!(podio.lead(&LeadRef::AppItem(42)).await.is_err());
    podio.save_activity(&activity(), None, false).await.unwrap();
}

#[tokio::test]
async fn a_read_is_repeated_when_podio_stumbles() {
    let tries = AtomicUsize::new(0);
    let fake = Fake::start(move |seen| {
        (seen.path == ITEM).then(|| match tries.fetch_add(1, Ordering::Relaxed) {
            0 => Reply::error(503, "unavailable", ""),
            1 => Reply::ok(json!({})).lost(),
            _ => Reply::ok(lead(json!([]))),
        })
    })
    .await;
    fake.podio().lead(&LeadRef::AppItem(42)).await.unwrap();
    assert_eq!(fake.sent("GET", ITEM).len(), 3);
}

#[tokio::test]
async fn a_read_gives_up_after_four_tries() {
    let fake = Fake::start(|seen| (seen.path == ITEM).then(|| Reply::error(502, "bad_gateway", ""))).await;
    let error = fake.podio().lead(&LeadRef::AppItem(42)).await.unwrap_err();
    assert!(matches!(error, Error::Unavailable { status: 502 }), "{error:?}");
    assert_eq!(fake.sent("GET", ITEM).len(), 4);
}

#[tokio::test]
async fn refusals_are_not_repeated() {
    for (status, expect_not_found) in [(400, false), (402, false), (403, false), (404, true), (410, true)] {
        let fake =
            Fake::start(move |seen| (seen.path == ITEM).then(|| Reply::error(status, "no", "no"))).await;
        let error = fake.podio().lead(&LeadRef::AppItem(42)).await.unwrap_err();
        assert_eq!(matches!(error, Error::NotFound), expect_not_found, "{status} {error:?}");
        assert!(!error.is_transient() && !error.outcome_unknown());
        assert_eq!(fake.sent("GET", ITEM).len(), 1);
    }
}

#[tokio::test]
async fn a_create_is_never_repeated_blindly() {
    for reply in
        [Reply::error(500, "server", ""), Reply::error(503, "unavailable", ""), Reply::ok(json!({})).lost()]
    {
        let fake = Fake::start(move |seen| (seen.path == CREATE).then(|| reply.clone())).await;
        let error = fake.podio().save_activity(&activity(), None, false).await.unwrap_err();
        assert!(error.outcome_unknown() && error.is_transient(), "{error:?}");
        assert_eq!(fake.sent("POST", CREATE).len(), 1);
    }
}

#[tokio::test]
async fn a_podio_that_is_not_there_leaves_no_doubt() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let fake = Fake::plain().await;
    let config = podio::Config { base_url: format!("http://{address}").parse().unwrap(), ..fake.config() };
    let error = podio::Podio::new(config).unwrap().save_activity(&activity(), None, false).await.unwrap_err();
    assert!(error.is_transient() && !error.outcome_unknown(), "{error:?}");
}

#[tokio::test]
async fn an_answer_without_an_end_is_not_read_to_it() {
    let fake = Fake::start(|seen| {
        let endless = || Reply::ok(json!({ "title": "x".repeat(17 << 20) }));
        (seen.path == ITEM).then(endless)
    })
    .await;
    let error = fake.podio().lead(&LeadRef::AppItem(42)).await.unwrap_err();
    assert!(matches!(&error, Error::Unreadable(why) if why.contains("larger")), "{error}");
}
