//! The document of a call: what is folded stands in numbers that Firestore can take the greatest or least of, the
//! rest as it is.

use domain::call::{Crm, Deleted, LegFault, LegRecord, Links, Notice, Recording, RecordingState};
use domain::{CallRecord, Leg, RecordingSid};
use sha2::{Digest, Sha256};

use ::firestore::gcloud_sdk::google::firestore::v1::Value;
use ::firestore::gcloud_sdk::google::firestore::v1::value::ValueType;

use crate::Result;
use crate::firestore::json;
use crate::firestore::value::{
    Fields, Reading, boolean, fields, integer, map, micros, optional, text, unreadable,
};

/// The rank of a leg that was not heard of: below all of Twilio's, so that a query for open calls finds it.
const NO_RANK: i64 = -1;

const STATES: [RecordingState; 3] =
    [RecordingState::InProgress, RecordingState::Completed, RecordingState::Absent];

/// The field with the rank of a leg. It stands by itself because it is searched for.
pub(super) const fn rank_of(leg: Leg) -> &'static str {
    match leg {
        Leg::Agent => "agent_rank",
        Leg::Prospect => "prospect_rank",
    }
}

/// The field with the rest of a leg.
pub(super) const fn name_of(leg: Leg) -> &'static str {
    match leg {
        Leg::Agent => "agent_leg",
        Leg::Prospect => "prospect_leg",
    }
}

/// How a recording's state is kept: the furthest is the greatest.
pub(super) fn number_of(state: RecordingState) -> i64 {
    STATES.iter().zip(0..).find(|(known, _)| **known == state).map_or(0, |(_, number)| number)
}

/// The name under which a fault is kept: the same fault told twice is one.
pub(super) fn name_of_fault(fault: &LegFault) -> String {
    let code = fault.code.map(|code| code.to_string()).unwrap_or_default();
    let digest = Sha256::new().chain_update(code).chain_update([0]).chain_update(&fault.message).finalize();
    // A path's names begin with a letter.
    format!("f{}", hex::encode(digest.get(..12).unwrap_or_default()))
}

pub(super) fn fault(fault: &LegFault) -> Value {
    map(fields([
        ("code", optional(fault.code.map(|code| integer(code.into())))),
        ("message", text(&fault.message)),
    ]))
}

/// All of a record.
pub(super) fn of(record: &CallRecord) -> Result<Fields> {
    let facts = &record.facts;
    let mut document = fields([
        ("id", text(facts.id.to_string())),
        ("agent", text(facts.agent.as_str())),
        // Text, because Podio's ids may exceed what Firestore holds as a number.
        ("lead", text(facts.lead.to_string())),
        ("number", text(facts.to.as_str())),
        ("placed_us", micros(facts.placed_at)),
        ("facts", json::of(facts)?),
        ("reached", integer(record.reached_out().into())),
        ("wrapped", boolean(record.wrap_up.is_some())),
        ("refusal", json::of(&record.refusal)?),
        ("cleared", json::of(&record.cleared)?),
        ("notice", notice(&record.notice)),
        ("wrap_up", json::of(&record.wrap_up)?),
        ("crm", crm(&record.crm)?),
        ("erased_us", optional(record.erased_at.map(micros))),
        (
            "recordings",
            map(record.recordings.iter().map(|(sid, r)| (sid.to_string(), recording(r))).collect()),
        ),
        ("links", links(&record.links)),
        ("deleted", deleted(record)?),
    ]);
    for leg in [Leg::Agent, Leg::Prospect] {
        let known = record.leg(leg);
        document.insert(rank_of(leg).to_owned(), integer(known.rank.unwrap_or(NO_RANK)));
        document.insert(name_of(leg).to_owned(), leg_map(known));
    }
    Ok(document)
}

fn leg_map(leg: &LegRecord) -> Value {
    let faults = leg.fault.iter().map(|known| (name_of_fault(known), fault(known))).collect();
    map(present([
        ("sid", leg.sid.as_ref().map(|sid| text(sid.as_str()))),
        ("ringing_us", leg.ringing_at.map(micros)),
        ("answered_us", leg.answered_at.map(micros)),
        ("ended_us", leg.ended_at.map(micros)),
        ("duration_s", leg.duration_s.map(integer)),
        ("faults", Some(map(faults))),
    ]))
}

/// Field by field, because its fields are put one by one.
fn crm(crm: &Crm) -> Result<Value> {
    Ok(map(fields([
        ("activity", json::of(&crm.activity)?),
        ("activity_digest", optional(crm.activity_digest.as_ref().map(text))),
        ("link", json::of(&crm.link)?),
        ("task", json::of(&crm.task)?),
        ("trouble", optional(crm.trouble.as_ref().map(text))),
    ])))
}

fn notice(notice: &Notice) -> Value {
    map(present([("given_us", notice.given_at.map(micros)), ("objected_us", notice.objected_at.map(micros))]))
}

fn links(links: &Links) -> Value {
    map(present([("revoked_us", links.revoked_at.map(micros)), ("renewed_us", links.renewed_at.map(micros))]))
}

