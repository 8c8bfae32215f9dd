//! The logs that this process writes. Several, so that callbacks need not wait for each other's commits: each is a
//! chain of its own, and one commit at a time has it.

use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use tokio::sync::{MutexGuard, Semaphore, SemaphorePermit};
use uuid::Uuid;

use super::opening;
use crate::chain::{self, Appender, Head, Link};
use crate::firestore::client::Client;
use crate::firestore::cut;
use crate::{AuditEntry, Result, StoreError};

/// How many commits with audit rows may be under way at once.
const MOST: usize = 16;

/// The lanes of a process, opened as they are needed.
#[derive(Debug)]
pub(in crate::firestore) struct Lanes {
    places: Semaphore,
    free: Mutex<Vec<Appender>>,
    /// The end of the lane that was opened first. While it is being opened, nobody else opens one.
    first: tokio::sync::Mutex<Option<Head>>,
}

impl Default for Lanes {
    fn default() -> Self {
        Self {
            places: Semaphore::new(MOST),
            free: Mutex::new(Vec::new()),
            first: tokio::sync::Mutex::new(None),
        }
    }
}

/// A lane in somebody's hands. Dropped without a word it is retired: what became of its last rows is not known, and
/// a log must not fork.
pub(super) struct Lane<'a> {
    lanes: &'a Lanes,
    log: Appender,
    opening: Option<AuditEntry>,
    first: Option<MutexGuard<'a, Option<Head>>>,
    _place: SemaphorePermit<'a>,
}

impl Lanes {
    /// A free lane, the last used first; a new one where all are taken.
    pub(super) async fn take(&self, client: &Client) -> Result<Lane<'_>> {
        let place = self.places.acquire().await;
        let place = place.map_err(|_| StoreError::Permanent("the store is closed".to_owned()))?;
        if let Some(log) = self.pop() {
            return Ok(Lane { lanes: self, log, opening: None, first: None, _place: place });
        }
        let first = self.first.lock().await;
        // Whoever opened one meanwhile may be done with it.
        if let Some(log) = self.pop() {
            return Ok(Lane { lanes: self, log, opening: None, first: None, _place: place });
        }
        let log = Appender::new(Uuid::now_v7().to_string());
        let (opening, first) = match &*first {
            // It hangs on the first lane, which hangs on everybody else's.
            Some(head) => (chain::opening(vec![head.clone()], &[]), None),
            None => (opening::first(client).await?, Some(first)),
        };
        Ok(Lane { lanes: self, log, opening: Some(opening), first, _place: place })
    }

    fn pop(&self) -> Option<Appender> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn push(&self, log: Appender) {
        self.free.lock().unwrap_or_else(PoisonError::into_inner).push(log);
    }
}

impl Lane<'_> {
    /// The next rows of the lane, and the lane as it is once they are written.
    pub(super) fn rows(&self, entries: &[AuditEntry], now: Timestamp) -> Result<(Vec<Link>, Appender)> {
        let mut log = self.log.clone();
        let mut rows = Vec::with_capacity(entries.len() + 1);
        for entry in self.opening.iter().chain(entries) {
            let entry = AuditEntry { payload: cut::fitting(entry.payload.clone()), ..entry.clone() };
            rows.push(log.append(&entry, now)?);
        }
        Ok((rows, log))
    }

    /// The rows were written.
    pub(super) fn advance(mut self, log: Appender, last: &Link) {
        if let Some(first) = &mut self.first {
            **first = Some(Head { chain: last.chain.clone(), seq: last.seq, hash: last.hash.clone() });
        }
        self.lanes.push(log);
    }

    /// The rows were not written: the lane is where it was.
    pub(super) fn stay(self) {
        if !self.log.is_new() {
            self.lanes.push(self.log);
        }
    }
}
