//! Makes one request, with as many tries as its URL asks for.

use std::time::Duration;

use secrecy::SecretString;
use tokio::time::Instant;
use url::Url;

use super::overrides::{Failure, Overrides};
use super::signature::sign;
use super::{Log, Request};
use crate::carrier::account::Account;
use crate::carrier::pace::Pace;
use crate::clock::Clock;

/// How long a connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// The wait before the first further try; it doubles.
const BACK_OFF: Duration = Duration::from_millis(500);
/// Twilio's limit for TwiML, with room.
const LARGEST_BODY: usize = 128 * 1024;

/// Sends signed requests. Clones share connections and log.
#[derive(Debug, Clone)]
pub(crate) struct Sender {
    client: reqwest::Client,
    auth_token: SecretString,
    account_sid: String,
    clock: Clock,
    pace: Pace,
    log: Log,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) content_type: String,
    pub(crate) body: String,
}

/// Why there was no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SendError {
    /// Twilio's 21205 or 11100.
    #[error("the URL is not valid")]
    Url,
    /// Twilio's 11205.
    #[error("could not connect")]
    Connect,
    /// Twilio's 11200.
    #[error("no answer in time")]
    Timeout,
    /// Twilio's 11200.
    #[error("the connection broke off, or the answer is too long")]
    Broken,
}

impl Sender {
    pub(crate) fn new(account: &Account, clock: Clock, pace: Pace, log: Log) -> Result<Self, reqwest::Error> {
        // The product is near: no proxy. Twilio's answers to redirects are not modelled: a 3xx is a failure.
        let client = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .user_agent("TwilioProxy/1.1")
            .build()?;
        let (auth_token, account_sid) = (account.auth_token.clone(), account.sid.clone());
        Ok(Self { client, auth_token, account_sid, clock, pace, log })
    }

    /// Sends until it is answered well, or until the URL's limits are reached; returns the last answer.
    pub(crate) async fn send(&self, request: &Request) -> Result<Reply, SendError> {
        let mut url = Url::parse(&request.link.url).map_err(|_| SendError::Url)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(SendError::Url);
        }
        let limits = Overrides::of(&url);
        url.set_fragment(None);
        let deadline = Instant::now() + limits.total_timeout;
        let mut attempt = 1;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let result = self.attempt(request, url.clone(), limits.read_timeout.min(left)).await;
            let logged = result.as_ref().map(|reply| reply.status).map_err(ToString::to_string);
            self.log.attempt(self.clock.now(), request, attempt, logged);
            let wait = self.pace.of(BACK_OFF.saturating_mul(1 << (attempt - 1)));
            let in_time = Instant::now() + wait < deadline;
            if attempt > limits.retries
                || !in_time
                || !failure(&result).is_some_and(|failure| limits.policy.contains(&failure))
            {
                return result;
            }
            tokio::time::sleep(wait).await;
            attempt += 1;
        }
    }

    async fn attempt(&self, request: &Request, mut url: Url, timeout: Duration) -> Result<Reply, SendError> {
        let builder = if request.link.get {
            url.query_pairs_mut().extend_pairs(&request.params);
            let signature = sign(&self.auth_token, url.as_str(), &[]);
            self.client.get(url).header("X-Twilio-Signature", signature.unwrap_or_default())
        } else {
            let signature = sign(&self.auth_token, url.as_str(), &request.params);
            self.client
                .post(url)
                .header("X-Twilio-Signature", signature.unwrap_or_default())
                .form(&request.params)
        };
        let exchange = async {
            let response = builder
                .header("Accept", "*/*")
                .header("I-Twilio-Idempotency-Token", &request.token)
                .header("X-Home-Region", "us1")
                .header("X-Twilio-AccountSid", &self.account_sid)
                .send()
                .await
                .map_err(|e| if e.is_connect() { SendError::Connect } else { SendError::Broken })?;
            read(response).await
        };
        tokio::time::timeout(timeout, exchange).await.unwrap_or(Err(SendError::Timeout))
    }
}

async fn read(mut response: reqwest::Response) -> Result<Reply, SendError> {
    let status = response.status().as_u16();
    let content_type = response.headers().get("content-type").and_then(|value| value.to_str().ok());
    let content_type = content_type.unwrap_or_default().to_owned();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| SendError::Broken)? {
        body.extend_from_slice(&chunk);
        if body.len() > LARGEST_BODY {
            return Err(SendError::Broken);
        }
    }
    Ok(Reply { status, content_type, body: String::from_utf8_lossy(&body).into_owned() })
}

/// What kind of failure this was, if it was one that can be retried.
fn failure(result: &Result<Reply, SendError>) -> Option<Failure> {
    match result {
        Ok(reply) => match reply.status {
            400..=499 => Some(Failure::ClientError),
            500..=599 => Some(Failure::ServerError),
            _ => None,
        },
        Err(SendError::Connect) => Some(Failure::Connect),
        Err(SendError::Timeout | SendError::Broken) => Some(Failure::Read),
        Err(SendError::Url) => None,
    }
}
