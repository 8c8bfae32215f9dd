//! Numbers and amounts.

use serde_json::{Value, json};

use super::{ApiError, Field, filled, known_keys};

/// A number, read back as text with four decimals.
pub(super) fn number(given: &Value) -> Result<Value, ApiError> {
    decimal(given).map(|text| json!({ "value": text }))
}

/// An integer from `least` to `most`.
pub(super) fn whole(given: &Value, least: i64, most: i64) -> Result<Value, ApiError> {
    match given.as_i64() {
        Some(number) if number < least => {
            Err(ApiError::invalid_value(given, &format!("must not be less than {least}")))
        }
        Some(number) if number > most => {
            Err(ApiError::invalid_value(given, &format!("must not be more than {most}")))
        }
        Some(number) => Ok(json!({ "value": number })),
        None => Err(ApiError::invalid_value(given, "must be integer")),
    }
}

/// An amount with one of the field's currencies.
pub(super) fn money(field: &Field, given: &Value) -> Result<Value, ApiError> {
    let Some(parts) = given.as_object() else {
        return Err(ApiError::invalid_value(given, "must be object"));
    };
    known_keys(parts, &["value", "currency"])?;
    let amount = decimal(parts.get("value").unwrap_or(&Value::Null))?;
    let currency = parts.get("currency").unwrap_or(&Value::Null);
    let allowed = field.settings.get("allowed_currencies").and_then(Value::as_array);
    if allowed.is_some_and(|allowed| allowed.contains(currency)) {
        Ok(json!({ "value": amount, "currency": currency }))
    } else {
        Err(ApiError::invalid_value(currency, "not an allowed currency"))
    }
}

/// A JSON number, or one in text.
fn decimal(given: &Value) -> Result<String, ApiError> {
    let number = match given {
        Value::Number(number) => number.as_f64(),
        Value::String(_) => {
            let text = filled(given)?;
            // Rust also reads `inf`, `NaN` and `1e3`.
            let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
            plain.then(|| text.parse::<f64>().ok()).flatten()
        }
        _ => None,
    };
    number
        .map(|number| format!("{number:.4}"))
        .ok_or_else(|| ApiError::invalid_value(given, "must be a number"))
}
