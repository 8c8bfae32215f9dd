//! How wrong this machine's clock is, by what others say that the time is.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::fmt::rfc2822::DateTimeParser;
use jiff::{SignedDuration, Timestamp};

/// A clock that is off by no more is right: answers travel, and `Date` counts whole seconds.
const RIGHT_WITHIN: SignedDuration = SignedDuration::from_secs(120);
/// Stands for: nobody has said what the time is.
const UNKNOWN: i64 = i64::MIN;

/// How far this machine's clock is ahead (negative: behind) of an HTTP `Date` header that came just now. None where the
/// header is no date.
pub fn of_date(header: &str, now: Timestamp) -> Option<SignedDuration> {
    static PARSER: DateTimeParser = DateTimeParser::new();
    let theirs = PARSER.parse_timestamp(header).ok()?;
    Some(now.duration_since(theirs))
}

/// What an operator is told of a clock that is wrong; none for one that is right.
pub fn sentence(skew: SignedDuration) -> Option<String> {
    if skew.abs() <= RIGHT_WITHIN {
        return None;
    }
    let minutes = (skew.abs().as_secs() + 30) / 60;
    let side = if skew.is_negative() { "behind" } else { "ahead" };
    Some(format!(
        "This server's clock is {minutes} minutes {side}: calling hours are judged by it, and Twilio and Podio may refuse \
         its tokens. Set it right, and switch time synchronisation (NTP) on."
    ))
}

/// What the last answer said of our clock. Shared by those who ask.
#[derive(Debug)]
pub struct LastSkew {
    seconds: AtomicI64,
}

impl Default for LastSkew {
    fn default() -> Self {
        Self { seconds: AtomicI64::new(UNKNOWN) }
    }
}

impl LastSkew {
    /// An answer with this `Date` header came just now.
    pub fn answered(&self, header: &str, now: Timestamp) {
        if let Some(skew) = of_date(header, now) {
            self.seconds.store(skew.as_secs(), Ordering::Relaxed);
        }
    }

    /// How far our clock was ahead when the last answer came; none before the first.
    pub fn last(&self) -> Option<SignedDuration> {
        let seconds = self.seconds.load(Ordering::Relaxed);
        (seconds != UNKNOWN).then(|| SignedDuration::from_secs(seconds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATE: &str = "Fri, 20 Nov 2026 18:00:00 GMT";

    fn told(now: &str) -> Option<String> {
        of_date(DATE, now.parse().unwrap()).and_then(sentence)
    }

    #[test]
    fn two_minutes_are_right_and_more_are_not() {
        for right in ["2026-11-20T18:00:00.9Z", "2026-11-20T18:02:00Z", "2026-11-20T17:58:00Z"] {
            assert_eq!(told(right), None, "{right}");
        }
        assert!(told("2026-11-20T18:02:01Z").unwrap().starts_with("This server's clock is 2 minutes ahead:"));
        assert!(
            told("2026-11-20T17:50:20Z").unwrap().starts_with("This server's clock is 10 minutes behind:")
        );
        assert!(told("2027-11-20T18:00:00Z").unwrap().contains("525600 minutes ahead"));
    }

    #[test]
    fn what_is_no_date_says_nothing() {
        let now: Timestamp = "2026-11-20T19:00:00Z".parse().unwrap();
        let last = LastSkew::default();
        for nonsense in ["", "soon", "2026-11-20", "Fri, 99 Nov 2026 18:00:00 GMT", "Fri, 20 Nov 2026"] {
            assert_eq!(of_date(nonsense, now), None, "{nonsense}");
            last.answered(nonsense, now);
        }
        assert_eq!(last.last(), None);
        last.answered(DATE, now);
        assert_eq!(last.last(), Some(SignedDuration::from_hours(1)));
        last.answered(DATE, "2026-11-20T18:00:01Z".parse().unwrap());
        assert_eq!(last.last(), Some(SignedDuration::from_secs(1)), "it clears by itself");
    }
}
