//! Reading leads, and refusing what is none.

use domain::ItemId;
use podio::{Error, LeadRef};
use serde_json::{Value, json};

use crate::fake::{Fake, Reply, not_found};
use crate::fixtures::{LEAD_APP, LEAD_ITEM, app, field, lead, value};

fn full() -> Value {
    lead(json!([
        value(401, "text", "Owner Name", json!([{ "value": "<p>Harold Whitaker</p>" }])),
        value(
            410,
            "category",
            "Lead Type",
            json!([{ "value": { "id": 1, "text": "Probate", "status": "active" } }])
        ),
        value(402, "phone", "Owner Phone Primary", json!([{ "type": "mobile", "value": "(813) 555-0142" }])),
        value(411, "text", "Owner Phone 2", json!([{ "value": "<p>813-555-0143 or 813-555-0144</p>" }])),
        value(412, "text", "Executor Name", json!([{ "value": "Denise Whitaker" }])),
        value(413, "phone", "Executor Phone", json!([{ "type": "home", "value": "352-555-0187" }])),
        value(
            403,
            "location",
            "Property Address",
            json!([{ "value": "4112 Bayshore Blvd, Tampa, FL 33611" }])
        ),
        value(414, "text", "Mailing Address", json!([{ "value": "77 Lake Dr\nDenver, CO 80202" }])),
        value(415, "email", "Email", json!([{ "type": "home", "value": "harold@example.com" }])),
        value(416, "money", "Estimated Value", json!([{ "value": "310000.0000", "currency": "USD" }])),
        value(417, "separator", "Internal", json!([{ "value": "x" }])),
        value(418, "text", "Notes &amp; History", json!([{ "value": "<p></p>" }])),
        value(419, "text", "Case &amp; Court", json!([{ "value": "<p>12-CP-0042</p><p>Hillsborough</p>" }])),
        value(
            420,
            "embed",
            "County Record",
            json!([{ "embed": { "original_url": "https://example.com/r/1" } }])
        ),
        value(421, "text", "Margin", json!([{ "value": "hidden from agents" }])),
        json!({ "field_id": "broken" }),
    ]))
}

/// The Master Lead app with one field taken off the page.
fn lead_app() -> Value {
    let mut app = app(LEAD_APP).unwrap();
    let mut hidden = field(421, "text", "Margin", json!({}));
    hidden["config"]["hidden"] = true.into();
    app["fields"].as_array_mut().unwrap().push(hidden);
    app
}

#[tokio::test]
async fn a_lead_is_read_whole_in_one_request() {
    let fake = Fake::start(|seen| match seen.path.as_str() {
        "/item/3211762753" => Some(Reply::ok(full())),
        "/app/30100100" => Some(Reply::ok(lead_app())),
        _ => None,
    })
    .await;
    let podio = fake.podio();
    let lead = podio.lead(&LeadRef::Item(ItemId(LEAD_ITEM))).await.unwrap();
    assert_eq!(lead.id, ItemId(LEAD_ITEM));
    assert_eq!((lead.app_item_id, lead.title.as_str()), (42, "Harold Whitaker & Sons"));
    assert_eq!(lead.owner.as_deref(), Some("Harold Whitaker"));
    assert_eq!(lead.lead_type.as_deref(), Some("Probate"));
    let phones: Vec<_> = lead
        .phones
        .iter()
        .map(|p| (p.slot.as_str(), p.person.as_deref().unwrap(), p.number.as_ref().unwrap().national()))
        .collect();
    assert_eq!(
        phones,
        [
            ("owner-phone-primary.0", "Harold Whitaker", "(813) 555-0142".to_owned()),
            ("owner-phone-2.0", "Harold Whitaker", "(813) 555-0143".to_owned()),
            ("owner-phone-2.1", "Harold Whitaker", "(813) 555-0144".to_owned()),
            ("executor-phone.0", "Denise Whitaker", "(352) 555-0187".to_owned()),
        ]
    );
    assert_eq!(lead.emails, ["harold@example.com"]);
    assert_eq!(lead.property.unwrap().state.as_deref(), Some("FL"));
    assert_eq!(lead.mailing.unwrap().line, "77 Lake Dr, Denver, CO 80202");
    let fields: Vec<_> =
        lead.fields.iter().map(|f| (f.label.as_str(), f.text.as_str(), f.href.as_deref())).collect();
    assert_eq!(
        fields,
        [
            ("Executor Name", "Denise Whitaker", None),
            ("Estimated Value", "$310,000", None),
            ("Case & Court", "12-CP-0042\nHillsborough", None),
            ("County Record", "https://example.com/r/1", Some("https://example.com/r/1")),
        ]
    );
    assert_eq!(lead.url, "https://podio.com/acme/sales/apps/leads/items/42");

    let asked = fake.seen().len();
    podio.lead(&LeadRef::Item(ItemId(LEAD_ITEM))).await.unwrap();
    assert_eq!(fake.seen().len(), asked + 1);
}

#[tokio::test]
async fn a_lead_is_shown_although_the_schema_cannot_be_read() {
    let fake = Fake::start(|seen| match seen.path.as_str() {
        "/item/3211762753" => Some(Reply::ok(full())),
        "/app/30100100" => Some(Reply::error(403, "forbidden", "")),
        _ => None,
    })
    .await;
    let lead = fake.podio().lead(&LeadRef::Item(ItemId(LEAD_ITEM))).await.unwrap();
    assert_eq!(lead.phones.len(), 4);
}

