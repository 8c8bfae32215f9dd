//! Yes, no, or neither: what a field says, read so that only a clear *no* is one.

use domain::text::plain;
use serde_json::Value;

use super::value::text_of;
use crate::label::normal;
use crate::wire::ItemField;

/// The field's single text, its words lower case with single blanks between; none when there are several values.
pub(super) fn words(field: &ItemField) -> Option<String> {
    match field.values.as_slice() {
        [_] => text_of(field).map(|text| normal(&text)),
        _ => None,
    }
}

/// Whether the text denies, and does nothing else.
pub(super) fn denies(words: &str) -> bool {
    matches!(words, "no" | "n" | "none" | "false" | "not")
}

/// Whether the field holds nothing that a person would call a value.
pub(super) fn is_blank(field: &ItemField) -> bool {
    field.values.iter().all(holds_nothing)
}

fn holds_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => plain(text).is_empty(),
        Value::Array(values) => values.iter().all(holds_nothing),
        Value::Object(parts) => parts.values().all(holds_nothing),
        Value::Bool(_) | Value::Number(_) => false,
    }
}
