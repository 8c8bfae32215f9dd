//! What a server function answers when it could not do what was asked: a status, a stable code, a sentence.

use domain::submission::FieldProblem;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// Why something was not done, as JSON on the wire and as a sentence on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{code}: {sentence}")]
pub struct Problem {
    /// The HTTP status; 0 when the server was not reached at all.
    #[serde(default = "refused")]
    pub status: u16,
    /// Stable, for programs and tests.
    pub code: String,
    /// For the agent, and true. The server's other routes call it `message`.
    #[serde(alias = "message")]
    pub sentence: String,
    /// What is wrong with single fields of a form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldProblem>,
}

/// The code of what a page may not do any more, because it was made for another person.
pub(crate) const SOMEBODY_ELSE: &str = "somebody_else";

/// An answer that does not repeat its status was a refusal.
const fn refused() -> u16 {
    400
}

impl Problem {
    /// A problem without fields.
    pub fn new(status: u16, code: &str, sentence: impl Into<String>) -> Self {
        Self { status, code: code.to_owned(), sentence: sentence.into(), fields: Vec::new() }
    }

    /// A value that is not of the kind asked for.
    pub fn bad_value(code: &str, sentence: &str) -> Self {
        Self::new(400, code, sentence)
    }

    /// The session is over: whoever asked has to sign in again.
    pub fn is_signed_out(&self) -> bool {
        self.code == "signed_out"
    }

    /// Somebody else has signed in at this browser since the page was made.
    pub fn is_somebody_elses(&self) -> bool {
        self.code == SOMEBODY_ELSE
    }

    /// The request did not reach Twoleg, so nothing is known of what became of it.
    pub fn is_unreachable(&self) -> bool {
        self.status == 0
    }
}

impl FromServerFnError for Problem {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        use ServerFnErrorErr as E;
        let problem = match error {
            // The same variant means the caller's body on the server, and the server's body in the browser.
            E::Args(_) | E::MissingArg(_) => Self::bad_request(),
            E::Deserialization(_) if cfg!(feature = "ssr") => Self::bad_request(),
            E::Deserialization(_) => Self::new(
                502,
                "unexpected_answer",
                "Twoleg gave an answer that this page does not understand. Reload it.",
            ),
            E::Request(_) if cfg!(not(feature = "ssr")) => Self::new(
                0,
                "unreachable",
                "Twoleg could not be reached. Check your connection, then try again.",
            ),
            _ => Self::new(500, "internal", "Something went wrong in Twoleg. Try again."),
        };
        #[cfg(feature = "ssr")]
        problem.set_status();
        problem
    }
}

impl Problem {
    fn bad_request() -> Self {
        Self::new(400, "bad_request", "The request is not of the form that Twoleg expects. Reload the page.")
    }
}

#[cfg(feature = "ssr")]
impl Problem {
    /// Gives the response that is being made this problem's status, if one is being made.
    pub(crate) fn set_status(&self) {
        use leptos::prelude::use_context;
        if let (Some(response), Ok(status)) =
            (use_context::<leptos_axum::ResponseOptions>(), axum::http::StatusCode::from_u16(self.status))
        {
            response.set_status(status);
        }
    }
}

#[cfg(feature = "ssr")]
impl From<dialer::Error> for Problem {
    fn from(error: dialer::Error) -> Self {
        let mut problem = Self::new(error.status(), error.code(), error.sentence());
        if let dialer::Error::Form(fields) = error {
            problem.fields = fields;
        }
        problem
    }
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use super::*;

    #[test]
    fn a_body_that_cannot_be_read_is_the_callers_fault() {
        for error in [
            ServerFnErrorErr::Args("x".into()),
            ServerFnErrorErr::MissingArg("x".into()),
            ServerFnErrorErr::Deserialization("x".into()),
        ] {
            let problem = Problem::from_server_fn_error(error);
            assert_eq!((problem.status, problem.code.as_str()), (400, "bad_request"));
        }
    }

    #[test]
    fn nothing_of_an_inner_error_is_shown() {
        let problem = Problem::from_server_fn_error(ServerFnErrorErr::ServerError("secret".into()));
        assert_eq!(problem.status, 500);
        assert!(!format!("{problem:?}").contains("secret"));
    }

    #[test]
    fn fields_are_optional_on_the_wire() {
        let plain = r#"{"status":403,"code":"foreign_origin","sentence":"No."}"#;
        let problem: Problem = serde_json::from_str(plain).unwrap();
        assert!(problem.fields.is_empty());
        assert_eq!(serde_json::to_string(&problem).unwrap(), plain);
        let other: Problem = serde_json::from_str(r#"{"code":"foreign_origin","message":"No."}"#).unwrap();
        assert_eq!((other.sentence.as_str(), other.is_unreachable()), ("No.", false));
    }
}
