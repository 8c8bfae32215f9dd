//! An answer of Podio, read once: status, headers, and the envelope of its errors.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::header::HeaderMap;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::limits::{RateLimit, wait_hint};
use crate::error::Error;

/// The largest answer that is read into memory, in bytes. A page of a hundred long leads is a tenth of this.
const MOST: usize = 16 << 20;

/// One whole answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) limit: Option<RateLimit>,
    /// Podio's id of the request, for a support case.
    pub(crate) request_id: Option<String>,
    pub(crate) took: Duration,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// Podio's envelope around every failure. Null and absent are the same.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Failure {
    pub(crate) error: Option<String>,
    pub(crate) error_description: Option<String>,
    pub(crate) error_detail: Option<String>,
}

impl Answer {
    /// Sends a request and reads all of its answer.
    pub(crate) async fn to(request: reqwest::RequestBuilder) -> Result<Self, Error> {
        let sent = Instant::now();
        let mut response = request.send().await.map_err(Error::transport)?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let mut body = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(Error::transport)? {
            if body.len() + piece.len() > MOST {
                return Err(Error::Unreadable("it is larger than any answer of Podio's".to_owned()));
            }
            body.extend_from_slice(&piece);
        }
        let request_id = headers.get("x-podio-request-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
        let limit = RateLimit::from_headers(&headers);
        Ok(Self { status, limit, request_id, took: sent.elapsed(), headers, body })
    }

    /// What time it was there.
    pub(crate) fn date(&self) -> Option<&str> {
        self.headers.get(reqwest::header::DATE)?.to_str().ok()
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub(crate) fn is_over_limit(&self) -> bool {
        matches!(self.status, 420 | 429)
    }

    /// How long Podio wants to be left alone, where it says so.
    pub(crate) fn wait_hint(&self) -> Option<Duration> {
        let sentence = self.failure().error_description.unwrap_or_default();
        wait_hint(&self.headers, &sentence, Timestamp::now())
    }

    /// The error envelope; empty when the body is none, as on some 5xx.
    pub(crate) fn failure(&self) -> Failure {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The body as what the reference says it is.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        // serde's own message may quote the value: only where and what kind of trouble is kept.
        serde_json::from_slice(&self.body).map_err(|error| {
            Error::Unreadable(format!(
                "{:?} at line {} column {}",
                error.classify(),
                error.line(),
                error.column()
            ))
        })
    }

    /// The error of a failure other than 401 and the rate limit's.
    pub(crate) fn into_error(self) -> Error {
        let failure = self.failure();
        match self.status {
            404 | 410 => Error::NotFound,
            409 => Error::Conflict,
            status @ 400..500 => Error::Rejected {
                status,
                error: without_values(&failure.error.unwrap_or_default()),
                description: without_values(&failure.error_description.unwrap_or_default()),
            },
            status => Error::Unavailable { status },
        }
    }
}

#[cfg(feature = "fuzzing")]
impl Answer {
    /// An answer that nobody has sent.
    pub(crate) fn made_up(status: u16, headers: HeaderMap, body: &[u8]) -> Self {
        let limit = RateLimit::from_headers(&headers);
        Self { status, limit, request_id: None, took: Duration::ZERO, headers, body: body.to_vec() }
    }
}

/// Podio quotes the value it refuses, which may be a person's number or an agent's note. What is left fits on one line.
pub(super) fn without_values(sentence: &str) -> String {
    let mut kept = String::new();
    for (position, part) in sentence.split('"').enumerate() {
        if position % 2 == 0 { kept.push_str(part) } else { kept.push('…') }
    }
    kept.chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn refused_values_stay_out_of_errors() {
        assert_eq!(
            without_values(r#"Invalid value ["call 813-555-0142"] (array): must be object"#),
            "Invalid value […] (array): must be object"
        );
        assert_eq!(without_values(r#"Invalid value "unclosed"#), "Invalid value …");
        assert_eq!(without_values("Object not found"), "Object not found");
        assert_eq!(without_values("two\r\nlines"), "two  lines");
    }

    proptest! {
        #[test]
        fn nothing_quoted_survives(value in "[a-z0-9]{1,20}") {
            let sentence = format!("Invalid value \"{value}#\" (string): No field found");
            let needle = format!("{value}#");
            prop_assert!(!without_values(&sentence).contains(&needle));
        }
    }
}
