//! Values as clients write them, checked as Podio checks them, in the form in which they are stored.
//!
//! A field's values come as a scalar, as an object of sub-values, or as a list of either. Stored is always a
//! list of objects; `[]` clears a field.

mod contact;
pub(super) mod date;
mod number;

use serde_json::{Map, Value, json};

use super::catalog::{App, Catalog, Field, Kind};
use super::error::ApiError;
use super::state::{State, Values};

/// What values are checked against.
#[derive(Clone, Copy)]
pub(super) struct Rules<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) state: &'a State,
}

/// The longest text of a value, in characters.
const LONGEST_TEXT: usize = 1_000_000;

impl Rules<'_> {
    /// Reads `fields` of a body: an object by field id or external id, or a list of
    /// `{"field_id" | "external_id", "values"}`.
    pub(super) fn fields(&self, app: &App, fields: &Value) -> Result<Values, ApiError> {
        let mut values = Values::new();
        match fields {
            Value::Object(by_key) => {
                for (key, given) in by_key {
                    let field = app.field(key).ok_or_else(|| no_field(&json!(key)))?;
                    values.insert(field.id, self.values(field, given)?);
                }
            }
            Value::Array(list) => {
                for entry in list {
                    let (field, given) = listed(app, entry)?;
                    values.insert(field.id, self.values(field, given)?);
                }
            }
            other => return Err(ApiError::invalid_value(other, "must be object or must be array")),
        }
        Ok(values)
    }

    /// The values of one field.
    pub(super) fn values(&self, field: &Field, given: &Value) -> Result<Vec<Value>, ApiError> {
        let list = match given {
            Value::Array(list) => list.as_slice(),
            // A relationship is a list even when it holds one item.
            other if field.kind == Kind::App => {
                return Err(ApiError::invalid_value(other, "must be array"));
            }
            other => std::slice::from_ref(other),
        };
        if list.len() > 1 && !may_repeat(field) {
            return Err(ApiError::invalid_value(given, "must not have more than one value"));
        }
        list.iter().map(|one| self.value(field, one)).collect()
    }

    fn value(&self, field: &Field, given: &Value) -> Result<Value, ApiError> {
        match field.kind {
            Kind::Text => text(only_value(given)?),
            Kind::Category => category(field, only_value(given)?),
            Kind::App => self.reference(field, only_value(given)?),
            Kind::Embed => self.embed(given),
            Kind::Number => number::number(only_value(given)?),
            Kind::Duration => number::whole(only_value(given)?, 0, i64::MAX),
            Kind::Progress => number::whole(only_value(given)?, 0, 100),
            Kind::Money => number::money(field, given),
            Kind::Date => date::date(field, &self.catalog.account.timezone, given),
            Kind::Phone => contact::typed(given, &contact::PHONE),
            Kind::Email => contact::typed(given, &contact::EMAIL),
            Kind::Location => contact::location(given),
            Kind::Calculation => Err(ApiError::invalid_value(given, "calculation fields cannot be set")),
        }
    }

    fn reference(&self, field: &Field, given: &Value) -> Result<Value, ApiError> {
        let item_id = id(given)?;
        let target = self.state.item(item_id).ok();
        if target.is_some_and(|item| field.referenced_apps().contains(&item.app_id)) {
            Ok(json!({ "value": item_id }))
        } else {
            Err(ApiError::invalid_value(given, "the referenced item is not valid"))
        }
    }

    fn embed(&self, given: &Value) -> Result<Value, ApiError> {
        let embed = match given {
            Value::Object(parts) => {
                known_keys(parts, &["embed", "file"])?;
                parts.get("embed").unwrap_or(&Value::Null)
            }
            other => other,
        };
        let embed_id = id(embed)?;
        if self.state.embeds.contains_key(&embed_id) {
            Ok(json!({ "embed": embed_id }))
        } else {
            Err(ApiError::invalid_value(embed, "the referenced embed is not valid"))
        }
    }
}

/// Checks that every required field of `app` has a value.
pub(super) fn require(app: &App, values: &Values) -> Result<(), ApiError> {
    let missing = app
        .form
        .fields
        .iter()
        .any(|field| field.required && !field.deleted && values.get(&field.id).is_none_or(Vec::is_empty));
    // Podio does not say which one either.
    if missing { Err(ApiError::invalid("A required field has no value")) } else { Ok(()) }
}

/// The error of a field that the app does not have.
pub(super) fn no_field(key: &Value) -> ApiError {
    ApiError::invalid_value(key, "No field found")
}

/// A text that is there: Podio takes no empty ones.
pub(super) fn filled(given: &Value) -> Result<&str, ApiError> {
    match given.as_str() {
        Some("") => Err(ApiError::invalid_value(given, "must not be empty")),
        Some(text) if text.chars().count() > LONGEST_TEXT => Err(ApiError::invalid("The text is too long")),
        Some(text) => Ok(text),
        None => Err(ApiError::invalid_value(given, "must be string")),
    }
}

/// An id: a JSON integer, never text.
pub(super) fn id(given: &Value) -> Result<u64, ApiError> {
    match given.as_u64() {
        Some(0) => Err(ApiError::invalid_value(given, "must not be less than 1")),
        Some(id) => Ok(id),
        None => Err(ApiError::invalid_value(given, "must be integer")),
    }
}

/// Refuses keys that are not in `known`.
pub(super) fn known_keys(parts: &Map<String, Value>, known: &[&str]) -> Result<(), ApiError> {
    match parts.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(ApiError::invalid_value(&json!(key), "not a valid key")),
        None => Ok(()),
    }
}

fn listed<'a>(app: &'a App, entry: &'a Value) -> Result<(&'a Field, &'a Value), ApiError> {
    let Some(parts) = entry.as_object() else {
        return Err(ApiError::invalid_value(entry, "must be object or must be object"));
    };
    known_keys(parts, &["field_id", "external_id", "values"])?;
    let (key, field) = match (parts.get("field_id"), parts.get("external_id")) {
        (Some(key), None) => (key, app.field(&id(key)?.to_string())),
        (_, Some(key)) => (key, app.field(filled(key)?)),
        (None, None) => return Err(ApiError::invalid_value(entry, "must have field_id or external_id")),
    };
    let field = field.ok_or_else(|| no_field(key))?;
    let values = parts.get("values").ok_or_else(|| ApiError::invalid_value(entry, "must have values"))?;
    Ok((field, values))
}

fn may_repeat(field: &Field) -> bool {
    match field.kind {
        Kind::Phone | Kind::Email | Kind::Embed => true,
        Kind::Category | Kind::App => field.is_set("multiple"),
        _ => false,
    }
}

/// `{"value": x}` or `x`.
fn only_value(given: &Value) -> Result<&Value, ApiError> {
    match given {
        Value::Object(parts) => {
            known_keys(parts, &["value"])?;
            parts.get("value").ok_or_else(|| ApiError::invalid_value(given, "must have value"))
        }
        other => Ok(other),
    }
}

fn text(given: &Value) -> Result<Value, ApiError> {
    filled(given).map(|text| json!({ "value": text }))
}

fn category(field: &Field, given: &Value) -> Result<Value, ApiError> {
    let id = id(given)?;
    let known = field.options().iter().any(|option| option.id == id && option.status == "active");
    if known { Ok(json!({ "value": id })) } else { Err(ApiError::invalid_value(given, "not a valid option")) }
}
