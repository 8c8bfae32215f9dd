//! Calls: the document, its events, and what finds it.

use domain::call::Change;
use domain::{CallId, CallRecord, CallSid, ItemId, Leg, RecordingSid};
use rusqlite::{Connection, OptionalExtension, Row, Statement, named_params, params};

use super::columns::{limit, micros, parsed, time, unreadable};
use super::writer::Writing;
use super::{files, outbox, suppression};
use crate::{
    Applied, CallQuery, NewEvent, Result, Rev, SidMapping, StoreChange, StoreError, StoredEvent, Unit,
    Versioned,
};

pub(super) fn create(w: &mut Writing<'_>, mut record: CallRecord, unit: &Unit) -> Result<Applied> {
    unit.changes.iter().for_each(|change| record.apply(change));
    let call = record.facts.id;
    let inserted = w
        .sql
        .prepare_cached(
            "INSERT INTO calls (id, rev, agent, lead, number, placed_us, unfinished, doc)
             VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            call.to_string(),
            record.facts.agent.as_str(),
            record.facts.lead.0,
            record.facts.to.as_str(),
            micros(record.facts.placed_at),
            is_unfinished(&record),
            serde_json::to_string(&record)?,
        ])?;
    if inserted == 0 {
        return Ok(Applied::Duplicate);
    }
    add_event(w, call, &unit.event)?;
    add_effects(w, call, unit)?;
    w.changed(StoreChange::Call(call));
    Ok(Applied::New)
}

pub(super) fn record(w: &mut Writing<'_>, call: CallId, unit: &Unit) -> Result<Applied> {
    let Some(mut known) = load(w.sql, call)? else { return Ok(Applied::UnknownCall) };
    if !add_event(w, call, &unit.event)? {
        return Ok(Applied::Duplicate);
    }
    unit.changes.iter().for_each(|change| known.value.apply(change));
    replace(w, call, known.rev, &known.value)?;
    add_effects(w, call, unit)?;
    Ok(Applied::New)
}

pub(super) fn update(w: &mut Writing<'_>, call: CallId, rev: Rev, record: &CallRecord) -> Result<Rev> {
    let Some(known) = load(w.sql, call)? else { return Err(StoreError::NotFound) };
    if known.rev != rev {
        return Err(StoreError::Conflict);
    }
    if known.value.facts != record.facts {
        return Err(StoreError::Permanent("what was fixed at the click cannot be changed".to_owned()));
    }
    replace(w, call, rev, record)
}

/// Writes the document if it still has this revision.
pub(super) fn replace(w: &mut Writing<'_>, call: CallId, rev: Rev, record: &CallRecord) -> Result<Rev> {
    let changed = w
        .sql
        .prepare_cached(
            "UPDATE calls SET rev = rev + 1, unfinished = ?3, doc = ?4 WHERE id = ?1 AND rev = ?2",
        )?
        .execute(params![call.to_string(), rev.0, is_unfinished(record), serde_json::to_string(record)?])?;
    if changed == 0 {
        return Err(StoreError::Conflict);
    }
    w.changed(StoreChange::Call(call));
    Ok(Rev(rev.0 + 1))
}

fn is_unfinished(record: &CallRecord) -> bool {
    record.is_open() || record.owes_disposition()
}

/// Whether the event is new.
fn add_event(w: &Writing<'_>, call: CallId, event: &NewEvent) -> Result<bool> {
    let inserted = w
        .sql
        .prepare_cached(
            "INSERT INTO events (call_id, id, kind, at_us, recorded_us, payload)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            call.to_string(),
            event.id,
            event.kind,
            micros(event.at),
            micros(w.now),
            serde_json::to_string(&event.payload)?,
        ])?;
    Ok(inserted == 1)
}

