//! Finding items: by number, link, reference, filter and search; and what hangs on them.

mod crm_support;

use crm_support::{ACTIVITIES, LEADS, Server, TASKS};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn a_lead_is_found_by_its_number_and_its_link() {
    let server = Server::start().await;
    let harold = server.get(&format!("/item/{}", server.harold())).await.json();
    let number = harold["app_item_id"].as_u64().unwrap();
    let link = harold["link"].as_str().unwrap();
    assert!(link.ends_with(&format!("/items/{number}")), "{link}");
    assert!(harold["app_item_id_formatted"].as_str().unwrap().starts_with("L-"));

    let by_number = server.get(&format!("/app/{LEADS}/item/{number}")).await.json();
    assert_eq!(by_number["item_id"], harold["item_id"]);
    let encoded: String = url::form_urlencoded::byte_serialize(link.as_bytes()).collect();
    let resolved = server.get(&format!("/reference/resolve?url={encoded}")).await.json();
    assert_eq!((&resolved["type"], &resolved["id"]), (&json!("item"), &harold["item_id"]));
    let elsewhere = server.get("/reference/resolve?url=https%3A%2F%2Fpodio.com%2Fx%2Fitems%2F1").await;
    assert_eq!(elsewhere.refusal().0, 404);
    let basic = server.get(&format!("/item/{}/basic", harold["item_id"])).await.json();
    assert_eq!(basic["fields"], harold["fields"]);
    assert_eq!(basic.get("comments"), None);
}

#[tokio::test]
async fn leads_are_filtered_sorted_and_paged() {
    let server = Server::start().await;
    let path = format!("/item/app/{LEADS}/filter/");
    let first = server.post(&path, json!({ "limit": 3 })).await.json();
    assert_eq!(first["items"].as_array().unwrap().len(), 3);
    assert_eq!(first["items"][0]["title"], "Harold Whitaker", "newest first");
    assert_eq!(first["items"][0].get("tags"), None, "a filter leaves tags out");
    let next = server.post(&path, json!({ "limit": 3, "offset": 3 })).await.json();
    assert_ne!(next["items"][0]["item_id"], first["items"][0]["item_id"]);
    assert_eq!(next["total"], first["total"]);

    let app = server.get(&format!("/app/{LEADS}")).await.json();
    let field = |label: &str| {
        let fields = app["fields"].as_array().unwrap();
        fields.iter().find(|field| field["label"] == label).unwrap().clone()
    };
    let kinds = field("Lead Type");
    let options = kinds["config"]["settings"]["options"].as_array().unwrap();
    let probate = &options.iter().find(|option| option["text"] == "Probate").unwrap()["id"];
    let by_kind = json!({ "filters": { kinds["external_id"].as_str().unwrap(): [probate] }, "limit": 100 });
    let probates = server.post(&path, by_kind).await.json();
    let titles: Vec<_> =
        probates["items"].as_array().unwrap().iter().map(|item| item["title"].clone()).collect();
    assert!(titles.contains(&json!("Harold Whitaker")) && titles.len() < 10, "{titles:?}");

    let value = field("Estimated Value")["field_id"].to_string();
    let dear = json!({ "filters": { &value: { "from": 600_000 } }, "sort_by": value, "sort_desc": false });
    let dear = server.post(&path, dear).await.json();
    assert_eq!(dear["filtered"], dear["items"].as_array().unwrap().len());
    assert!(dear["filtered"].as_u64().unwrap() >= 2);

    for wrong in [
        json!({ "filters": { "nothing": [1] } }),
        json!({ "filters": { kinds["external_id"].as_str().unwrap(): ["Probate"] } }),
        json!({ "limit": "ten" }),
        json!({ "limit": 501 }),
        json!({ "sort_by": "shoe_size" }),
        json!([]),
    ] {
        assert_eq!(server.post(&path, wrong.clone()).await.refusal().0, 400, "{wrong}");
    }
}

#[tokio::test]
async fn search_goes_by_words() {
    let server = Server::start().await;
    let path = format!("/search/app/{LEADS}/");
    let hits = server.post(&path, json!({ "query": "harold bayshore", "ref_type": "item" })).await.json();
    assert_eq!((hits.as_array().unwrap().len(), &hits[0]["title"]), (1, &json!("Harold Whitaker")));
    assert_eq!(hits[0].get("fields"), None);
    let spelled = server.post(&path, json!({ "query": "(813) 555-0142" })).await.json();
    assert_eq!(spelled.as_array().unwrap().len(), 1);
    let run_together = server.post(&path, json!({ "query": "8135550142" })).await.json();
    assert_eq!(run_together, json!([]), "as in Podio, these are other words");
    let many = server.post(&path, json!({ "query": "555" })).await.json();
    assert_eq!(many.as_array().unwrap().len(), 20);
    assert_eq!(server.post(&path, json!({ "query": "" })).await.refusal().0, 400);
}

