//! Today: what its calls have cost so far, and whether they look like somebody's calls or like fraud. Counted beside the
//! clicks, so that a click only looks.
//!
//! Each server reads the same store. It reads all of the day's calls at its start and now and then, and in between those
//! that it hears to have changed.

mod counted;
mod ledger;
mod news;
mod price;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use compliance::Spend;
use domain::{CallId, Money};
use jiff::Timestamp;
use store::CallQuery;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

use crate::alarms::AlarmKind;
use crate::{Dialer, Error};
use counted::Counted;
use ledger::Ledger;
use news::News;
pub use price::{PriceError, PricePerMinute};

/// How often running calls are counted on.
const EVERY: Duration = Duration::from_mins(1);
/// After so many rounds the whole day is read again.
const WHOLE_DAY: u32 = 30;
/// More calls than the limits on dials allow in a day.
const MOST_CALLS: usize = 50_000;
/// Of the cap, in hundredths: from here on a supervisor is warned.
const NEAR: u64 = 80;
/// Nobody knows what was spent.
const NOT_COUNTED: &str = "Today's calls cannot be counted, so it is not known what they have cost: no call goes out until \
                           it is. The server's log says what the store answers. Mend that; it is counted again every \
                           minute.";

/// What a day may cost, and what a minute does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// The most for one day of the organisation.
    pub cap: Money,
    /// For both legs.
    pub price: PricePerMinute,
}

/// What is known of today. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Today {
    counted: Counted,
    ledger: Arc<Mutex<Option<Ledger>>>,
}

/// What a round is to read.
enum Read {
    WholeDay,
    /// These calls, where the day is known otherwise.
    Calls(BTreeSet<CallId>),
}

impl Dialer {
    /// Counts today's calls from the store, all of them: what the start does before anybody can click.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn count_today(&self) -> Result<(), Error> {
        self.count(Read::WholeDay).await
    }

    /// Keeps counting until `stop`: every minute, and whenever a call changes.
    pub async fn keep_counting(&self, stop: CancellationToken) {
        let mut news = News::new(self.watch());
        let mut read = Read::WholeDay;
        let mut round: u32 = 0;
        while !stop.is_cancelled() {
            if let Err(error) = self.count(read).await {
                // The next round reads the whole day.
                tracing::warn!(error = %error, "today's calls could not be counted");
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(EVERY) => {}
                () = news.come() => {}
            }
            round = round.wrapping_add(1);
            read = match news.take() {
                Some(calls) if !round.is_multiple_of(WHOLE_DAY) => Read::Calls(calls),
                _ => Read::WholeDay,
            };
        }
    }

    /// What today's calls have cost; none where that is not known: then no call may go out. The first who looks on a new
    /// day has it counted, for the worker's next round may be a minute away.
    pub(crate) async fn spent_today(&self) -> Option<Spend> {
        self.settings.limits?;
        let counted = &self.today.counted;
        if counted.is_of_another_day(self.now())
            && let Err(error) = self.count(Read::Calls(BTreeSet::new())).await
        {
            tracing::warn!(error = %error, "a new day's calls could not be counted");
        }
        let spend = counted.spend(self.now(), Instant::now());
        if spend.is_none() {
            self.tell_of_counting();
        }
        spend
    }

    /// Tells how it stands with the counting. The worker that counts is not alone in this: a store that gives no answer at
    /// all holds that one up.
    pub(crate) fn tell_of_counting(&self) {
        if self.settings.limits.is_some() {
            let is_lost = self.today.counted.is_lost(self.now(), Instant::now());
            self.bell.tell(AlarmKind::SpendUnknown, is_lost.then(|| NOT_COUNTED.to_owned()));
        }
    }

    async fn count(&self, read: Read) -> Result<(), Error> {
        let Some(budget) = self.settings.limits else { return Ok(()) };
        let outcome = self.count_for(budget, read).await;
        if outcome.is_err() {
            self.today.counted.fail(self.now());
        }
        self.tell_of_counting();
        outcome
    }

    async fn count_for(&self, budget: Budget, read: Read) -> Result<(), Error> {
        let mut held = self.today.ledger.lock().await;
        // Before anything is read: what is spent meanwhile is not in it.
        let (now, at) = (self.now(), Instant::now());
        let same_day = held.take().filter(|ledger| (ledger.from..ledger.until).contains(&now));
        let ledger = match (same_day, read) {
            (Some(mut ledger), Read::Calls(calls)) => {
                for call in calls {
                    if let Some(found) = self.store.call(&call).await? {
                        ledger.take(&found.value);
                    }
                }
                ledger
            }
            _ => self.whole_day(now).await?,
        };
        let spend =
            Spend { spent: budget.price.of(ledger.minutes(now)), cap: budget.cap, ends_at: ledger.until };
        self.today.counted.publish(ledger.from, spend, at);
        self.tell_of_today(&spend, &ledger);
        *held = Some(ledger);
        Ok(())
    }

    async fn whole_day(&self, now: Timestamp) -> Result<Ledger, Error> {
        let (from, until) = self.day_of(now);
        let mut ledger = Ledger::new(from, until);
        let query =
            CallQuery { from: Some(from), to: Some(until), limit: MOST_CALLS, ..CallQuery::default() };
        self.store.calls(&query).await?.iter().for_each(|record| ledger.take(record));
        Ok(ledger)
    }

    /// The organisation's day: from midnight to midnight in the agents' zone.
    fn day_of(&self, now: Timestamp) -> (Timestamp, Timestamp) {
        let here = now.to_zoned(self.settings.zone.clone());
        let from = here.start_of_day().map_or(now, |start| start.timestamp());
        let until = here.tomorrow().and_then(|tomorrow| tomorrow.start_of_day());
        (from, until.map_or(Timestamp::MAX, |end| end.timestamp()))
    }

    fn tell_of_today(&self, spend: &Spend, ledger: &Ledger) {
        let (spent, cap) = (spend.spent, spend.cap);
        let is_spent = spent >= cap;
        let is_near = !is_spent && spent.cents().saturating_mul(100) >= cap.cents().saturating_mul(NEAR);
        self.bell.tell(AlarmKind::SpendCap, is_spent.then(|| {
            format!(
                "Today's calls have cost about {spent}, and {cap} is the most for a day: calls are refused until \
                 midnight. If that is your own work, raise SPEND_CAP_USD_PER_DAY and restart; if not, sign everybody \
                 out and look at the audit log."
            )
        }));
        self.bell.tell(AlarmKind::SpendNear, is_near.then(|| {
            format!("Today's calls have cost about {spent} of the {cap} that a day may cost. At {cap} calls stop.")
        }));
        self.bell.tell(AlarmKind::ShortCalls, ledger.too_many_short().map(|(short, all)| {
            format!(
                "{short} of today's {all} conversations were over within six seconds: carriers begin to mark such a \
                 caller ID as spam. Look at whom the team calls, and let the number rest."
            )
        }));
        self.bell.tell(AlarmKind::SequentialNumbers, ledger.has_sequence().then(|| {
            "Five numbers in a row were called, each one more than the one before: leads are seldom like that. Look at \
             the newest leads in Podio, and who made them."
                .to_owned()
        }));
    }
}
