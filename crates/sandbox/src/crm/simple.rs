//! A plain form of an item for tests and people: label and value, one JSON type per field type.

use serde_json::{Map, Value, json};

use super::catalog::{Field, Kind};
use super::read::View;
use super::state::Item;

/// The item as the API returns it, with `simple` added: `{"Title": "…", "Call Duration (seconds)": 135, …}`.
/// Empty fields are left out; several values make a list.
///
/// | type | value |
/// |---|---|
/// | text, calculation | the text as it is stored |
/// | category | the option's text |
/// | number, duration, progress | a number |
/// | money | `"185000.00 USD"` |
/// | date | `"2026-11-20"`, or `"2026-11-20 18:04:05"` in UTC when it has a time |
/// | app | the item id |
/// | embed | the link |
/// | phone, email, location | the text |
pub(super) fn with_simple(view: &View<'_>, item: &Item) -> Value {
    let mut whole = view.item(item);
    let simple = simple(view, item);
    if let Some(whole) = whole.as_object_mut() {
        whole.insert("simple".to_owned(), Value::Object(simple));
    }
    whole
}

/// Label and value of every field that has one.
pub(super) fn simple(view: &View<'_>, item: &Item) -> Map<String, Value> {
    let fields = view.catalog.app(item.app_id).map(|app| app.form.fields.as_slice()).unwrap_or_default();
    fields
        .iter()
        .filter_map(|field| {
            let stored = item.values.get(&field.id)?;
            let mut values: Vec<Value> = stored.iter().map(|value| plain(view, field, value)).collect();
            let value = if values.len() > 1 { Value::Array(values) } else { values.pop()? };
            Some((field.label.clone(), value))
        })
        .collect()
}

fn plain(view: &View<'_>, field: &Field, stored: &Value) -> Value {
    let value = stored.get("value").cloned().unwrap_or_default();
    match field.kind {
        Kind::Category => view.value(field, stored).pointer("/value/text").cloned().unwrap_or_default(),
        Kind::Number => number(&value),
        Kind::Money => {
            let currency = stored.get("currency").and_then(Value::as_str).unwrap_or_default();
            let amount = value.as_str().and_then(|text| text.parse::<f64>().ok()).unwrap_or_default();
            json!(format!("{amount:.2} {currency}"))
        }
        Kind::Date => stored
            .pointer("/start/utc")
            .or_else(|| stored.pointer("/start/date"))
            .cloned()
            .unwrap_or_default(),
        Kind::Embed => view.value(field, stored).pointer("/embed/original_url").cloned().unwrap_or_default(),
        _ => value,
    }
}

/// `"135.0000"` as `135`, `"2.5000"` as `2.5`.
fn number(stored: &Value) -> Value {
    let Some(text) = stored.as_str() else { return stored.clone() };
    let short = text.trim_end_matches('0').trim_end_matches('.');
    short.parse::<i64>().map_or_else(|_| json!(text.parse::<f64>().ok()), |whole| json!(whole))
}
