//! Any field's value as text that a person can read, one shape for each of Podio's field types.

use domain::Money;
use domain::text::plain;
use serde_json::Value;

use super::address::from_location;
use super::date;
use crate::label::readable;
use crate::wire::{ItemField, scalar};

/// The field's values, ready to read; none when there is nothing to show.
pub(super) fn text_of(field: &ItemField) -> Option<String> {
    let shown: Vec<String> = field
        .values
        .iter()
        .filter_map(|value| one(&field.kind, value))
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
        .collect();
    if shown.is_empty() { None } else { Some(shown.join(separator(&field.kind))) }
}

fn separator(kind: &str) -> &'static str {
    if matches!(kind, "text" | "calculation") { "\n" } else { ", " }
}

fn one(kind: &str, value: &Value) -> Option<String> {
    let bare = value.get("value").unwrap_or(value);
    match kind {
        "separator" => None,
        "text" => scalar(bare).map(|text| plain(&text)),
        "category" | "question" => bare.get("text").and_then(Value::as_str).map(readable),
        "number" => scalar(bare).map(|text| without_zeros(&text)),
        "progress" => scalar(bare).map(|text| format!("{} %", without_zeros(&text))),
        "money" => money(bare, value.get("currency").and_then(Value::as_str).unwrap_or("USD")),
        "date" => date::text(value),
        "duration" => bare.as_u64().or_else(|| scalar(bare)?.parse().ok()).map(duration),
        "location" => from_location(value).map(|address| address.line),
        "app" => bare.get("title").and_then(Value::as_str).map(readable),
        "contact" | "member" => bare.get("name").and_then(Value::as_str).map(readable),
        "embed" => {
            let embed = value.get("embed")?;
            ["title", "original_url", "resolved_url"].into_iter().find_map(|key| scalar(embed.get(key)?))
        }
        "image" | "file" | "media" => bare.get("name").and_then(scalar),
        "calculation" => date::text(value).or_else(|| calculated(bare)),
        // A type that came after this was written: shown when it is plain enough.
        _ => ["text", "title", "name"]
            .into_iter()
            .find_map(|key| scalar(bare.get(key)?))
            .or_else(|| scalar(bare))
            .map(|text| plain(&text)),
    }
}

/// A calculation is a number with four decimals, or text.
fn calculated(bare: &Value) -> Option<String> {
    let text = scalar(bare)?;
    let is_number =
        text.split_once('.').is_some_and(|(_, decimals)| decimals.len() == 4) && text.parse::<f64>().is_ok();
    Some(if is_number { without_zeros(&text) } else { plain(&text) })
}

/// `282.0000` is 282.
fn without_zeros(number: &str) -> String {
    match number.split_once('.') {
        Some((_, decimals)) if decimals.bytes().all(|b| b.is_ascii_digit()) => {
            number.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        _ => number.to_owned(),
    }
}

fn money(bare: &Value, currency: &str) -> Option<String> {
    let amount = without_zeros(&scalar(bare)?);
    let dollars = if currency == "USD" { Money::parse(&amount).ok() } else { None };
    Some(dollars.map_or_else(|| format!("{amount} {currency}"), |dollars| dollars.to_string()))
}

fn duration(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let parts = [(hours, "h"), (minutes, "min"), (seconds, "s")];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(amount, _)| *amount > 0)
        .map(|(amount, unit)| format!("{amount} {unit}"))
        .collect();
    if parts.is_empty() { "0 s".to_owned() } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn shown(kind: &str, values: Value) -> Option<String> {
        let field = json!({ "field_id": 1, "type": kind, "label": "Any", "values": values });
        text_of(&serde_json::from_value(field).unwrap())
    }

    #[test]
    fn every_type_has_its_shape() {
        for (kind, values, text) in [
            ("text", json!([{ "value": "<p>Call <b>after</b> 5</p>" }]), "Call after 5"),
            (
                "category",
                json!([{ "value": { "id": 3, "text": "Buy &amp; Hold", "status": "active" } }]),
                "Buy & Hold",
            ),
            ("category", json!([{ "value": { "text": "A" } }, { "value": { "text": "B" } }]), "A, B"),
            ("question", json!([{ "value": { "id": 3, "text": "Live" } }]), "Live"),
            ("number", json!([{ "value": "282.0000" }]), "282"),
            ("number", json!([{ "value": "1987" }]), "1987"),
            ("number", json!([{ "value": "2.5000" }]), "2.5"),
            ("money", json!([{ "value": "185000.0000", "currency": "USD" }]), "$185,000"),
            ("money", json!([{ "value": "123.5400", "currency": "EUR" }]), "123.54 EUR"),
            ("money", json!([{ "value": "-5.0000", "currency": "USD" }]), "-5 USD"),
            ("duration", json!([{ "value": 3604 }]), "1 h 4 s"),
            ("location", json!([{ "value": "1 Main St, Austin, TX", "lat": 1.0 }]), "1 Main St, Austin, TX"),
            (
                "app",
                json!([{ "value": { "item_id": 7, "title": "Estate of H. Whitaker" } }]),
                "Estate of H. Whitaker",
            ),
            ("contact", json!([{ "value": { "profile_id": 1, "name": "Denise" } }]), "Denise"),
            (
                "embed",
                json!([{ "embed": { "original_url": "https://example.com/a", "title": null } }]),
                "https://example.com/a",
            ),
            ("image", json!([{ "value": { "file_id": 1, "name": "front.jpg" } }]), "front.jpg"),
            ("calculation", json!([{ "value": "1234.5600" }]), "1234.56"),
            ("calculation", json!([{ "value": "12.5 acres" }]), "12.5 acres"),
            (
                "calculation",
                json!([{ "start": "2026-11-20", "start_date": "2026-11-20", "start_time": null }]),
                "Nov 20, 2026",
            ),
            ("progress", json!([{ "value": 55 }]), "55 %"),
            ("tag", json!([{ "value": "hot" }]), "hot"),
            ("hologram", json!([{ "value": { "text": "new" } }]), "new"),
        ] {
            assert_eq!(shown(kind, values.clone()).as_deref(), Some(text), "{kind} {values}");
        }
    }

    #[test]
    fn what_is_empty_is_dropped() {
        for (kind, values) in [
            ("text", json!([{ "value": "<p></p>" }])),
            ("text", json!([{ "value": null }])),
            ("text", json!([])),
            ("category", json!([{ "value": "loose" }])),
            ("member", json!([{ "value": 4711 }])),
            ("embed", json!([{ "embed": null }])),
            ("separator", json!([{ "value": "x" }])),
            ("date", json!([{ "start": null }])),
            ("hologram", json!([{ "value": { "deep": [1] } }])),
        ] {
            assert_eq!(shown(kind, values.clone()), None, "{kind} {values}");
        }
    }

    proptest! {
        #[test]
        fn numbers_keep_their_worth(whole in 0_u32..100_000, decimals in 0_u32..10_000) {
            let text = format!("{whole}.{decimals:04}");
            let shown = without_zeros(&text);
            prop_assert_eq!(shown.parse::<f64>().unwrap().to_bits(), text.parse::<f64>().unwrap().to_bits());
        }
    }
}
