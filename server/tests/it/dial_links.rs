//! `/dial`: a signed link may call, and nothing else that opens the page does. And the command that writes the links.

use std::process::Output;

use dialer::LeadRef;
use domain::ItemId;
use domain::call::ClickOrigin;
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

use crate::app::{SESSION_KEY, TestApp, maya};

/// What a browser says of a link that a person followed.
const CLICK: [(&str, &str); 3] =
    [("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document"), ("sec-fetch-user", "?1")];

/// A click that came with a page.
#[derive(Debug, PartialEq, Eq)]
struct Linked {
    slot: String,
    token: String,
}

impl Linked {
    /// From the page's own data, which stands in a script as JSON within JSON.
    fn in_page(html: &str) -> Option<Self> {
        let html = html.replace("\\\"", "\"");
        let (_, click) = html.split_once("\"click\":{\"slot\":\"")?;
        let (slot, rest) = click.split_once("\",\"token\":\"")?;
        let (token, _) = rest.split_once('"')?;
        Some(Self { slot: slot.to_owned(), token: token.to_owned() })
    }
}

/// The path of a lead's own link.
fn link(app: &TestApp, lead: ItemId) -> String {
    let link = app.dialer.lead_link(lead);
    format!("{}?{}", link.path(), link.query().unwrap())
}

async fn open(app: &TestApp, path: &str, headers: &[(&str, &str)]) -> Response {
    let request = app.http.get(format!("{}{path}", app.origin));
    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)).send().await.unwrap()
}

async fn click_of(app: &TestApp, path: &str, headers: &[(&str, &str)]) -> Option<Linked> {
    let page = open(app, path, headers).await;
    assert_eq!(page.status(), StatusCode::OK, "{path}");
    let html = page.text().await.unwrap();
    assert!(html.contains("<main") && html.contains("Call"), "no page: {path}");
    Linked::in_page(&html)
}

