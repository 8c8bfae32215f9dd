//! Recordings that were missed while the server, or Twilio, was away for days: of calls that were done with otherwise,
//! which nothing else looks at again.

use std::time::Duration;

use domain::CallRecord;
use jiff::{SignedDuration, Timestamp};
use store::CallQuery;
use tokio_util::sync::CancellationToken;

use crate::{Dialer, Error};

/// How far back.
const REACH: SignedDuration = SignedDuration::from_hours(30 * 24);
/// After a start there is more urgent work, and in sandbox mode this server has to answer first.
const AFTER_START: Duration = Duration::from_mins(1);
/// From one look to the next.
const EVERY: Duration = Duration::from_hours(24);
/// When not everything could be asked.
const AGAIN: Duration = Duration::from_mins(15);
/// How many calls are read at once.
const PAGE: usize = 500;

impl Dialer {
    /// Looks back once a day, and again soon where it could not ask, until `stop`.
    pub async fn keep_looking_back(&self, stop: CancellationToken) {
        let mut wait = AFTER_START;
        loop {
            let looked = async {
                tokio::time::sleep(wait).await;
                self.look_back(REACH).await
            };
            wait = tokio::select! {
                () = stop.cancelled() => return,
                looked = looked => match looked {
                    Ok(true) => EVERY,
                    Ok(false) => AGAIN,
                    Err(error) => {
                        tracing::warn!(error = %error, "past calls could not be read");
                        AGAIN
                    }
                },
            };
        }
    }

    /// Asks for the recordings that calls lack which were placed `of` ago or later. Answers whether Twilio could be asked
    /// about all of them.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn look_back(&self, of: SignedDuration) -> Result<bool, Error> {
        let from = self.now().checked_sub(of).ok();
        let (mut to, mut all) = (None, true);
        loop {
            let query = CallQuery { from, to, limit: PAGE, ..CallQuery::default() };
            let page = self.store.calls(&query).await?;
            for record in page.iter().filter(|record| !record.is_open()) {
                if let Err(error) = self.reconcile_recordings(record).await {
                    all &= !matches!(&error, Error::Carrier(error) if error.is_transient());
                    let call = record.facts.id;
                    tracing::warn!(call.id = %call, error = %error, "a past call could not be checked");
                }
            }
            let next = end_of_next(&page);
            if next.is_none() || to.is_some_and(|to| next >= Some(to)) {
                return Ok(all);
            }
            to = next;
        }
    }
}

/// Before when the calls of the next page were placed; none after the last page. The last call of this one is on it again,
/// for others may have been placed in its microsecond.
fn end_of_next(page: &[CallRecord]) -> Option<Timestamp> {
    let last = page.last().filter(|_| page.len() == PAGE)?;
    last.facts.placed_at.checked_add(SignedDuration::from_micros(1)).ok()
}
