//! Hooks on the leads' app: what is asked of Podio, and how its list is read.

use podio::{Error, Hook, HookKind};
use serde_json::json;

use crate::fake::{Fake, Reply};

const URL: &str = "https://dialer.example.com/podio/hooks/key";

#[tokio::test]
async fn a_hook_is_made_verified_and_taken_away() {
    let fake = Fake::start(|seen| match (seen.method.as_str(), seen.path.as_str()) {
        ("POST", "/hook/app/30100100/") => Some(Reply::ok(json!({ "hook_id": 7 }))),
        ("POST", "/hook/7/verify/request" | "/hook/7/verify/validate") | ("DELETE", "/hook/7") => {
            Some(Reply::ok(json!({})))
        }
        _ => None,
    })
    .await;
    let podio = fake.podio();
    assert_eq!(podio.add_hook(HookKind::Created, &URL.parse().unwrap()).await.unwrap(), 7);
    podio.ask_to_verify(7).await.unwrap();
    podio.verify_hook(7, "c0de").await.unwrap();
    podio.remove_hook(7).await.unwrap();
    let made = &fake.sent("POST", "/hook/app/30100100/")[0];
    assert_eq!(made.body, json!({ "url": URL, "type": "item.create" }));
    assert_eq!(fake.sent("POST", "/hook/7/verify/validate")[0].body, json!({ "code": "c0de" }));
    assert_eq!(fake.sent("POST", "/hook/7/verify/request").len(), 1);
    assert_eq!(fake.sent("DELETE", "/hook/7").len(), 1);
}

#[tokio::test]
async fn a_hook_is_never_made_twice_by_itself() {
    let fake = Fake::start(|seen| {
        seen.path.starts_with("/hook/").then(|| Reply::ok(json!({ "hook_id": 7 })).lost())
    })
    .await;
    let error = fake.podio().add_hook(HookKind::Updated, &URL.parse().unwrap()).await.unwrap_err();
    assert!(error.outcome_unknown(), "{error:?}");
    assert_eq!(fake.sent("POST", "/hook/app/30100100/").len(), 1);
}

#[tokio::test]
async fn the_list_is_read_with_what_other_people_have_in_it() {
    let fake = Fake::start(|seen| {
        (seen.path == "/hook/app/30100100/").then(|| {
            Reply::ok(json!([
                { "hook_id": 7, "status": "active", "type": "item.create", "url": URL, "created_on": "2026-11-20 18:00:00" },
                { "hook_id": 8, "status": "inactive", "type": "item.delete", "url": URL },
                { "hook_id": 9, "type": "comment.create", "url": null },
            ]))
        })
    })
    .await;
    let hook = |id, kind, url: &str, is_active| Hook { id, kind, url: url.to_owned(), is_active };
    let expected = [
        hook(7, Some(HookKind::Created), URL, true),
        hook(8, Some(HookKind::Deleted), URL, false),
        hook(9, None, "", false),
    ];
    assert_eq!(fake.podio().hooks().await.unwrap(), expected);
}

#[tokio::test]
async fn a_code_that_is_not_the_one_is_refused() {
    let fake = Fake::start(|seen| {
        seen.path
            .starts_with("/hook/")
            .then(|| Reply::error(400, "invalid_value", "The code \"c0de\" is not valid"))
    })
    .await;
    let error = fake.podio().verify_hook(7, "c0de").await.unwrap_err();
    assert!(matches!(error, Error::Rejected { status: 400, .. }));
    assert!(!error.to_string().contains("c0de"));
}
