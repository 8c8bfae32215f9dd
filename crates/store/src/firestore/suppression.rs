//! The do-not-call list. The first request for a number stands; later ones are kept behind it.

use domain::{AgentId, CallId, E164};

use ::firestore::gcloud_sdk::google::firestore::v1::Write;
use ::firestore::gcloud_sdk::google::firestore::v1::value::ValueType;
use serde_json::Value;

use super::client::Client;
use super::names::SUPPRESSIONS;
use super::value::{Reading, fields, map, micros, optional, text, unreadable};
use super::write::{If, add_to, changes, delete};
use super::{Home, files};
use crate::{AuditEntry, FileKey, Result, Rev, StoreError, Suppression};

const REQUESTS: &str = "requests";

/// The request, and a move of the number's file: a claim that rested on the state before must fail.
pub(super) fn add(client: &Client, suppression: &Suppression) -> [Write; 2] {
    let request = map(fields([
        ("reason", text(&suppression.reason)),
        ("call", optional(suppression.call.map(|call| text(call.to_string())))),
        ("agent", optional(suppression.agent.as_ref().map(|agent| text(agent.as_str())))),
        ("at_us", micros(suppression.at)),
    ]));
    let name = client.name(SUPPRESSIONS, suppression.number.as_str());
    let request = changes(name, Vec::new(), vec![add_to(REQUESTS, request)], None);
    [request, files::touch(client, &suppression.number)]
}

pub(super) async fn lift(
    home: &Home,
    number: &E164,
    rev: Option<Rev>,
    file: &Value,
    audit: AuditEntry,
) -> Result<()> {
    if find(&home.client, number).await?.is_none() {
        return Err(StoreError::NotFound);
    }
    let gone = delete(home.client.name(SUPPRESSIONS, number.as_str()), If::Present);
    let edited = files::swap(&home.client, &FileKey::Number(number.clone()), rev, Some(file))?;
    home.commit(vec![gone, edited], &[audit]).await.map(drop).map_err(files::outrun)
}

pub(super) async fn find(client: &Client, number: &E164) -> Result<Option<Suppression>> {
    let Some(found) = client.get(SUPPRESSIONS, number.as_str()).await? else { return Ok(None) };
    let ValueType::MapValue(request) = Reading(&found.fields).first(REQUESTS)? else {
        return Err(unreadable("suppression"));
    };
    let read = Reading(&request.fields);
    let call = read.text_if_any("call")?.map(str::parse::<CallId>).transpose();
    let agent = read.text_if_any("agent")?.map(str::parse::<AgentId>).transpose();
    Ok(Some(Suppression {
        number: number.clone(),
        reason: read.text("reason")?.to_owned(),
        call: call.map_err(|_| unreadable("call id"))?,
        agent: agent.map_err(|_| unreadable("agent id"))?,
        at: read.time("at_us")?,
    }))
}
