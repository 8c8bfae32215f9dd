//! What Podio answers, handed to its readers as bytes: the doors of the fuzz targets.

use std::collections::{BTreeMap, HashSet};

use domain::Lead;
use reqwest::header::HeaderMap;
use secrecy::SecretString;

use crate::http::{Answer, Grant, read_token};
use crate::schema::{Role, Schema};
use crate::sign_in::Code;
use crate::sign_in::{self, Identity};
use crate::wire::Item;
use crate::{Error, Hook, LinkedLead, RateLimit, hooks, lead_ref, links, read};

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

/// An answer that is no success, with these headers.
pub fn failure(status: u16, headers: HeaderMap, body: &[u8]) -> Error {
    let answer = Answer::made_up(status, headers, body);
    if answer.is_over_limit() {
        return Error::RateLimited { wait: answer.wait_hint().unwrap_or_default() };
    }
    answer.into_error()
}

/// What an answer says of the hour's requests: how many there may be, and how many are left.
pub fn rate_limit(headers: HeaderMap) -> Option<RateLimit> {
    Answer::made_up(200, headers, b"").limit
}

/// The access token that an answer of the token endpoint gives to an app, to a person's code, or for a refresh token.
///
/// # Errors
/// Why there is none.
pub fn token(status: u16, body: &[u8], refreshing: bool) -> Result<SecretString, Error> {
    let grant = Grant::App { id: 1, token: "a token".into() };
    read_token(&Answer::made_up(status, HeaderMap::new(), body), &grant, refreshing)
        .map(|granted| granted.access)
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

/// The code that comes back from Podio's page.
pub fn code(code: Option<&str>, error: Option<&str>) -> Option<String> {
    Code::returned(code, error).ok().map(|code| code.expose().to_owned())
}