#[tokio::test]
async fn an_item_of_another_app_is_refused() {
    let fake = Fake::start(|seen| {
        let mut other = full();
        other["app"]["app_id"] = 7.into();
        (seen.path == "/item/3211762753").then(|| Reply::ok(other))
    })
    .await;
    let error = fake.podio().lead(&LeadRef::Item(ItemId(LEAD_ITEM))).await.unwrap_err();
    assert!(matches!(error, Error::WrongApp), "{error:?}");
}

#[tokio::test]
async fn an_item_that_does_not_say_its_app_is_refused() {
    let fake = Fake::start(|seen| {
        let mut other = full();
        other.as_object_mut().unwrap().remove("app");
        (seen.path == "/item/3211762753").then(|| Reply::ok(other))
    })
    .await;
    let error = fake.podio().lead(&LeadRef::Item(ItemId(LEAD_ITEM))).await.unwrap_err();
    assert!(matches!(error, Error::WrongApp), "{error:?}");
}

#[tokio::test]
async fn an_address_is_read_without_asking_podio_what_it_means() {
    let fake = Fake::start(|seen| (seen.path == "/app/30100100/item/42").then(|| Reply::ok(full()))).await;
    let url = LeadRef::Url("https://podio.com/acme/sales/apps/leads/items/42?x=1".into());
    assert_eq!(fake.podio().lead(&url).await.unwrap().app_item_id, 42);
    assert!(fake.sent("GET", "/reference/resolve").is_empty());
}

#[tokio::test]
async fn the_address_of_another_apps_item_is_not_taken_for_the_lead_with_its_number() {
    let fake = Fake::start(|seen| {
        let mut activity = full();
        activity["app"]["app_id"] = 30_100_200.into();
        match seen.path.as_str() {
            "/app/30100100/item/42" => Some(Reply::ok(full())),
            "/reference/resolve" => Some(Reply::ok(json!({ "type": "item", "id": 99, "data": {} }))),
            "/item/99" => Some(Reply::ok(activity)),
            _ => None,
        }
    })
    .await;
    let url = LeadRef::Url("https://podio.com/acme/sales/apps/call-activity/items/42".into());
    let error = fake.podio().lead(&url).await.unwrap_err();
    assert!(matches!(error, Error::WrongApp), "{error:?}");
    assert_eq!(
        fake.sent("GET", "/reference/resolve")[0].query,
        "url=https%3A%2F%2Fpodio.com%2Facme%2Fsales%2Fapps%2Fcall-activity%2Fitems%2F42"
    );
}

#[tokio::test]
async fn an_address_of_another_form_is_resolved() {
    let fake = Fake::start(|seen| match seen.path.as_str() {
        "/reference/resolve" if seen.query.ends_with("file") => {
            Some(Reply::ok(json!({ "type": "file", "id": 5 })))
        }
        "/reference/resolve" => Some(Reply::ok(json!({ "type": "item", "id": LEAD_ITEM }))),
        "/item/3211762753" => Some(Reply::ok(full())),
        _ => None,
    })
    .await;
    let podio = fake.podio();
    assert_eq!(podio.lead(&LeadRef::Url("https://podio.com/x/short".into())).await.unwrap().app_item_id, 42);
    let file = podio.lead(&LeadRef::Url("https://podio.com/x/file".into())).await;
    assert!(matches!(file, Err(Error::WrongApp)));
}

#[tokio::test]
async fn the_newest_leads_are_read_page_by_page() {
    let fake = Fake::start(|seen| {
        (seen.path == "/item/app/30100100/filter/").then(|| {
            let (offset, size) =
                (seen.body["offset"].as_u64().unwrap(), seen.body["limit"].as_u64().unwrap());
            let left = 130_u64.saturating_sub(offset).min(size);
            let item = |n: u64| {
                let mut item = lead(json!([]));
                item["item_id"] = (offset + n + 1).into();
                item
            };
            Reply::ok(
                json!({ "total": 130, "filtered": 130, "items": (0..left).map(item).collect::<Vec<_>>() }),
            )
        })
    })
    .await;
    let podio = fake.podio();
    assert_eq!(podio.leads(120).await.unwrap().len(), 120);
    let asked = fake.sent("POST", "/item/app/30100100/filter/");
    assert_eq!(
        asked[0].body,
        json!({ "sort_by": "created_on", "sort_desc": true, "limit": 100, "offset": 0, "remember": false })
    );
    assert_eq!((&asked[1].body["limit"], &asked[1].body["offset"]), (&json!(20), &json!(100)));
    let ids: Vec<u64> = podio.leads(500).await.unwrap().iter().map(|lead| lead.id.0).collect();
    assert_eq!(ids, (1..=130).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_deleted_lead_is_not_found_whichever_way_podio_says_it() {
    for reply in [not_found(), Reply::error(410, "gone", "Gone")] {
        let fake = Fake::start(move |seen| seen.path.contains("/item/").then(|| reply.clone())).await;
        let error = fake.podio().lead(&LeadRef::Item(ItemId(LEAD_ITEM))).await.unwrap_err();
        assert!(matches!(error, Error::NotFound), "{error:?}");
    }
}
