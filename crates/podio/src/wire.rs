//! Podio's JSON, read leniently: what is absent, null or new never costs a lead.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// An item, as far as Twoleg reads it.
#[derive(Debug, Deserialize)]
pub(crate) struct Item {
    #[serde(rename = "item_id")]
    pub(crate) id: u64,
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) app_item_id: u64,
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) title: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) link: String,
    pub(crate) app: Option<AppRef>,
    #[serde(default, deserialize_with = "or_default")]
    fields: Vec<Value>,
}

/// The app that an item belongs to.
#[derive(Debug, Deserialize)]
pub(crate) struct AppRef {
    pub(crate) app_id: u64,
}

/// A field of an item that has a value. Empty fields are absent.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct ItemField {
    #[serde(rename = "field_id")]
    pub(crate) id: u64,
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) external_id: String,
    #[serde(rename = "type", default, deserialize_with = "or_default")]
    pub(crate) kind: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) label: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) values: Vec<Value>,
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) config: FieldConfig,
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) status: String,
}

/// The part of a field's configuration that items and apps share.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct FieldConfig {
    #[serde(deserialize_with = "or_default")]
    pub(crate) hidden: bool,
    pub(crate) visible: Option<bool>,
    #[serde(deserialize_with = "or_default")]
    pub(crate) required: bool,
    #[serde(deserialize_with = "or_default")]
    pub(crate) label: String,
    #[serde(deserialize_with = "or_default")]
    pub(crate) settings: Value,
}

impl FieldConfig {
    /// Whether the app's owner took the field off the item's page.
    pub(crate) fn is_hidden(&self) -> bool {
        self.hidden || self.visible == Some(false)
    }
}

impl Item {
    /// The fields that could be read. One that cannot be is left out rather than the whole lead.
    pub(crate) fn fields(&self) -> Vec<ItemField> {
        let read = |value: &Value| {
            let field = ItemField::deserialize(value).ok();
            if field.is_none() {
                tracing::warn!(item = self.id, "a Podio field could not be read and is left out");
            }
            field
        };
        self.fields.iter().filter_map(read).collect()
    }
}

impl ItemField {
    /// The field's values without their `value` wrapping; a value that has none passes as it is.
    pub(crate) fn bare_values(&self) -> impl Iterator<Item = &Value> {
        self.values.iter().map(|value| value.get("value").unwrap_or(value))
    }
}

/// Null, absent and of-another-type all become the default.
pub(crate) fn or_default<'de, D, T>(input: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + for<'a> Deserialize<'a>,
{
    let value = Value::deserialize(input)?;
    Ok(serde_json::from_value(value).unwrap_or_default())
}

/// Text of a JSON string or number; nothing for what is empty or something else.
pub(crate) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
