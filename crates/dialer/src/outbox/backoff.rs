//! How long to wait before an entry is tried again.

use std::time::Duration;

use rand::RngExt as _;

const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_mins(15);

/// Doubling from a second to a quarter of an hour, half of it by chance so that a crowd spreads; never less than
/// what the CRM asked for.
pub(super) fn wait(attempts: u32, asked: Option<Duration>) -> Duration {
    let doubled =
        FIRST.saturating_mul(1_u32.checked_shl(attempts.saturating_sub(1).min(16)).unwrap_or(u32::MAX));
    let wait = doubled.min(LONGEST).mul_f64(rand::rng().random_range(0.5..=1.0));
    wait.max(asked.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_and_is_bounded_and_heeds_the_crm() {
        assert!(wait(1, None) <= FIRST);
        assert!(wait(4, None) >= Duration::from_secs(4));
        for attempts in 0..100 {
            assert!(wait(attempts, None) <= LONGEST);
            assert!(wait(attempts, Some(Duration::from_hours(1))) >= Duration::from_hours(1));
        }
    }
}
