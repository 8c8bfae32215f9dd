//! Entries without a call, and what people do with entries by hand: try one again, or give it up for good. Both of these
//! stand in the audit log, and neither touches an entry that a worker has.

use jiff::Timestamp;

use ::firestore::gcloud_sdk::google::firestore::v1::Write;

use super::document::{self, Found};
use crate::firestore::Home;
use crate::firestore::names::OUTBOX;
use crate::firestore::value::{integer, micros, null};
use crate::firestore::write::{If, delete, puts};
use crate::{AuditEntry, OutboxEntry, Result, StoreError};

/// Writes down an entry by itself, unless it is there.
pub(in crate::firestore) async fn owe(home: &Home, entry: &OutboxEntry) -> Result<()> {
    match home.commit(vec![document::add(&home.client, entry, 0)?], &[]).await.map_err(StoreError::from) {
        Ok(_) | Err(StoreError::Conflict) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Makes a waiting or dead entry due now; it counts as tried once.
pub(in crate::firestore) async fn retry(
    home: &Home,
    id: &str,
    now: Timestamp,
    audit: AuditEntry,
) -> Result<()> {
    let found = unleased(home, id, now).await?;
    let changes = vec![
        ("due_us".to_owned(), micros(now)),
        ("worker".to_owned(), null()),
        ("attempts".to_owned(), integer(1)),
    ];
    write(home, puts(found.name, changes, Some(If::UnchangedSince(found.updated))), audit).await
}

/// Takes an entry off for good.
pub(in crate::firestore) async fn take_off(
    home: &Home,
    id: &str,
    now: Timestamp,
    audit: AuditEntry,
) -> Result<()> {
    let found = unleased(home, id, now).await?;
    write(home, delete(found.name, If::UnchangedSince(found.updated)), audit).await
}

/// An entry that no worker has now.
async fn unleased(home: &Home, id: &str, now: Timestamp) -> Result<Found> {
    let found = home.client.get(OUTBOX, id).await?.ok_or(StoreError::NotFound)?;
    let found = Found::of(&found)?;
    let is_leased = found.worker.is_some() && found.due_at.is_some_and(|until| until > now);
    if is_leased { Err(StoreError::Conflict) } else { Ok(found) }
}

/// On condition that it is as it was read: a worker that takes it meanwhile keeps it.
async fn write(home: &Home, write: Write, audit: AuditEntry) -> Result<()> {
    match home.commit(vec![write], &[audit]).await.map_err(StoreError::from) {
        Ok(_) => Ok(()),
        Err(StoreError::NotFound) => Err(StoreError::Conflict),
        Err(error) => Err(error),
    }
}
