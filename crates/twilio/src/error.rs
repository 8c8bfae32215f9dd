//! What can go wrong with a request to Twilio, in Twilio's own code and words where it gave any.

use reqwest::StatusCode;
use serde::Deserialize;

use crate::sentence;

/// The longest message kept, in characters. Twilio's are one or two sentences.
const MESSAGE_LIMIT: usize = 500;

/// A request to Twilio that did not succeed.
///
/// No secret, no body and no whole phone number is in it: it can be logged.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Twilio answered with an error.
    #[error("Twilio answered {status}{}: {message}", code_suffix(*.code))]
    Api {
        /// The HTTP status.
        status: u16,
        /// Twilio's error code (<https://www.twilio.com/docs/api/errors>), where it gave one.
        code: Option<u32>,
        /// Twilio's message, with phone numbers masked.
        message: String,
        /// Twilio's page on this error.
        more_info: Option<String>,
    },
    /// No connection to Twilio could be made: the request never left.
    #[error("could not connect to Twilio")]
    Connect(#[source] reqwest::Error),
    /// The request left, and no whole answer came back.
    #[error("no answer from Twilio")]
    Transport(#[source] reqwest::Error),
    /// Twilio accepted the request, but the answer is not what its documentation says.
    #[error("unreadable answer from Twilio about {what}")]
    Unreadable {
        /// What was asked for.
        what: &'static str,
        /// Where reading stopped.
        #[source]
        source: serde_json::Error,
    },
    /// The answer is larger than any that Twilio gives.
    #[error("oversized answer from Twilio about {what}")]
    Oversized {
        /// What was asked for.
        what: &'static str,
    },
    /// A recording's address led away from Twilio.
    #[error("Twilio redirected to an address that is not followed")]
    Redirect,
    /// The client cannot be set up as configured.
    #[error("Twilio client: {0}")]
    Configuration(&'static str),
}

fn code_suffix(code: Option<u32>) -> String {
    code.map(|code| format!(" (error {code})")).unwrap_or_default()
}

impl Error {
    /// Whether the same request may succeed later without anybody changing anything.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Api { status, .. } => *status == 429 || *status >= 500,
            Self::Connect(_) | Self::Transport(_) => true,
            Self::Unreadable { .. } | Self::Oversized { .. } | Self::Redirect | Self::Configuration(_) => {
                false
            }
        }
    }

    /// Whether Twilio may have done what was asked although this is an error. A call whose creation ended so may
    /// still ring: wait for its callbacks rather than ask again.
    pub fn outcome_unknown(&self) -> bool {
        match self {
            Self::Api { status, .. } => *status >= 500,
            Self::Transport(_) | Self::Unreadable { .. } | Self::Oversized { .. } => true,
            Self::Connect(_) | Self::Redirect | Self::Configuration(_) => false,
        }
    }

    /// Twilio's error code, where it gave one.
    pub fn code(&self) -> Option<u32> {
        match self {
            Self::Api { code, .. } => *code,
            _ => None,
        }
    }

    /// Whether Twilio does not know the thing asked for (or does not have it yet).
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Api { status: 404, .. })
    }

    /// One sentence for the person in front of the screen.
    pub fn sentence(&self) -> String {
        match self {
            Self::Api { status, code, message, .. } => sentence::of_api(*status, *code, message),
            Self::Connect(_) => "Twilio could not be reached. Please try again in a moment.".into(),
            Self::Transport(_) | Self::Unreadable { .. } | Self::Oversized { .. } => {
                "Twilio did not answer as expected. Please wait a moment before you try again.".into()
            }
            Self::Redirect => "The recording is not where Twilio said it would be.".into(),
            Self::Configuration(_) => "Twilio is not set up correctly. Please tell an administrator.".into(),
        }
    }

    /// A failure of the HTTP client. Its URL is dropped: it says nothing that the log line does not.
    pub(crate) fn of_transport(error: reqwest::Error) -> Self {
        let error = error.without_url();
        if error.is_connect() { Self::Connect(error) } else { Self::Transport(error) }
    }

    /// An answer with a status that is not a success.
    pub(crate) fn of_answer(status: StatusCode, body: &[u8]) -> Self {
        #[derive(Default, Deserialize)]
        #[serde(default)]
        struct Body {
            code: Option<u32>,
            message: Option<String>,
            more_info: Option<String>,
        }
        // Proxies in between answer in HTML: then the status is all there is.
        let body: Body = serde_json::from_slice(body).unwrap_or_default();
        let message = body.message.unwrap_or_else(|| status.canonical_reason().unwrap_or("error").to_owned());
        let message: String = message.chars().take(MESSAGE_LIMIT).collect();
        Self::Api {
            status: status.as_u16(),
            code: body.code,
            message: sentence::mask_numbers(&message),
            more_info: body.more_info.filter(|page| page.len() <= MESSAGE_LIMIT),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_twilios_code_and_message_but_no_number() {
        let body = br#"{"code":21219,"message":"The number +18135550142 is unverified.","more_info":"https://www.twilio.com/docs/errors/21219","status":400}"#;
        let error = Error::of_answer(StatusCode::BAD_REQUEST, body);
        assert_eq!(error.code(), Some(21219));
        assert_eq!(error.to_string(), "Twilio answered 400 (error 21219): The number *****42 is unverified.");
        assert!(!error.is_transient() && !error.outcome_unknown());
    }

    #[test]
    fn an_answer_that_is_not_json_is_an_error_of_its_status() {
        let error = Error::of_answer(StatusCode::BAD_GATEWAY, b"<html>nope</html>");
        assert_eq!(error.to_string(), "Twilio answered 502: Bad Gateway");
        assert!(error.is_transient() && error.outcome_unknown());
    }

    #[test]
    fn a_refusal_for_too_many_requests_is_transient_and_certain() {
        let error = Error::of_answer(
            StatusCode::TOO_MANY_REQUESTS,
            br#"{"code":20429,"message":"Too Many Requests"}"#,
        );
        assert!(error.is_transient() && !error.outcome_unknown());
    }
}
