//! Hooks of the sandbox's CRM: asleep until verified, told of each event once, and of none that was not to be told.
#![allow(clippy::unwrap_used, reason = "a test may stop here")]

mod crm_support;

use std::collections::HashMap;

use axum::extract::{Form, State};
use axum::routing::post;
use crm_support::{LEADS, Server};
use serde_json::json;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

type Heard = HashMap<String, String>;

/// Somebody who listens: an address, and what it hears.
async fn listener() -> (String, UnboundedReceiver<Heard>) {
    let (tell, heard) = unbounded_channel();
    let hear = async |State(tell): State<UnboundedSender<Heard>>, Form(form): Form<Heard>| {
        drop(tell.send(form));
    };
    let router = axum::Router::new().route("/hook", post(hear)).with_state(tell);
    let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/hook", socket.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(socket, router).await });
    (address, heard)
}

async fn hook(server: &Server, url: &str, kind: &str) -> u64 {
    let made = server.post(&format!("/hook/app/{LEADS}/"), json!({ "url": url, "type": kind })).await;
    assert_eq!(made.status, 200, "{}", made.text);
    made.json()["hook_id"].as_u64().unwrap()
}

/// Has the hook verified, as its owner does.
async fn verify(server: &Server, hook: u64, heard: &mut UnboundedReceiver<Heard>) {
    server.post(&format!("/hook/{hook}/verify/request"), json!({})).await;
    let asked = heard.recv().await.unwrap();
    assert_eq!(
        (asked["type"].as_str(), asked["hook_id"].as_str()),
        ("hook.verify", hook.to_string().as_str())
    );
    let validate = format!("/hook/{hook}/verify/validate");
    assert_eq!(server.post(&validate, json!({ "code": "guessed" })).await.status, 400);
    assert_eq!(server.post(&validate, json!({ "code": asked["code"] })).await.status, 204);
}

#[tokio::test]
async fn a_hook_sleeps_until_it_is_verified() {
    let server = Server::start().await;
    let (url, mut heard) = listener().await;
    let id = hook(&server, &url, "item.update").await;
    let status = async || server.get(&format!("/hook/app/{LEADS}/")).await.json()[0]["status"].clone();
    assert_eq!(status().await, "inactive");
    let lead = format!("/item/{}", server.harold());
    server.put(&lead, json!({ "fields": { "title": "Unheard" } })).await;
    verify(&server, id, &mut heard).await;
    assert_eq!(status().await, "active");
    server.put(&lead, json!({ "fields": { "title": "Heard" } })).await;
    let news = heard.recv().await.unwrap();
    assert_eq!((news["type"].as_str(), news["item_id"].as_str()), ("item.update", &lead["/item/".len()..]));

    assert_eq!(server.delete(&format!("/hook/{id}")).await.status, 204);
    assert_eq!(server.get(&format!("/hook/app/{LEADS}/")).await.json(), json!([]));
    assert_eq!(server.delete(&format!("/hook/{id}")).await.status, 404);
}

#[tokio::test]
async fn a_write_that_is_not_to_be_told_is_not() {
    let server = Server::start().await;
    let (url, mut heard) = listener().await;
    for kind in ["item.create", "item.update", "item.delete"] {
        let id = hook(&server, &url, kind).await;
        verify(&server, id, &mut heard).await;
    }
    let path = format!("/item/app/{LEADS}/");
    let quiet = server.post(&format!("{path}?hook=false"), json!({ "fields": { "title": "Quiet" } })).await;
    let quiet = quiet.json()["item_id"].as_u64().unwrap();
    server
        .put(&format!("/item/{quiet}?hook=false&silent=true"), json!({ "fields": { "title": "Quieter" } }))
        .await;
    server.delete(&format!("/item/{quiet}?hook=false")).await;
    let loud = server.post(&path, json!({ "fields": { "title": "Loud" } })).await.json()["item_id"].clone();
    server.put(&format!("/item/{loud}/value/title"), json!([{ "value": "Louder" }])).await;
    server.delete(&format!("/item/{loud}")).await;
    // Each event is sent by itself, so they may overtake one another.
    let mut kinds = Vec::new();
    for _ in 0..3 {
        let news = heard.recv().await.unwrap();
        assert_eq!(news["item_id"], loud.to_string());
        kinds.push(news["type"].clone());
    }
    kinds.sort();
    assert_eq!(kinds, ["item.create", "item.delete", "item.update"]);
    assert!(heard.try_recv().is_err());
}

#[tokio::test]
async fn a_hook_made_twice_is_told_twice_and_ten_are_enough() {
    let server = Server::start().await;
    let (url, mut heard) = listener().await;
    for _ in 0..2 {
        let id = hook(&server, &url, "item.create").await;
        verify(&server, id, &mut heard).await;
    }
    server.post(&format!("/item/app/{LEADS}/"), json!({ "fields": { "title": "Loud" } })).await;
    let told = [heard.recv().await.unwrap(), heard.recv().await.unwrap()];
    assert_eq!(told[0]["item_id"], told[1]["item_id"]);
    for _ in 2..10 {
        hook(&server, &url, "item.create").await;
    }
    let eleventh =
        server.post(&format!("/hook/app/{LEADS}/"), json!({ "url": url, "type": "item.create" })).await;
    assert_eq!(eleventh.status, 400);
}

#[tokio::test]
async fn nobody_beyond_this_machine_is_told() {
    let server = Server::start().await;
    let path = format!("/hook/app/{LEADS}/");
    for url in ["https://elsewhere.example/hook", "http://10.0.0.1/hook", "file:///etc/passwd", "hook"] {
        let refused = server.post(&path, json!({ "url": url, "type": "item.create" })).await;
        assert_eq!(refused.status, 400, "{url}");
    }
    let other = server.post(&path, json!({ "url": "http://127.0.0.1/hook", "type": "space.delete" })).await;
    assert_eq!(other.refusal().1, "invalid_value");
}