fn deleted(record: &CallRecord) -> Result<Value> {
    let each = record.deleted.iter().map(|(sid, deleted)| Ok((sid.to_string(), json::of(deleted)?)));
    Ok(map(each.collect::<Result<_>>()?))
}

fn recording(recording: &Recording) -> Value {
    map(present([
        ("state", Some(integer(number_of(recording.state)))),
        ("duration_s", recording.duration_s.map(integer)),
        ("channels", recording.channels.map(integer)),
        ("started_us", recording.started_at.map(micros)),
    ]))
}

/// What is not known is left out.
fn present<const N: usize>(values: [(&str, Option<Value>); N]) -> Fields {
    values.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

/// The record that a document says.
pub(super) fn to(document: &Fields) -> Result<CallRecord> {
    let read = Reading(document);
    Ok(CallRecord {
        facts: json::to(read.get("facts").ok_or_else(|| unreadable("call"))?)?,
        agent_leg: to_leg(read, Leg::Agent)?,
        prospect_leg: to_leg(read, Leg::Prospect)?,
        refusal: read.get("refusal").map(json::to).transpose()?,
        cleared: read.get("cleared").map(json::to).transpose()?,
        notice: to_notice(read)?,
        recordings: read
            .map_if_any("recordings")?
            .into_iter()
            .flatten()
            .map(|(sid, value)| Ok((to_sid(sid)?, to_recording(inner(value)?)?)))
            .collect::<Result<_>>()?,
        wrap_up: read.get("wrap_up").map(json::to).transpose()?,
        crm: read.get("crm").map(json::to::<Crm>).transpose()?.unwrap_or_default(),
        erased_at: read.time_if_any("erased_us")?,
        links: to_links(read)?,
        deleted: read
            .map_if_any("deleted")?
            .into_iter()
            .flatten()
            .map(|(sid, value)| Ok((to_sid(sid)?, to_deleted(value)?)))
            .collect::<Result<_>>()?,
    })
}

fn to_sid(text: &str) -> Result<RecordingSid> {
    text.parse().map_err(|_| unreadable("recording's id"))
}

fn to_links(document: Reading<'_>) -> Result<Links> {
    let empty = Fields::new();
    let read = Reading(document.map_if_any("links")?.unwrap_or(&empty));
    Ok(Links { revoked_at: read.time_if_any("revoked_us")?, renewed_at: read.time_if_any("renewed_us")? })
}

fn to_deleted(value: &Value) -> Result<Deleted> {
    json::to(value.value_type.as_ref().ok_or_else(|| unreadable("recording"))?)
}

fn to_leg(document: Reading<'_>, leg: Leg) -> Result<LegRecord> {
    let empty = Fields::new();
    let read = Reading(document.map_if_any(name_of(leg))?.unwrap_or(&empty));
    let mut faults = Vec::new();
    for value in read.map_if_any("faults")?.into_iter().flat_map(|faults| faults.values()) {
        faults.push(to_fault(inner(value)?)?);
    }
    Ok(LegRecord {
        sid: read.text_if_any("sid")?.map(str::parse).transpose().map_err(|_| unreadable("leg's id"))?,
        rank: document.integer_if_any(rank_of(leg))?.filter(|rank| *rank != NO_RANK),
        ringing_at: read.time_if_any("ringing_us")?,
        answered_at: read.time_if_any("answered_us")?,
        ended_at: read.time_if_any("ended_us")?,
        duration_s: read.integer_if_any("duration_s")?,
        // All that were told are kept; the record shows the greatest, as its own fold does.
        fault: faults.into_iter().max(),
    })
}

fn to_notice(document: Reading<'_>) -> Result<Notice> {
    let empty = Fields::new();
    let read = Reading(document.map_if_any("notice")?.unwrap_or(&empty));
    Ok(Notice { given_at: read.time_if_any("given_us")?, objected_at: read.time_if_any("objected_us")? })
}

fn to_fault(read: Reading<'_>) -> Result<LegFault> {
    let code =
        read.integer_if_any("code")?.map(u32::try_from).transpose().map_err(|_| unreadable("fault"))?;
    Ok(LegFault { code, message: read.text("message")?.to_owned() })
}

fn to_recording(read: Reading<'_>) -> Result<Recording> {
    let state = usize::try_from(read.integer("state")?).ok().and_then(|number| STATES.get(number));
    Ok(Recording {
        state: *state.ok_or_else(|| unreadable("recording"))?,
        duration_s: read.integer_if_any("duration_s")?,
        channels: read.integer_if_any("channels")?,
        started_at: read.time_if_any("started_us")?,
    })
}

fn inner(value: &Value) -> Result<Reading<'_>> {
    match &value.value_type {
        Some(ValueType::MapValue(map)) => Ok(Reading(&map.fields)),
        _ => Err(unreadable("call")),
    }
}

#[cfg(test)]
#[path = "../../../tests/firestore/strategies.rs"]
mod strategies;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::strategies::units;
    use super::{of, to};
    use crate::conformance::samples::new_call;

    proptest! {
        #[test]
        fn any_record_comes_back_exactly(units in units()) {
            let mut record = new_call();
            units.iter().flatten().for_each(|change| record.apply(change));
            prop_assert_eq!(to(&of(&record).unwrap()).unwrap(), record);
        }
    }
}
