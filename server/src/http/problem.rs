//! Errors, mapped once: a status, a stable code, and a sentence for a person.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use twilio::callback::CallbackError;

/// What a refused request is told.
#[derive(Debug, Serialize)]
pub struct Problem {
    #[serde(skip)]
    status: u16,
    code: &'static str,
    message: String,
}

impl Problem {
    pub(crate) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }

    /// The stable code.
    pub(crate) const fn code(&self) -> &'static str {
        self.code
    }

    /// Whether the fault is the server's, and not the request's.
    pub(crate) const fn is_ours(&self) -> bool {
        self.status >= 500
    }

    pub(crate) fn missing(parameter: &'static str) -> Self {
        Self::new(400, "parameter_missing", format!("The parameter {parameter} is missing."))
    }

    pub(crate) fn malformed(parameter: &'static str) -> Self {
        Self::new(400, "parameter_malformed", format!("The parameter {parameter} is malformed."))
    }
}

impl From<dialer::Error> for Problem {
    fn from(error: dialer::Error) -> Self {
        if error.status() >= 500 {
            tracing::error!(error = %error, code = error.code(), "a request failed");
        }
        Self::new(error.status(), error.code(), error.sentence())
    }
}

impl From<CallbackError> for Problem {
    fn from(error: CallbackError) -> Self {
        Self::new(error.status(), error.code(), error.to_string())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, Json(self)).into_response()
    }
}
