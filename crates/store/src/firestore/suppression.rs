//! The do-not-call list. The first request for a number stands; later ones are kept behind it.

use domain::{AgentId, CallId, E164};

use ::firestore::gcloud_sdk::google::firestore::v1::Write;
use ::firestore::gcloud_sdk::google::firestore::v1::value::ValueType;

use super::client::Client;
use super::names::SUPPRESSIONS;
use super::value::{Reading, fields, map, micros, optional, text, unreadable};
use super::write::{add_to, changes};
use crate::{Result, Suppression};

const REQUESTS: &str = "requests";

pub(super) fn add(client: &Client, suppression: &Suppression) -> Write {
    let request = map(fields([
        ("reason", text(&suppression.reason)),
        ("call", optional(suppression.call.map(|call| text(call.to_string())))),
        ("agent", optional(suppression.agent.as_ref().map(|agent| text(agent.as_str())))),
        ("at_us", micros(suppression.at)),
    ]));
    let name = client.name(SUPPRESSIONS, suppression.number.as_str());
    changes(name, Vec::new(), vec![add_to(REQUESTS, request)], None)
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
