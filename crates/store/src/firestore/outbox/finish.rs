//! How leased work came out, and giving leases back.

use jiff::Timestamp;

use ::firestore::gcloud_sdk::google::firestore::v1::Value;

use super::document::Found;
use crate::firestore::client::Client;
use crate::firestore::failure::Refused;
use crate::firestore::names::{NAME, OUTBOX};
use crate::firestore::query::Query;
use crate::firestore::value::{micros, null, text, time};
use crate::firestore::write::{If, delete, puts};
use crate::{Done, Leased, Result, StoreError};

pub(in crate::firestore) async fn finish(client: &Client, leased: &Leased, done: &Done) -> Result<()> {
    let name = client.name(OUTBOX, &leased.entry.id);
    let only = If::UnchangedSince(time(leased.rev.0)?);
    let write = match done {
        Done::Ok => delete(name, only),
        Done::RetryAt { at, error } => puts(name, set_aside(micros(*at), error), Some(only)),
        Done::Dead { error } => puts(name, set_aside(null(), error), Some(only)),
    };
    let Err(failure) = client.commit(vec![write]).await else { return Ok(()) };
    match failure.why {
        Refused::Failed(error) => Err(error),
        // An earlier attempt of ours may have been written, and its answer lost.
        _ if failure.outcome_unknown && is_so(client, leased, done).await? => Ok(()),
        _ => Err(StoreError::Conflict),
    }
}

fn set_aside(due_us: Value, error: &str) -> Vec<(String, Value)> {
    vec![("due_us".to_owned(), due_us), ("worker".to_owned(), null()), ("last_error".to_owned(), text(error))]
}

/// Whether the entry is as this outcome leaves it.
async fn is_so(client: &Client, leased: &Leased, done: &Done) -> Result<bool> {
    let found = client.get(OUTBOX, &leased.entry.id).await?;
    let found = found.as_ref().map(Found::of).transpose()?;
    let set_aside = |due: Option<Timestamp>, error: &str| {
        found.as_ref().is_some_and(|found| {
            let due = due.map(Timestamp::as_microsecond);
            found.worker.is_none()
                && found.attempts == leased.attempts
                && found.due_at.map(Timestamp::as_microsecond) == due
                && found.last_error.as_deref() == Some(error)
        })
    };
    Ok(match done {
        Done::Ok => found.is_none(),
        Done::RetryAt { at, error } => set_aside(Some(*at), error),
        Done::Dead { error } => set_aside(None, error),
    })
}

/// Makes what `worker` had leased due now. The new revision fences off a former run that is still alive.
pub(in crate::firestore) async fn release(client: &Client, worker: &str, now: Timestamp) -> Result<usize> {
    let held = Query::of(OUTBOX).equal("worker", text(worker)).rising(NAME);
    let held = client.every(held, Found::of).await?;
    let back = |found: &Found| {
        let changes = vec![("due_us".to_owned(), micros(now)), ("worker".to_owned(), null())];
        puts(found.name.clone(), changes, Some(If::UnchangedSince(found.updated)))
    };
    let writes = held.iter().filter(|found| found.due_at.is_some()).map(back).collect();
    Ok(client.each(writes).await?.into_iter().flatten().count())
}
