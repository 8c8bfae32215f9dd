//! An app's own definition: its fields and options. Twoleg finds its fields in it and has no id of its own.

mod app;
mod find;
mod names;
mod role;

pub(crate) use app::{App, Freshness};
pub use role::Role;

use serde::Deserialize;
use serde_json::Value;

use crate::label::option_key;
use crate::wire::{FieldConfig, or_default};

/// `GET /app/{id}`, as far as Twoleg reads it. The app's token, which is in it too, is not kept.
#[derive(Debug, Deserialize)]
pub(crate) struct Schema {
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) status: String,
    #[serde(default, deserialize_with = "or_default")]
    config: AppConfig,
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) fields: Vec<Field>,
}

#[derive(Debug, Default, Deserialize)]
struct AppConfig {
    #[serde(default, deserialize_with = "or_default")]
    name: String,
}

/// One field of an app.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Field {
    #[serde(rename = "field_id")]
    pub(crate) id: u64,
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) external_id: String,
    #[serde(rename = "type", default, deserialize_with = "or_default")]
    pub(crate) kind: String,
    #[serde(default, deserialize_with = "or_default")]
    status: String,
    #[serde(default, deserialize_with = "or_default")]
    label: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) config: FieldConfig,
}

impl Schema {
    /// The app's name as people know it.
    pub(crate) fn name(&self) -> String {
        crate::label::readable(&self.config.name)
    }

    /// The fields that are in use.
    pub(crate) fn active(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.is_active())
    }
}

impl Field {
    pub(crate) fn is_active(&self) -> bool {
        self.status.is_empty() || self.status == "active"
    }

    /// The label as people read it.
    pub(crate) fn label(&self) -> String {
        let label = if self.label.is_empty() { &self.config.label } else { &self.label };
        crate::label::readable(label)
    }

    /// The id of the active option with this text. Podio takes ids only.
    pub(crate) fn option(&self, text: &str) -> Option<u64> {
        let wanted = option_key(text);
        self.options()
            .filter(|option| {
                option.get("status").and_then(Value::as_str).is_none_or(|status| status == "active")
            })
            .find(|option| {
                option.get("text").and_then(Value::as_str).is_some_and(|text| option_key(text) == wanted)
            })
            .and_then(|option| option.get("id")?.as_u64())
    }

    fn options(&self) -> impl Iterator<Item = &Value> {
        self.config.settings.get("options").and_then(Value::as_array).into_iter().flatten()
    }

    /// The apps that a relationship field may point to.
    pub(crate) fn referenced_apps(&self) -> Vec<u64> {
        let settings = &self.config.settings;
        let apps = ["referenced_apps", "apps", "referenceable_types"]
            .into_iter()
            .filter_map(|key| settings.get(key)?.as_array())
            .flatten();
        apps.filter_map(|app| app.as_u64().or_else(|| app.get("app_id")?.as_u64())).collect()
    }

    /// Whether a date field takes a time of day; Podio's default is that it does.
    pub(crate) fn takes_time(&self) -> bool {
        self.config.settings.get("time").and_then(Value::as_str) != Some("disabled")
    }

    /// What a text field holds: `plain`, `markdown` or `html`.
    pub(crate) fn format(&self) -> &str {
        self.config.settings.get("format").and_then(Value::as_str).unwrap_or("plain")
    }

    /// Whether a text field holds HTML.
    pub(crate) fn is_html(&self) -> bool {
        self.format() == "html"
    }

    /// Whether a money field takes US dollars; a field that lists no currencies takes any.
    pub(crate) fn takes_dollars(&self) -> bool {
        let listed = self.config.settings.get("allowed_currencies").and_then(Value::as_array);
        listed.is_none_or(|all| all.is_empty() || all.iter().any(|currency| currency == "USD"))
    }
}
