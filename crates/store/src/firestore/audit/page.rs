//! The audit log page by page, oldest first: for somebody who takes all of it away.

use super::rows::link;
use crate::firestore::client::Client;
use crate::firestore::names::{AUDIT, NAME};
use crate::firestore::value::{Reading, integer, reference};
use crate::{AuditPage, AuditQuery, Result, StoreError};

/// A cursor is the last row's time in microseconds and its document id, with a colon between.
pub(in crate::firestore) async fn page(
    client: &Client,
    wanted: &AuditQuery,
    after: Option<&str>,
) -> Result<AuditPage> {
    if wanted.limit == 0 {
        return Ok(AuditPage { rows: Vec::new(), next: after.map(str::to_owned) });
    }
    let mut query = super::narrowed(wanted).limit(wanted.limit).rising("at_us").rising(NAME);
    if let Some(after) = after {
        let (at_us, id) = after.split_once(':').ok_or_else(no_cursor)?;
        let at_us = at_us.parse().map_err(|_| no_cursor())?;
        query = query.after(vec![integer(at_us), reference(&client.name(AUDIT, id))]);
    }
    let found = client.find(&query).await?;
    let rows = found.iter().map(|found| link(found)?.row()).collect::<Result<_>>()?;
    let next = match found.last() {
        Some(last) if query.behind(&found).is_some() => {
            let id = last.name.rsplit('/').next().unwrap_or_default();
            Some(format!("{}:{id}", Reading(&last.fields).integer("at_us")?))
        }
        _ => None,
    };
    Ok(AuditPage { rows, next })
}

fn no_cursor() -> StoreError {
    StoreError::Permanent("that is no place in the audit log".to_owned())
}
