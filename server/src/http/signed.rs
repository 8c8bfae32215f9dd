//! A request that Twilio signed. A handler that takes a [`Signed`] cannot forget to check.

use std::time::Instant;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::Uri;
use dialer::AlarmKind;
use twilio::callback::{CallbackError, Form};
use twilio::signature;
use url::{Url, form_urlencoded};

use super::Problem;
use crate::intake::{Endpoint, Told};
use crate::routes::State;

/// What a supervisor reads when callbacks are refused again and again.
const REFUSED: &str = "Twilio's callbacks are refused: their signature does not fit. If the auth token was replaced at \
                       Twilio, set TWILIO_AUTH_TOKEN to the new one; if the server's address changed, check \
                       PUBLIC_URL.";

/// The pairs of a signed form, and of the query of its URL.
pub(crate) struct Signed {
    parameters: Vec<(String, String)>,
    query: Vec<(String, String)>,
}

impl Signed {
    /// The form, known to be of a sane size and of our account.
    pub(crate) fn form(&self, state: &State) -> Result<Form<'_>, CallbackError> {
        Form::new(&self.parameters, &state.account_sid)
    }

    /// All of it, to be kept.
    pub(crate) fn told(self, endpoint: Endpoint) -> Told {
        Told { endpoint, query: self.query, parameters: self.parameters }
    }

    /// A parameter of the URL.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl FromRequest<State> for Signed {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &State) -> Result<Self, Problem> {
        let given = request
            .headers()
            .get("x-twilio-signature")
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        let url = signed_url(&state.dialer.settings().public_url, request.uri());
        let query = pairs(request.uri().query().unwrap_or_default().as_bytes());
        let body = Bytes::from_request(request, state)
            .await
            .map_err(|_| Problem::new(413, "body_too_large", "The request is too large."))?;
        let parameters = pairs(&body);
        // Every token is tried, so that the time taken does not tell which one fits.
        let fits = state
            .auth_tokens
            .iter()
            .fold(false, |fits, token| signature::verify(token, &url, &parameters, &given) | fits);
        if given.is_empty() || !fits {
            note_refused(state);
            return Err(Problem::new(
                403,
                "signature",
                "The request is not signed by Twilio for this address.",
            ));
        }
        Ok(Self { parameters, query })
    }
}

/// One refusal is anybody's noise. Many are an operator's mistake, or somebody who tries.
fn note_refused(state: &State) {
    metrics::counter!("twoleg_signatures_refused_total").increment(1);
    let due = state.refused.one_more(Instant::now());
    if due.log {
        tracing::warn!("a callback's signature does not fit; others are not logged for ten minutes");
    }
    if due.alarm {
        state.dialer.ring_alarm(AlarmKind::SignaturesRefused, REFUSED);
    }
}

/// The address as Twilio knows it: what proxies made of host and scheme on the way does not count.
fn signed_url(public: &Url, uri: &Uri) -> String {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    format!("{}{path}", public.as_str().trim_end_matches('/'))
}

/// The pairs of a form or of a query.
pub(crate) fn pairs(form: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(form).into_owned().collect()
}
