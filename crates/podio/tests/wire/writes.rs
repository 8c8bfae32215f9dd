//! Call Activities and tasks on the wire.

use std::sync::atomic::{AtomicUsize, Ordering};

use domain::{FollowUpKind, ItemId};
use podio::{ActivityFields, Config, Error, Podio, TaskFields};
use serde_json::{Value, json};

use crate::fake::{Fake, Reply};
use crate::fixtures::{ACTIVITY_APP, CALL, LEAD_ITEM, NEW_ITEM, activity, app, task};

const CREATE: &str = "/item/app/30100200/";
const CREATE_TASK: &str = "/item/app/30100300/";

fn lookup(app: u64, prefix: &str) -> String {
    format!("/item/app/{app}/external_id/{prefix}:{CALL}")
}

#[tokio::test]
async fn the_ten_fields_are_written_in_podios_shapes() {
    let fake = Fake::plain().await;
    let item = fake.podio().save_activity(&activity(), None, false).await.unwrap();
    assert_eq!(item.id, ItemId(NEW_ITEM));
    assert_eq!(
        fake.sent("POST", CREATE)[0].body,
        json!({ "external_id": format!("call:{CALL}"), "fields": {
            "501": "Call with Harold Whitaker",
            "502": [LEAD_ITEM],
            "503": { "start_utc": "2026-11-20 18:04:05" },
            "504": 135,
            "505": "https://dialer.example.com/play_recording/RE1?sig=x",
            "506": [2],
            "507": "Left no message.",
            "508": [21],
            "509": { "start_date": "2026-11-24" },
            "510": { "value": "250000.00", "currency": "USD" },
        } })
    );
}

#[tokio::test]
async fn a_known_activity_is_updated_and_needs_no_lookup() {
    let fake = Fake::plain().await;
    let item = fake.podio().save_activity(&activity(), Some(ItemId(77)), true).await.unwrap();
    assert_eq!(item.id, ItemId(77));
    let update = &fake.sent("PUT", "/item/77")[0];
    assert_eq!(update.body["fields"]["506"], json!([2]));
    assert!(update.body.get("external_id").is_none());
    assert!(
        fake.sent("POST", CREATE).is_empty() && fake.sent("GET", &lookup(ACTIVITY_APP, "call")).is_empty()
    );
}

#[tokio::test]
async fn after_a_lost_answer_the_activity_is_found_and_not_made_twice() {
    let made = AtomicUsize::new(0);
    let fake = Fake::start(move |seen| match (seen.method.as_str(), seen.path.as_str()) {
        ("POST", CREATE) => {
            made.fetch_add(1, Ordering::Relaxed);
            Some(Reply::ok(json!({})).lost())
        }
        ("GET", path) if path == lookup(ACTIVITY_APP, "call") && made.load(Ordering::Relaxed) > 0 => {
            Some(Reply::ok(json!({ "item_id": 4711, "link": "https://podio.com/acme/a/items/9" })))
        }
        _ => None,
    })
    .await;
    let podio = fake.podio();
    let error = podio.save_activity(&activity(), None, false).await.unwrap_err();
    assert!(error.outcome_unknown());
    let item = podio.save_activity(&activity(), None, true).await.unwrap();
    assert_eq!(item.url.as_deref(), Some("https://podio.com/acme/a/items/9"));
    assert_eq!(fake.sent("POST", CREATE).len(), 1);
    assert_eq!(fake.sent("PUT", "/item/4711").len(), 1, "what was missing is filled in");
}

#[tokio::test]
async fn after_a_lost_request_the_activity_is_made() {
    let fake = Fake::plain().await;
    fake.podio().save_activity(&activity(), None, true).await.unwrap();
    assert_eq!(fake.sent("GET", &lookup(ACTIVITY_APP, "call")).len(), 1);
    assert_eq!(fake.sent("POST", CREATE).len(), 1);
}

#[tokio::test]
async fn a_lookup_that_fails_makes_nothing() {
    let fake =
        Fake::start(|seen| seen.path.contains("external_id").then(|| Reply::error(503, "down", ""))).await;
    let error = fake.podio().save_activity(&activity(), None, true).await.unwrap_err();
    assert!(matches!(error, Error::Unavailable { .. }));
    assert!(fake.sent("POST", CREATE).is_empty());
}

