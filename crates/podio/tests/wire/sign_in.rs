//! Tokens: how they are asked for, shared, renewed and given up.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use podio::{Error, LeadRef, SignInProblem};
use serde_json::json;

use crate::fake::{Fake, Reply, token};
use crate::fixtures::{self, activity, lead};

const EXPIRED: (u16, &str, &str) = (401, "unauthorized", "expired_token");

fn expired() -> Reply {
    Reply::error(EXPIRED.0, EXPIRED.1, EXPIRED.2)
}

fn lead_42() -> LeadRef {
    LeadRef::AppItem(42)
}

#[tokio::test]
async fn a_password_grant_goes_to_v2_as_json_and_the_token_as_oauth2() {
    let fake =
        Fake::start(|seen| (seen.path == "/app/30100100/item/42").then(|| Reply::ok(lead(json!([]))))).await;
    fake.podio().lead(&lead_42()).await.unwrap();
    assert_eq!(
        fake.sign_ins()[0].body,
        json!({ "grant_type": "password", "username": "service@example.com", "password": "the-password",
            "client_id": "twoleg", "client_secret": "the-secret" })
    );
    assert!(fake.sign_ins()[0].authorization.is_empty());
    let read = &fake.sent("GET", "/app/30100100/item/42")[0];
    assert_eq!((read.authorization.as_str(), read.query.as_str()), ("OAuth2 access-1", "mark_as_viewed=0"));
}

#[tokio::test]
async fn without_a_user_each_app_is_reached_with_its_own_token() {
    let fake =
        Fake::start(|seen| (seen.path == "/app/30100100/item/42").then(|| Reply::ok(lead(json!([]))))).await;
    let podio = podio::Podio::new(podio::Config { user: None, ..fake.config() }).unwrap();
    podio.lead(&lead_42()).await.unwrap();
    podio.save_activity(&activity(), None, false).await.unwrap();
    let bodies: Vec<_> = fake.sign_ins().into_iter().map(|seen| seen.body).collect();
    assert_eq!(bodies.len(), 2);
    assert_eq!(bodies[0]["grant_type"], "app");
    assert_eq!(
        (&bodies[0]["app_id"], &bodies[0]["app_token"]),
        (&json!(30_100_100), &json!("token-of-30100100"))
    );
    assert_eq!(bodies[1]["app_id"], json!(30_100_200));
}

#[tokio::test]
async fn a_hundred_requests_at_once_sign_in_once() {
    let fake =
        Fake::start(|seen| (seen.path == "/app/30100100/item/42").then(|| Reply::ok(lead(json!([]))))).await;
    let podio = fake.podio();
    let reads = (0..100).map(|_| {
        let podio = podio.clone();
        tokio::spawn(async move { podio.lead(&LeadRef::AppItem(42)).await })
    });
    for read in futures::future::join_all(reads).await {
        read.unwrap().unwrap();
    }
    assert_eq!(fake.sign_ins().len(), 1);
    assert_eq!(fake.sent("GET", "/app/30100100").len(), 1, "the schema is read once too");
}

#[tokio::test]
async fn a_hundred_refused_tokens_are_refreshed_once_and_every_request_is_replayed() {
    let fake = Fake::start(|seen| match seen.path.as_str() {
        "/oauth/token/v2" => None,
        _ if seen.authorization == "OAuth2 access-1" => Some(expired()),
        "/app/30100100/item/42" => Some(Reply::ok(lead(json!([])))),
        _ => None,
    })
    .await;
    let podio = fake.podio();
    let reads = (0..100).map(|_| {
        let podio = podio.clone();
        tokio::spawn(async move { podio.lead(&LeadRef::AppItem(42)).await })
    });
    for read in futures::future::join_all(reads).await {
        read.unwrap().unwrap();
    }
    let grants: Vec<_> = fake.sign_ins().into_iter().map(|seen| seen.body["grant_type"].clone()).collect();
    assert_eq!(grants, ["password", "refresh_token"]);
    assert_eq!(fake.sign_ins()[1].body["refresh_token"], "refresh-1");
}

#[tokio::test]
async fn a_create_is_replayed_after_401_because_401_did_nothing() {
    let fake = Fake::start(|seen| {
        let create = seen.path == "/item/app/30100200/";
        (create && seen.authorization == "OAuth2 access-1").then(expired)
    })
    .await;
    fake.podio().save_activity(&activity(), None, false).await.unwrap();
    assert_eq!(fake.sent("POST", "/item/app/30100200/").len(), 2);
}

