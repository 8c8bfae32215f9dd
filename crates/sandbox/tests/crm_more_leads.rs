//! Generated leads over the API: as many as asked for, like any other.

mod crm_support;

use std::time::Duration;

use crm_support::{LEADS, Server, config};
use sandbox::crm::PodioConfig;
use serde_json::{Value, json};

const FIRST: u64 = 3_212_000_001;

async fn server(more_leads: usize) -> Server {
    Server::start_with(PodioConfig { more_leads, ..config() }, None).await
}

async fn page(server: &Server, limit: usize, offset: usize) -> Value {
    let body = json!({ "limit": limit, "offset": offset });
    server.post(&format!("/item/app/{LEADS}/filter/"), body).await.json()
}

#[tokio::test]
async fn the_named_leads_come_first_and_the_count_is_kept() {
    let server = server(150).await;
    let all = page(&server, 500, 0).await;
    let titles: Vec<&str> =
        all["items"].as_array().unwrap().iter().map(|lead| lead["title"].as_str().unwrap()).collect();
    assert_eq!(titles[0], "Harold Whitaker");
    let generated: Vec<String> = (1..=150).map(|nth| format!("Owner {nth}")).collect();
    assert_eq!(titles[titles.len() - 150..], generated);
    assert_eq!(server.get(&format!("/item/{}", FIRST + 149)).await.json()["title"], "Owner 150");
    assert_eq!(server.get(&format!("/item/{}", FIRST + 150)).await.status, 404);
    let by_number = server.get(&format!("/app/{LEADS}/item/1150")).await.json();
    assert_eq!(by_number["item_id"], FIRST + 149);
    let link = by_number["link"].as_str().unwrap();
    assert_eq!(server.get(&format!("/reference/resolve?url={link}")).await.json()["id"], FIRST + 149);
}

#[tokio::test]
async fn what_they_hold_could_have_been_written_over_the_api() {
    let server = server(1).await;
    let before = server.get(&format!("/item/{FIRST}")).await.json();
    let written: serde_json::Map<String, Value> = before["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| {
            let value = &field["values"][0];
            let option = value.pointer("/value/id");
            (field["external_id"].as_str().unwrap().to_owned(), option.unwrap_or(value).clone())
        })
        .collect();
    let answer = server.put(&format!("/item/{FIRST}"), json!({ "fields": written })).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let after = server.get(&format!("/item/{FIRST}")).await.json();
    assert_eq!((&after["fields"], &after["revision"]), (&before["fields"], &json!(1)));
}

#[tokio::test]
async fn one_that_is_changed_or_deleted_stays_so_until_a_reset() {
    let folder = tempfile::tempdir().unwrap();
    let start = async || {
        let config = PodioConfig { more_leads: 2, ..config() };
        Server::start_with(config, Some(folder.path())).await
    };
    let server = start().await;
    server.put(&format!("/item/{FIRST}"), json!({ "fields": { "title": "Ada Renamed" } })).await;
    server.delete(&format!("/item/{}", FIRST + 1)).await;
    let file = folder.path().join("sandbox-crm.json");
    let saved = || {
        std::fs::read_to_string(&file)
            .is_ok_and(|text| text.contains("\"deleted\":true") && text.contains("3212000002"))
    };
    for _ in 0..500 {
        if saved() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(saved(), "only what changed is written, and it is written");
    let server = start().await;
    let title = async || server.get(&format!("/item/{FIRST}")).await.json()["title"].clone();
    assert_eq!(title().await, "Ada Renamed");
    assert_eq!(server.get(&format!("/item/{}", FIRST + 1)).await.status, 410);
    assert_eq!(
        page(&server, 500, 0).await["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|lead| lead["item_id"] == FIRST)
            .count(),
        1
    );
    server.crm.reset();
    assert_eq!(title().await, "Owner 1");
}
