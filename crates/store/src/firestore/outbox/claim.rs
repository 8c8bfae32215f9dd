//! Claiming. Each entry is taken by itself, on condition that it is as it was read: who loses one goes on to the
//! next. The due time moves to the end of the lease, so a lease that runs out comes back by itself.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rand::seq::SliceRandom as _;

use ::firestore::gcloud_sdk::google::firestore::v1::Document;

use super::document::{Found, Position, position};
use crate::firestore::Home;
use crate::firestore::client::Client;
use crate::firestore::names::{NAME, OUTBOX};
use crate::firestore::query::Query;
use crate::firestore::stamps::rev;
use crate::firestore::value::{Reading, integer, micros, text};
use crate::firestore::write::{If, puts};
use crate::{Leased, OutboxEntry, Result};

/// How many due entries are looked at for each that is wanted, so that workers who come at once find different ones.
const LOOK_AT: usize = 4;
/// The fewest that are looked at: some wait for older ones.
const FEWEST: usize = 40;
/// How many keys one query may ask for, by Firestore's own limit.
const KEYS: usize = 30;

pub(in crate::firestore) async fn claim(
    home: &Home,
    worker: &str,
    now: Timestamp,
    lease: Duration,
    most: usize,
) -> Result<Vec<Leased>> {
    let lease = SignedDuration::try_from(lease).unwrap_or(SignedDuration::MAX);
    let until = now.checked_add(lease).unwrap_or(Timestamp::MAX);
    let due = Query::of(OUTBOX).at_most("due_us", micros(now)).rising("due_us").rising(NAME);
    let mut due = due.limit(most.saturating_mul(LOOK_AT).max(FEWEST));
    let mut taken: Vec<(Position, Leased)> = Vec::new();
    while taken.len() < most {
        let page = home.client.find(&due).await?;
        let found = page.iter().map(Found::of).collect::<Result<Vec<_>>>()?;
        let mut free = first_of_their_keys(&home.client, found).await?;
        while taken.len() < most && !free.is_empty() {
            pick(&mut free, home.crowded.load(Ordering::Relaxed));
            let wanted = free.drain(..free.len().min(most - taken.len())).collect();
            let lost = take(&home.client, wanted, worker, until, &mut taken).await?;
            home.crowded.store(lost, Ordering::Relaxed);
        }
        let Some(next) = due.behind(&page) else { break };
        due = next;
    }
    taken.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(taken.into_iter().map(|(_, leased)| leased).collect())
}

/// Those that no older unfinished entry of the same key holds up.
async fn first_of_their_keys(client: &Client, found: Vec<Found>) -> Result<Vec<Found>> {
    let keys: BTreeSet<&str> = found.iter().map(|found| found.entry.order_key.as_str()).collect();
    let keys: Vec<&str> = keys.into_iter().collect();
    let mut oldest: BTreeMap<String, Position> = BTreeMap::new();
    for keys in keys.chunks(KEYS) {
        let siblings = Query::of(OUTBOX)
            .one_of("order_key", keys.iter().map(|key| text(*key)).collect())
            .only(&["order_key", "due_us", "place"])
            .rising(NAME);
        let look = |sibling: &Document| {
            let read = Reading(&sibling.fields);
            // What was given up holds nobody up.
            if read.integer_if_any("due_us")?.is_some() {
                let position = position(sibling)?;
                let key = read.text("order_key")?.to_owned();
                let first = oldest.entry(key).or_insert_with(|| position.clone());
                if position < *first {
                    *first = position;
                }
            }
            Ok(())
        };
        client.every(siblings, look).await?;
    }
    let is_first =
        |found: &Found| oldest.get(&found.entry.order_key).is_none_or(|oldest| found.position <= *oldest);
    Ok(found.into_iter().filter(is_first).collect())
}

/// The oldest first; where others are after the same entries, in any order, so that not all want the same ones.
fn pick(free: &mut [Found], crowded: bool) {
    if crowded {
        free.shuffle(&mut rand::rng());
    } else {
        free.sort_by(|a, b| (a.due_at, &a.position).cmp(&(b.due_at, &b.position)));
    }
}

/// Takes what nobody else has taken meanwhile. Answers whether somebody has.
async fn take(
    client: &Client,
    wanted: Vec<Found>,
    worker: &str,
    until: Timestamp,
    taken: &mut Vec<(Position, Leased)>,
) -> Result<bool> {
    let claim = |found: &Found| {
        let changes = vec![
            ("due_us".to_owned(), micros(until)),
            ("worker".to_owned(), text(worker)),
            ("attempts".to_owned(), integer(i64::from(found.attempts) + 1)),
        ];
        puts(found.name.clone(), changes, Some(If::UnchangedSince(found.updated)))
    };
    let times = client.each(wanted.iter().map(claim).collect()).await?;
    let mut lost = false;
    for (found, claimed_at) in wanted.into_iter().zip(times) {
        // Without a time there is no revision to finish it with: the lease will run out.
        let Some(claimed_at) = claimed_at else {
            lost = true;
            continue;
        };
        let leased = Leased {
            entry: OutboxEntry { due_at: until, ..found.entry },
            worker: worker.to_owned(),
            until,
            attempts: found.attempts + 1,
            last_error: found.last_error,
            rev: rev(claimed_at),
        };
        taken.push((found.position, leased));
    }
    Ok(lost)
}
