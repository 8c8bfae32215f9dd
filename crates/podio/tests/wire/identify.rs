//! People who sign in with their own account: what is sent, and every way in which it ends.

use std::sync::atomic::{AtomicUsize, Ordering};

use podio::sign_in::{Code, IdentifyError, Identity, LeadAccess};
use serde_json::{Value, json};
use url::Url;

use crate::fake::{Fake, Reply, Seen, not_found};
use crate::fixtures::{self, LEAD_APP};

const CODE: &str = "c0de-of-the-person";

fn redirect() -> Url {
    "https://dialer.example.com/auth/podio".parse().unwrap()
}

fn status() -> Value {
    json!({
        "user": { "user_id": 7_184_251_u64, "mail": " Sam@Example.com ", "status": "active" },
        "profile": { "profile_id": 1, "name": "Sam Reyes &amp; Co" },
        "calendar_code": "calendar-secret",
    })
}

fn app_with(rights: &[&str]) -> Reply {
    let mut app = fixtures::app(LEAD_APP).unwrap();
    app["rights"] = json!(rights);
    Reply::ok(app)
}

/// A fake at which the person is known, and the app answers as given.
async fn fake(app: impl Fn() -> Reply + Send + Sync + 'static) -> Fake {
    Fake::start(move |seen: &Seen| match seen.path.as_str() {
        "/user/status" => Some(Reply::ok(status())),
        "/oauth/grant/invalidate" => Some(Reply::ok(json!({}))),
        path if path == format!("/app/{LEAD_APP}") => Some(app()),
        _ => None,
    })
    .await
}

