//! `POST /item/app/{app_id}/filter/`: items by their values, sorted, in pages.

use std::cmp::Ordering;

use axum::extract::State;
use axum::{Extension, Json};
use serde_json::{Map, Value, json};

use super::super::Crm;
use super::super::access::Principal;
use super::super::catalog::{App, Field, Kind};
use super::super::error::ApiError;
use super::super::extract::{Json as Body, Path};
use super::super::read::{View, datetime};
use super::super::state::Item;
use super::super::write::{known_keys, no_field};
use super::object;

const KEYS: [&str; 6] = ["filters", "sort_by", "sort_desc", "limit", "offset", "remember"];
const DEFAULT_LIMIT: u64 = 30;
const MOST: u64 = 500;

pub(super) async fn filter(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Path(app_id): Path<u64>,
    Body(body): Body,
) -> Result<Json<Value>, ApiError> {
    let app = crm.0.catalog.app(app_id).ok_or_else(ApiError::not_found)?;
    by.reach(app_id)?;
    let body = object(body)?;
    known_keys(&body, &KEYS)?;
    let limit = page_number(&body, "limit", DEFAULT_LIMIT)?;
    if limit > MOST {
        return Err(ApiError::invalid_value(&json!(limit), &format!("must not be more than {MOST}")));
    }
    let offset = page_number(&body, "offset", 0)?;
    let state = crm.state();
    let view = crm.view(&state);
    let mut items = state.live_items_of(app_id);
    let total = items.len();
    for (key, wanted) in filters(&body)? {
        let wanted = Wanted::of(app, key, wanted)?;
        items.retain(|item| wanted.takes(view, item));
    }
    sort(app, view, &mut items, &body)?;
    let filtered = items.len();
    let page = items.into_iter().skip(to_usize(offset)).take(to_usize(limit));
    let page: Vec<Value> = page.map(|item| view.basic(item)).collect();
    Ok(Json(json!({ "total": total, "filtered": filtered, "items": page })))
}

fn to_usize(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn page_number(body: &Map<String, Value>, key: &str, default: u64) -> Result<u64, ApiError> {
    match body.get(key) {
        None => Ok(default),
        Some(given) => given.as_u64().ok_or_else(|| ApiError::invalid_value(given, "must be integer")),
    }
}

/// An object by key, or a list of `{"key", "values"}`.
fn filters(body: &Map<String, Value>) -> Result<Vec<(&str, &Value)>, ApiError> {
    match body.get("filters") {
        None => Ok(Vec::new()),
        Some(Value::Object(by_key)) => {
            Ok(by_key.iter().map(|(key, wanted)| (key.as_str(), wanted)).collect())
        }
        Some(Value::Array(list)) => list
            .iter()
            .map(|entry| {
                let key = entry.get("key").and_then(Value::as_str);
                key.zip(entry.get("values"))
                    .ok_or_else(|| ApiError::invalid_value(entry, "must have key and values"))
            })
            .collect(),
        Some(other) => Err(ApiError::invalid_value(other, "must be object or must be array")),
    }
}

/// One condition.
enum Wanted<'a> {
    /// The value of a property that every item has is one of these.
    Property(&'a str, &'a Value),
    /// One of these ids (or `null`: no value) stands in the field.
    Ids(&'a Field, &'a [Value]),
    /// The field's number or date lies between.
    Between(&'a Field, &'a Value),
    /// The text occurs in the field.
    Text(&'a Field, &'a str),
}

impl<'a> Wanted<'a> {
    fn of(app: &'a App, key: &'a str, wanted: &'a Value) -> Result<Self, ApiError> {
        if matches!(key, "external_id" | "item_id" | "app_item_id" | "title" | "tags" | "created_on") {
            return Ok(Self::Property(key, wanted));
        }
        let field = app.field(key).ok_or_else(|| no_field(&json!(key)))?;
        match (field.kind, wanted) {
            (Kind::Category | Kind::App, Value::Array(ids)) => {
                match ids.iter().find(|id| !id.is_u64() && !id.is_null()) {
                    Some(wrong) => Err(ApiError::invalid_value(wrong, "must be integer")),
                    None => Ok(Self::Ids(field, ids)),
                }
            }
            (Kind::Number | Kind::Money | Kind::Duration | Kind::Progress | Kind::Date, Value::Object(_)) => {
                Ok(Self::Between(field, wanted))
            }
            (Kind::Text, Value::String(text)) => Ok(Self::Text(field, text)),
            _ => Err(ApiError::invalid_value(wanted, "cannot filter on this")),
        }
    }

