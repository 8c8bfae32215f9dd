//! Signing in as a person: the page, the code, and what its token reaches.
#![allow(clippy::unwrap_used, reason = "a test may stop here")]

mod crm_support;

use std::collections::HashMap;

use crm_support::{Answer, LEADS, Server};
use jiff::SignedDuration;
use reqwest::Method;
use reqwest::redirect::Policy;
use sandbox::crm::{DEMO_USERS, Standing};
use serde_json::{Value, json};
use url::Url;

const PAGE: &str = "/sandbox/podio-web/oauth/authorize";
const STATE: &str = "a b&c=\"d\"";

fn named(name: &str) -> u64 {
    DEMO_USERS.iter().find(|user| user.name == name).unwrap().user_id
}

fn asked(server: &Server) -> Vec<(&'static str, String)> {
    vec![
        ("response_type", "code".into()),
        ("client_id", "twoleg-test".into()),
        ("redirect_uri", format!("{}/auth/podio", server.origin)),
        ("scope", format!("user:read app_{LEADS}:read")),
        ("state", STATE.into()),
    ]
}

async fn show(server: &Server, asked: &[(&str, String)]) -> Answer {
    let url = Url::parse_with_params(&format!("{}{PAGE}", server.origin), asked).unwrap();
    server.send(server.http.get(url)).await
}

/// Presses a button; returns where the browser is sent, with its parameters.
async fn press(
    server: &Server,
    user: Option<u64>,
    asked: &[(&str, String)],
) -> (u16, HashMap<String, String>) {
    let mut form = asked.to_vec();
    if let Some(user) = user {
        form.push(("user", user.to_string()));
    }
    let http = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
    let answer = http.post(format!("{}{PAGE}", server.origin)).form(&form).send().await.unwrap();
    let status = answer.status().as_u16();
    let Some(to) = answer.headers().get("location") else { return (status, HashMap::new()) };
    let to = Url::parse(to.to_str().unwrap()).unwrap();
    assert!(to.as_str().starts_with(&format!("{}/auth/podio?", server.origin)));
    (status, to.query_pairs().into_owned().collect())
}

async fn code(server: &Server, user: u64, asked: &[(&str, String)]) -> String {
    press(server, Some(user), asked).await.1["code"].clone()
}

fn grant(server: &Server, code: &str) -> Value {
    json!({
        "grant_type": "authorization_code", "client_id": "twoleg-test", "client_secret": "client-secret",
        "code": code, "redirect_uri": format!("{}/auth/podio", server.origin),
    })
}

async fn exchange(server: &Server, grant: &Value) -> Answer {
    server.send(server.request(Method::POST, "/oauth/token/v2").json(grant)).await
}

