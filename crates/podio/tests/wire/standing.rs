//! What a lead's fields say of occupancy and consent reaches the lead, and the agent still sees the fields.

use domain::lead_standing::Occupancy;
use domain::{ItemId, Lead};
use podio::{Config, LeadRef, Podio};
use serde_json::{Value, json};

use crate::fake::{Fake, Reply};
use crate::fixtures::{LEAD_APP, LEAD_ITEM, app, field, lead, value};

fn option(text: &str) -> Value {
    json!([{ "value": { "id": 1, "text": text, "status": "active" } }])
}

fn phone(text: &str) -> Value {
    value(402, "phone", "Owner Phone Primary", json!([{ "type": "mobile", "value": text }]))
}

fn consent_phone(text: &str) -> Value {
    value(434, "phone", "Consent Phone", json!([{ "type": "mobile", "value": text }]))
}

fn consent() -> Vec<Value> {
    vec![
        value(430, "category", "Owner Occupied", option("No")),
        value(431, "category", "Consent Type", option("Express Written")),
        value(432, "date", "Consent Date", json!([{ "start_date": "2026-10-01" }])),
        value(433, "text", "Consent Evidence", json!([{ "value": "Form 9, signed" }])),
    ]
}

async fn read(fields: Vec<Value>, hidden: Option<u64>) -> Lead {
    let fake = Fake::start(move |seen| match seen.path.as_str() {
        "/item/3211762753" => Some(Reply::ok(lead(json!(fields)))),
        "/app/30100100" => {
            let mut app = app(LEAD_APP).unwrap();
            if let Some(id) = hidden {
                let mut off_the_page = field(id, "category", "Owner Occupied", json!({}));
                off_the_page["config"]["hidden"] = true.into();
                app["fields"].as_array_mut().unwrap().push(off_the_page);
            }
            Some(Reply::ok(app))
        }
        _ => None,
    })
    .await;
    fake.podio().lead(&LeadRef::Item(ItemId(LEAD_ITEM))).await.unwrap()
}

fn labels(lead: &Lead) -> Vec<&str> {
    lead.fields.iter().map(|field| field.label.as_str()).collect()
}

#[tokio::test]
async fn the_fields_of_the_standing_are_shown_as_well() {
    let mut fields = consent();
    fields.extend([phone("(813) 555-0142"), consent_phone("813.555.0142")]);
    let lead = read(fields, None).await;
    assert_eq!(lead.standing.occupancy, Some(Occupancy::NonOwnerOccupied));
    let record = lead.standing.consents[0].record.clone().unwrap();
    assert_eq!((record.number.as_str(), record.evidence.as_str()), ("+18135550142", "Form 9, signed"));
    assert_eq!(
        labels(&lead),
        ["Owner Occupied", "Consent Type", "Consent Date", "Consent Evidence", "Consent Phone"]
    );
    assert_eq!(lead.phones.len(), 1, "the number of the consent is no second phone");
}

#[tokio::test]
async fn a_number_that_only_the_consent_has_can_be_called() {
    let mut fields = consent();
    fields.push(consent_phone("(813) 555-0142"));
    let lead = read(fields, None).await;
    assert_eq!(lead.phones.len(), 1);
    assert!(lead.standing.consents[0].record.is_ok());
    assert!(!labels(&lead).contains(&"Consent Phone"));
}

#[tokio::test]
async fn a_field_that_is_off_the_page_still_counts() {
    let lead = read(consent(), Some(430)).await;
    assert_eq!(lead.standing.occupancy, Some(Occupancy::NonOwnerOccupied));
    assert!(!labels(&lead).contains(&"Owner Occupied"));
}

#[tokio::test]
async fn a_lead_field_that_configuration_names_has_to_be_there() {
    let fake = Fake::plain().await;
    let overrides = [("lead.occupancy".to_owned(), "Lives There".to_owned())].into();
    let podio = Podio::new(Config { overrides, ..fake.config() }).unwrap();
    let problems = podio.check().await.unwrap();
    assert_eq!(problems.len(), 1);
    assert_eq!(
        problems[0].to_string(),
        "The app “Master Leads” has no field “Lives There”, which lead.occupancy is set to."
    );
}