#[tokio::test]
async fn a_lead_knows_what_refers_to_it() {
    let server = Server::start().await;
    let lead = server.harold();
    let (relation, call) =
        (server.field("Relationship to Master Lead").await, server.activity("call:1").await);
    let key = relation["external_id"].as_str().unwrap();
    server.put(&format!("/item/{call}"), json!({ "fields": { key: [lead] } })).await;
    let groups = server.get(&format!("/item/{lead}/reference/")).await.json();
    assert_eq!(groups[0]["app"]["app_id"], ACTIVITIES);
    assert_eq!(groups[0]["field"]["field_id"], relation["field_id"]);
    assert_eq!(groups[0]["items"][0]["item_id"], call);
}

#[tokio::test]
async fn native_tasks_comments_and_links() {
    let server = Server::start().await;
    let lead = server.harold();
    let task = json!({
        "text": "Call Harold again", "due_date": "2026-11-22", "ref_type": "item", "ref_id": lead,
        "external_id": "task:1",
    });
    let made = server.post("/task/", task).await.json();
    assert_eq!((&made["ref"]["id"], &made["due_date"]), (&json!(lead), &json!("2026-11-22")));
    let of_lead = server.get(&format!("/task/item/{lead}/")).await.json();
    assert_eq!(of_lead[0]["task_id"], made["task_id"]);
    let listed = server.get(&format!("/task/?reference=item:{lead}")).await.json();
    assert_eq!(listed[0]["external_id"], "task:1");
    assert_eq!(server.get("/task/?reference=item:4").await.json(), json!([]));
    assert_eq!(server.get("/task/?reference=4").await.refusal().0, 400);
    assert_eq!(server.post(&format!("/task/{}/complete", made["task_id"]), json!({})).await.status, 204);
    let read = server.get(&format!("/task/{}", made["task_id"])).await.json();
    assert_eq!(read["status"], "completed");
    for wrong in [
        json!({ "text": "" }),
        json!({ "text": "x", "due_date": "2026-11-22T00:00:00Z" }),
        json!({ "text": "x", "ref_type": "item", "ref_id": lead.to_string() }),
        json!({ "text": "x", "due_time": "09:00:00" }),
        json!({ "text": "x", "colour": "red" }),
    ] {
        assert_eq!(server.post("/task/", wrong.clone()).await.refusal().0, 400, "{wrong}");
    }
    let unknown = server.post("/task/", json!({ "text": "x", "ref_type": "item", "ref_id": 4 })).await;
    assert_eq!(unknown.refusal().0, 404);

    let path = format!("/comment/item/{lead}/");
    assert_eq!(server.post(&path, json!({ "value": "Left a card" })).await.json()["value"], "Left a card");
    assert_eq!(server.get(&path).await.json()[0]["value"], "Left a card");
    assert_eq!(server.post(&path, json!({ "value": "" })).await.refusal().0, 400);

    let embed = server.post("/embed/", json!({ "url": "https://example.com/home/1" })).await.json();
    let value = json!([{ "embed": embed["embed_id"] }]);
    assert_eq!(server.put(&format!("/item/{lead}/value/listing-page"), value).await.status, 200);
    let read = server.get(&format!("/item/{lead}/value/listing-page")).await.json();
    assert_eq!(read[0]["embed"]["original_url"], "https://example.com/home/1");
    assert_eq!(server.post("/embed/", json!({ "url": "javascript:alert(1)" })).await.refusal().0, 400);
}

#[tokio::test]
async fn an_apps_task_needs_an_item_of_that_app() {
    let server = Server::start().await;
    let token = server.app_token((LEADS, "lead-app-token")).await;
    let post = async |body| server.with_token(&token, Method::POST, "/task/", Some(body)).await.status;
    assert_eq!(post(json!({ "text": "x" })).await, 403);
    assert_eq!(post(json!({ "text": "x", "ref_type": "item", "ref_id": server.harold() })).await, 200);
    let list = server.with_token(&token, Method::GET, "/task/", None).await;
    assert_eq!(list.status, 403);
    let token = server.app_token((TASKS, "task-app-token")).await;
    let body = json!({ "text": "x", "ref_type": "item", "ref_id": server.harold() });
    assert_eq!(server.with_token(&token, Method::POST, "/task/", Some(body)).await.status, 403);
}
