//! The mistakes of this product's predecessor, each with a test that would have caught it.

use domain::{Disposition, ItemId, Motivation};
use podio::{ActivityFields, Config, LeadRef, Podio};
use serde_json::{Value, json};

use crate::fake::{Fake, Reply, not_found};
use crate::fixtures::{ACTIVITY_APP, LEAD, LEAD_ITEM, activity, app, field, lead, value};

const CREATE: &str = "/item/app/30100200/";

async fn read(fields: Value) -> domain::Lead {
    let fake =
        Fake::start(move |seen| (seen.path == "/item/3211762753").then(|| Reply::ok(lead(fields.clone()))))
            .await;
    fake.podio().lead(&LeadRef::Item(ItemId(LEAD_ITEM))).await.unwrap()
}

async fn written(activity: &ActivityFields) -> Value {
    let fake = Fake::plain().await;
    fake.podio().save_activity(activity, None, false).await.unwrap();
    fake.sent("POST", CREATE)[0].body["fields"].clone()
}

#[tokio::test]
async fn an_app_item_id_given_as_item_id_opens_the_lead() {
    let foreign = |mut item: Value| {
        item["app"]["app_id"] = 1.into();
        Reply::ok(item)
    };
    for by_id in [not_found(), Reply::error(403, "forbidden", ""), foreign(lead(json!([])))] {
        let fake = Fake::start(move |seen| match seen.path.as_str() {
            "/item/42" => Some(by_id.clone()),
            "/app/30100100/item/42" => Some(Reply::ok(lead(json!([])))),
            _ => None,
        })
        .await;
        let lead = fake.podio().lead(&LeadRef::Item(ItemId(42))).await.unwrap();
        assert_eq!((lead.id, lead.app_item_id), (ItemId(LEAD_ITEM), 42));
    }
}

#[tokio::test]
async fn the_relation_is_an_array_of_integers() {
    assert_eq!(written(&activity()).await[LEAD.to_string()], json!([LEAD_ITEM]));
}

#[tokio::test]
async fn the_datetime_has_no_t_no_z_and_is_utc() {
    let when = written(&activity()).await["503"]["start_utc"].clone();
    assert_eq!(when, "2026-11-20 18:04:05");
}

#[tokio::test]
async fn empty_fields_are_left_out() {
    let bare = ActivityFields {
        title: "Call".into(),
        recording_url: Some(String::new()),
        notes: "  ".into(),
        motivation: None,
        next_action: None,
        asking_price: None,
        ..activity()
    };
    let fields = written(&bare).await;
    let keys: Vec<&String> = fields.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["501", "502", "503", "504", "506"]);
}

#[tokio::test]
async fn of_two_relationship_fields_the_one_in_use_is_written() {
    let mut old = field(274_769_798, "app", "Relationship to Master Lead", json!({ "referenced_apps": [] }));
    old["external_id"] = "relationship-to-master-lead".into();
    let fake = Fake::start(move |seen| {
        let mut app = app(ACTIVITY_APP).unwrap();
        app["fields"][1]["external_id"] = "relationship-to-master-lead-2".into();
        app["fields"].as_array_mut().unwrap().insert(0, old.clone());
        (seen.path == "/app/30100200").then(|| Reply::ok(app))
    })
    .await;
    fake.podio().save_activity(&activity(), None, false).await.unwrap();
    let fields = fake.sent("POST", CREATE)[0].body["fields"].clone();
    assert_eq!(fields[LEAD.to_string()], json!([LEAD_ITEM]));
    assert!(fields.get("274769798").is_none());
}

#[tokio::test]
async fn every_disposition_and_level_finds_its_option_however_it_is_written() {
    for (disposition, id) in [
        (Disposition::NoAnswer, 1),
        (Disposition::Voicemail, 2),
        (Disposition::NotInterested, 3),
        (Disposition::CallbackScheduled, 4),
        (Disposition::AppointmentSet, 5),
        (Disposition::WrongNumber, 6),
        (Disposition::DoNotCall, 7),
    ] {
        assert_eq!(
            written(&ActivityFields { disposition, ..activity() }).await["506"],
            json!([id]),
            "{disposition}"
        );
    }
    for (position, motivation) in Motivation::ALL.into_iter().enumerate() {
        let fields = written(&ActivityFields { motivation: Some(motivation), ..activity() }).await;
        assert_eq!(fields["508"], json!([21 + position]));
    }
}

