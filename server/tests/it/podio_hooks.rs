//! Podio's hooks, from the command that makes them to the link on a new lead.

use domain::ItemId;
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use store::OutboxState;

use crate::app::{SESSION_KEY, TestApp, eventually, maya};
use crate::dial_links::{podio, podio_with};

/// A lead that is known from the seeds.
const LEAD: ItemId = ItemId(3_211_772_481);

/// The path of the hooks, as the CRM has it.
fn path(app: &TestApp) -> String {
    app.dialer.settings().hook_url(31_400_101).path().to_owned()
}

async fn tell(app: &TestApp, path: &str, form: &[(&str, &str)]) -> Response {
    app.http.post(format!("{}{path}", app.origin)).form(form).send().await.unwrap()
}

/// Adds a lead in the CRM, as a person does there.
async fn add_lead(app: &TestApp, name: &str) -> ItemId {
    let lead = json!({ "name": name, "phone": "(813) 555-0170", "address": "1 Main St, Tampa, FL 33601" });
    let answer = app.http.post(format!("{}/sandbox/api/leads", app.origin)).json(&lead).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let made: Value = answer.json().await.unwrap();
    ItemId(made["item_id"].as_u64().unwrap())
}

async fn link_of(app: &TestApp, lead: ItemId) -> Option<String> {
    let held = app.sandbox_view("crm").await;
    let found = held["leads"].as_array().unwrap().iter().find(|found| found["item_id"] == lead.0)?.clone();
    found["simple"]["Call Link"].as_str().map(str::to_owned)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_lead_has_its_link_within_moments_and_each_hook_is_made_once() {
    let app = TestApp::start().await;
    let (done, said) = podio(&app, &["hook"]).await;
    assert!(done && said.contains("item.create: made.") && said.contains("tells this server"), "{said}");
    let (done, said) = podio(&app, &["hook"]).await;
    assert!(done && !said.contains("made."), "{said}");

    let lead = add_lead(&app, "Nadine Okafor").await;
    let link = eventually("a link", || link_of(&app, lead)).await;
    assert_eq!(link, app.dialer.lead_link(lead).as_str());
    eventually("nothing owed", async || app.dialer.owed().await.unwrap().is_empty().then_some(())).await;

    let (done, said) = podio(&app, &["hook", "--remove"]).await;
    assert!(done && said.contains("3 hooks"), "{said}");
    let other = add_lead(&app, "Owen Pratt").await;
    let (_, said) = podio(&app, &["links"]).await;
    assert!(said.contains(" links written, 1 were right already."), "{said}");
    assert_eq!(link_of(&app, other).await.unwrap(), app.dialer.lead_link(other).as_str(), "caught up");
}

/// The key is replaced in good order: the old one still counts while the hooks are exchanged, and is not needed after it.
#[tokio::test(flavor = "multi_thread")]
async fn hooks_of_an_older_key_go_once_their_successors_work() {
    const NEW_KEY: &str = "another key of the tests that is as long as it must be";
    let both = format!("{NEW_KEY},{SESSION_KEY}");
    let limits = ("SANDBOX_LIMITS", "off".to_owned());
    let app = TestApp::start_with(vec![limits, ("SESSION_KEY", both.clone())]).await;
    let (done, said) = podio_with(&app, SESSION_KEY, &["hook"]).await;
    assert!(done && said.matches(": made.").count() == 3, "{said}");

    // Successors that do not work, for the server does not know their key: what works stays.
    let unknown = format!("a key that the server was never told of,{SESSION_KEY}");
    let (done, said) = podio_with(&app, &unknown, &["hook"]).await;
    assert!(!done && said.contains("not active yet") && !said.contains("taken away"), "{said}");

    let (done, said) = podio_with(&app, &both, &["hook"]).await;
    assert!(done && said.contains("6 hooks of other keys taken away"), "{said}");
    let (done, said) = podio_with(&app, NEW_KEY, &["hook"]).await;
    assert!(done && !said.contains("made") && !said.contains("taken away"), "{said}");

    let lead = add_lead(&app, "Nadine Okafor").await;
    let link = eventually("a link", || link_of(&app, lead)).await;
    assert_eq!(link, app.dialer.lead_link(lead).as_str());
    let (_, said) = podio_with(&app, NEW_KEY, &["hook", "--remove"]).await;
    assert!(said.contains("3 hooks of this server"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_podio_does_not_take_now_is_owed_until_it_does() {
    let app = TestApp::start().await;
    app.sandbox("faults", &json!({ "crm": "over_limit" })).await;
    let told = tell(&app, &path(&app), &[("type", "item.create"), ("item_id", &LEAD.to_string())]).await;
    assert_eq!(told.status(), StatusCode::NO_CONTENT);
    let row = eventually("a first attempt", async || {
        let row = app.dialer.owed().await.unwrap().into_iter().next()?;
        (row.last_error.is_some() && row.state == OutboxState::Waiting).then_some(row)
    })
    .await;
    assert_eq!(row.entry.kind, "lead_link");
    let again = tell(&app, &path(&app), &[("type", "item.create"), ("item_id", &LEAD.to_string())]).await;
    assert_eq!(again.status(), StatusCode::NO_CONTENT);
    assert_eq!(app.dialer.owed().await.unwrap().len(), 1, "told twice, owed once");
    app.sandbox("faults", &json!({})).await;
    let link = eventually("a link", || link_of(&app, LEAD)).await;
    assert_eq!(link, app.dialer.lead_link(LEAD).as_str());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_know_the_address_tells_nothing() {
    let app = TestApp::start().await;
    let good = path(&app);
    let (folder, key) = good.rsplit_once('/').unwrap();
    let form = [("type", "item.create"), ("item_id", "3211772481")];
    let swapped = if key.starts_with('A') { 'B' } else { 'A' };
    for wrong in ["x", "AAAA", &key[1..], &format!("{swapped}{}", &key[1..]), "..%2f..%2fdial"] {
        let answer = tell(&app, &format!("{folder}/{wrong}"), &form).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{wrong}");
    }
    let get = app.get(&good).await;
    assert_eq!(get.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert!(app.dialer.owed().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_long_or_none_of_podios_is_refused() {
    let app = TestApp::start().await;
    let path = path(&app);
    let long = "x".repeat(200_000);
    let answer = tell(&app, &path, &[("type", "item.create"), ("item_id", "7"), ("rest", &long)]).await;
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    for form in [&[("item_id", "7")][..], &[("type", "item.create"), ("item_id", "../7")]] {
        assert_eq!(tell(&app, &path, form).await.status(), StatusCode::BAD_REQUEST);
    }
    assert_eq!(tell(&app, &path, &[("type", "comment.create")]).await.status(), StatusCode::NO_CONTENT);
    // An item of another app, as a forger would name it: it is asked for, and gets nothing.
    let told = tell(&app, &path, &[("type", "item.create"), ("item_id", "4")]).await;
    assert_eq!(told.status(), StatusCode::NO_CONTENT);
    eventually("nothing owed", async || app.dialer.owed().await.unwrap().is_empty().then_some(())).await;
    let code = tell(&app, &path, &[("type", "hook.verify"), ("hook_id", "1"), ("code", "guessed")]).await;
    assert_eq!(code.status(), StatusCode::SERVICE_UNAVAILABLE, "Podio knows no such hook");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lead_that_was_changed_is_read_anew() {
    let app = TestApp::start().await;
    let name = async || {
        let opened = app.dialer.open(&maya(), &dialer::LeadRef::Item(LEAD)).await.unwrap();
        opened.lead.name().to_owned()
    };
    assert_eq!(name().await, "Marisol Quintero");
    rename(&app, LEAD, "Marisol Q. Quintero").await;
    assert_eq!(name().await, "Marisol Quintero", "read lately");
    let told = tell(&app, &path(&app), &[("type", "item.update"), ("item_id", &LEAD.to_string())]).await;
    assert_eq!(told.status(), StatusCode::NO_CONTENT);
    assert_eq!(name().await, "Marisol Q. Quintero");
}

/// Renames a lead in the CRM, by the API that other programs use.
async fn rename(app: &TestApp, lead: ItemId, name: &str) {
    let grant = json!({
        "grant_type": "password", "client_id": "twoleg-sandbox", "client_secret": "sandbox-client-secret",
        "username": "maya@sandbox.example", "password": "sandbox-password",
    });
    let podio = format!("{}/sandbox/podio", app.origin);
    let answer = app.http.post(format!("{podio}/oauth/token/v2")).json(&grant).send().await.unwrap();
    let token: Value = answer.json().await.unwrap();
    let authorization = format!("OAuth2 {}", token["access_token"].as_str().unwrap());
    let put = app.http.put(format!("{podio}/item/{lead}?hook=false")).header("authorization", authorization);
    let answer = put.json(&json!({ "fields": { "title": name } })).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
}
