//! Files: a document whose revision is the time of its last change.

use ::firestore::gcloud_sdk::google::firestore::v1::Write;
use domain::E164;
use serde_json::Value;

use super::Home;
use super::client::Client;
use super::failure::{Failure, Refused};
use super::names::FILES;
use super::stamps::{rev as stamped, updated};
use super::value::{Reading, text, time};
use super::write::{If, changes, one_more};
use crate::{AuditEntry, Claim, FileKey, Result, Rev, StoreError, Versioned};

/// The JSON, as text: nothing is ever searched for in it.
const DOC: &str = "doc";
/// Every write changes the document, so that no revision stands for two.
const WRITES: &str = "writes";

pub(super) async fn find(client: &Client, key: &FileKey) -> Result<Option<Versioned<Value>>> {
    let Some(found) = client.get(FILES, &key.to_string()).await? else { return Ok(None) };
    let doc = Reading(&found.fields).text_if_any(DOC)?;
    let value = doc.map(serde_json::from_str).transpose()?.unwrap_or(Value::Null);
    Ok(Some(Versioned { rev: stamped(updated(&found)?), value }))
}

pub(super) async fn put(
    home: &Home,
    key: &FileKey,
    rev: Option<Rev>,
    file: &Value,
    audit: AuditEntry,
) -> Result<()> {
    let write = swap(&home.client, key, rev, Some(file))?;
    home.commit(vec![write], &[audit]).await.map(drop).map_err(outrun)
}

pub(super) async fn note(home: &Home, key: &FileKey, rev: Option<Rev>, file: &Value) -> Result<()> {
    let write = swap(&home.client, key, rev, Some(file))?;
    home.commit(vec![write], &[]).await.map(drop).map_err(outrun)
}

/// Moves the revision, whatever it is.
pub(super) fn touch(client: &Client, number: &E164) -> Write {
    changes(name(client, &FileKey::Number(number.clone())), Vec::new(), vec![one_more(WRITES)], None)
}

/// Moves the revision if it is still the one that was read.
pub(super) fn claim(client: &Client, claim: &Claim) -> Result<Write> {
    swap(client, &FileKey::Number(claim.number.clone()), claim.rev, None)
}

/// Replaces the document, or leaves it and moves the revision only.
pub(super) fn swap(client: &Client, key: &FileKey, rev: Option<Rev>, file: Option<&Value>) -> Result<Write> {
    let only = match rev {
        Some(rev) => If::UnchangedSince(time(rev.0)?),
        None => If::Absent,
    };
    let doc = file.map(serde_json::to_string).transpose()?;
    let puts = doc.map(|doc| (DOC.to_owned(), text(doc))).into_iter().collect();
    Ok(changes(name(client, key), puts, vec![one_more(WRITES)], Some(only)))
}

/// Holds only while the file has this revision, at which it says this, and leaves it so: a write that changes nothing moves
/// no revision.
pub(super) fn unmoved(client: &Client, key: &FileKey, rev: Rev, file: &Value) -> Result<Write> {
    let doc = text(serde_json::to_string(file)?);
    let only = If::UnchangedSince(time(rev.0)?);
    Ok(changes(name(client, key), vec![(DOC.to_owned(), doc)], Vec::new(), Some(only)))
}

/// Whatever condition did not hold, somebody was faster.
pub(super) fn outrun(failure: Failure) -> StoreError {
    match failure.why {
        Refused::Exists | Refused::Missing | Refused::Stale => StoreError::Conflict,
        Refused::Failed(error) => error,
    }
}

fn name(client: &Client, key: &FileKey) -> String {
    client.name(FILES, &key.to_string())
}
