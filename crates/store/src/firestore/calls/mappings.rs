//! From Twilio's ids to the call. The first to claim an id has it: claims are added to a list that keeps its order,
//! so nothing has to be read before the write.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::{CallId, CallSid, ItemId, Leg, RecordingSid};

use ::firestore::gcloud_sdk::google::firestore::v1::Write;
use ::firestore::gcloud_sdk::google::firestore::v1::value::ValueType;

use crate::firestore::Home;
use crate::firestore::client::Client;
use crate::firestore::names::{CALL_SIDS, CALLS, RECORDING_SIDS};
use crate::firestore::value::{Reading, map, text, unreadable};
use crate::firestore::write;
use crate::{Result, SidMapping};

const CLAIMS: &str = "claims";
/// How many calls' leads are remembered: more than are ever open at once.
const MOST_LEADS: usize = 4096;

/// The leads of the calls that this process has made, so that a mapping names the lead without reading the call.
#[derive(Debug, Default)]
pub(in crate::firestore) struct Leads(Mutex<HashMap<CallId, ItemId>>);

impl Leads {
    pub(in crate::firestore) fn remember(&self, call: CallId, lead: ItemId) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_LEADS {
            // Ids sort by time: the older half goes.
            let mut calls: Vec<CallId> = known.keys().copied().collect();
            calls.sort_unstable();
            for old in calls.iter().take(MOST_LEADS / 2) {
                known.remove(old);
            }
        }
        known.insert(call, lead);
    }

    fn of(&self, call: CallId) -> Option<ItemId> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&call).copied()
    }
}

/// Makes a leg findable.
pub(super) fn claim_leg(home: &Home, call: CallId, sid: &CallSid, leg: Leg) -> Write {
    let lead = home.leads.of(call).map(|lead| ("lead".to_owned(), text(lead.to_string())));
    let claim = [("call".to_owned(), text(call.to_string())), ("leg".to_owned(), text(leg.code()))];
    let claim = map(claim.into_iter().chain(lead).collect());
    let name = home.client.name(CALL_SIDS, sid.as_str());
    write::changes(name, Vec::new(), vec![write::add_to(CLAIMS, claim)], None)
}

/// Makes a recording findable.
pub(super) fn claim_recording(client: &Client, call: CallId, sid: &RecordingSid) -> Write {
    let name = client.name(RECORDING_SIDS, sid.as_str());
    write::changes(name, Vec::new(), vec![write::add_to(CLAIMS, text(call.to_string()))], None)
}

pub(in crate::firestore) async fn of_sid(home: &Home, sid: &CallSid) -> Result<Option<SidMapping>> {
    let Some(found) = home.client.get(CALL_SIDS, sid.as_str()).await? else { return Ok(None) };
    let ValueType::MapValue(claim) = Reading(&found.fields).first(CLAIMS)? else {
        return Err(unreadable("mapping"));
    };
    let claim = Reading(&claim.fields);
    let call: CallId = claim.text("call")?.parse().map_err(|_| unreadable("call id"))?;
    let leg = claim.text("leg")?;
    let leg = [Leg::Agent, Leg::Prospect].into_iter().find(|known| known.code() == leg);
    let lead = match claim.text_if_any("lead")? {
        Some(lead) => lead.parse().map_err(|_| unreadable("lead"))?,
        None => lead_of(home, call).await?,
    };
    Ok(Some(SidMapping { call, leg: leg.ok_or_else(|| unreadable("leg"))?, lead }))
}

/// A process that did not make the call did not know its lead.
async fn lead_of(home: &Home, call: CallId) -> Result<ItemId> {
    if let Some(lead) = home.leads.of(call) {
        return Ok(lead);
    }
    let found = home.client.get_fields(CALLS, &call.to_string(), &["lead"]).await?;
    let found = found.ok_or_else(|| unreadable("mapping"))?;
    let lead = Reading(&found.fields).text("lead")?.parse().map_err(|_| unreadable("lead"))?;
    home.leads.remember(call, lead);
    Ok(lead)
}

pub(in crate::firestore) async fn of_recording(
    client: &Client,
    sid: &RecordingSid,
) -> Result<Option<CallId>> {
    let Some(found) = client.get(RECORDING_SIDS, sid.as_str()).await? else { return Ok(None) };
    match Reading(&found.fields).first(CLAIMS)? {
        ValueType::StringValue(call) => call.parse().map(Some).map_err(|_| unreadable("call id")),
        _ => Err(unreadable("mapping")),
    }
}