#[tokio::test]
async fn every_shape_of_phone_field_can_be_dialled() {
    for phone in [
        value(402, "phone", "Owner Phone Primary", json!([{ "type": "mobile", "value": "(813) 555-0142" }])),
        value(402, "tel", "Owner Phone Primary", json!([{ "value": "8135550142" }])),
        value(402, "text", "Owner Phone Primary", json!([{ "value": "<p>813.555.0142 (after 5)</p>" }])),
        value(402, "calculation", "Best Phone", json!([{ "value": "+1 813 555 0142" }])),
        value(402, "number", "Phone Number", json!([{ "value": "8135550142.0000" }])),
        value(402, "contact", "Owner", json!([{ "value": { "name": "Harold", "phone": ["813-555-0142"] } }])),
    ] {
        let shape = phone.to_string();
        let lead = read(json!([phone])).await;
        let numbers: Vec<&str> = lead.phones.iter().map(|p| p.number.as_ref().unwrap().as_str()).collect();
        assert_eq!(numbers, ["+18135550142"], "{shape}");
    }
}

#[tokio::test]
async fn a_renamed_phone_label_still_gives_the_phone() {
    for label in ["Best Contact Number", "Owner Phone Primary", "Anything at all"] {
        let mut phone = value(402, "phone", label, json!([{ "type": "home", "value": "813-555-0142" }]));
        phone["external_id"] = "best-contact-number".into();
        let lead = read(json!([phone])).await;
        assert_eq!(lead.phones.len(), 1, "{label}");
        assert_eq!(lead.phones[0].slot.as_str(), "best-contact-number.0", "the slot survives the rename");
    }
}

#[tokio::test]
async fn a_renamed_field_of_ours_is_still_written() {
    let fake = Fake::start(|seen| {
        let mut app = app(ACTIVITY_APP).unwrap();
        app["fields"][5]["label"] = "Outcome".into();
        (seen.path == "/app/30100200").then(|| Reply::ok(app))
    })
    .await;
    fake.podio().save_activity(&activity(), None, false).await.unwrap();
    assert_eq!(fake.sent("POST", CREATE)[0].body["fields"]["506"], json!([2]));
}

#[tokio::test]
async fn agents_never_see_markup() {
    let lead = read(json!([value(
        430,
        "text",
        "Notes",
        json!([{ "value": "<p>Call <b>after</b> 5 &amp; ask</p><p>for Denise</p>" }])
    ),]))
    .await;
    assert_eq!(lead.fields[0].text, "Call after 5 & ask\nfor Denise");
}

#[tokio::test]
async fn a_recording_that_comes_late_is_written_to_the_item_that_is_there() {
    let fake = Fake::plain().await;
    let podio = fake.podio();
    let first = ActivityFields { recording_url: None, ..activity() };
    let item = podio.save_activity(&first, None, false).await.unwrap();
    podio.save_activity(&activity(), Some(item.id), false).await.unwrap();
    assert!(fake.sent("POST", CREATE)[0].body["fields"].get("505").is_none());
    let update = &fake.sent("PUT", &format!("/item/{}", item.id))[0];
    assert_eq!(update.body["fields"]["505"], "https://dialer.example.com/play_recording/RE1?sig=x");
    assert_eq!(fake.sent("POST", CREATE).len(), 1);
}

#[tokio::test]
async fn a_task_that_fails_leaves_the_activity_alone() {
    let fake =
        Fake::start(|seen| (seen.path == "/item/app/30100300/").then(|| Reply::error(403, "forbidden", "")))
            .await;
    let podio = fake.podio();
    assert!(podio.create_task(&crate::fixtures::task(), false).await.is_err());
    podio.save_activity(&activity(), None, false).await.unwrap();
}

#[tokio::test]
async fn no_field_id_is_built_in() {
    // The same app in another customer's Podio: every id differs.
    let fake = Fake::start(|seen| match seen.path.as_str() {
        "/app/30100200" => {
            let mut app = app(ACTIVITY_APP).unwrap();
            for field in app["fields"].as_array_mut().unwrap() {
                field["field_id"] = (field["field_id"].as_u64().unwrap() + 7000).into();
            }
            Some(Reply::ok(app))
        }
        CREATE => Some(Reply::ok(json!({ "item_id": 1 }))),
        _ => None,
    })
    .await;
    let podio = Podio::new(Config { ..fake.config() }).unwrap();
    podio.save_activity(&activity(), None, false).await.unwrap();
    let fields = fake.sent("POST", CREATE)[0].body["fields"].clone();
    let keys: Vec<u64> = fields.as_object().unwrap().keys().map(|key| key.parse().unwrap()).collect();
    assert_eq!(keys, (7501..=7510).collect::<Vec<_>>());
}
