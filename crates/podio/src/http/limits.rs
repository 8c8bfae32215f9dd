//! Podio's rate limit: what it says of it, and how long to keep quiet after it was hit.
//!
//! Podio answers 420 and publishes neither a reset time nor a promise of `Retry-After`; both places where a hint
//! has been seen are read. During a cool-down no request is sent: each would only prolong it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::header::{HeaderMap, RETRY_AFTER};

/// What Podio last said of the hour's requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// Requests that an hour may have.
    pub limit: u32,
    /// How many of them are left.
    pub remaining: u32,
}

/// The limits are an hour's: no wait makes sense beyond it.
const LONGEST_HINT: Duration = Duration::from_hours(1);
const FIRST_BLIND_WAIT: Duration = Duration::from_mins(1);
const LONGEST_BLIND_WAIT: Duration = Duration::from_mins(15);

impl RateLimit {
    /// Reads `X-Rate-Limit-Limit` and `X-Rate-Limit-Remaining`.
    pub(crate) fn from_headers(headers: &HeaderMap) -> Option<Self> {
        let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse().ok();
        Some(Self { limit: number("x-rate-limit-limit")?, remaining: number("x-rate-limit-remaining")? })
    }
}

/// How long to wait, by `Retry-After` (seconds or a date) or by the error's sentence; at least a second.
pub(crate) fn wait_hint(headers: &HeaderMap, description: &str, now: Timestamp) -> Option<Duration> {
    let header = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()).map(str::trim);
    let by_header = header.and_then(|text| {
        let seconds = text.parse::<u64>().ok();
        seconds.or_else(|| {
            let at = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
            u64::try_from(at.as_second().saturating_sub(now.as_second())).ok()
        })
    });
    let seconds = by_header.or_else(|| wait_in_sentence(description))?;
    Some(Duration::from_secs(seconds).clamp(Duration::from_secs(1), LONGEST_HINT))
}

/// Finds `… wait 42 seconds …` in a sentence.
fn wait_in_sentence(sentence: &str) -> Option<u64> {
    let lower = sentence.to_ascii_lowercase();
    let mut words = lower.split_whitespace();
    while let Some(word) = words.next() {
        if word == "wait" {
            let amount = words.next()?.parse::<u64>().ok()?;
            return words.next()?.starts_with("second").then_some(amount);
        }
    }
    None
}

/// The cool-down of one credential, shared by everything that uses it.
#[derive(Debug, Default)]
pub(crate) struct Cooldown(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    until: Option<Instant>,
    /// 420s in a row without a hint.
    strikes: u32,
}

impl Cooldown {
    /// How long is still to wait.
    pub(crate) fn left(&self, now: Instant) -> Option<Duration> {
        let until = self.state().until?;
        until.checked_duration_since(now).filter(|left| !left.is_zero())
    }

    /// Podio said 420 or 429: starts a wait and returns it. Without a hint the wait is a minute, doubling to a
    /// quarter of an hour. `spread` in 0..=1 lengthens it by up to a tenth, so that replicas do not come back as one.
    pub(crate) fn hit(&self, now: Instant, hint: Option<Duration>, spread: f64) -> Duration {
        let mut state = self.state();
        let wait = hint.unwrap_or_else(|| {
            let doubled = FIRST_BLIND_WAIT.saturating_mul(1 << state.strikes.min(8)).min(LONGEST_BLIND_WAIT);
            state.strikes += 1;
            doubled.mul_f64(1.0 + spread.clamp(0.0, 1.0) / 10.0)
        });
        state.until = now.checked_add(wait).max(state.until);
        wait
    }

    /// Podio answered something else. An answer to a request from before the cool-down does not end it.
    pub(crate) fn answered(&self, now: Instant) {
        let mut state = self.state();
        if state.until.is_none_or(|until| until <= now) {
            *state = State::default();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // The state is whole after every statement, so a panic elsewhere cannot have spoiled it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use reqwest::header::HeaderValue;

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name.parse().unwrap(), HeaderValue::from_str(value).unwrap())])
    }

    fn hint(headers: &HeaderMap, sentence: &str) -> Option<u64> {
        let now = "2026-11-20T14:00:00Z".parse().unwrap();
        wait_hint(headers, sentence, now).map(|wait| wait.as_secs())
    }

    #[test]
    fn the_wait_is_read_from_header_or_sentence() {
        let sentence = "You have hit the rate limit. Please wait 300 seconds before trying again";
        assert_eq!(hint(&headers("retry-after", "17"), sentence), Some(17));
        assert_eq!(hint(&headers("retry-after", "Fri, 20 Nov 2026 14:02:00 GMT"), ""), Some(120));
        assert_eq!(hint(&HeaderMap::new(), sentence), Some(300));
        assert_eq!(hint(&HeaderMap::new(), "please wait"), None);
        assert_eq!(hint(&HeaderMap::new(), "wait 5 minutes"), None);
        assert_eq!(hint(&headers("retry-after", "0"), ""), Some(1));
        assert_eq!(hint(&headers("retry-after", "999999999"), ""), Some(3600));
    }

    #[test]
    fn without_a_hint_the_wait_doubles_to_a_quarter_of_an_hour() {
        let cooldown = Cooldown::default();
        let now = Instant::now();
        let waits: Vec<u64> = (0..6).map(|_| cooldown.hit(now, None, 0.0).as_secs()).collect();
        assert_eq!(waits, [60, 120, 240, 480, 900, 900]);
        cooldown.answered(now);
        assert!(cooldown.left(now).is_some(), "a late answer ends no cool-down");
        cooldown.answered(now + Duration::from_mins(15));
        assert_eq!(cooldown.hit(now, None, 1.0).as_secs(), 66);
    }

    #[test]
    fn a_cooldown_ends_by_itself_and_a_shorter_one_does_not_cut_a_longer_one() {
        let cooldown = Cooldown::default();
        let now = Instant::now();
        assert_eq!(cooldown.left(now), None);
        cooldown.hit(now, Some(Duration::from_secs(30)), 0.0);
        cooldown.hit(now, Some(Duration::from_secs(5)), 0.0);
        assert_eq!(cooldown.left(now), Some(Duration::from_secs(30)));
        assert_eq!(cooldown.left(now + Duration::from_secs(30)), None);
    }

    #[test]
    fn the_headers_are_read_as_numbers() {
        let mut both = headers("x-rate-limit-limit", "1000");
        assert_eq!(RateLimit::from_headers(&both), None);
        both.insert("x-rate-limit-remaining", HeaderValue::from_static("997"));
        assert_eq!(RateLimit::from_headers(&both), Some(RateLimit { limit: 1000, remaining: 997 }));
    }

    proptest! {
        #[test]
        fn any_sentence_is_read_without_a_panic(sentence in "\\PC{0,60}") {
            let _ = wait_in_sentence(&sentence);
        }
    }
}
