//! Finding calls. Whether a call is unfinished is derived from the record, so Firestore only narrows it down.

use std::collections::BTreeMap;

use domain::{CallId, CallRecord};

use crate::firestore::Home;
use crate::firestore::names::{CALLS, NAME};
use crate::firestore::query::Query;
use crate::firestore::value::{boolean, integer, micros, text};
use crate::{CallQuery, Result};

use super::document;

pub(in crate::firestore) async fn find(home: &Home, query: &CallQuery) -> Result<Vec<CallRecord>> {
    if query.unfinished { unfinished(home, query).await } else { page(home, query).await }
}

pub(in crate::firestore) async fn count(home: &Home, query: &CallQuery) -> Result<u64> {
    if query.limit == 0 {
        return Ok(0);
    }
    if query.unfinished {
        let found = unfinished(home, query).await?;
        return Ok(u64::try_from(found.len()).unwrap_or(u64::MAX));
    }
    home.client.count(&ordered(query)).await
}

async fn page(home: &Home, wanted: &CallQuery) -> Result<Vec<CallRecord>> {
    if wanted.limit == 0 {
        return Ok(Vec::new());
    }
    let found = home.client.find(&ordered(wanted).skip(wanted.skip)).await?;
    found.iter().map(|found| document::to(&found.fields)).collect()
}

/// The order counts for a count as well: it names the index that serves both.
fn ordered(wanted: &CallQuery) -> Query {
    let mut query = Query::of(CALLS).limit(wanted.limit);
    if let Some(agent) = &wanted.agent {
        query = query.equal("agent", text(agent.as_str()));
    }
    if let Some(lead) = wanted.lead {
        query = query.equal("lead", text(lead.to_string()));
    }
    if let Some(number) = &wanted.number {
        query = query.equal("number", text(number.as_str()));
    }
    if let Some(from) = wanted.from {
        query = query.at_least("placed_us", micros(from));
    }
    if let Some(to) = wanted.to {
        query = query.less("placed_us", micros(to));
    }
    if wanted.oldest_first {
        query.rising("placed_us").rising(NAME)
    } else {
        query.falling("placed_us").falling(NAME)
    }
}

/// All that may be unfinished: the agent's leg is up, or the prospect was reached and nothing was saved. Few calls
/// are, so the rest is told apart here.
async fn unfinished(home: &Home, wanted: &CallQuery) -> Result<Vec<CallRecord>> {
    let open = Query::of(CALLS).less("agent_rank", integer(90)).rising("agent_rank").rising(NAME);
    let owing = Query::of(CALLS).equal("wrapped", boolean(false)).equal("reached", integer(1)).rising(NAME);
    let (open, owing) = tokio::try_join!(every(home, open), every(home, owing))?;
    let all: BTreeMap<CallId, CallRecord> =
        open.into_iter().chain(owing).map(|record| (record.facts.id, record)).collect();
    let mut all: Vec<CallRecord> = all.into_values().filter(|record| is_wanted(record, wanted)).collect();
    all.sort_by_key(|record| std::cmp::Reverse((record.facts.placed_at.as_microsecond(), record.facts.id)));
    Ok(all.into_iter().skip(wanted.skip).take(wanted.limit).collect())
}

fn is_wanted(record: &CallRecord, wanted: &CallQuery) -> bool {
    let facts = &record.facts;
    (record.is_open() || record.owes_disposition())
        && wanted.agent.as_ref().is_none_or(|agent| *agent == facts.agent)
        && wanted.lead.is_none_or(|lead| lead == facts.lead)
        && wanted.number.as_ref().is_none_or(|number| *number == facts.to)
        && wanted.from.is_none_or(|from| facts.placed_at >= from)
        && wanted.to.is_none_or(|to| facts.placed_at < to)
}

async fn every(home: &Home, query: Query) -> Result<Vec<CallRecord>> {
    home.client.every(query, |found| document::to(&found.fields)).await
}
