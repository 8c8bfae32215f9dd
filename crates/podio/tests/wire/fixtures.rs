//! Three apps and a lead, as Podio gives them, and Podio's rules for writes.

use domain::{CallId, Disposition, FollowUpKind, ItemId, Money, Motivation};
use jiff::civil::date;
use podio::{ActivityFields, TaskFields};
use serde_json::{Value, json};

use crate::fake::Reply;

pub(crate) const LEAD_APP: u64 = 30_100_100;
pub(crate) const ACTIVITY_APP: u64 = 30_100_200;
pub(crate) const TASK_APP: u64 = 30_100_300;
pub(crate) const LEAD_ITEM: u64 = 3_211_762_753;
pub(crate) const NEW_ITEM: u64 = 3_300_000_001;
pub(crate) const CALL: &str = "01936f3c-1a2b-7c3d-8e4f-5a6b7c8d9e0f";

/// Field ids of the Call Activity app, in the order of the ten fields.
pub(crate) const TITLE: u64 = 501;
pub(crate) const LEAD: u64 = 502;
pub(crate) const WHEN: u64 = 503;
pub(crate) const DURATION: u64 = 504;
pub(crate) const RECORDING: u64 = 505;
pub(crate) const DISPOSITION: u64 = 506;
pub(crate) const NOTES: u64 = 507;
pub(crate) const MOTIVATION: u64 = 508;
pub(crate) const NEXT_ACTION: u64 = 509;
pub(crate) const PRICE: u64 = 510;

/// A field of an app, with the external id that Podio would make of its label.
pub(crate) fn field(id: u64, kind: &str, label: &str, settings: Value) -> Value {
    let words: Vec<String> = label
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    json!({ "status": "active", "type": kind, "field_id": id, "external_id": words.join("-"), "label": label,
        "config": { "label": label, "required": false, "unique": false, "settings": settings } })
}

fn options(first: u64, texts: &[&str]) -> Value {
    let option = |(position, text): (usize, &&str)| json!({ "id": first + position as u64, "text": text, "status": "active" });
    json!({ "multiple": false, "options": texts.iter().enumerate().map(option).collect::<Vec<_>>() })
}

/// An app's definition.
pub(crate) fn app(id: u64) -> Option<Value> {
    let to_leads = || json!({ "multiple": false, "referenced_apps": [{ "app_id": LEAD_APP }] });
    let (name, fields) = match id {
        LEAD_APP => (
            "Master Leads",
            vec![
                field(401, "text", "Owner Name", json!({})),
                field(402, "phone", "Owner Phone Primary", json!({})),
                field(403, "location", "Property Address", json!({})),
            ],
        ),
        ACTIVITY_APP => (
            "Call Activity",
            vec![
                field(TITLE, "text", "Title", json!({ "size": "small" })),
                field(LEAD, "app", "Relationship to Master Lead", to_leads()),
                field(WHEN, "date", "Date of Call", json!({ "time": "enabled" })),
                field(DURATION, "number", "Call Duration (seconds)", json!({ "decimals": 0 })),
                field(RECORDING, "text", "Recording URL", json!({ "size": "small" })),
                field(
                    DISPOSITION,
                    "category",
                    "Disposition Code",
                    // As a customer might have typed them.
                    options(
                        1,
                        &[
                            "No Answer",
                            " voicemail",
                            "Not Interested",
                            "CALLBACK SCHEDULED",
                            "Appointment Set",
                            "Wrong Number",
                            "Do Not Call",
                        ],
                    ),
                ),
                field(NOTES, "text", "Agent Notes / Summary", json!({ "size": "large", "format": "plain" })),
                field(
                    MOTIVATION,
                    "category",
                    "Seller Motivation Level",
                    options(21, &["High", "Medium", "Low", "Unknown"]),
                ),
                field(NEXT_ACTION, "date", "Next Action Date", json!({ "time": "disabled" })),
                field(PRICE, "money", "Target Asking Price", json!({ "allowed_currencies": ["USD", "EUR"] })),
            ],
        ),
        TASK_APP => (
            "Tasks",
            vec![
                field(601, "text", "Title", json!({})),
                field(602, "category", "Task Type", options(31, &["Follow-up Call", "Appointment"])),
                field(603, "date", "Due Date", json!({ "time": "disabled" })),
                field(604, "app", "Related Lead", to_leads()),
                field(605, "category", "Status", options(41, &["Open", "Done"])),
            ],
        ),
        _ => return None,
    };
    Some(
        json!({ "app_id": id, "status": "active", "token": "secret", "config": { "name": name }, "fields": fields }),
    )
}