/// The Call Activity app with another field for something.
fn with_field(position: usize, field: Value) -> Value {
    let mut app = app(ACTIVITY_APP).unwrap();
    app["fields"][position] = field;
    app
}

#[tokio::test]
async fn a_link_field_gets_the_recording_as_an_embed() {
    let fake = Fake::start(|seen| match seen.path.as_str() {
        "/app/30100200" => {
            Some(Reply::ok(with_field(4, crate::fixtures::field(705, "embed", "Recording URL", Value::Null))))
        }
        "/embed/" => Some(Reply::ok(json!({ "embed_id": 88, "type": "unresolved" }))),
        "/item/app/30100200/" => Some(Reply::ok(json!({ "item_id": 1 }))),
        _ => None,
    })
    .await;
    fake.podio().save_activity(&activity(), None, false).await.unwrap();
    let embed = &fake.sent("POST", "/embed/")[0].body;
    assert_eq!(embed["url"], "https://dialer.example.com/play_recording/RE1?sig=x");
    assert_eq!(fake.sent("POST", CREATE)[0].body["fields"]["705"], json!([{ "embed": 88 }]));
}

#[tokio::test]
async fn a_changed_app_is_read_again_when_podio_finds_no_field() {
    let reads = AtomicUsize::new(0);
    let fake = Fake::start(move |seen| {
        (seen.path == "/app/30100200").then(|| {
            let old = crate::fixtures::field(9999, "text", "Title", json!({}));
            let first = reads.fetch_add(1, Ordering::Relaxed) == 0;
            Reply::ok(if first { with_field(0, old) } else { app(ACTIVITY_APP).unwrap() })
        })
    })
    .await;
    let podio = fake.podio();
    // Fills the cache with the app as it was.
    let error = podio.save_activity(&activity(), None, false).await.unwrap_err();
    assert!(
        matches!(&error, Error::Rejected { status: 400, error, .. } if error == "invalid_value"),
        "{error:?}"
    );
    podio.save_activity(&activity(), None, false).await.unwrap();
    assert_eq!(fake.sent("GET", "/app/30100200").len(), 2);
    assert!(fake.sent("POST", CREATE).last().unwrap().body["fields"].get("501").is_some());
}

#[tokio::test]
async fn a_new_option_is_found_without_a_restart() {
    let reads = AtomicUsize::new(0);
    let fake = Fake::start(move |seen| {
        (seen.path == "/app/30100200").then(|| {
            let mut app = app(ACTIVITY_APP).unwrap();
            if reads.fetch_add(1, Ordering::Relaxed) == 0 {
                app["fields"][5]["config"]["settings"]["options"][1]["status"] = "deleted".into();
            }
            Reply::ok(app)
        })
    })
    .await;
    let podio = fake.podio();
    let error = podio.save_activity(&activity(), None, false).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "The field “Disposition Code” of the app “Call Activity” has no active option “Voicemail”."
    );
    assert!(!error.outcome_unknown());
    podio.save_activity(&activity(), None, false).await.unwrap();
}

#[tokio::test]
async fn a_follow_up_becomes_an_item_of_the_tasks_app() {
    let fake = Fake::plain().await;
    let item = fake.podio().create_task(&task(), false).await.unwrap();
    assert_eq!(item.id, ItemId(NEW_ITEM));
    assert_eq!(
        fake.sent("POST", CREATE_TASK)[0].body,
        json!({ "external_id": format!("task:{CALL}"), "fields": {
            "601": "Call Harold Whitaker again", "602": [31], "603": { "start_date": "2026-11-22" },
            "604": [LEAD_ITEM], "605": [41],
        } })
    );
    let appointment = TaskFields { kind: FollowUpKind::Appointment, ..task() };
    fake.podio().create_task(&appointment, false).await.unwrap();
    assert_eq!(fake.sent("POST", CREATE_TASK)[1].body["fields"]["602"], json!([32]));
}

#[tokio::test]
async fn a_task_that_is_there_already_is_not_made_again() {
    let fake = Fake::start(|seen| {
        (seen.path == lookup(30_100_300, "task")).then(|| Reply::ok(json!({ "item_id": 5 })))
    })
    .await;
    assert_eq!(fake.podio().create_task(&task(), true).await.unwrap().id, ItemId(5));
    assert!(fake.sent("POST", CREATE_TASK).is_empty());
}

