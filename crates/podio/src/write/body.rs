//! The `fields` object of a write, built against the app's schema. An empty value is left out: Podio refuses it.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::error::Error;
use crate::schema::{Field, Role, Schema};

/// The fields of one write.
pub(crate) struct Fields<'a> {
    schema: &'a Schema,
    overrides: &'a BTreeMap<String, String>,
    lead_app: u64,
    values: Map<String, Value>,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(schema: &'a Schema, overrides: &'a BTreeMap<String, String>, lead_app: u64) -> Self {
        Self { schema, overrides, lead_app, values: Map::new() }
    }

    /// The field for a role.
    pub(super) fn field(&self, role: Role) -> Result<&'a Field, Error> {
        self.schema.find(role, self.overrides, self.lead_app).map_err(|error| Error::Setup(error.0))
    }

    /// Sets a role's field.
    pub(super) fn put(&mut self, role: Role, value: impl FnOnce(&Field) -> Value) -> Result<(), Error> {
        let field = self.field(role)?;
        self.values.insert(field.id.to_string(), value(field));
        Ok(())
    }

    /// Sets a text, unless it is empty.
    pub(super) fn put_text(&mut self, role: Role, text: &str) -> Result<(), Error> {
        match text.trim() {
            "" => Ok(()),
            text => self.put(role, |field| super::values::text(field, text)),
        }
    }

    /// Sets a category by the text of its option.
    pub(super) fn put_option(&mut self, role: Role, text: &str) -> Result<(), Error> {
        let field = self.field(role)?;
        let id = field.option(text).ok_or_else(|| Error::Setup(missing_option(self.schema, field, text)))?;
        self.put(role, |_| super::values::option(id))
    }

    /// Sets a category by the first option that exists; nothing when the field or all of them are missing.
    pub(super) fn put_any_option(&mut self, role: Role, texts: &[&str]) {
        let Ok(field) = self.field(role) else { return };
        if let Some(id) = texts.iter().find_map(|text| field.option(text)) {
            self.values.insert(field.id.to_string(), super::values::option(id));
        }
    }

    /// The finished object.
    pub(crate) fn into_value(self) -> Value {
        Value::Object(self.values)
    }
}

/// The sentence for an option that an app lacks.
pub(crate) fn missing_option(schema: &Schema, field: &Field, text: &str) -> String {
    format!("The field “{}” of the app “{}” has no active option “{text}”.", field.label(), schema.name())
}
