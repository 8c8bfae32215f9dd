//! The leads that a new (or reset) sandbox holds, from `seeds/leads.json`.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};

use super::CrmError;
use super::access::Principal;
use super::catalog::{Catalog, Field, Kind};
use super::state::{Item, State};
use super::write::Rules;

const LEADS: &str = include_str!("../../seeds/leads.json");

/// One lead of the seed file: values in the form in which they are written over the API, except that options
/// of categories stand by their text, and that a day can be counted from the seeding: `{"start_in_days": 21}`.
#[derive(Deserialize)]
struct Lead {
    item_id: u64,
    number: u64,
    /// How long before the seeding it was created.
    hours_old: i64,
    #[serde(default)]
    deleted: bool,
    #[serde(default)]
    tags: Vec<String>,
    fields: BTreeMap<String, Value>,
}

/// The CRM's state before anybody did anything, at `now`.
///
/// # Errors
/// When a seed has a field or a value that the API would refuse.
pub(super) fn state(catalog: &Catalog, now: Timestamp) -> Result<State, CrmError> {
    let leads: Vec<Lead> =
        serde_json::from_str(LEADS).map_err(|error| CrmError::Seed(format!("leads.json: {error}")))?;
    let app = catalog.leads();
    let mut state = State::default();
    for lead in leads {
        let mut item = Item {
            id: lead.item_id,
            app_id: app.id,
            app_item_id: lead.number,
            external_id: None,
            values: BTreeMap::new(),
            tags: lead.tags,
            revision: 0,
            created_on: before(now, lead.hours_old),
            created_by: Principal::ACCOUNT,
            edited_on: before(now, lead.hours_old),
            edited_by: Principal::ACCOUNT,
            deleted: lead.deleted,
        };
        for (key, given) in &lead.fields {
            let wrong = |why: &str| CrmError::Seed(format!("lead {}: {key}: {why}", lead.number));
            let field = app.field(key).ok_or_else(|| wrong("no such field"))?;
            let written = by_option_id(field, &on_the_day(given, now, catalog))
                .ok_or_else(|| wrong("no such option"))?;
            let rules = Rules { catalog, state: &state };
            let values = rules.values(field, &written).map_err(|error| wrong(&error.description))?;
            item.values.insert(field.id, values);
        }
        state.items.insert(item.id, item);
    }
    Ok(state)
}

fn before(now: Timestamp, hours: i64) -> Timestamp {
    now.checked_sub(SignedDuration::from_hours(hours)).unwrap_or(now)
}

/// Replaces a day that is counted from the seeding by its date in the account's zone.
fn on_the_day(given: &Value, now: Timestamp, catalog: &Catalog) -> Value {
    let Some(days) = given.get("start_in_days").and_then(Value::as_i64) else { return given.clone() };
    let zone = TimeZone::get(&catalog.account.timezone).unwrap_or(TimeZone::UTC);
    let at = now.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(now);
    json!({ "start_date": at.to_zoned(zone).date().to_string() })
}

/// Replaces the texts of a category's options by their ids.
fn by_option_id(field: &Field, given: &Value) -> Option<Value> {
    if field.kind != Kind::Category {
        return Some(given.clone());
    }
    let options = field.options();
    let id = |text: &Value| {
        options.iter().find(|option| text.as_str() == Some(&option.text)).map(|option| Value::from(option.id))
    };
    match given {
        Value::Array(texts) => texts.iter().map(id).collect::<Option<Vec<_>>>().map(Value::Array),
        text => id(text),
    }
}
