//! When an access token is renewed. The SDK says only once that a token ends, and not at all after the computer slept.

use std::time::Duration;

/// Before a token's end, this much time is kept for renewing it.
const MARGIN: Duration = Duration::from_mins(5);
/// Tokens are not renewed more often than this, whatever their life.
const AT_MOST_EVERY: Duration = Duration::from_secs(10);
/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How long after its issue a token that lives for `life` is renewed: five minutes before its end, or at three quarters of a
/// short life.
pub fn renew_after(life: Duration) -> Duration {
    life.saturating_sub(MARGIN.min(life / 4)).max(AT_MOST_EVERY)
}

/// A token issued at `issued_ms` should be renewed at `now_ms`. Both are wall-clock times, in milliseconds, because timers stand
/// still while the computer sleeps. A clock that was set back counts as due: renewing too early does no harm.
pub fn is_due(issued_ms: f64, life: Duration, now_ms: f64) -> bool {
    let age_ms = now_ms - issued_ms;
    age_ms < 0.0 || age_ms >= renew_after(life).as_secs_f64() * 1000.0
}

/// The pause before try number `tries` (the first failure is 1): 1 s, 2 s, 4 s … 30 s.
pub fn pause(tries: u32) -> Duration {
    let doublings = tries.saturating_sub(1).min(5);
    Duration::from_secs(1 << doublings).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_hours(1);

    #[test]
    fn a_token_is_renewed_before_its_end() {
        assert_eq!(renew_after(HOUR), Duration::from_mins(55));
        assert_eq!(renew_after(Duration::from_mins(15)), Duration::from_secs(675), "what the server gives");
        assert_eq!(renew_after(Duration::from_mins(1)), Duration::from_secs(45));
    }

    #[test]
    fn a_token_of_no_life_does_not_make_a_storm() {
        assert_eq!(renew_after(Duration::ZERO), AT_MOST_EVERY);
    }

    #[test]
    fn sleep_makes_a_token_due_and_so_does_a_clock_set_back() {
        let issued = 1_000_000.0;
        assert!(!is_due(issued, HOUR, issued));
        assert!(!is_due(issued, HOUR, issued + 3_299_000.0));
        assert!(is_due(issued, HOUR, issued + 3_300_000.0));
        assert!(is_due(issued, HOUR, issued - 1.0));
    }

    #[test]
    fn pauses_grow_and_stop_growing() {
        let pauses: Vec<u64> = (0..9).map(|tries| pause(tries).as_secs()).collect();
        assert_eq!(pauses, [1, 1, 2, 4, 8, 16, 30, 30, 30]);
        assert_eq!(pause(u32::MAX), LONGEST_PAUSE);
    }
}
