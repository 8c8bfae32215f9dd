//! The sandbox's pages: the control page, and the page that an item's link opens.

mod crm_support;

use crm_support::{LEADS, Server};
use serde_json::json;

#[tokio::test]
async fn the_control_page_shows_leads_phones_and_switches() {
    let server = Server::start().await;
    let page = server.page("/sandbox").await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains(&format!("href=\"/workspace?item_id={}\"", server.harold())));
    assert!(page.text.contains("<b>(813) 555-0142</b> answers after about three seconds"));
    for id in ["clock-form", "faults-form", "live-calls", "reset-button", "drop-sockets"] {
        assert!(page.text.contains(&format!("id={id}")), "{id}");
    }
    for (path, kind) in [("/sandbox/control.js", "text/javascript"), ("/sandbox/control.css", "text/css")] {
        let asset = server.page(path).await;
        assert_eq!(asset.status, 200);
        assert!(asset.headers["content-type"].to_str().unwrap().starts_with(kind));
    }
}

#[tokio::test]
async fn what_is_written_shows_up_and_is_no_markup() {
    let server = Server::start().await;
    let call = server.activity("call:1").await;
    let notes = server.field("Agent Notes / Summary").await["external_id"].as_str().unwrap().to_owned();
    let relation =
        server.field("Relationship to Master Lead").await["external_id"].as_str().unwrap().to_owned();
    let fields = json!({ notes: "\"><script>alert(1)</script>", relation: [server.harold()] });
    server.put(&format!("/item/{call}"), json!({ "fields": fields })).await;

    let held = server.page("/sandbox/api/crm").await.json();
    assert_eq!(held["activities"][0]["simple"]["Relationship to Master Lead"], server.harold());
    let page = server.page("/sandbox").await.text;
    assert!(page.contains("<dt>Disposition Code</dt><dd>Voicemail</dd>"));
    assert!(page.contains(">Harold Whitaker</a></dd>"), "the lead is named and linked");
    assert!(!page.contains("<script>alert"));

    let lead_page =
        server.page(held["leads"][0]["link"].as_str().unwrap().trim_start_matches(&server.origin)).await;
    assert!(lead_page.text.contains("What refers to this item") && lead_page.text.contains("Call: Call"));
    let link = held["activities"][0]["link"].as_str().unwrap();
    let page = server.page(link.trim_start_matches(&server.origin)).await;
    assert_eq!(page.status, 200);
    assert!(!page.text.contains("<script>alert"));
}

#[tokio::test]
async fn an_items_link_opens_its_page() {
    let server = Server::start().await;
    let lead = server.crm.snapshot()["leads"][0].clone();
    let number = &lead["app_item_id"];
    for path in [
        format!("/sandbox/podio-web/apps/master-leads/items/{number}"),
        format!("/sandbox/podio-web/items/{LEADS}/{number}"),
    ] {
        let page = server.page(&path).await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains("<h1>Harold Whitaker</h1>"));
        assert!(page.text.contains("<dt>Property Address</dt><dd>4112 Bayshore Blvd"));
    }
    assert_eq!(server.page("/sandbox/podio-web/apps/master-leads/items/1").await.status, 410);
    assert_eq!(server.page("/sandbox/podio-web/apps/master-leads/items/999").await.status, 404);
    assert_eq!(server.page("/sandbox/podio-web/items/7/1").await.status, 404);
    let escaped = server.crm.snapshot()["leads"]
        .as_array()
        .unwrap()
        .iter()
        .find(|lead| lead["title"].as_str().unwrap().contains("&amp;"))
        .unwrap()["link"]
        .as_str()
        .unwrap()
        .to_owned();
    let page = server.page(escaped.trim_start_matches(&server.origin)).await;
    assert!(page.text.contains("<h1>Delgado &amp; Reyes Family Trust</h1>"), "unescaped once, escaped once");
}
