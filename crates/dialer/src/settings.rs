//! What the use-cases need to know of their surroundings.

use std::time::Duration;

use domain::E164;
use jiff::tz::TimeZone;
use secrecy::SecretString;
use url::Url;

/// Whether prospects' legs are recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordingMode {
    /// From the prospect's answer, each side in its own channel.
    Automatic,
    /// Never.
    Off,
}

/// Settings of the use-cases.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where Twilio and the CRM's users reach this server.
    pub public_url: Url,
    /// The caller ID shown to prospects.
    pub caller_id: E164,
    /// The agents' own time zone: it decides what *today* is.
    pub zone: TimeZone,
    /// Whether to record.
    pub recording: RecordingMode,
    /// This process's name for the outbox's leases: the same after a restart, and nobody else's.
    pub worker: String,
    /// Signs links to recordings.
    pub link_key: SecretString,
    /// Whether numbers that are reserved for fiction (555-0100 to 555-0199) count as numbers. Only the sandbox,
    /// whose people are all invented, sets this.
    pub fictional_numbers: bool,
}

/// How long the agent's own browser rings: it answers by itself, or it is not there.
pub(crate) const AGENT_RINGS: Duration = Duration::from_secs(20);
/// How long a prospect's phone rings. At least 15 seconds or four rings (16 CFR 310.4(b)(4)(ii)).
pub(crate) const PROSPECT_RINGS: Duration = Duration::from_secs(25);
/// The longest call.
pub(crate) const LONGEST_CALL: Duration = Duration::from_hours(1);
/// How long a voice token is good, in seconds. The browser fetches the next one in time.
pub(crate) const TOKEN_SECONDS: u32 = 3600;

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
}