/// A lead whose first phone may be called with nothing to read first, the `nth` of those that fit.
async fn callable(app: &TestApp, digit: char, nth: usize) -> ItemId {
    let mut found = 0;
    for row in app.dialer.leads(&maya().agent).await.unwrap() {
        let workspace = app.dialer.open(&maya(), &LeadRef::Item(row.id)).await.unwrap();
        let (Some(phone), Some(status)) = (workspace.lead.phones.first(), workspace.phones.first()) else {
            continue;
        };
        let fits = phone.number.as_ref().is_ok_and(|number| number.as_str().ends_with(digit));
        if fits && status.may_call && status.gates.is_empty() {
            if found == nth {
                return row.id;
            }
            found += 1;
        }
    }
    panic!("no lead's first phone ends in {digit} and may be called");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_persons_click_on_a_signed_link_may_become_one_call() {
    let app = TestApp::start().await;
    let mut browser = app.browser().await;
    let lead = callable(&app, '0', 0).await;
    let page = open(&app, &link(&app, lead), &CLICK).await;
    assert_eq!(page.headers()["cache-control"], "no-store");
    let html = page.text().await.unwrap();
    let click = Linked::in_page(&html).expect("a click in the page");
    assert_eq!(app.sandbox_view("calls").await, json!([]), "a GET never dials");

    let answer = app.dial_with(lead, &click.slot, &click.token, &[]).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let call: Value = answer.json().await.unwrap();
    let call = call["id"].as_str().unwrap().parse().unwrap();
    let record = app.record(&call).await;
    assert_eq!(record.facts.click.as_ref().unwrap().origin, ClickOrigin::Link);
    browser.pick_up().await;
    let rows = app
        .dialer
        .store()
        .audit(&store::AuditQuery { call: Some(call), ..Default::default() })
        .await
        .unwrap();
    let clicked = rows.iter().find(|row| row.entry.kind == "call.clicked").unwrap();
    assert_eq!(clicked.entry.payload["origin"], "link");

    let again = app.dial_with(lead, &click.slot, &click.token, &[]).await;
    assert_eq!(again.status(), StatusCode::FORBIDDEN, "a token is good once");
    assert_eq!(click_of(&app, &link(&app, lead), &CLICK).await, None, "the agent is in a call");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_from_the_button_says_so() {
    let app = TestApp::start().await;
    let _browser = app.browser().await;
    let call = app.click('0').await;
    let origin = app.record(&call).await.facts.click.unwrap().origin;
    assert_eq!(origin, ClickOrigin::Button);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_person_did_opens_the_workspace_and_nothing_more() {
    let app = TestApp::start().await;
    let lead = callable(&app, '0', 0).await;
    let link = link(&app, lead);
    assert!(click_of(&app, &link, &CLICK).await.is_some(), "with everything there it is a click");
    for (missing, _) in CLICK {
        let headers: Vec<_> = CLICK.into_iter().filter(|(name, _)| *name != missing).collect();
        assert_eq!(click_of(&app, &link, &headers).await, None, "without {missing}");
    }
    for said in [
        ("sec-fetch-mode", "cors"),
        ("sec-fetch-mode", "no-cors"),
        ("sec-fetch-dest", "iframe"),
        ("sec-fetch-dest", "empty"),
        ("sec-fetch-user", "?0"),
    ] {
        let headers = CLICK.map(|header| if header.0 == said.0 { said } else { header });
        assert_eq!(click_of(&app, &link, &headers).await, None, "{said:?}");
    }
    for ahead in [
        ("sec-purpose", "prefetch"),
        ("sec-purpose", "prefetch;prerender"),
        ("purpose", "prefetch"),
        ("x-moz", "prefetch"),
    ] {
        let headers: Vec<_> = CLICK.into_iter().chain([ahead]).collect();
        assert_eq!(click_of(&app, &link, &headers).await, None, "{ahead:?}");
    }
    assert_eq!(app.sandbox_view("calls").await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_we_did_not_sign_for_this_lead_is_no_click() {
    let app = TestApp::start().await;
    let (lead, other) = (callable(&app, '0', 0).await, callable(&app, '0', 1).await);
    let mine = link(&app, lead);
    let (_, key) = mine.split_once("&key=").unwrap();
    let swapped = if key.starts_with('A') { 'B' } else { 'A' };
    for (what, path) in [
        ("no key", format!("/dial?item_id={lead}")),
        ("an empty key", format!("/dial?item_id={lead}&key=")),
        ("a forged key", format!("/dial?item_id={lead}&key={swapped}{}", &key[1..])),
        ("half a key", format!("/dial?item_id={lead}&key={}", &key[..20])),
        ("another lead's key", format!("/dial?item_id={other}&key={key}")),
        ("another page", format!("/workspace?item_id={lead}&key={key}")),
    ] {
        assert_eq!(click_of(&app, &path, &CLICK).await, None, "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_gets_no_click_whatever_it_says() {
    let app = TestApp::start().await;
    let lead = callable(&app, '0', 0).await;
    let mine = link(&app, lead);
    let (_, key) = mine.split_once("&key=").unwrap();
    let body = json!({ "query": { "item_id": lead.to_string(), "key": key } });
    let request =
        app.http.post(format!("{}/api/open_lead", app.origin)).header("origin", &app.origin).json(&body);
    let answer =
        CLICK.iter().fold(request, |request, (name, value)| request.header(*name, *value)).send().await;
    let view: Value = answer.unwrap().json().await.unwrap();
    assert_eq!(view["lead"]["id"], lead.to_string());
    assert_eq!(view["click"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_keeps_the_button_from_calling_at_once_keeps_the_link_from_it() {
    let app = TestApp::start().await;
    // Somebody lives there: that has to be read first.
    let occupied = ItemId(3_211_711_381);
    let gated = app.dialer.open(&maya(), &LeadRef::Item(occupied)).await.unwrap();
    assert!(!gated.phones[0].gates.is_empty(), "the seed has changed");
    assert_eq!(click_of(&app, &link(&app, occupied), &CLICK).await, None, "a gate");

    let (first, second) = (callable(&app, '8', 0).await, callable(&app, '0', 0).await);
    assert!(click_of(&app, &link(&app, second), &CLICK).await.is_some());
    let click = click_of(&app, &link(&app, first), &CLICK).await.unwrap();
    let mut browser = app.browser().await;
    let call: Value = app.dial_with(first, &click.slot, &click.token, &[]).await.json().await.unwrap();
    browser.pick_up().await;
    assert_eq!(click_of(&app, &link(&app, second), &CLICK).await, None, "a call is open");
    let call = call["id"].as_str().unwrap().parse().unwrap();
    app.until(&call, "over", domain::CallRecord::owes_disposition).await;
    assert_eq!(click_of(&app, &link(&app, second), &CLICK).await, None, "a disposition is owed");

    let night = TestApp::start().await;
    let lead = callable(&night, '0', 0).await;
    night.sandbox("clock", &json!({ "at": "2026-11-21T08:00:00Z" })).await;
    assert_eq!(click_of(&night, &link(&night, lead), &CLICK).await, None, "outside calling hours");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_about_to_stop_gives_no_click() {
    let app = TestApp::start().await;
    let lead = callable(&app, '0', 0).await;
    app.dialer.close();
    assert_eq!(click_of(&app, &link(&app, lead), &CLICK).await, None);
}

/// `twoleg podio …` on the server's own machine.
pub(crate) async fn podio(app: &TestApp, words: &[&str]) -> (bool, String) {
    podio_with(app, SESSION_KEY, words).await
}

/// With other keys than the usual one.
pub(crate) async fn podio_with(app: &TestApp, keys: &str, words: &[&str]) -> (bool, String) {
    let mut command = app.command(&["podio"]);
    command.args(words).envs(app.environment()).env("SESSION_KEY", keys);
    let done: Output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    let text = [done.stdout, done.stderr].concat();
    (done.status.success(), String::from_utf8_lossy(&text).into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_lead_gets_its_link_and_a_second_run_leaves_it() {
    let app = TestApp::start().await;
    let leads = app.dialer.leads(&maya().agent).await.unwrap().len();
    let (done, said) = podio(&app, &["links", "--dry-run"]).await;
    assert!(
        done && said.contains(&format!("{leads} links would be written, 0 were right already.")),
        "{said}"
    );
    let held = app.sandbox_view("crm").await;
    assert!(held["leads"].as_array().unwrap().iter().all(|lead| lead["simple"]["Call Link"].is_null()));

    let (done, said) = podio(&app, &["links"]).await;
    assert!(done && said.contains(&format!("{leads} links written, 0 were right already.")), "{said}");
    let held = app.sandbox_view("crm").await;
    let held = held["leads"].as_array().unwrap();
    assert_eq!(held.len(), leads);
    for lead in held {
        let id = ItemId(lead["item_id"].as_u64().unwrap());
        assert_eq!(lead["simple"]["Call Link"], app.dialer.lead_link(id).as_str());
    }
    let (done, said) = podio(&app, &["links"]).await;
    assert!(done && said.contains(&format!("0 links written, {leads} were right already.")), "{said}");

    let page = held[0]["link"].as_str().unwrap().strip_prefix(&app.origin).unwrap().to_owned();
    let lead = ItemId(held[0]["item_id"].as_u64().unwrap());
    let href = app.dialer.lead_link(lead).as_str().replace('&', "&amp;");
    assert!(app.get(&page).await.text().await.unwrap().contains(&format!("<a href=\"{href}\">")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_podio_that_is_away_is_said_and_is_a_failure() {
    let app = TestApp::start().await;
    app.sandbox("faults", &json!({ "crm": "down" })).await;
    let (done, said) = podio(&app, &["links"]).await;
    assert!(!done && said.contains("Podio"), "{said}");
}