#[tokio::test]
async fn a_fresh_token_that_is_refused_ends_it() {
    let fake = Fake::start(|seen| (seen.path != "/oauth/token/v2").then(expired)).await;
    let error = fake.podio().save_activity(&activity(), None, false).await.unwrap_err();
    assert!(matches!(error, Error::SignIn(SignInProblem::TokenRefused)), "{error:?}");
    assert!(!error.is_transient() && !error.outcome_unknown());
    assert_eq!(fake.sent("GET", "/app/30100200").len(), 2);
}

#[tokio::test]
async fn a_dead_refresh_token_falls_back_to_the_password() {
    let fake = Fake::start(|seen| match seen.path.as_str() {
        "/oauth/token/v2" if seen.body["grant_type"] == "refresh_token" => {
            Some(Reply::error(400, "invalid_grant", "Invalid refresh token"))
        }
        "/oauth/token/v2" => None,
        _ if seen.authorization == "OAuth2 access-1" => Some(expired()),
        "/app/30100100/item/42" => Some(Reply::ok(lead(json!([])))),
        _ => None,
    })
    .await;
    fake.podio().lead(&lead_42()).await.unwrap();
    let grants: Vec<_> = fake.sign_ins().into_iter().map(|seen| seen.body["grant_type"].clone()).collect();
    assert_eq!(grants, ["password", "refresh_token", "password"]);
}

#[tokio::test]
async fn a_refresh_without_a_new_refresh_token_keeps_the_old_one() {
    let refreshed = AtomicUsize::new(0);
    let stale = AtomicUsize::new(0);
    let fake = Fake::start(move |seen| match seen.path.as_str() {
        "/oauth/token/v2" if seen.body["grant_type"] == "refresh_token" => {
            let number = refreshed.fetch_add(1, Ordering::Relaxed) + 10;
            let mut token = token(number as u64);
            token.as_object_mut().unwrap().remove("refresh_token");
            Some(Reply::ok(token))
        }
        // Every second read finds its token expired.
        "/app/30100100/item/42" => {
            let odd = stale.fetch_add(1, Ordering::Relaxed).is_multiple_of(2);
            Some(if odd { expired() } else { Reply::ok(lead(json!([]))) })
        }
        _ => None,
    })
    .await;
    let podio = fake.podio();
    podio.lead(&lead_42()).await.unwrap();
    podio.lead(&lead_42()).await.unwrap();
    let used: Vec<_> =
        fake.sign_ins().into_iter().skip(1).map(|seen| seen.body["refresh_token"].clone()).collect();
    assert_eq!(used, ["refresh-1", "refresh-1"]);
}

#[tokio::test]
async fn a_second_factor_is_told_as_such() {
    let fake = Fake::start(|seen| {
        (seen.path == "/oauth/token/v2").then(|| Reply::ok(json!({ "server_nonce": "n0nce" })))
    })
    .await;
    let error = fake.podio().lead(&lead_42()).await.unwrap_err();
    assert!(matches!(error, Error::SignIn(SignInProblem::TwoFactor)), "{error:?}");
    assert!(!error.to_string().contains("n0nce"));
}

#[tokio::test]
async fn a_wrong_password_is_tried_once_however_many_ask() {
    let fake = Fake::start(|seen| {
        (seen.path == "/oauth/token/v2").then(|| {
            Reply::error(400, "invalid_grant", "Password \"the-password\" does not match")
                .with_detail("user.invalid.password")
        })
    })
    .await;
    let podio = fake.podio();
    for _ in 0..20 {
        let error = podio.save_activity(&activity(), None, false).await.unwrap_err();
        assert!(matches!(error, Error::SignIn(SignInProblem::Login)), "{error:?}");
        assert!(matches!(podio.sign_in_problem(), Some(SignInProblem::Login)), "an operator is told");
        assert!(!format!("{error} {error:?}").contains("the-password"));
    }
    assert_eq!(fake.sign_ins().len(), 1);
}

#[tokio::test]
async fn those_who_wait_for_a_sign_in_share_its_failure() {
    let fake =
        Fake::start(|seen| (seen.path == "/oauth/token/v2").then(|| Reply::error(503, "unavailable", "")))
            .await;
    let podio = podio::Podio::new(podio::Config { task_app: None, ..fake.config() }).unwrap();
    // Creating Podio's own task needs no schema and is not repeated: twenty ask for a token at the same moment.
    let task = fixtures::task();
    let errors = futures::future::join_all((0..20).map(|_| podio.create_task(&task, false))).await;
    for error in errors {
        assert!(matches!(error, Err(Error::SignIn(SignInProblem::Unavailable))));
    }
    assert_eq!(fake.sign_ins().len(), 1);
    assert!(podio.create_task(&task, false).await.is_err());
    assert_eq!(fake.sign_ins().len(), 2, "an outage is asked about again");
}

