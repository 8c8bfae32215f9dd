//! The hourly allowance, per credential.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::access::Principal;

const HOUR: Duration = Duration::from_hours(1);

/// Requests an hour for one credential.
///
/// Podio's own are 1,000 and 250, and its support raises them. The sandbox's default is far above, because
/// test runs and benches share one sandbox; the `over_limit` fault shows what running out looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// All requests.
    pub general: u32,
    /// Those that Podio's reference marks as rate limited: filter and search.
    pub rate_limited: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { general: 100_000, rate_limited: 25_000 }
    }
}

/// What is left after a request was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Allowance {
    pub(super) limit: u32,
    pub(super) remaining: u32,
    /// Seconds until the hour is over, when there was nothing left for this request.
    pub(super) wait_s: Option<u64>,
}

/// Counts requests. By the machine's own time: setting the sandbox's clock must not refill it.
#[derive(Default)]
pub(super) struct Meter {
    limits: Limits,
    windows: HashMap<Principal, Window>,
}

struct Window {
    began: Instant,
    general: u32,
    rate_limited: u32,
}

impl Meter {
    /// Counts one request of `principal`. Once either allowance is used up, nothing is answered.
    pub(super) fn count(&mut self, principal: Principal, rate_limited: bool, now: Instant) -> Allowance {
        let fresh = || Window { began: now, general: 0, rate_limited: 0 };
        let window = self.windows.entry(principal).or_insert_with(fresh);
        if now.duration_since(window.began) >= HOUR {
            *window = fresh();
        }
        window.general = window.general.saturating_add(1);
        window.rate_limited = window.rate_limited.saturating_add(u32::from(rate_limited));
        let limits = self.limits;
        let over = window.general > limits.general || window.rate_limited > limits.rate_limited;
        let (limit, used) = if rate_limited {
            (limits.rate_limited, window.rate_limited)
        } else {
            (limits.general, window.general)
        };
        let left = HOUR.saturating_sub(now.duration_since(window.began));
        Allowance {
            limit,
            remaining: if over { 0 } else { limit.saturating_sub(used) },
            wait_s: over.then(|| left.as_secs().max(1)),
        }
    }

    pub(super) fn set(&mut self, limits: Limits) {
        self.limits = limits;
        self.refill();
    }

    pub(super) fn refill(&mut self) {
        self.windows.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_allowance_stops_everything_until_the_hour_is_over() {
        let mut meter = Meter::default();
        meter.set(Limits { general: 3, rate_limited: 1 });
        let start = Instant::now();
        assert_eq!(
            meter.count(Principal::ACCOUNT, true, start),
            Allowance { limit: 1, remaining: 0, wait_s: None }
        );
        assert_eq!(meter.count(Principal::ACCOUNT, false, start).wait_s, None);
        assert_eq!(meter.count(Principal::ACCOUNT, true, start).wait_s, Some(3600));
        assert_eq!(meter.count(Principal::ACCOUNT, false, start).remaining, 0);
        assert_eq!(meter.count(Principal::App(7), false, start).remaining, 2, "each credential has its own");
        assert_eq!(meter.count(Principal::ACCOUNT, false, start + HOUR).remaining, 2);
    }
}