async fn identify(fake: &Fake) -> Result<Identity, IdentifyError> {
    let code = Code::returned(Some(CODE), None).unwrap();
    let found = fake.podio().identify(&code, &redirect()).await;
    let shown = match &found {
        Ok(identity) => format!("{identity:?}"),
        Err(error) => format!("{error} {error:?}"),
    };
    for secret in [CODE, "access-1", "refresh-1", "the-secret", "calendar-secret"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    found
}

#[tokio::test]
async fn a_person_is_sent_to_podios_page_with_the_least_scope() {
    let fake = Fake::plain().await;
    let url = fake.podio().authorize_url(&redirect(), "st&te=1");
    assert!(url.as_str().starts_with("https://podio.example/oauth/authorize?"));
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let expected = [
        ("response_type", "code"),
        ("client_id", "twoleg"),
        ("redirect_uri", "https://dialer.example.com/auth/podio"),
        ("scope", "user:read app_30100100:read"),
        ("state", "st&te=1"),
    ];
    assert_eq!(pairs, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[tokio::test]
async fn the_code_becomes_a_person_and_the_token_is_given_up() {
    let fake = fake(|| app_with(&["view", "add_item"])).await;
    let identity = identify(&fake).await.unwrap();
    let expected = Identity {
        user_id: 7_184_251,
        name: "Sam Reyes & Co".to_owned(),
        mail: "sam@example.com".to_owned(),
        access: LeadAccess::Worker,
    };
    assert_eq!(identity, expected);
    assert_eq!(
        fake.sign_ins()[0].body,
        json!({ "grant_type": "authorization_code", "code": CODE, "redirect_uri": redirect().as_str(),
            "client_id": "twoleg", "client_secret": "the-secret" })
    );
    assert_eq!(fake.sign_ins().len(), 1, "the service account is not asked");
    let given_up = fake.sent("POST", "/oauth/grant/invalidate");
    assert_eq!(given_up[0].authorization, "OAuth2 access-1");
}

#[tokio::test]
async fn rights_on_the_app_tell_who_works_there() {
    type App = fn() -> Reply;
    let cases: [(App, LeadAccess); 6] = [
        (|| app_with(&["view", "update", "add_item"]), LeadAccess::Administrator),
        (|| app_with(&["view"]), LeadAccess::Worker),
        (|| Reply::ok(fixtures::app(LEAD_APP).unwrap()), LeadAccess::Worker),
        (|| Reply::error(403, "forbidden", "no"), LeadAccess::None),
        (not_found, LeadAccess::None),
        (|| Reply::error(410, "gone", ""), LeadAccess::None),
    ];
    for (app, access) in cases {
        let fake = fake(app).await;
        assert_eq!(identify(&fake).await.unwrap().access, access);
        assert_eq!(fake.sent("POST", "/oauth/grant/invalidate").len(), 1);
    }
}

#[tokio::test]
async fn an_account_without_a_name_goes_by_its_mail() {
    let fake = Fake::start(|seen| match seen.path.as_str() {
        "/user/status" => {
            Some(Reply::ok(json!({ "user": { "user_id": 7, "mail": "x@example.com" }, "profile": null })))
        }
        _ => None,
    })
    .await;
    assert_eq!(identify(&fake).await.unwrap().name, "x@example.com");
}

#[tokio::test]
async fn a_refusal_of_the_token_endpoint_says_who_has_to_act() {
    type Is = fn(&IdentifyError) -> bool;
    let cases: [(u16, &str, &str, Is); 5] = [
        (400, "invalid_grant", "", |error| matches!(error, IdentifyError::Code)),
        (400, "invalid_client", "oauth.client.invalid_secret", |error| {
            matches!(error, IdentifyError::Setup(_))
        }),
        (400, "redirect_uri_mismatch", "", |error| matches!(error, IdentifyError::Setup(_))),
        (420, "rate_limit", "", |error| matches!(error, IdentifyError::RateLimited { .. })),
        (503, "unavailable", "", |error| matches!(error, IdentifyError::Unavailable)),
    ];
    for (status, error, detail, is) in cases {
        let fake = Fake::start(move |seen| {
            (seen.path == "/oauth/token/v2").then(|| Reply::error(status, error, CODE).with_detail(detail))
        })
        .await;
        let failure = identify(&fake).await.unwrap_err();
        assert!(is(&failure), "{status} {error}: {failure:?}");
        assert_eq!(fake.seen().len(), fake.sign_ins().len(), "nothing else is asked without a token");
    }
}

#[tokio::test]
async fn what_goes_wrong_after_the_code_still_gives_the_token_up() {
    type Is = fn(&IdentifyError) -> bool;
    let cases: [(Reply, Is); 4] = [
        (Reply::ok(json!({ "user": {} })), |error| matches!(error, IdentifyError::Unreadable)),
        (Reply::ok(json!({ "user": { "user_id": 7, "mail": "" } })), |error| {
            matches!(error, IdentifyError::Unreadable)
        }),
        (Reply::error(403, "forbidden", ""), |error| matches!(error, IdentifyError::Refused)),
        (Reply::error(502, "", ""), |error| matches!(error, IdentifyError::Unavailable)),
    ];
    for (reply, is) in cases {
        let fake = Fake::start(move |seen| (seen.path == "/user/status").then(|| reply.clone())).await;
        let failure = identify(&fake).await.unwrap_err();
        assert!(is(&failure), "{failure:?}");
        assert_eq!(fake.sent("POST", "/oauth/grant/invalidate").len(), 1);
    }
}

/// The second time Podio would call the code used up, and the person would read that of their sign-in.
#[tokio::test]
async fn the_code_is_sent_once_whatever_becomes_of_it() {
    type Is = fn(&IdentifyError) -> bool;
    let cases: [(Reply, Is); 4] = [
        (Reply::error(503, "unavailable", ""), |error| matches!(error, IdentifyError::Unavailable)),
        (Reply::error(502, "", ""), |error| matches!(error, IdentifyError::Unavailable)),
        (Reply::ok(json!({})).lost(), |error| matches!(error, IdentifyError::Unavailable)),
        (Reply::ok(json!(["what"])), |error| matches!(error, IdentifyError::Unreadable)),
    ];
    for (first, is) in cases {
        let asked = AtomicUsize::new(0);
        let fake = Fake::start(move |seen| {
            (seen.path == "/oauth/token/v2").then(|| match asked.fetch_add(1, Ordering::Relaxed) {
                0 => first.clone(),
                _ => Reply::error(400, "invalid_grant", "used"),
            })
        })
        .await;
        let failure = identify(&fake).await.unwrap_err();
        assert!(is(&failure), "{failure:?}");
        assert_eq!(fake.sign_ins().len(), 1, "{failure:?}");
    }
}

#[tokio::test]
async fn what_is_read_after_the_code_is_tried_again_and_the_code_is_not() {
    let asked = AtomicUsize::new(0);
    let stumbles = Fake::start(move |seen| match seen.path.as_str() {
        "/user/status" if asked.fetch_add(1, Ordering::Relaxed) == 0 => Some(Reply::error(502, "", "")),
        "/user/status" => Some(Reply::ok(status())),
        _ => None,
    })
    .await;
    identify(&stumbles).await.unwrap();
    assert_eq!((stumbles.sign_ins().len(), stumbles.sent("GET", "/user/status").len()), (1, 2));

    // The token is refused, and so is what renews it: the code is no third way.
    let refuses = Fake::start(|seen| match (seen.path.as_str(), seen.body["grant_type"].as_str()) {
        ("/oauth/token/v2", Some("refresh_token")) => Some(Reply::error(400, "invalid_grant", "")),
        ("/user/status", _) => Some(Reply::error(401, "unauthorized", "expired_token")),
        _ => None,
    })
    .await;
    let failure = identify(&refuses).await.unwrap_err();
    assert!(matches!(failure, IdentifyError::Refused), "{failure:?}");
    let codes = refuses.sign_ins().into_iter().filter(|seen| seen.body["code"] == CODE);
    assert_eq!(codes.count(), 1);
}

#[tokio::test]
async fn a_podio_that_is_not_there_is_said_to_be_away() {
    let fake = Fake::plain().await;
    let nowhere = podio::Config { base_url: "http://127.0.0.1:1/".parse().unwrap(), ..fake.config() };
    let code = Code::returned(Some(CODE), None).unwrap();
    let failure = podio::Podio::new(nowhere).unwrap().identify(&code, &redirect()).await.unwrap_err();
    assert!(matches!(failure, IdentifyError::Unavailable), "{failure:?}");
}
