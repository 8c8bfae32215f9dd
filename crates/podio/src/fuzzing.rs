//! What Podio answers, handed to its readers as bytes: the doors of the fuzz targets.

use std::collections::{BTreeMap, HashSet};

use domain::Lead;

use crate::schema::{Role, Schema};
use crate::sign_in::{self, Identity};
use crate::wire::Item;
use crate::{Error, Hook, LinkedLead, hooks, http, lead_ref, links, read};

/// An item as `GET /item/{id}` gives it, as a lead.
pub fn lead(json: &[u8]) -> Option<Lead> {
    let item: Item = serde_json::from_slice(json).ok()?;
    Some(read::lead(&item, &HashSet::new(), &BTreeMap::new()))
}

/// The app and the number that the address of an item's page names.
pub fn address_of_item(url: &str) -> Option<(String, u64)> {
    lead_ref::parts_of_url(url)
}

/// An app's definition: each role, with the id of its field or the sentence that says why there is none.
pub fn fields_of_app(json: &[u8], lead_app: u64) -> Option<Vec<Result<u64, String>>> {
    let schema: Schema = serde_json::from_slice(json).ok()?;
    let roles = Role::ACTIVITY.iter().chain(&Role::TASK);
    let find = |role: &Role| {
        let field = schema.find(*role, &BTreeMap::new(), lead_app).map_err(|error| error.0)?;
        // As a write asks them.
        let _ = (field.option("No Answer"), field.takes_time(), field.is_html(), field.takes_dollars());
        Ok(field.id)
    };
    Some(roles.map(find).collect())
}

/// An answer that is no success.
pub fn failure(status: u16, body: &[u8]) -> Error {
    http::failure(status, body)
}

/// Who somebody is by `GET /user/status`, and what they may do by `GET /app/{id}`.
pub fn identity(status: &[u8], app: &[u8]) -> Option<Identity> {
    sign_in::read(status, app)
}

/// The hooks of an app.
pub fn hooks(json: &[u8]) -> Option<Vec<Hook>> {
    hooks::read(json)
}

/// A page of leads, with what stands in the field with this id.
pub fn linked_leads(json: &[u8], field: u64) -> Option<Vec<LinkedLead>> {
    links::read(json, field)
}
