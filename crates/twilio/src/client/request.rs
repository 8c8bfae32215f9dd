//! One request: its address, its credentials, its timeouts, its retries.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use backon::{ExponentialBuilder, Retryable};
use bytes::Bytes;
use jiff::Timestamp;
use reqwest::header::DATE;
use reqwest::{Method, Response, StatusCode};
use secrecy::ExposeSecret;
use serde::de::DeserializeOwned;
use url::Url;

use super::Client;
use crate::Error;

/// The version of the API, which is part of every path.
const API_VERSION: &str = "2010-04-01";

/// The largest answer read into memory, in bytes. A page of fifty calls is a tenth of this.
const ANSWER_LIMIT: usize = 1 << 20;

/// Names and values of a form or of a query.
pub(super) type Pairs<'a> = [(&'a str, &'a str)];

/// Whether a request may be sent again when its fate is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeat {
    /// It makes something: never twice.
    Never,
    /// Sent twice it does what it does once.
    Harmless,
}

/// A resource that was not taken away, by the word of the last attempt.
pub(super) struct NotTaken {
    /// What that attempt came to.
    pub(super) error: Error,
    /// An attempt before it may have taken the resource away: nobody heard what became of it.
    pub(super) perhaps_before: bool,
}

impl From<Error> for NotTaken {
    fn from(error: Error) -> Self {
        Self { error, perhaps_before: false }
    }
}

impl Client {
    /// Reads a resource.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        what: &'static str,
        path: &[&str],
        query: &Pairs<'_>,
    ) -> Result<T, Error> {
        let url = self.address(path)?;
        let body = self.repeated(what, || self.exchange(what, Method::GET, &url, query)).await?;
        read(what, &body)
    }

    /// Makes or changes a resource by a form.
    pub(super) async fn post<T: DeserializeOwned>(
        &self,
        what: &'static str,
        path: &[&str],
        form: &Pairs<'_>,
        repeat: Repeat,
    ) -> Result<T, Error> {
        let url = self.address(path)?;
        let send = || self.exchange(what, Method::POST, &url, form);
        let body = match repeat {
            Repeat::Never => send().await?,
            Repeat::Harmless => self.repeated(what, send).await?,
        };
        read(what, &body)
    }

    /// Takes a resource away. Asked again it finds nothing to take away, which is no harm; whether an attempt before may have
    /// taken it, it then says.
    pub(super) async fn delete(&self, what: &'static str, path: &[&str]) -> Result<(), NotTaken> {
        let url = self.address(path)?;
        let unheard = AtomicBool::new(false);
        let attempt = || async {
            let answer = self.exchange(what, Method::DELETE, &url, &[]).await;
            if answer.as_ref().is_err_and(Error::outcome_unknown) {
                unheard.store(true, Ordering::Relaxed);
            }
            answer
        };
        match self.repeated(what, attempt).await {
            Ok(_) => Ok(()),
            Err(error) => Err(NotTaken { error, perhaps_before: unheard.load(Ordering::Relaxed) }),
        }
    }

    /// The address of a resource of this account. Each segment is percent-encoded: none can climb out of the path.
    pub(super) fn address(&self, path: &[&str]) -> Result<Url, Error> {
        let config = &self.inner.config;
        let mut url = config.base_url.clone();
        url.path_segments_mut()
            .map_err(|()| Error::Configuration("the base URL is not an http address"))?
            .pop_if_empty()
            .extend([API_VERSION, "Accounts", config.account_sid.as_str()])
            .extend(path);
        Ok(url)
    }

    /// Adds this account's credentials.
    pub(super) fn signed_in(&self, request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
        let config = &self.inner.config;
        request.basic_auth(&config.account_sid, Some(config.auth_token.expose_secret()))
    }

    /// Tries again, a little later each time, as long as the error is one that passes.
    pub(super) async fn repeated<T, F, Fut>(&self, what: &'static str, attempt: F) -> Result<T, Error>
    where
        F: FnMut() -> Fut,
        Fut: Future<Output = Result<T, Error>>,
    {
        let limits = &self.inner.limits;
        let backoff = ExponentialBuilder::new()
            .with_min_delay(limits.first_wait)
            .with_max_times(limits.retries)
            .with_jitter();
        attempt
            .retry(backoff)
            .when(Error::is_transient)
            .notify(|error, wait| tracing::warn!(what, %error, ?wait, "Twilio: trying again"))
            .await
    }

    /// Keeps what an answer says of our clock and of our credentials.
    fn heard(&self, response: &Response) {
        if let Some(date) = response.headers().get(DATE).and_then(|date| date.to_str().ok()) {
            self.inner.skew.answered(date, Timestamp::now());
        }
        self.inner.token_refused.store(response.status() == StatusCode::UNAUTHORIZED, Ordering::Relaxed);
    }

    async fn exchange(
        &self,
        what: &'static str,
        method: Method,
        url: &Url,
        pairs: &Pairs<'_>,
    ) -> Result<Bytes, Error> {
        let request = self.inner.http.request(method.clone(), url.clone()).timeout(self.inner.limits.answer);
        let request = match method {
            Method::GET => request.query(pairs),
            Method::DELETE => request,
            _ => request.form(pairs),
        };
        let started = Instant::now();
        let response = self.signed_in(request).send().await.map_err(Error::of_transport)?;
        let status = response.status();
        self.heard(&response);
        tracing::debug!(what, %method, status = status.as_u16(), elapsed = ?started.elapsed(), "Twilio answered");
        let body = whole_body(what, response).await?;
        if status.is_success() { Ok(body) } else { Err(Error::of_answer(status, &body)) }
    }
}

/// Reads a body up to [`ANSWER_LIMIT`].
pub(super) async fn whole_body(what: &'static str, mut response: Response) -> Result<Bytes, Error> {
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(Error::of_transport)? {
        if body.len() + piece.len() > ANSWER_LIMIT {
            return Err(Error::Oversized { what });
        }
        body.extend_from_slice(&piece);
    }
    Ok(body.into())
}

fn read<T: DeserializeOwned>(what: &'static str, body: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(body).map_err(|source| Error::Unreadable { what, source })
}