fn on_lead() -> String {
    format!("/task/item/{LEAD_ITEM}/")
}

#[tokio::test]
async fn without_a_tasks_app_the_follow_up_is_podios_own_task_on_the_lead() {
    for reply in [json!({ "task_id": 15_126 }), json!([{ "task_id": 15_126 }, { "task_id": 15_127 }])] {
        let fake = Fake::start(move |seen| match (seen.method.as_str(), seen.path.as_str()) {
            ("POST", path) if path == on_lead() => Some(Reply::ok(reply.clone())),
            ("GET", "/task/") => Some(Reply::ok(json!([{ "task_id": 1, "external_id": "another" }]))),
            _ => None,
        })
        .await;
        let podio = Podio::new(Config { task_app: None, ..fake.config() }).unwrap();
        assert_eq!(podio.create_task(&task(), true).await.unwrap().id, ItemId(15_126));
        assert_eq!(
            fake.sent("POST", &on_lead())[0].body,
            json!({ "text": "Call Harold Whitaker again", "due_date": "2026-11-22", "private": false, "external_id": format!("task:{CALL}") })
        );
        assert_eq!(fake.sent("GET", "/task/")[0].query, format!("reference=item%3A{LEAD_ITEM}"));
    }
}

#[tokio::test]
async fn podios_own_task_is_found_again_after_a_lost_answer() {
    let fake = Fake::start(|seen| {
        let found =
            json!([{ "task_id": 9, "external_id": format!("task:{CALL}"), "link": "https://podio.com/t/9" }]);
        (seen.method == "GET" && seen.path == "/task/").then(|| Reply::ok(found))
    })
    .await;
    let podio = Podio::new(Config { task_app: None, ..fake.config() }).unwrap();
    assert_eq!(podio.create_task(&task(), true).await.unwrap().id, ItemId(9));
    assert!(fake.sent("POST", &on_lead()).is_empty());
}

#[tokio::test]
async fn a_token_that_may_not_list_tasks_makes_one() {
    let fake = Fake::start(|seen| match seen.method.as_str() {
        "POST" if seen.path == on_lead() => Some(Reply::ok(json!({ "task_id": 3 }))),
        "GET" => Some(Reply::error(403, "forbidden", "")),
        _ => None,
    })
    .await;
    let podio = Podio::new(Config { task_app: None, ..fake.config() }).unwrap();
    assert_eq!(podio.create_task(&task(), true).await.unwrap().id, ItemId(3));
}

#[tokio::test]
async fn the_page_of_an_activity_is_read_when_it_is_wanted() {
    let fake = Fake::start(|seen| {
        let item =
            json!({ "item_id": 4711, "link": "https://podio.com/acme/sales/apps/call-activity/items/9" });
        (seen.path == "/item/4711/basic").then(|| Reply::ok(item))
    })
    .await;
    let url = fake.podio().activity_url(ItemId(4711)).await.unwrap();
    assert_eq!(url.as_deref(), Some("https://podio.com/acme/sales/apps/call-activity/items/9"));
}

#[tokio::test]
async fn an_unreadable_success_leaves_the_outcome_open() {
    let fake = Fake::start(|seen| (seen.path == CREATE).then(|| Reply::ok(json!({ "id": 1 })))).await;
    let error = fake.podio().save_activity(&activity(), None, false).await.unwrap_err();
    assert!(matches!(error, Error::Unreadable(_)) && error.outcome_unknown(), "{error:?}");
}

#[tokio::test]
async fn what_the_agent_wrote_stays_out_of_errors() {
    let fake = Fake::start(|seen| {
        let refused = "Invalid value \"call 813-555-0142\" (string): too long";
        (seen.path == CREATE).then(|| Reply::error(400, "invalid_value", refused))
    })
    .await;
    let notes = ActivityFields { notes: "call 813-555-0142".into(), ..activity() };
    let error = fake.podio().save_activity(&notes, None, false).await.unwrap_err();
    assert_eq!(error.to_string(), "Podio refused with 400 invalid_value: Invalid value … (string): too long");
    assert!(!format!("{error:?}").contains("0142"));
}
