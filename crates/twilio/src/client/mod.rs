//! The REST client.
//!
//! Reading, and updates that can be repeated without harm, are retried. Whatever makes a phone ring or starts a
//! recording is asked for once: see [`Error::outcome_unknown`].

mod api_key;
mod calls;
mod media;
mod recordings;
mod request;
mod target;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::skew::LastSkew;
use jiff::SignedDuration;
use secrecy::SecretString;
use url::Url;

pub use calls::NewCall;
pub use media::Media;
pub use recordings::{NewRecording, RecordingDeletion};
pub use target::ClientTarget;
#[cfg(feature = "fuzzing")]
pub(crate) use {calls::read_calls, media::redirect, recordings::read_recordings};

use crate::Error;

/// Which account, and where.
#[derive(Debug, Clone)]
pub struct ClientConfig {
    /// `https://api.twilio.com`, or the sandbox's own.
    pub base_url: Url,
    /// The account (`AC…`).
    pub account_sid: String,
    /// Its auth token.
    pub auth_token: SecretString,
}

/// How long to wait, and how often to try.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// For a connection.
    pub connect: Duration,
    /// For a whole answer; for a recording, between two pieces of it.
    pub answer: Duration,
    /// Retries after the first try, of requests that can be repeated.
    pub retries: usize,
    /// Before the first retry; each further wait is twice as long.
    pub first_wait: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(3),
            answer: Duration::from_secs(10),
            retries: 2,
            first_wait: Duration::from_millis(200),
        }
    }
}

/// Twilio's REST API for one account. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    http: reqwest::Client,
    config: ClientConfig,
    limits: Limits,
    skew: LastSkew,
    token_refused: AtomicBool,
}

impl Client {
    /// A client with the usual [`Limits`].
    ///
    /// # Errors
    /// [`Error::Configuration`] when the base URL cannot carry a path.
    pub fn new(config: ClientConfig) -> Result<Self, Error> {
        Self::with_limits(config, Limits::default())
    }

    /// A client with limits of one's own.
    ///
    /// # Errors
    /// As [`Client::new`].
    pub fn with_limits(config: ClientConfig, limits: Limits) -> Result<Self, Error> {
        if config.base_url.cannot_be_a_base() || !matches!(config.base_url.scheme(), "http" | "https") {
            return Err(Error::Configuration("the base URL is not an http address"));
        }
        let http = reqwest::Client::builder()
            .user_agent(concat!("twoleg/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(limits.connect)
            .read_timeout(limits.answer)
            // Redirects are followed by hand, where they are expected: the account's credentials must not travel.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|_| Error::Configuration("the HTTP client does not start"))?;
        Ok(Self {
            inner: Arc::new(Inner {
                http,
                config,
                limits,
                skew: LastSkew::default(),
                token_refused: AtomicBool::new(false),
            }),
        })
    }

    /// The account that all requests are made to.
    pub fn account_sid(&self) -> &str {
        &self.inner.config.account_sid
    }

    /// How far this machine's clock is ahead of Twilio's, by its last answer; none before the first.
    pub fn clock_skew(&self) -> Option<SignedDuration> {
        self.inner.skew.last()
    }

    /// Whether the last answer refused the account's credentials (a 401, Twilio's error 20003).
    pub fn refuses_token(&self) -> bool {
        self.inner.token_refused.load(Ordering::Relaxed)
    }
}
