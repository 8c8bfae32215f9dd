//! Connection overrides: what a webhook URL's fragment asks for, such as `#rc=3&rp=all`.

use std::time::Duration;

use url::Url;
use url::form_urlencoded;

/// How often and when a request is tried again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Overrides {
    /// Tries after the first (`rc`, at most 5).
    pub(super) retries: u32,
    /// The failures that are worth one (`rp`).
    pub(super) policy: Vec<Failure>,
    /// How long the answer may take (`rt`).
    pub(super) read_timeout: Duration,
    /// How long all tries together may take (`tt`).
    pub(super) total_timeout: Duration,
}

/// A kind of failure, as `rp` tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// No connection (`ct`).
    Connect,
    /// No answer (`rt`).
    Read,
    /// An answer of 400 to 499 (`4xx`).
    ClientError,
    /// An answer of 500 to 599 (`5xx`).
    ServerError,
}

/// Twilio's longest wait, for one answer and for all tries.
const LONGEST: Duration = Duration::from_secs(15);

impl Default for Overrides {
    /// Twilio's defaults: one more try, and only when it could not connect.
    fn default() -> Self {
        Self { retries: 1, policy: vec![Failure::Connect], read_timeout: LONGEST, total_timeout: LONGEST }
    }
}

impl Overrides {
    /// Reads the fragment, which is never sent; what is not understood keeps its default.
    pub(super) fn of(url: &Url) -> Self {
        let mut overrides = Self::default();
        let fragment = url.fragment().unwrap_or_default();
        for (key, value) in form_urlencoded::parse(fragment.as_bytes()) {
            match key.as_ref() {
                "rc" => overrides.retries = value.parse().map_or(overrides.retries, |n: u32| n.min(5)),
                "rp" => overrides.policy = policy(&value),
                "rt" => overrides.read_timeout = milliseconds(&value).unwrap_or(overrides.read_timeout),
                "tt" => overrides.total_timeout = milliseconds(&value).unwrap_or(overrides.total_timeout),
                _ => {}
            }
        }
        overrides
    }
}

/// Reads a list such as `5xx,ct`; what it does not know is left out.
fn policy(list: &str) -> Vec<Failure> {
    let names = [
        ("ct", Failure::Connect),
        ("rt", Failure::Read),
        ("4xx", Failure::ClientError),
        ("5xx", Failure::ServerError),
    ];
    let has = |name: &str| list.split(',').any(|part| part.trim() == name || part.trim() == "all");
    names.into_iter().filter(|(name, _)| has(name)).map(|(_, failure)| failure).collect()
}

fn milliseconds(text: &str) -> Option<Duration> {
    let milliseconds: u64 = text.parse().ok()?;
    Some(Duration::from_millis(milliseconds.clamp(100, 15_000)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(fragment: &str) -> Overrides {
        Overrides::of(&Url::parse(&format!("http://a/b{fragment}")).unwrap())
    }

    #[test]
    fn without_a_fragment_twilio_s_defaults_hold() {
        assert_eq!(of(""), Overrides::default());
        assert_eq!(of("#anchor"), Overrides::default());
    }

    #[test]
    fn reads_count_policy_and_times() {
        let overrides = of("#rc=9&rp=4xx,rt&rt=2000&tt=99999");
        assert_eq!(overrides.retries, 5);
        assert_eq!(overrides.policy, [Failure::Read, Failure::ClientError]);
        assert_eq!(overrides.read_timeout, Duration::from_secs(2));
        assert_eq!(overrides.total_timeout, LONGEST);
        assert_eq!(of("#rp=all").policy.len(), 4);
        assert_eq!(of("#rp=").policy, []);
    }
}
