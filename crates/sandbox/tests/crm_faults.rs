//! The CRM's faults, its hourly limit, and what survives a restart.

mod crm_support;

use std::time::Duration;

use crm_support::{ACTIVITIES, Server};
use sandbox::crm::Limits;
use sandbox::faults::CrmFault;
use serde_json::json;

#[tokio::test]
async fn down_is_down_for_everybody() {
    let server = Server::start().await;
    server.fault(CrmFault::Down);
    let answer = server.get("/user/status").await;
    assert_eq!(answer.status, 503);
    assert!(answer.text.starts_with("<html>"), "no JSON, as from a proxy");
    server.fault(CrmFault::None);
    assert_eq!(server.get("/user/status").await.status, 200);
}

#[tokio::test]
async fn over_the_limit_says_how_long_to_wait() {
    let server = Server::start().await;
    server.fault(CrmFault::OverLimit);
    let answer = server.get("/user/status").await;
    let (status, error, description) = answer.refusal();
    assert_eq!((status, error.as_str()), (420, "rate_limit"));
    assert!(description.contains("hit the rate limit. Please wait 5 seconds"), "{description}");
    assert_eq!(answer.headers["x-rate-limit-remaining"], "0");
}

#[tokio::test]
async fn the_hourly_limit_counts_down_and_then_refuses() {
    let server = Server::start().await;
    server.crm.set_limits(Limits { general: 2, rate_limited: 1 });
    let first = server.get("/user/").await;
    assert_eq!(
        (&first.headers["x-rate-limit-limit"], &first.headers["x-rate-limit-remaining"]),
        (&"2".parse().unwrap(), &"1".parse().unwrap())
    );
    assert_eq!(server.get("/item/4").await.headers["x-rate-limit-remaining"], "0", "refusals count");
    assert_eq!(server.get("/user/").await.refusal().0, 420);
    server.crm.reset();
    assert_eq!(server.get("/user/").await.status, 200);
}

#[tokio::test]
async fn a_lost_reply_has_committed_its_item() {
    let server = Server::start().await;
    let fields = server.by_key(&json!({ "Title": "Call", "Disposition Code": 2 })).await;
    let body = json!({ "external_id": "call:1", "fields": fields });
    server.fault(CrmFault::LoseCreateReply);
    let path = format!("/item/app/{ACTIVITIES}/");
    let lost = server.post(&path, body.clone()).await;
    assert_eq!((lost.status, lost.text.as_str()), (504, ""));
    let refused = server.post(&path, json!({ "fields": { "title": "" } })).await;
    assert_eq!(refused.status, 400, "a refusal is not lost");
    let found = server.get(&format!("/item/app/{ACTIVITIES}/external_id/call:1")).await;
    assert_eq!(found.status, 200, "reads answer");
    assert_eq!(server.crm.snapshot()["activities"].as_array().unwrap().len(), 1);
    server.post("/task/", json!({ "text": "x" })).await;
    assert_eq!(server.crm.snapshot()["native_tasks"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn slow_answers_are_right() {
    let server = Server::start().await;
    server.fault(CrmFault::Slow);
    let impatient = tokio::time::timeout(Duration::from_millis(500), server.get("/user/")).await;
    assert!(impatient.is_err(), "it takes longer");
    assert_eq!(server.get("/user/").await.status, 200);
}

#[tokio::test]
async fn a_restart_finds_everything_again_until_a_reset() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::start_in(Some(dir.path())).await;
    let id = server.activity("call:1").await;
    server.post(&format!("/comment/item/{id}/"), json!({ "value": "seen" })).await;
    let before = server.crm.snapshot();

    // Without a farewell: the file must follow by itself.
    let file = dir.path().join("sandbox-crm.json");
    let saved =
        || std::fs::read_to_string(&file).is_ok_and(|text| text.contains("call:1") && text.contains("seen"));
    for _ in 0..500 {
        if saved() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(saved(), "written without anybody asking");
    let again = Server::start_in(Some(dir.path())).await;
    let after = again.crm.snapshot();
    assert_eq!(after["activities"][0]["simple"], before["activities"][0]["simple"]);
    assert_eq!(after["activities"][0]["item_id"], id);
    assert_eq!(after["activities"][0]["comments"][0]["value"], "seen");
    assert_ne!(again.activity("call:2").await, id, "ids go on");
    again.crm.reset();
    assert_eq!(again.crm.snapshot()["activities"], json!([]));
}

#[tokio::test]
async fn a_damaged_file_is_set_aside() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("sandbox-crm.json"), "{\"items\": 7").unwrap();
    let server = Server::start_in(Some(dir.path())).await;
    assert_eq!(server.crm.snapshot()["leads"][0]["title"], "Harold Whitaker");
    let aside = std::fs::read_to_string(dir.path().join("sandbox-crm.json.old")).unwrap();
    assert_eq!(aside, "{\"items\": 7");
}
