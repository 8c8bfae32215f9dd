//! Pages as a browser without JavaScript gets them, and what operators look at.

use reqwest::StatusCode;
use rusqlite::Connection;
use serde_json::{Value, json};
use server::session::Session;

use crate::app::{TestApp, maya, sam};

#[tokio::test(flavor = "multi_thread")]
async fn the_leads_and_the_lead_are_in_the_html() {
    let app = TestApp::start().await;
    let list = app.get("/").await;
    assert_eq!(list.status(), 200);
    assert!(list.text().await.unwrap().contains("Harold Whitaker"));
    let (lead, _) = app.lead_with_digit('0').await;
    for path in [format!("/workspace?item_id={lead}"), format!("/dial?item_id={lead}")] {
        let page = app.get(&path).await;
        assert_eq!(page.status(), 200, "{path}");
        let html = page.text().await.unwrap();
        assert!(html.contains("555-01"), "no phone in {path}");
    }
    // A GET never dials.
    assert_eq!(app.sandbox_view("calls").await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lead_can_be_named_by_its_number_in_the_app_and_by_its_link() {
    let app = TestApp::start().await;
    let (lead, _) = app.lead_with_digit('0').await;
    let workspace = app.dialer.open(&maya(), &dialer::LeadRef::Item(lead)).await.unwrap();
    let number = workspace.lead.app_item_id;
    let by_number = app.get(&format!("/workspace?app_item_id={number}")).await;
    assert_eq!(by_number.status(), 200);
    assert!(by_number.text().await.unwrap().contains(workspace.lead.name()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lead_that_is_not_there_and_a_bad_id_are_told_in_a_sentence() {
    let app = TestApp::start().await;
    for (path, status) in [
        ("/workspace?item_id=999999", 404),
        ("/workspace?item_id=abc", 400),
        ("/workspace?item_id=", 400),
        ("/workspace", 400),
        ("/no/such/page", 404),
    ] {
        let page = app.get(path).await;
        assert_eq!(page.status().as_u16(), status, "{path}");
        assert!(page.text().await.unwrap().contains("<main"), "{path} is no page");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_event_stream_begins_with_the_call_as_it_is() {
    let app = TestApp::start().await;
    let _browser = app.browser().await;
    let call = app.click('0').await;
    let mut stream = app.get(&format!("/events/calls/{call}")).await;
    assert_eq!(stream.status(), 200);
    let chunk = stream.chunk().await.unwrap().unwrap();
    let text = String::from_utf8(chunk.to_vec()).unwrap();
    let data =
        text.lines().find_map(|line| line.strip_prefix("data: ").or(line.strip_prefix("data:"))).unwrap();
    let view: Value = serde_json::from_str(data).unwrap();
    assert_eq!(view["id"], call.to_string());
    let unknown = app.get("/events/calls/01980000-0000-7000-8000-000000000000").await;
    assert_eq!(unknown.status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn operators_see_that_it_is_up_ready_and_what_it_does() {
    let app = TestApp::start().await;
    assert_eq!(app.get("/healthz").await.status(), 200);
    assert_eq!(app.get("/readyz").await.status(), 200);
    let _browser = app.browser().await;
    app.click('0').await;
    let metrics = app.get("/metrics").await.text().await.unwrap();
    assert!(metrics.contains("twoleg_calls_placed_total"), "{metrics}");
    assert!(!metrics.contains("+1"), "a number in the metrics");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bar_leads_nobody_to_where_they_are_refused() {
    let app = TestApp::start().await;
    let ways = |html: &str| ["/compliance", "/evidence"].map(|way| html.contains(&format!("href=\"{way}\"")));
    let request = app.http.get(format!("{}/compliance", app.origin)).header("accept", "text/html");
    let refused = request.send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    assert_eq!(ways(&refused.text().await.unwrap()), [false; 2], "the page that refuses");
    let supervisor = app.supervisor();
    for path in ["/account", "/outbox"] {
        let html = app.get(path).await.text().await.unwrap();
        assert!(html.contains("href=\"/account\""), "{path}: {html}");
        assert_eq!(ways(&html), [false; 2], "{path}: {html}");
        let page = supervisor.get(format!("{}{path}", app.origin)).send().await.unwrap();
        assert_eq!(ways(&page.text().await.unwrap()), [true; 2], "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_whoever_sent_something_is_told_that_nothing_was_done() {
    let app = TestApp::start().await;
    let other = Connection::open(app.database()).unwrap();
    let spoil = "INSERT OR REPLACE INTO files (key, rev, doc) VALUES (?1, 1000, '\"spoilt\"')";
    other.execute(spoil, [format!("agent:{}", sam().agent.id)]).unwrap();
    let http = TestApp::browser_with(&app.cookie(&Session::begin(sam())));
    let read = http.get(format!("{}/account", app.origin)).header("accept", "text/html");
    let read = read.send().await.unwrap();
    assert_eq!(read.status(), StatusCode::SERVICE_UNAVAILABLE);
    let html = read.text().await.unwrap();
    assert!(html.contains("The call log cannot be read just now. Try again."), "{html}");
    assert!(!html.contains("nothing was done"), "{html}");
    let sent = http.post(format!("{}/sign-out", app.origin)).header("accept", "text/html");
    let sent = sent.header("origin", &app.origin).form(&[("everywhere", "")]).send().await.unwrap();
    assert_eq!(sent.status(), StatusCode::SERVICE_UNAVAILABLE);
    let html = sent.text().await.unwrap();
    assert!(html.contains("nothing was done"), "{html}");
}
