//! The audit log: written with what it is about, found, and verified.

mod commit;
mod erase;
mod lanes;
mod opening;
mod page;
mod rows;

use ::firestore::gcloud_sdk::google::firestore::v1::Document;

use super::client::Client;
use super::names::{AUDIT, NAME};
use super::query::Query;
use super::value::{integer, micros_from, text};
use crate::chain::{Link, Verifier};
use crate::{AuditQuery, AuditReport, AuditRow, Result};
pub(super) use erase::erased;
pub(super) use lanes::Lanes;
pub(super) use page::page;

/// Rows, newest first.
pub(super) async fn find(client: &Client, wanted: &AuditQuery) -> Result<Vec<AuditRow>> {
    if wanted.limit == 0 {
        return Ok(Vec::new());
    }
    let query = narrowed(wanted).limit(wanted.limit).falling("at_us").falling(NAME);
    client.find(&query).await?.iter().map(|found| rows::link(found)?.row()).collect()
}

fn narrowed(wanted: &AuditQuery) -> Query {
    let mut query = Query::of(AUDIT);
    if let Some(call) = wanted.call {
        query = query.equal("call", text(call.to_string()));
    }
    if let Some(kind) = &wanted.kind {
        query = query.equal("kind", text(kind));
    }
    if let Some(from) = wanted.from {
        query = query.at_least("at_us", micros_from(from));
    }
    if let Some(to) = wanted.to {
        query = query.less("at_us", micros_from(to));
    }
    query
}

/// Walks every row, by log and place, as their names sort.
pub(super) async fn verify(client: &Client) -> Result<AuditReport> {
    let first_rows = Query::of(AUDIT).equal("seq", integer(0)).rising(NAME);
    let openings = client.every(first_rows, |row| Ok(rows::link(row).ok())).await?;
    let openings: Vec<Link> = openings.into_iter().flatten().collect();
    let mut verifier = Verifier::new(&openings);
    let look = |row: &Document| {
        verifier.look(&rows::doubted(row));
        Ok(())
    };
    client.every(Query::of(AUDIT).rising(NAME), look).await?;
    Ok(verifier.finish())
}