    fn takes(&self, view: View<'_>, item: &Item) -> bool {
        let stored = |field: &Field| item.values.get(&field.id).map(Vec::as_slice).unwrap_or_default();
        match self {
            Self::Property("created_on", range) => within(&json!(datetime(item.created_on)), range),
            Self::Property("tags", wanted) => item.tags.iter().any(|tag| is_one_of(&json!(tag), wanted)),
            Self::Property(name, wanted) => {
                let value = match *name {
                    "external_id" => json!(item.external_id),
                    "item_id" => json!(item.id),
                    "app_item_id" => json!(item.app_item_id),
                    _ => json!(view.title(item)),
                };
                is_one_of(&value, wanted)
            }
            Self::Ids(field, ids) => {
                let values = stored(field);
                let id_of = |value: &Value| value.get("value").cloned().unwrap_or_default();
                (values.is_empty() && ids.contains(&Value::Null))
                    || values.iter().any(|value| ids.contains(&id_of(value)))
            }
            Self::Between(field, range) => stored(field)
                .iter()
                .any(|value| comparable(field, value).is_some_and(|value| within(&value, range))),
            Self::Text(field, text) => {
                let holds = |value: &Value| {
                    value.get("value").and_then(Value::as_str).is_some_and(|v| v.contains(text))
                };
                stored(field).iter().any(holds)
            }
        }
    }
}

fn is_one_of(value: &Value, wanted: &Value) -> bool {
    match wanted {
        Value::Array(list) => list.contains(value),
        one => one == value,
    }
}

/// A number as a number, a date as its UTC text: both compare as they should.
fn comparable(field: &Field, stored: &Value) -> Option<Value> {
    if field.kind == Kind::Date {
        return stored.pointer("/start/utc").or_else(|| stored.pointer("/start/date")).cloned();
    }
    match stored.get("value")? {
        Value::String(text) => text.parse::<f64>().ok().map(|number| json!(number)),
        number => Some(number.clone()),
    }
}

fn within(value: &Value, range: &Value) -> bool {
    let bound = |key: &str| range.get(key).filter(|bound| !bound.is_null());
    bound("from").is_none_or(|from| compare(value, from) != Ordering::Less)
        && bound("to").is_none_or(|to| compare(value, to) != Ordering::Greater)
}

fn compare(left: &Value, right: &Value) -> Ordering {
    match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => left.total_cmp(&right),
        _ => left.as_str().cmp(&right.as_str()),
    }
}

/// Newest first, unless the body says otherwise.
fn sort(app: &App, view: View<'_>, items: &mut [&Item], body: &Map<String, Value>) -> Result<(), ApiError> {
    let by = body.get("sort_by").and_then(Value::as_str).unwrap_or("created_on");
    let descending = body.get("sort_desc").and_then(Value::as_bool).unwrap_or(true);
    let field = app.field(by);
    let known =
        matches!(by, "created_on" | "last_edit_on" | "app_item_id" | "item_id" | "title" | "priority");
    if !known && field.is_none() {
        return Err(no_field(&json!(by)));
    }
    items.sort_by(|a, b| {
        let order = match (by, field) {
            ("created_on", _) => (a.created_on, a.id).cmp(&(b.created_on, b.id)),
            ("last_edit_on", _) => (a.edited_on, a.id).cmp(&(b.edited_on, b.id)),
            ("item_id", _) => a.id.cmp(&b.id),
            ("title", _) => view.title(a).cmp(&view.title(b)),
            (_, Some(field)) => {
                let key = |item: &Item| comparable(field, item.values.get(&field.id)?.first()?);
                match (key(a), key(b)) {
                    (Some(a), Some(b)) => compare(&a, &b),
                    (a, b) => a.is_some().cmp(&b.is_some()),
                }
            }
            _ => a.app_item_id.cmp(&b.app_item_id),
        };
        if descending { order.reverse() } else { order }
    });
    Ok(())
}
