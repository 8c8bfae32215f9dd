//! What a minute costs, and which minutes Twilio bills.

use domain::Money;
use domain::call::LegRecord;
use jiff::Timestamp;

/// Millionths of a dollar in a cent.
const MICROS_IN_CENT: u64 = 10_000;
/// More than any minute costs.
const MOST: f64 = 10.0;

/// Millionths of a US dollar for a begun minute of a call, both legs together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PricePerMinute {
    micros: u64,
}

/// A text is not the price of a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be US dollars for a minute, such as 0.018, above 0 and at most 10")]
pub struct PriceError;

impl PricePerMinute {
    /// Twilio's list prices for the United States: 0.4 cents for the browser's leg and 1.4 cents for the prospect's
    /// (<https://www.twilio.com/en-us/voice/pricing/us>).
    pub const LIST: Self = Self { micros: 18_000 };

    /// Reads dollars for a minute.
    ///
    /// # Errors
    /// When the text is no such number.
    pub fn parse(text: &str) -> Result<Self, PriceError> {
        let dollars: f64 = text.trim().trim_start_matches('$').parse().map_err(|_| PriceError)?;
        if !(dollars.is_finite() && dollars > 0.0 && dollars <= MOST) {
            return Err(PriceError);
        }
        // Rounded up: never cheaper than what was said. At most ten million.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is between 0 and 10^7"
        )]
        Ok(Self { micros: (dollars * 1_000_000.0).ceil() as u64 })
    }

    /// What so many minutes cost, rounded up to a cent.
    pub(super) fn of(self, minutes: u64) -> Money {
        Money::from_cents(self.micros.saturating_mul(minutes).div_ceil(MICROS_IN_CENT))
    }
}

/// The minutes of a leg that Twilio bills by `now`: from the answer on, each begun one.
pub(super) fn minutes(leg: &LegRecord, now: Timestamp) -> u64 {
    let seconds = match (leg.duration_s, leg.answered_at) {
        (Some(seconds), None) if seconds > 0 => seconds,
        // Less than a second is billed as one.
        (Some(seconds), Some(_)) => seconds.max(1),
        (None, Some(answered)) => leg.ended_at.unwrap_or(now).duration_since(answered).as_secs().max(1),
        (_, None) => return 0,
    };
    u64::try_from(seconds).unwrap_or_default().div_ceil(60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_is_dollars_for_a_minute() {
        assert_eq!(PricePerMinute::parse("0.018"), Ok(PricePerMinute::LIST));
        assert_eq!(PricePerMinute::parse(" $1 "), Ok(PricePerMinute { micros: 1_000_000 }));
        for wrong in ["", "0", "-1", "10.01", "NaN", "inf", "free", "0,018"] {
            assert_eq!(PricePerMinute::parse(wrong), Err(PriceError), "{wrong}");
        }
    }

    #[test]
    fn cents_are_rounded_up() {
        let cents = |minutes| PricePerMinute::LIST.of(minutes).cents();
        assert_eq!([0, 1, 5, 6, 1000].map(cents), [0, 2, 9, 11, 1800]);
        assert_eq!(cents(u64::MAX), u64::MAX.div_ceil(MICROS_IN_CENT));
    }

    #[test]
    fn each_begun_minute_of_an_answered_leg_counts() {
        let at = |seconds: i64| Timestamp::from_second(1_795_176_000 + seconds).unwrap();
        let leg = |duration_s, answered: Option<i64>, ended: Option<i64>| LegRecord {
            duration_s,
            answered_at: answered.map(at),
            ended_at: ended.map(at),
            ..LegRecord::default()
        };
        let billed = |leg| minutes(&leg, at(600));
        assert_eq!(billed(leg(None, None, None)), 0, "never rung");
        assert_eq!(billed(leg(Some(0), None, Some(20))), 0, "rung in vain");
        assert_eq!(billed(leg(Some(0), Some(0), Some(0))), 1, "less than a second");
        assert_eq!(billed(leg(Some(60), Some(0), Some(60))), 1);
        assert_eq!(billed(leg(Some(61), Some(0), Some(60))), 2, "Twilio's own count wins");
        assert_eq!(billed(leg(Some(30), None, None)), 1);
        assert_eq!(billed(leg(None, Some(0), Some(121))), 3);
        assert_eq!(billed(leg(None, Some(0), None)), 10, "still talking");
        assert_eq!(billed(leg(None, Some(700), None)), 1, "a clock was turned back");
    }
}