/// What an event causes beside the document's change.
fn add_effects(w: &mut Writing<'_>, call: CallId, unit: &Unit) -> Result<()> {
    if let Some(claim) = &unit.claim {
        files::claim(w.sql, claim)?;
    }
    for (sid, leg) in &unit.sids {
        w.sql
            .prepare_cached(
                "INSERT INTO call_sids (sid, call_id, leg) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            )?
            .execute(params![sid.as_str(), call.to_string(), leg.code()])?;
    }
    for change in &unit.changes {
        if let Change::Recorded(sid, _) = change {
            w.sql
                .prepare_cached(
                    "INSERT INTO recordings (sid, call_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                )?
                .execute(params![sid.as_str(), call.to_string()])?;
        }
    }
    for entry in &unit.outbox {
        outbox::add(w, entry)?;
    }
    if let Some(suppressed) = &unit.suppress {
        suppression::add(w.sql, suppressed)?;
    }
    unit.audit.iter().try_for_each(|entry| w.append_audit(entry))
}

pub(super) fn load(sql: &Connection, call: CallId) -> Result<Option<Versioned<CallRecord>>> {
    let row: Option<(i64, String)> = sql
        .prepare_cached("SELECT rev, doc FROM calls WHERE id = ?1")?
        .query_row([call.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    row.map(|(rev, doc)| Ok(Versioned { rev: Rev(rev), value: serde_json::from_str(&doc)? })).transpose()
}

pub(super) fn of_sid(sql: &Connection, sid: &CallSid) -> Result<Option<SidMapping>> {
    let row: Option<(String, String, u64)> = sql
        .prepare_cached(
            "SELECT call_id, leg, lead FROM call_sids JOIN calls ON calls.id = call_id WHERE sid = ?1",
        )?
        .query_row([sid.as_str()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    row.map(|(call, leg, lead)| {
        let leg = [Leg::Agent, Leg::Prospect].into_iter().find(|known| known.code() == leg);
        Ok(SidMapping {
            call: parsed(&call, "call id")?,
            leg: leg.ok_or_else(|| unreadable("leg"))?,
            lead: ItemId(lead),
        })
    })
    .transpose()
}

pub(super) fn of_recording(sql: &Connection, sid: &RecordingSid) -> Result<Option<CallId>> {
    let call: Option<String> = sql
        .prepare_cached("SELECT call_id FROM recordings WHERE sid = ?1")?
        .query_row([sid.as_str()], |row| row.get(0))
        .optional()?;
    call.map(|call| parsed(&call, "call id")).transpose()
}

pub(super) fn find(sql: &Connection, query: &CallQuery) -> Result<Vec<CallRecord>> {
    let way = if query.oldest_first { "ASC" } else { "DESC" };
    let mut statement = sql.prepare_cached(&format!(
        "SELECT doc FROM calls WHERE {} ORDER BY placed_us {way}, id {way} LIMIT :limit OFFSET :skip",
        wanted(query)
    ))?;
    bind(&mut statement, query)?;
    let mut rows = statement.raw_query();
    let mut calls = Vec::new();
    while let Some(row) = rows.next()? {
        calls.push(serde_json::from_str(row.get_ref(0)?.as_str().map_err(|_| unreadable("document"))?)?);
    }
    Ok(calls)
}

pub(super) fn count(sql: &Connection, query: &CallQuery) -> Result<u64> {
    let mut statement = sql.prepare_cached(&counting(query))?;
    bind(&mut statement, query)?;
    let mut rows = statement.raw_query();
    Ok(rows.next()?.map_or(Ok(0), |row| row.get(0))?)
}

fn counting(query: &CallQuery) -> String {
    format!("SELECT count(*) FROM (SELECT 1 FROM calls WHERE {} LIMIT :limit)", wanted(query))
}

/// Only the conditions that are set: SQLite then picks the index that fits them.
fn wanted(query: &CallQuery) -> String {
    let mut wanted = vec!["placed_us >= :from AND placed_us < :to"];
    wanted.extend(query.agent.as_ref().map(|_| "agent = :agent"));
    wanted.extend(query.lead.map(|_| "lead = :lead"));
    wanted.extend(query.number.as_ref().map(|_| "number = :number"));
    wanted.extend(query.unfinished.then_some("unfinished = 1"));
    wanted.join(" AND ")
}

fn bind(statement: &mut Statement<'_>, query: &CallQuery) -> Result<()> {
    let bind: &[(&str, &dyn rusqlite::ToSql)] = named_params! {
        ":from": query.from.map_or(i64::MIN, micros),
        ":to": query.to.map_or(i64::MAX, micros),
        ":agent": query.agent.as_ref().map(domain::AgentId::as_str),
        ":lead": query.lead.map(|lead| lead.0),
        ":number": query.number.as_ref().map(domain::E164::as_str),
        ":limit": limit(query.limit),
        ":skip": limit(query.skip),
    };
    for (name, value) in bind {
        if let Some(index) = statement.parameter_index(name)? {
            statement.raw_bind_parameter(index, value)?;
        }
    }
    Ok(())
}

pub(super) fn events(sql: &Connection, call: CallId) -> Result<Vec<StoredEvent>> {
    let mut statement = sql.prepare_cached(
        "SELECT id, kind, at_us, recorded_us, payload FROM events WHERE call_id = ?1 ORDER BY position",
    )?;
    let mut rows = statement.query([call.to_string()])?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        events.push(event(row)?);
    }
    Ok(events)
}

fn event(row: &Row<'_>) -> Result<StoredEvent> {
    let payload: String = row.get(4)?;
    Ok(StoredEvent {
        event: NewEvent {
            id: row.get(0)?,
            kind: row.get(1)?,
            at: time(row.get(2)?)?,
            payload: serde_json::from_str(&payload)?,
        },
        recorded_at: time(row.get(3)?)?,
    })
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    /// A click waits for these counts: none of them may read calls, or all of a table.
    #[test]
    fn counts_are_read_from_an_index_alone() {
        let folder = tempfile::tempdir().unwrap();
        let sql = super::super::open::writing(&folder.path().join("store.sqlite")).unwrap();
        let from = Some(Timestamp::UNIX_EPOCH);
        let of_all = CallQuery { from, ..CallQuery::default() };
        let of_agent = CallQuery { agent: Some("maya_ortiz".parse().unwrap()), ..of_all.clone() };
        for (query, index) in [(of_all, "calls_by_time"), (of_agent, "calls_by_agent")] {
            let plan = format!("EXPLAIN QUERY PLAN {}", counting(&query));
            let mut statement = sql.prepare(&plan).unwrap();
            bind(&mut statement, &query).unwrap();
            let mut rows = statement.raw_query();
            let mut steps: Vec<String> = Vec::new();
            while let Some(row) = rows.next().unwrap() {
                steps.push(row.get(3).unwrap());
            }
            let covered = format!("SEARCH calls USING COVERING INDEX {index}");
            assert!(steps.iter().any(|step| step.starts_with(&covered)), "{steps:?}");
            assert!(!steps.iter().any(|step| step.starts_with("SCAN calls")), "{steps:?}");
        }
    }
}