#[tokio::test]
async fn a_refusal_names_what_is_wrong() {
    for (error, detail, user, expected) in [
        ("invalid_client", "oauth.client.invalid_id", true, "Podio does not know this client id"),
        ("invalid_client", "oauth.client.invalid_secret", true, "Podio refuses the client secret"),
        ("invalid_grant", "", false, "Podio refuses the token of app 30100100"),
        ("strange", "", true, "Podio refuses the sign-in: strange"),
    ] {
        let fake = Fake::start(move |seen| {
            (seen.path == "/oauth/token/v2").then(|| Reply::error(400, error, "").with_detail(detail))
        })
        .await;
        let config = fake.config();
        let config = podio::Config { user: config.user.clone().filter(|_| user), ..config };
        let failure = podio::Podio::new(config).unwrap().lead(&lead_42()).await.unwrap_err();
        assert_eq!(failure.to_string(), expected);
    }
}

#[tokio::test]
async fn a_sign_in_that_is_down_leaves_no_doubt_about_a_create() {
    let up = std::sync::Arc::new(AtomicBool::new(false));
    let working = std::sync::Arc::clone(&up);
    let fake = Fake::start(move |seen| {
        let down = seen.path == "/oauth/token/v2" && !working.load(Ordering::Relaxed);
        down.then(|| Reply::error(503, "unavailable", ""))
    })
    .await;
    let podio = fake.podio();
    let error = podio.save_activity(&activity(), None, false).await.unwrap_err();
    assert!(error.is_transient() && !error.outcome_unknown(), "{error:?}");
    assert!(fake.sent("POST", "/item/app/30100200/").is_empty());
    up.store(true, Ordering::Relaxed);
    assert_eq!(podio.save_activity(&activity(), None, false).await.unwrap().id.0, fixtures::NEW_ITEM);
}

#[tokio::test]
async fn a_token_near_its_end_still_serves_while_the_sign_in_is_down() {
    let fake = Fake::start(|seen| match (seen.path.as_str(), seen.body["grant_type"].as_str()) {
        ("/oauth/token/v2", Some("password")) => {
            let mut short = token(1);
            // Due for renewal at once.
            short["expires_in"] = 0.into();
            Some(Reply::ok(short))
        }
        ("/oauth/token/v2", _) => Some(Reply::error(503, "unavailable", "")),
        ("/app/30100100/item/42", _) => Some(Reply::ok(lead(json!([])))),
        _ => None,
    })
    .await;
    let podio = fake.podio();
    podio.lead(&lead_42()).await.unwrap();
    podio.lead(&lead_42()).await.unwrap();
    assert!(fake.sign_ins().len() > 1, "the renewal was tried");
    assert!(fake.seen().iter().all(|seen| ["", "OAuth2 access-1"].contains(&seen.authorization.as_str())));
}

#[tokio::test]
async fn what_podio_says_of_us_is_kept_for_the_operator() {
    let refuses = std::sync::Arc::new(AtomicBool::new(true));
    let still = std::sync::Arc::clone(&refuses);
    let fake = Fake::start(move |seen| {
        let refused = seen.path == "/oauth/token/v2" && still.load(Ordering::Relaxed);
        refused.then(|| Reply::error(401, "invalid_client", "no"))
    })
    .await;
    let podio = fake.podio();
    assert!(podio.sign_in_problem().is_none() && podio.clock_skew().is_none(), "nothing was asked yet");
    assert!(!podio.is_signed_in(), "nor is that known");
    podio.lead(&lead_42()).await.unwrap_err();
    assert!(matches!(podio.sign_in_problem(), Some(SignInProblem::ClientId)) && !podio.is_signed_in());
    assert!(podio.clock_skew().is_some_and(|skew| skew.as_secs().abs() < 60), "the answer has a Date");
    // Another client with the same settings, once Podio takes them.
    refuses.store(false, Ordering::Relaxed);
    let podio = fake.podio();
    let _ = podio.lead(&lead_42()).await;
    assert!(podio.sign_in_problem().is_none() && podio.is_signed_in());
}
