//! Reads everything about a number out of the store.

use std::collections::BTreeMap;

use domain::E164;
use jiff::Timestamp;
use store::{About, AuditPage, AuditQuery, CallQuery, Store};

use crate::{Call, ChainHead, Error, Event, FORMAT, MadeBy, Pack, Row, Summary};

/// Rows of the audit log that are read at once.
pub(crate) const PAGE: usize = 500;

/// Gathers what is on record about a number. Only what is about it is ever held: the rest of the log passes by in pages.
///
/// # Errors
/// When nothing is on record, or the store cannot be read.
pub async fn gather(
    store: &dyn Store,
    number: &E164,
    made_by: MadeBy,
    now: Timestamp,
) -> Result<Pack, Error> {
    // Events, then records, then the log: what one of them says of a call that still runs, the next says as well.
    let calls = calls(store, number).await?;
    let suppression = store.suppression(number).await?;
    let about = About::in_store(store, number, calls.iter().map(|call| call.record.facts.id)).await?;
    let (rows, chains) = rows(store, &about).await?;
    if calls.is_empty() && rows.is_empty() && suppression.is_none() {
        return Err(Error::NothingOnRecord(number.masked()));
    }
    Ok(Pack {
        format: FORMAT.to_owned(),
        number: number.clone(),
        gathered_at: now,
        made_by,
        twoleg: env!("CARGO_PKG_VERSION").to_owned(),
        summary: Summary::of(&calls, &rows),
        suppression: suppression.map(Into::into),
        calls,
        rows,
        chains,
    })
}

async fn calls(store: &dyn Store, number: &E164) -> Result<Vec<Call>, Error> {
    let query = CallQuery { number: Some(number.clone()), limit: usize::MAX, ..CallQuery::default() };
    let mut calls = Vec::new();
    for found in store.calls(&query).await?.into_iter().rev() {
        let events = store.events(&found.facts.id).await?.into_iter().map(Event::from).collect();
        let record = store.call(&found.facts.id).await?.map_or(found, |read| read.value);
        calls.push(Call { record, events });
    }
    Ok(calls)
}

async fn rows(store: &dyn Store, about: &About) -> Result<(Vec<Row>, Vec<ChainHead>), Error> {
    let mut rows: Vec<Row> = Vec::new();
    let mut heads: BTreeMap<String, ChainHead> = BTreeMap::new();
    let mut pages = Pages::default();
    while let Some(page) = pages.next(store).await? {
        for row in page.rows {
            let head = ChainHead { chain: row.chain.clone(), rows: row.seq + 1, hash: row.hash.clone() };
            let known = heads.entry(row.chain.clone()).or_insert_with(|| head.clone());
            if known.rows < head.rows {
                *known = head;
            }
            if about.takes(&row) {
                rows.push(row.into());
            }
        }
    }
    let place = |row: &Row| (row.says.at, row.says.chain.clone(), row.says.seq);
    rows.sort_by_cached_key(place);
    Ok((rows, heads.into_values().collect()))
}

/// The whole audit log, oldest first.
#[derive(Default)]
pub(crate) struct Pages {
    after: Option<String>,
    done: bool,
}

impl Pages {
    pub(crate) async fn next(&mut self, store: &dyn Store) -> store::Result<Option<AuditPage>> {
        if self.done {
            return Ok(None);
        }
        let query = AuditQuery { limit: PAGE, ..AuditQuery::default() };
        let page = store.audit_page(&query, self.after.as_deref()).await?;
        self.after.clone_from(&page.next);
        self.done = page.next.is_none();
        Ok(Some(page))
    }
}
