//! Callbacks whose signature does not fit: a few are anybody's noise, more are a sentence for the operator.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many within [`WITHIN`] are worth an alarm.
const ENOUGH: usize = 5;
const WITHIN: Duration = Duration::from_mins(10);

/// When callbacks were refused lately. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct RefusedCallbacks {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Default)]
struct Inner {
    /// The newest ones, no more than tell.
    at: VecDeque<Instant>,
    logged: Option<Instant>,
}

/// What to do about one more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Due {
    /// A line in the log, after ten minutes without one.
    pub(crate) log: bool,
    /// The alarm.
    pub(crate) alarm: bool,
}

impl RefusedCallbacks {
    /// One more was refused.
    pub(crate) fn one_more(&self, now: Instant) -> Due {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let recent = |at: Instant| now.saturating_duration_since(at) < WITHIN;
        inner.at.push_back(now);
        if inner.at.len() > ENOUGH {
            inner.at.pop_front();
        }
        let log = !inner.logged.is_some_and(recent);
        if log {
            inner.logged = Some(now);
        }
        Due { log, alarm: inner.at.len() == ENOUGH && inner.at.front().is_some_and(|at| recent(*at)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_in_ten_minutes_are_an_alarm_and_one_line_of_log() {
        let (refused, start) = (RefusedCallbacks::default(), Instant::now());
        let minute = |minutes| refused.one_more(start + Duration::from_mins(minutes));
        assert_eq!(minute(0), Due { log: true, alarm: false });
        assert_eq!([minute(2), minute(4), minute(6)], [Due { log: false, alarm: false }; 3]);
        assert_eq!(minute(9), Due { log: false, alarm: true });
        assert_eq!(minute(11), Due { log: true, alarm: true });
        assert_eq!(minute(40), Due { log: true, alarm: false }, "those before are long ago");
    }
}
