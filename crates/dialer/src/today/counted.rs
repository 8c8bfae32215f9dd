//! What was spent today as it was last counted, and for how long that can be relied on.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, Instant};

use compliance::Spend;
use jiff::Timestamp;

/// It is counted every minute. Past this counting has failed again and again, and anything may have been spent since.
const RELIABLE: Duration = Duration::from_mins(5);

/// Shared by the worker that counts and the clicks that look. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Counted(Arc<RwLock<State>>);

#[derive(Clone, Copy, Default)]
struct State {
    last: Option<Count>,
    /// When nothing came of the newest try, by the clock that days are counted by.
    failed: Option<Timestamp>,
}

#[derive(Clone, Copy)]
struct Count {
    /// When the day began.
    from: Timestamp,
    spend: Spend,
    /// When it was counted, by a clock that nobody sets.
    at: Instant,
}

impl Count {
    fn is_of_the_day(&self, now: Timestamp) -> bool {
        self.from <= now && now < self.spend.ends_at
    }

    fn is_reliable(&self, at: Instant) -> bool {
        at.saturating_duration_since(self.at) <= RELIABLE
    }
}

impl Counted {
    /// Takes a count of the day that began at `from`.
    pub(super) fn publish(&self, from: Timestamp, spend: Spend, at: Instant) {
        *self.write() = State { last: Some(Count { from, spend, at }), failed: None };
    }

    /// Nothing came of a try at this moment.
    pub(super) fn fail(&self, now: Timestamp) {
        self.write().failed = Some(now);
    }

    /// What was spent on the day of `now`; none where that is not known.
    pub(super) fn spend(&self, now: Timestamp, at: Instant) -> Option<Spend> {
        let last = self.read().last?;
        (last.is_of_the_day(now) && last.is_reliable(at)).then_some(last.spend)
    }

    /// Whether another day has begun that nobody has tried to count yet.
    pub(super) fn is_of_another_day(&self, now: Timestamp) -> bool {
        let State { last, failed } = *self.read();
        // What failed on the day before says nothing of this one.
        let is_new = |last: Count| !last.is_of_the_day(now) && failed.is_none_or(|at| last.is_of_the_day(at));
        last.is_some_and(is_new)
    }

    /// Whether it is not known what was spent, and not only because a day has just begun.
    pub(super) fn is_lost(&self, now: Timestamp, at: Instant) -> bool {
        let State { last, failed } = *self.read();
        let failed = failed.is_some_and(|at| last.is_none_or(|last| !last.is_of_the_day(at)));
        self.spend(now, at).is_none() && (failed || last.is_none_or(|last| !last.is_reliable(at)))
    }

    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use domain::Money;

    use super::*;

    /// The hour of a day that begins at 0 and ends at 24.
    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(1_795_176_000 + hour * 3600).unwrap()
    }

    fn spend() -> Spend {
        Spend { spent: Money::from_cents(1), cap: Money::from_cents(5000), ends_at: at(24) }
    }

    #[test]
    fn what_was_counted_holds_for_five_minutes_and_on_its_own_day() {
        let (counted, start) = (Counted::default(), Instant::now());
        assert_eq!(counted.spend(at(1), start), None, "never counted");
        counted.publish(at(0), spend(), start);
        assert_eq!(counted.spend(at(1), start + RELIABLE), Some(spend()));
        assert_eq!(counted.spend(at(1), start + RELIABLE + Duration::from_secs(1)), None, "too old");
        assert_eq!(counted.spend(at(24), start), None, "the day is over");
        assert_eq!(counted.spend(at(-1), start), None, "a clock was turned back");
        counted.fail(at(2));
        assert_eq!(counted.spend(at(1), start), Some(spend()), "one failure is none to speak of");
        assert!(counted.is_of_another_day(at(24)) && !counted.is_lost(at(24), start), "nor on the next day");
    }

    #[test]
    fn it_is_lost_where_counting_fails_and_not_where_a_day_begins() {
        let (counted, start) = (Counted::default(), Instant::now());
        assert!(counted.is_lost(at(1), start) && !counted.is_of_another_day(at(1)), "never counted");
        counted.publish(at(0), spend(), start);
        assert!(!counted.is_lost(at(1), start) && !counted.is_of_another_day(at(1)));
        assert!(!counted.is_lost(at(24), start) && counted.is_of_another_day(at(24)), "a new day");
        counted.fail(at(24));
        assert!(counted.is_lost(at(24), start) && !counted.is_of_another_day(at(24)), "tried in vain");
        assert!(!counted.is_lost(at(1), start) && counted.is_lost(at(1), start + 2 * RELIABLE));
        counted.publish(at(24), Spend { ends_at: at(48), ..spend() }, start);
        assert!(!counted.is_lost(at(24), start), "it works again");
    }
}
