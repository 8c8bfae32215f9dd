//! Signing in to the sandbox's CRM: grants, encodings, what a token reaches.

mod crm_support;

use crm_support::{ACTIVITIES, LEADS, Server, user_grant};
use reqwest::Method;
use sandbox::faults::CrmFault;
use serde_json::{Value, json};

#[tokio::test]
async fn each_token_endpoint_takes_one_encoding() {
    let server = Server::start().await;
    let grant = user_grant();
    let post = |path| server.request(Method::POST, path);

    let token = server.send(post("/oauth/token/v2").json(&grant)).await.json();
    assert_eq!((&token["token_type"], &token["expires_in"]), (&json!("bearer"), &json!(28_800)));
    assert_eq!(token["ref"]["type"], "user");
    assert!(token["refresh_token"].is_string());
    let token = server.send(post("/oauth/token").form(&grant)).await;
    assert_eq!(token.status, 200, "{}", token.text);

    let wrong = server.send(post("/oauth/token/v2").form(&grant)).await.refusal();
    let text = "Invalid value null (null): must be object";
    assert_eq!(wrong, (400, "invalid_value".into(), text.into()));
    let wrong = server.send(post("/oauth/token").json(&grant)).await.refusal();
    assert_eq!(wrong, (400, "invalid_client".into(), "Missing parameter client_id".into()));
}

#[tokio::test]
async fn wrong_credentials_are_refused_and_never_echoed() {
    let server = Server::start().await;
    for (key, error, detail) in [
        ("client_id", "invalid_client", json!("oauth.client.invalid_id")),
        ("client_secret", "invalid_client", json!("oauth.client.invalid_secret")),
        ("username", "invalid_grant", json!("user.invalid.username")),
        ("password", "invalid_grant", json!("user.invalid.password")),
        ("grant_type", "unsupported_grant_type", Value::Null),
    ] {
        let mut grant = user_grant();
        grant[key] = json!("guessed-value");
        let answer = server.send(server.request(Method::POST, "/oauth/token/v2").json(&grant)).await;
        assert_eq!((answer.status, &answer.json()["error"]), (400, &json!(error)), "{key}");
        assert_eq!(answer.json()["error_detail"], detail, "{key}");
        assert!(!answer.text.contains("guessed-value"));
    }
}

#[tokio::test]
async fn an_app_reaches_itself_only() {
    let server = Server::start().await;
    let token = server.app_token((ACTIVITIES, "activity-app-token")).await;
    let get = async |path: String| server.with_token(&token, Method::GET, &path, None).await.status;
    assert_eq!(get(format!("/app/{ACTIVITIES}")).await, 200);
    assert_eq!(get("/oauth/scope".into()).await, 200);
    assert_eq!(get(format!("/app/{LEADS}")).await, 403);
    assert_eq!(get(format!("/item/{}", server.harold())).await, 403);
    assert_eq!(get(format!("/app/{LEADS}/item/1")).await, 403);
    assert_eq!(get("/user/status".into()).await, 403);
    let item = server.activity("call:1").await;
    assert_eq!(get(format!("/item/{item}")).await, 200);
    let delete = server.with_token(&token, Method::DELETE, &format!("/item/{item}"), None).await;
    assert_eq!(delete.status, 403);

    let mut grant =
        json!({ "grant_type": "app", "client_id": "twoleg-test", "client_secret": "client-secret" });
    grant["app_id"] = json!(ACTIVITIES.to_string());
    grant["app_token"] = json!("activity-app-token");
    let answer = server.send(server.request(Method::POST, "/oauth/token/v2").json(&grant)).await;
    assert_eq!(answer.refusal().1, "invalid_value", "an id is a number in JSON");
    let answer = server.send(server.request(Method::POST, "/oauth/token").form(&grant)).await;
    assert_eq!(answer.status, 200, "and text in a form");
    grant["app_token"] = json!("lead-app-token");
    let answer = server.send(server.request(Method::POST, "/oauth/token").form(&grant)).await;
    assert_eq!(answer.refusal().1, "invalid_grant", "another app's token");
}

#[tokio::test]
async fn a_request_without_a_good_token_is_refused() {
    let server = Server::start().await;
    let bare = server.send(server.request(Method::GET, "/user/status")).await;
    assert_eq!(bare.refusal(), (401, "unauthorized".into(), "invalid_request".into()));
    let wrong = server.with_token("made-up", Method::GET, "/user/status", None).await;
    assert_eq!(wrong.refusal(), (401, "unauthorized".into(), "expired_token".into()));
    let challenge = wrong.headers["www-authenticate"].to_str().unwrap();
    assert_eq!(challenge, "Bearer realm=\"podio\", error=\"expired_token\"");
    let empty = server.with_token("", Method::GET, "/user/status", None).await;
    assert_eq!(empty.refusal().0, 400);
    assert_eq!(server.get("/user/status").await.json()["user"]["mail"], "maya@example.com");
}

#[tokio::test]
async fn tokens_end_after_eight_hours_and_refresh() {
    let server = Server::start().await;
    let token = server.send(server.request(Method::POST, "/oauth/token/v2").json(&user_grant())).await.json();
    let access = token["access_token"].as_str().unwrap();
    let ahead = server.clock.now() + jiff::SignedDuration::from_secs(28_801);
    server.clock.set(ahead);
    let late = server.with_token(access, Method::GET, "/user/", None).await;
    assert_eq!(late.refusal().2, "expired_token");

    let mut grant = json!({ "grant_type": "refresh_token", "client_id": "twoleg-test", "client_secret": "client-secret" });
    grant["refresh_token"] = token["refresh_token"].clone();
    let fresh = server.sign_in(&grant).await;
    assert_ne!(fresh, access);
    assert_eq!(server.with_token(&fresh, Method::GET, "/user/", None).await.status, 200);
    grant["refresh_token"] = json!("made-up");
    let answer = server.send(server.request(Method::POST, "/oauth/token/v2").json(&grant)).await;
    assert_eq!(answer.refusal().1, "invalid_grant");
}

#[tokio::test]
async fn the_fault_ends_tokens_given_out_before_it() {
    let server = Server::start().await;
    server.fault(CrmFault::ExpireToken);
    assert_eq!(server.get("/user/").await.refusal().2, "expired_token");
    let fresh = server.sign_in(&user_grant()).await;
    assert_eq!(server.with_token(&fresh, Method::GET, "/user/", None).await.status, 200);
    assert_eq!(server.with_token(&fresh, Method::GET, "/user/", None).await.status, 200);
}
