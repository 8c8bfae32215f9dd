//! A lead that somebody types in, so that what happens then can be watched.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::access::Principal;
use super::state::NewItem;
use super::write::{self, Rules};
use super::{Crm, hooks};

/// A new lead, as little as one needs.
#[derive(Debug, Clone, Deserialize)]
pub struct NewLead {
    /// The owner.
    pub name: String,
    /// The owner's number, as people write it.
    pub phone: Option<String>,
    /// The property, in one line.
    pub address: Option<String>,
}

/// The CRM does not take such a lead: a sentence says why.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{0}")]
pub struct LeadRefused(String);

impl Crm {
    /// Adds a lead, as a person does on Podio's own page: hooks are told. Returns the item's id.
    ///
    /// # Errors
    /// When a value is none that Podio takes.
    pub fn add_lead(&self, lead: NewLead) -> Result<u64, LeadRefused> {
        let mut fields = Map::new();
        fields.insert("title".to_owned(), json!(lead.name));
        if let Some(phone) = lead.phone {
            fields.insert("phone".to_owned(), json!([{ "type": "mobile", "value": phone }]));
        }
        if let Some(address) = lead.address {
            fields.insert("address".to_owned(), json!({ "value": address }));
        }
        let (app, now) = (self.0.catalog.leads(), self.now());
        let (id, news) = self
            .change(|state| {
                let values = Rules { catalog: &self.0.catalog, state }.fields(app, &Value::Object(fields))?;
                write::require(app, &values)?;
                let new = NewItem { app_id: app.id, external_id: None, values, tags: Vec::new() };
                let id = state.create(new, Principal::ACCOUNT, now);
                let news = state.news("item.create", state.item(id)?);
                Ok((id, news))
            })
            .map_err(|error: super::error::ApiError| LeadRefused(error.description))?;
        hooks::send(&self.0.http, news);
        Ok(id)
    }
}