/// A lead as `GET /item/{id}` gives it.
pub(crate) fn lead(fields: Value) -> Value {
    json!({
        "item_id": LEAD_ITEM, "app_item_id": 42, "app_item_id_formatted": "PRB-00042", "external_id": null,
        "title": "Harold Whitaker &amp; Sons", "link": "https://podio.com/acme/sales/apps/leads/items/42",
        "app": { "app_id": LEAD_APP, "name": "Master Leads" }, "push": { "signature": "secret" }, "fields": fields,
    })
}

/// A field of an item.
pub(crate) fn value(id: u64, kind: &str, label: &str, values: Value) -> Value {
    let mut field = field(id, kind, label, json!({}));
    field["values"] = values;
    field
}

/// A call with everything filled in.
pub(crate) fn activity() -> ActivityFields {
    ActivityFields {
        call: CALL.parse::<CallId>().unwrap(),
        lead: ItemId(LEAD_ITEM),
        title: "Call with Harold Whitaker".into(),
        date_of_call: "2026-11-20T18:04:05.25Z".parse().unwrap(),
        duration_s: 135,
        recording_url: Some("https://dialer.example.com/play_recording/RE1?sig=x".into()),
        disposition: Disposition::Voicemail,
        notes: "Left no message.".into(),
        motivation: Some(Motivation::High),
        next_action: Some(date(2026, 11, 24)),
        asking_price: Some(Money::from_cents(25_000_000)),
    }
}

/// A follow-up.
pub(crate) fn task() -> TaskFields {
    TaskFields {
        call: CALL.parse().unwrap(),
        lead: ItemId(LEAD_ITEM),
        kind: FollowUpKind::Call,
        title: "Call Harold Whitaker again".into(),
        due: date(2026, 11, 22),
    }
}

/// What Podio answers to fields that it does not take; nothing when it takes them all.
pub(crate) fn refusal(fields: &Value) -> Option<Reply> {
    let refuse = |what: &str| Some(Reply::error(400, "invalid_value", &format!("Invalid value {what}")));
    let apps = [ACTIVITY_APP, TASK_APP].map(|id| app(id).unwrap());
    for (key, value) in fields.as_object().into_iter().flatten() {
        let known = apps.iter().flat_map(|app| app["fields"].as_array().unwrap());
        let Some(field) = known.clone().find(|field| field["field_id"].as_u64() == key.parse().ok()) else {
            return refuse(&format!("\"{key}\" (string): No field found"));
        };
        let kind = field["type"].as_str().unwrap();
        let datetime = |text: &str| text.len() == 19 && !text.contains(['T', 'Z', '+']);
        let fits = match kind {
            "text" => value.as_str().is_some_and(|text| !text.is_empty()),
            "number" => value.is_number(),
            "category" | "app" => {
                value.as_array().is_some_and(|all| !all.is_empty() && all.iter().all(Value::is_u64))
            }
            "date" => {
                value["start_utc"].as_str().is_some_and(datetime)
                    || value["start_date"].as_str().is_some_and(|day| day.len() == 10)
            }
            "money" => value["value"].is_string() && value["currency"] == "USD",
            _ => false,
        };
        if !fits {
            return refuse(&format!("{value} ({kind})"));
        }
    }
    None
}
