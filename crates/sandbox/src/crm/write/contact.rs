//! Phones, e-mail addresses, places.

use serde_json::{Map, Value, json};

use super::{ApiError, filled, known_keys};

/// The sub-types of a typed value, and how long it may be.
pub(super) struct Typed {
    types: &'static [&'static str],
    longest: usize,
}

/// A phone is free text to Podio.
pub(super) const PHONE: Typed =
    Typed { types: &["mobile", "work", "home", "main", "work_fax", "private_fax", "other"], longest: 50 };
pub(super) const EMAIL: Typed = Typed { types: &["home", "work", "other"], longest: 254 };

/// `{"type", "value"}`, or the value alone.
pub(super) fn typed(given: &Value, rules: &Typed) -> Result<Value, ApiError> {
    let other = json!("other");
    let (kind, value) = match given {
        Value::Object(parts) => {
            known_keys(parts, &["type", "value"])?;
            (parts.get("type").unwrap_or(&other), parts.get("value").unwrap_or(&Value::Null))
        }
        scalar => (&other, scalar),
    };
    if !kind.as_str().is_some_and(|kind| rules.types.contains(&kind)) {
        return Err(ApiError::invalid_value(kind, "not a valid type"));
    }
    if filled(value)?.chars().count() > rules.longest {
        return Err(ApiError::invalid_value(value, &format!("must not be longer than {}", rules.longest)));
    }
    Ok(json!({ "type": kind, "value": value }))
}

const PARTS: [&str; 9] = [
    "value",
    "formatted",
    "street_address",
    "street_number",
    "street_name",
    "postal_code",
    "city",
    "state",
    "country",
];

/// A place: its text, or its parts (all optional).
pub(super) fn location(given: &Value) -> Result<Value, ApiError> {
    let Value::Object(parts) = given else {
        return filled(given).map(|text| json!({ "value": text, "formatted": text }));
    };
    let (numbers, texts): (Map<String, Value>, Map<String, Value>) =
        parts.clone().into_iter().partition(|(key, _)| key == "lat" || key == "lng");
    known_keys(&texts, &PARTS)?;
    for text in texts.values() {
        filled(text)?;
    }
    if let Some(wrong) = numbers.values().find(|number| !number.is_number()) {
        return Err(ApiError::invalid_value(wrong, "must be a number"));
    }
    if texts.is_empty() {
        return Err(ApiError::invalid_value(given, "must have value"));
    }
    Ok(given.clone())
}
