//! Calls: written without reading, read by id or by what they were.

pub(super) mod document;
pub(super) mod effects;
pub(super) mod events;
mod find;
pub(super) mod mappings;
pub(super) mod patch;

use ::firestore::gcloud_sdk::google::firestore::v1::Write;
use domain::{CallId, CallRecord};
use uuid::Uuid;

use super::Home;
use super::failure::{Failure, Refused};
use super::names::CALLS;
use super::stamps::{rev, updated};
use super::value::time;
use super::write::{self, If};
use crate::{Applied, Result, Rev, StoreError, Unit, Versioned};
pub(super) use find::{count, find};

pub(super) async fn create(home: &Home, record: &CallRecord, unit: &Unit) -> Result<Applied> {
    let mut record = record.clone();
    unit.changes.iter().for_each(|change| record.apply(change));
    let call = record.facts.id;
    home.leads.remember(call, record.facts.lead);
    let name = home.client.name(CALLS, &call.to_string());
    let whole = write::whole(name, document::of(&record)?, If::Absent);
    match write_unit(home, call, whole, unit).await? {
        Written::Mine => Ok(Applied::New),
        // Another unit has made the call, under the same event id or another.
        Written::Others | Written::NotThere => Ok(Applied::Duplicate),
        Written::UnknownCall => Err(taken_twice()),
    }
}

pub(super) async fn record(home: &Home, call: CallId, unit: &Unit) -> Result<Applied> {
    let name = home.client.name(CALLS, &call.to_string());
    let patch = patch::Patch::of(&unit.changes)?.write(name);
    match write_unit(home, call, patch, unit).await? {
        Written::Mine => Ok(Applied::New),
        Written::Others => Ok(Applied::Duplicate),
        Written::UnknownCall => Ok(Applied::UnknownCall),
        Written::NotThere if unit.claim.is_some() => Err(StoreError::Conflict),
        Written::NotThere => Err(taken_twice()),
    }
}

/// The event is new, and yet something that it brings was there before.
fn taken_twice() -> StoreError {
    StoreError::Permanent("an id that must be new was used before".to_owned())
}

/// What became of a unit's commit.
enum Written {
    /// It was written.
    Mine,
    /// Its event was written by another unit.
    Others,
    /// Something else that must be new was there.
    NotThere,
    UnknownCall,
}

/// Commits the call's own write and everything that its unit brings.
async fn write_unit(home: &Home, call: CallId, own: Write, unit: &Unit) -> Result<Written> {
    let key = Uuid::now_v7().to_string();
    // The first is what watchers of other processes are told by.
    let mut writes = vec![super::watch::live::touch(&home.client, call), own];
    writes.push(events::write(&home.client, call, &unit.event, &key)?);
    writes.extend(effects::of(home, call, unit)?);
    match home.commit(writes, &unit.audit).await {
        Ok(times) => {
            home.news.tell(call, times.first().copied().flatten());
            Ok(Written::Mine)
        }
        // A claim that does not hold is one of these; so is a commit of ours that was done before its answer was lost.
        Err(Failure { why: Refused::Exists | Refused::Stale, .. }) => {
            // An earlier attempt of ours may have been written, and its answer lost.
            match events::unit_of(&home.client, call, &unit.event.id).await? {
                Some(found) if found == key => {
                    home.news.tell(call, None);
                    Ok(Written::Mine)
                }
                Some(_) => Ok(Written::Others),
                None => Ok(Written::NotThere),
            }
        }
        Err(Failure { why: Refused::Missing, .. }) => Ok(Written::UnknownCall),
        Err(failure) => Err(failure.into()),
    }
}

pub(super) async fn load(home: &Home, call: CallId) -> Result<Option<Versioned<CallRecord>>> {
    let found = home.client.get(CALLS, &call.to_string()).await?;
    found
        .map(|found| Ok(Versioned { rev: rev(updated(&found)?), value: document::to(&found.fields)? }))
        .transpose()
}

/// The whole document, if it still has this revision.
pub(super) fn replaced(home: &Home, rev: Rev, record: &CallRecord) -> Result<Write> {
    let name = home.client.name(CALLS, &record.facts.id.to_string());
    let fields = document::of(record)?.into_iter().collect();
    Ok(write::changes(name, fields, vec![patch::counted()], Some(If::UnchangedSince(time(rev.0)?))))
}

/// A person's edit: here a read comes first, and the write holds only if nobody was faster.
pub(super) async fn update(home: &Home, call: CallId, rev: Rev, record: &CallRecord) -> Result<Rev> {
    let known = load(home, call).await?.ok_or(StoreError::NotFound)?;
    if known.rev != rev {
        return Err(StoreError::Conflict);
    }
    if known.value.facts != record.facts {
        return Err(StoreError::Permanent("what was fixed at the click cannot be changed".to_owned()));
    }
    let edited = replaced(home, rev, record)?;
    let writes = vec![super::watch::live::touch(&home.client, call), edited];
    let times = home.commit(writes, &[]).await.map_err(|failure| match failure.why {
        Refused::Stale | Refused::Missing | Refused::Exists => StoreError::Conflict,
        Refused::Failed(error) => error,
    })?;
    home.news.tell(call, times.first().copied().flatten());
    let edited_at = times.get(1).copied().flatten();
    edited_at
        .map(super::stamps::rev)
        .ok_or_else(|| StoreError::Transient("Firestore told no revision: read again".to_owned()))
}
