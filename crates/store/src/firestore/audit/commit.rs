//! Commits that bring audit rows. The rows are part of the commit, so the log says neither more nor less than what
//! was done.

use ::firestore::gcloud_sdk::google::firestore::v1::Write;
use jiff::Timestamp;

use super::rows;
use crate::chain::Link;
use crate::firestore::Home;
use crate::firestore::client::Times;
use crate::firestore::failure::{Failure, Refused};
use crate::{AuditEntry, StoreError};

/// How many lanes are tried whose next place turns out to be taken.
const LANES_TRIED: usize = 3;

/// The time of a row. In whole microseconds, because rows are found by those.
fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
}

/// What became of rows whose commit failed.
enum Fate {
    /// They were written all the same.
    Written,
    /// They were not.
    NotWritten,
    /// Others stand in their place: a late commit of ours that was given up.
    PlaceTaken,
    Unknown,
}

impl Home {
    /// Commits these writes together with audit rows. The times are those of `writes`; none are told for a commit
    /// whose answer was lost.
    pub(in crate::firestore) async fn commit(
        &self,
        writes: Vec<Write>,
        entries: &[AuditEntry],
    ) -> Result<Times, Failure> {
        if entries.is_empty() {
            return self.client.commit(writes).await;
        }
        for _ in 0..LANES_TRIED {
            let lane = self.lanes.take(&self.client).await?;
            let (links, advanced) = lane.rows(entries, now())?;
            let (Some(first), Some(last)) = (links.first(), links.last()) else { break };
            let mut all = writes.clone();
            for link in &links {
                all.push(rows::add(&self.client, link)?);
            }
            let failure = match self.client.commit(all).await {
                Ok(times) => {
                    lane.advance(advanced, last);
                    return Ok(times.into_iter().take(writes.len()).collect());
                }
                Err(failure) => failure,
            };
            match self.fate(first, &failure).await {
                Fate::Written => {
                    lane.advance(advanced, last);
                    return Ok(Times::new());
                }
                Fate::NotWritten => {
                    lane.stay();
                    return Err(failure);
                }
                // The lane is retired by dropping it; the next one is another.
                Fate::PlaceTaken => {
                    tracing::warn!("a lane of the audit log was retired: its place was taken");
                }
                Fate::Unknown => {
                    tracing::warn!("a lane of the audit log was retired: a commit's outcome is unknown");
                    return Err(failure);
                }
            }
        }
        Err(StoreError::Transient("no free place in the audit log was found".to_owned()).into())
    }

    async fn fate(&self, first: &Link, failure: &Failure) -> Fate {
        if !failure.outcome_unknown && failure.why != Refused::Exists {
            return Fate::NotWritten;
        }
        match rows::hash_at(&self.client, &first.chain, first.seq).await {
            Ok(Some(hash)) if hash == first.hash => Fate::Written,
            Ok(Some(_)) => Fate::PlaceTaken,
            Ok(None) => Fate::NotWritten,
            Err(_) => Fate::Unknown,
        }
    }
}
