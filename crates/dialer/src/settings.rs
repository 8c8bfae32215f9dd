//! What the use-cases need to know of their surroundings.

use std::time::Duration;

use domain::E164;
use domain::call::RecordingMode;
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use url::Url;

use crate::recordings::Retention;
use crate::signing::SigningKeys;
use crate::{Budget, Supervisors};

/// Settings of the use-cases.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where Twilio and the CRM's users reach this server.
    pub public_url: Url,
    /// The caller ID shown to prospects.
    pub caller_id: E164,
    /// The agents' own time zone: it decides what *today* is.
    pub zone: TimeZone,
    /// How far recording may go at most: the law's own mode may be stricter, call by call.
    pub recording: RecordingMode,
    /// This process's name for the outbox's leases: the same after a restart, and nobody else's.
    pub worker: String,
    /// What makes somebody a supervisor.
    pub supervisors: Supervisors,
    /// Sign clicks and links.
    pub keys: SigningKeys,
    /// How long recordings are kept.
    pub retention: Retention,
    /// How long the link in the CRM is good, from the call on or from its renewal.
    pub recording_link_life: SignedDuration,
    /// Whether numbers that are reserved for fiction (555-0100 to 555-0199) count as numbers. Only the sandbox,
    /// whose people are all invented, sets this.
    pub fictional_numbers: bool,
    /// What a day may cost. None: no limits on dials and spending are operated at all, and each decision says so. Only a
    /// sandbox for tools that place many calls at once leaves it out.
    pub limits: Option<Budget>,
}

/// How long the agent's own browser rings: it answers by itself, or it is not there.
pub(crate) const AGENT_RINGS: Duration = Duration::from_secs(20);
/// How long a prospect's phone rings. At least 15 seconds or four rings (16 CFR 310.4(b)(4)(ii)).
pub(crate) const PROSPECT_RINGS: Duration = Duration::from_secs(25);
/// The longest call.
pub(crate) const LONGEST_CALL: Duration = Duration::from_hours(1);
/// How long a voice token is good, in seconds: at most an hour (compliance.md 7), and Twilio's most is a day. The
/// browser fetches the next one in time, also during a call.
pub(crate) const TOKEN_SECONDS: u32 = 15 * 60;

/// Twilio's connection overrides for callbacks: five more tries, also when the answer is late or a 5xx, each with so
/// much time that all of them fit into Twilio's fifteen seconds. A callback is idempotent, so more than one is no harm.
/// (<https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides>)
const PERSISTENT: &str = "rc=5&rp=ct,rt,5xx&ct=2000&rt=4000";

impl Settings {
    /// An address of this server, with query parameters.
    pub(crate) fn url(&self, path: &str, query: &[(&str, &str)]) -> Url {
        let mut url = self.public_url.clone();
        url.set_path(path);
        url.set_query(None);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }

    /// An address for news that must not be lost: Twilio is asked to try it again.
    pub(crate) fn callback(&self, path: &str, query: &[(&str, &str)]) -> Url {
        let mut url = self.url(path, query);
        url.set_fragment(Some(PERSISTENT));
        url
    }
}

#[cfg(test)]
impl Settings {
    /// Of nobody in particular, with these keys.
    pub(crate) fn of_a_test(keys: SigningKeys) -> Self {
        Self {
            public_url: "https://dialer.example".parse().unwrap(),
            caller_id: "+18135550100".parse().unwrap(),
            zone: TimeZone::UTC,
            recording: RecordingMode::Off,
            worker: "test".to_owned(),
            supervisors: Supervisors::ByPodio,
            keys,
            retention: Retention::default(),
            recording_link_life: SignedDuration::from_hours(24),
            fictional_numbers: true,
            limits: None,
        }
    }
}
