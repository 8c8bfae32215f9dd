//! The wire: one request to Podio, with sign-in, replay, retries and the rate limit around it.

mod answer;
mod credential;
mod limits;
mod request;
mod token;

pub(crate) use answer::Answer;
pub(crate) use credential::{Credential, Grant};
pub use limits::RateLimit;
pub(crate) use request::Request;
#[cfg(feature = "fuzzing")]
pub(crate) use token::read as read_token;

use std::sync::Arc;
use std::time::Duration;

use domain::skew::LastSkew;
use jiff::{SignedDuration, Timestamp};
use reqwest::redirect::Policy;
use url::Url;

use crate::error::Error;

/// Podio's slow operations take seconds; past this nobody waits any more.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);
const CONNECT_WITHIN: Duration = Duration::from_secs(5);

/// The connection pool and Podio's address, shared by all credentials.
#[derive(Debug, Clone)]
pub(crate) struct Wire {
    client: reqwest::Client,
    base: String,
    skew: Arc<LastSkew>,
}

impl Wire {
    pub(crate) fn new(base: &Url) -> Result<Self, Error> {
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT_WITHIN)
            .timeout(ANSWER_WITHIN)
            // A redirect would carry the token to wherever it points.
            .redirect(Policy::none())
            .user_agent(concat!("twoleg/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(Error::transport)?;
        Ok(Self { client, base: base.as_str().trim_end_matches('/').to_owned(), skew: Arc::default() })
    }

    /// Keeps what an answer says of our clock.
    fn heard(&self, answer: &Answer) {
        if let Some(date) = answer.date() {
            self.skew.answered(date, Timestamp::now());
        }
    }

    /// How far this machine's clock is ahead of Podio's, by its last answer.
    pub(crate) fn clock_skew(&self) -> Option<SignedDuration> {
        self.skew.last()
    }

    /// A request to `path`, which starts with `/` and holds nothing that needs escaping.
    fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }
}