async fn token_of(server: &Server, name: &str) -> String {
    let code = code(server, named(name), &asked(server)).await;
    exchange(server, &grant(server, &code)).await.json()["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_page_has_a_button_for_everybody_and_one_to_deny() {
    let server = Server::start().await;
    let page = show(&server, &asked(&server)).await;
    assert_eq!(page.status, 200);
    for user in DEMO_USERS {
        assert!(page.text.contains(&format!("value={}>{}</button>", user.user_id, user.name)));
    }
    assert!(page.text.contains(">Deny</button>"));
    assert!(page.text.contains("name=state value=\"a b&amp;c=&quot;d&quot;\""), "{}", page.text);
    let standings = DEMO_USERS.map(|user| user.standing);
    for standing in [Standing::Member, Standing::Administrator, Standing::Outsider] {
        assert!(standings.contains(&standing));
    }
}

#[tokio::test]
async fn a_choice_goes_back_with_code_or_refusal_and_the_state_as_it_came() {
    let server = Server::start().await;
    let (status, back) = press(&server, Some(named("Sam Reyes")), &asked(&server)).await;
    assert_eq!((status, back["state"].as_str()), (303, STATE));
    assert!(back["code"].len() >= 32 && !back.contains_key("error"));
    let (status, back) = press(&server, None, &asked(&server)).await;
    assert_eq!((status, back["state"].as_str()), (303, STATE));
    assert_eq!((back["error"].as_str(), back["error_reason"].as_str()), ("access_denied", "user_denied"));
    assert!(!back.contains_key("code"));
}

#[tokio::test]
async fn nobody_is_sent_to_an_address_that_is_not_the_keys() {
    let server = Server::start().await;
    for (name, value) in [
        ("redirect_uri", "https://evil.example/auth/podio"),
        ("redirect_uri", "http://127.0.0.1.evil.example/"),
        ("redirect_uri", "http://user@127.0.0.1/"),
        ("redirect_uri", "javascript:alert(1)"),
        ("redirect_uri", ""),
        ("client_id", "somebody-else"),
        ("response_type", "token"),
        ("scope", "everything"),
    ] {
        let mut asked = asked(&server);
        asked.iter_mut().find(|(key, _)| *key == name).unwrap().1 = value.to_owned();
        let page = show(&server, &asked).await;
        assert_eq!(page.status, 400, "{name}={value}");
        assert!(!page.text.contains("<button"), "{name}={value}");
        assert_eq!(press(&server, Some(named("Sam Reyes")), &asked).await.0, 400, "{name}={value}");
    }
}

#[tokio::test]
async fn a_code_is_for_one_client_and_one_address_once_and_for_minutes() {
    let server = Server::start().await;
    let asked = asked(&server);
    let sam = named("Sam Reyes");
    let first = grant(&server, &code(&server, sam, &asked).await);
    let token = exchange(&server, &first).await.json();
    assert_eq!((&token["ref"]["type"], &token["ref"]["id"]), (&json!("user"), &json!(sam)));
    assert_eq!(token["scope"], format!("user:read app_{LEADS}:read"));
    assert_eq!(exchange(&server, &first).await.refusal().1, "invalid_grant", "a second time");

    let mut elsewhere = grant(&server, &code(&server, sam, &asked).await);
    elsewhere["redirect_uri"] = json!(format!("{}/", server.origin));
    assert_eq!(exchange(&server, &elsewhere).await.refusal().1, "invalid_grant");

    let late = grant(&server, &code(&server, sam, &asked).await);
    server.clock.set(server.clock.now() + SignedDuration::from_mins(11));
    assert_eq!(exchange(&server, &late).await.refusal().1, "invalid_grant");

    let by_form = grant(&server, &code(&server, sam, &asked).await);
    let answer = server.send(server.request(Method::POST, "/oauth/token").form(&by_form)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

#[tokio::test]
async fn the_token_says_who_it_is_and_what_they_may_do() {
    let server = Server::start().await;
    let cases: [(&str, u16, Option<bool>); 3] =
        [("Sam Reyes", 200, Some(false)), ("Dana Cole", 200, Some(true)), ("Robin Vale", 403, None)];
    for (name, status, administrator) in cases {
        let token = token_of(&server, name).await;
        let get = async |path: &str| server.with_token(&token, Method::GET, path, None).await;
        let who = get("/user/status").await.json();
        assert_eq!((&who["user"]["user_id"], &who["profile"]["name"]), (&json!(named(name)), &json!(name)));
        assert_eq!(get("/user/").await.json()["mail"], who["user"]["mail"]);
        let app = get(&format!("/app/{LEADS}")).await;
        assert_eq!(app.status, status, "{name}");
        let may_change = app.json()["rights"].as_array().map(|rights| rights.contains(&json!("update")));
        assert_eq!(may_change, administrator, "{name}");
        assert_eq!(get(&format!("/item/{}", server.harold())).await.status, status, "{name}");
    }
}

#[tokio::test]
async fn a_token_that_may_read_does_not_write() {
    let server = Server::start().await;
    let token = token_of(&server, "Dana Cole").await;
    let lead = format!("/item/{}", server.harold());
    for (method, path) in [
        (Method::PUT, lead.clone()),
        (Method::DELETE, lead),
        (Method::POST, format!("/item/app/{LEADS}/")),
        (Method::POST, "/embed/".to_owned()),
        (Method::GET, format!("/app/{}", crm_support::ACTIVITIES)),
    ] {
        let answer = server.with_token(&token, method.clone(), &path, Some(json!({}))).await;
        assert_eq!(answer.refusal().0, 403, "{method} {path}");
    }
    let filter = format!("/item/app/{LEADS}/filter/");
    let answer = server.with_token(&token, Method::POST, &filter, Some(json!({ "limit": 1 }))).await;
    assert_eq!(answer.status, 200, "a filter only asks");
}

#[tokio::test]
async fn a_grant_that_is_given_up_ends_all_its_tokens_and_no_others() {
    let server = Server::start().await;
    let code = code(&server, named("Sam Reyes"), &asked(&server)).await;
    let given = exchange(&server, &grant(&server, &code)).await.json();
    let token = given["access_token"].as_str().unwrap();
    let other = token_of(&server, "Sam Reyes").await;
    let end = server.with_token(token, Method::POST, "/oauth/grant/invalidate", Some(json!({}))).await;
    assert_eq!(end.status, 204);
    assert_eq!(server.with_token(token, Method::GET, "/user/", None).await.status, 401);
    let refresh = json!({
        "grant_type": "refresh_token", "client_id": "twoleg-test", "client_secret": "client-secret",
        "refresh_token": given["refresh_token"],
    });
    assert_eq!(exchange(&server, &refresh).await.refusal().1, "invalid_grant");
    assert_eq!(server.with_token(&other, Method::GET, "/user/", None).await.status, 200);
    assert_eq!(server.get("/user/").await.status, 200, "the account's own sign-in");
}
