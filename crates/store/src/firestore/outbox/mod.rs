//! The outbox: leases, fencing by the document's own time, order within a key.

mod claim;
pub(super) mod document;
mod finish;
mod manage;

use super::client::Client;
use super::names::{NAME, OUTBOX};
use super::query::Query;
use crate::{OutboxRow, Result};
pub(super) use claim::claim;
use document::Found;
pub(super) use finish::{finish, release};
pub(super) use manage::{owe, retry, take_off};

/// Everything, oldest first.
pub(super) async fn all(client: &Client) -> Result<Vec<OutboxRow>> {
    let mut all = client.every(Query::of(OUTBOX).rising(NAME), Found::of).await?;
    all.sort_by(|a, b| a.position.cmp(&b.position));
    Ok(all.into_iter().map(row).collect())
}

fn row(found: Found) -> OutboxRow {
    let state = found.state();
    OutboxRow {
        entry: found.entry,
        owed_since: found.position.0,
        state,
        attempts: found.attempts,
        last_error: found.last_error,
    }
}
