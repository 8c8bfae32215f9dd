//! The link in a lead's own field: found, compared, written.

use domain::ItemId;
use podio::{Config, Error};
use serde_json::{Value, json};
use url::Url;

use crate::fake::{Fake, Reply, Seen};
use crate::fixtures::{self, LEAD_APP, LEAD_ITEM, field, lead, value};

const LINK_FIELD: u64 = 404;

fn link() -> Url {
    "https://dialer.example.com/dial?item_id=3211762753&key=abc-_".parse().unwrap()
}

fn app_with(kind: &str, settings: Value) -> Value {
    let mut app = fixtures::app(LEAD_APP).unwrap();
    app["fields"].as_array_mut().unwrap().push(field(LINK_FIELD, kind, "Call Link", settings));
    app
}

/// A Podio whose leads' app has such a link field, and one lead with these values in it.
async fn fake(kind: &'static str, settings: Value, values: Value) -> Fake {
    Fake::start(move |seen: &Seen| {
        let item = || lead(json!([value(LINK_FIELD, kind, "Call Link", values.clone())]));
        match (seen.method.as_str(), seen.path.as_str()) {
            ("GET", path) if path == format!("/app/{LEAD_APP}") => {
                Some(Reply::ok(app_with(kind, settings.clone())))
            }
            ("GET", path) if path == format!("/item/{LEAD_ITEM}") => Some(Reply::ok(item())),
            ("POST", path) if path == format!("/item/app/{LEAD_APP}/filter/") => {
                Some(Reply::ok(json!({ "total": 1, "filtered": 1, "items": [item()] })))
            }
            ("POST", "/embed/") => Some(Reply::ok(json!({ "embed_id": 7 }))),
            ("PUT", _) => Some(Reply::ok(json!({ "revision": 1 }))),
            _ => None,
        }
    })
    .await
}

async fn written(kind: &'static str, settings: Value) -> Seen {
    let fake = fake(kind, settings, json!([])).await;
    fake.podio().write_link(ItemId(LEAD_ITEM), &link()).await.unwrap();
    let embeds = fake.sent("POST", "/embed/");
    assert_eq!(embeds.len(), usize::from(kind == "embed"));
    if let Some(embed) = embeds.first() {
        assert_eq!(embed.body, json!({ "url": link().as_str(), "mode": "delayed" }));
    }
    fake.sent("PUT", &format!("/item/{LEAD_ITEM}")).remove(0)
}

#[tokio::test]
async fn a_link_is_written_in_the_shape_of_its_field_and_silently() {
    for (kind, settings, shape) in [
        ("embed", Value::Null, json!([{ "embed": 7 }])),
        ("text", json!({ "format": "plain" }), json!(link().as_str())),
        ("text", json!({ "format": "markdown" }), json!(format!("[Call]({})", link()))),
    ] {
        let put = written(kind, settings).await;
        assert_eq!(put.query, "hook=false&silent=true");
        assert_eq!(put.body, json!({ "fields": { LINK_FIELD.to_string(): shape } }));
    }
}

#[tokio::test]
async fn the_link_that_is_there_is_known_in_every_shape() {
    let url = link();
    let escaped = url.as_str().replace('&', "&amp;");
    for (kind, held) in [
        (
            "embed",
            json!([{ "embed": { "embed_id": 7, "original_url": url.as_str(), "type": "unresolved" }, "file": null }]),
        ),
        ("text", json!([{ "value": url.as_str() }])),
        ("text", json!([{ "value": format!("[Call]({url})") }])),
        ("text", json!([{ "value": format!("<p><a href=\"{escaped}\">Call</a></p>") }])),
    ] {
        let fake = fake(kind, Value::Null, held).await;
        let leads = fake.podio().linked_leads(0).await.unwrap();
        assert_eq!(leads.len(), 1);
        let other = Url::parse("https://dialer.example.com/dial?item_id=3211762753&key=other").unwrap();
        assert!(leads[0].holds(&url) && !leads[0].holds(&other), "{kind}");
        assert!(fake.podio().linked_lead(ItemId(LEAD_ITEM)).await.unwrap().holds(&url));
    }
    let empty = fake("embed", Value::Null, json!([])).await;
    assert!(!empty.podio().linked_leads(0).await.unwrap()[0].holds(&url));
}

#[tokio::test]
async fn a_page_is_asked_for_oldest_first() {
    let fake = fake("embed", Value::Null, json!([])).await;
    fake.podio().linked_leads(200).await.unwrap();
    let asked = &fake.sent("POST", &format!("/item/app/{LEAD_APP}/filter/"))[0].body;
    let wanted = json!({ "sort_by": "created_on", "sort_desc": false, "limit": 100, "offset": 200, "remember": false });
    assert_eq!(*asked, wanted);
}

#[tokio::test]
async fn an_app_without_the_field_is_told_which_to_add() {
    let fake = Fake::plain().await;
    let error = fake.podio().linked_leads(0).await.unwrap_err();
    assert!(matches!(error, Error::Setup(_)));
    let sentence = error.to_string();
    assert!(sentence.contains("Master Leads") && sentence.contains("“Call Link”"), "{sentence}");
    assert!(sentence.contains("lead.dial_link"), "{sentence}");
    assert!(fake.podio().write_link(ItemId(LEAD_ITEM), &link()).await.is_err());
    assert!(fake.sent("PUT", &format!("/item/{LEAD_ITEM}")).is_empty());
}

#[tokio::test]
async fn the_field_can_be_named_by_configuration_and_must_be_able_to_hold_a_link() {
    let fake = Fake::plain().await;
    let overrides = [("lead.dial_link".to_owned(), "Owner Name".to_owned())].into();
    let podio = podio::Podio::new(Config { overrides, ..fake.config() }).unwrap();
    podio.write_link(ItemId(LEAD_ITEM), &link()).await.unwrap_err();
    let overrides = [("lead.dial_link".to_owned(), "Property Address".to_owned())].into();
    let podio = podio::Podio::new(Config { overrides, ..fake.config() }).unwrap();
    let error = podio.write_link(ItemId(LEAD_ITEM), &link()).await.unwrap_err();
    assert!(error.to_string().contains("must be text or embed"), "{error}");
}

#[tokio::test]
async fn the_agent_is_not_shown_the_link_that_leads_to_where_they_are() {
    let held = json!([{ "embed": { "embed_id": 7, "original_url": link().as_str() }, "file": null }]);
    let fake = fake("embed", Value::Null, held).await;
    let lead = fake.podio().lead(&podio::LeadRef::Item(ItemId(LEAD_ITEM))).await.unwrap();
    assert!(lead.fields.is_empty(), "{:?}", lead.fields);
}
