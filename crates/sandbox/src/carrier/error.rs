//! Twilio's error answers: an HTTP status, a code of its own, a sentence.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// An error as the REST API answers it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}")]
pub(crate) struct ApiError {
    status: u16,
    code: u32,
    message: String,
}

impl ApiError {
    /// A request that Twilio turns down with a 400.
    pub(crate) fn bad(code: u32, message: impl Into<String>) -> Self {
        Self { status: 400, code, message: message.into() }
    }

    /// No or wrong credentials.
    pub(crate) fn authenticate() -> Self {
        Self { status: 401, code: 20003, message: "Authenticate".into() }
    }

    /// Nothing there.
    pub(crate) fn not_found(path: &str) -> Self {
        Self { status: 404, code: 20404, message: format!("The requested resource {path} was not found") }
    }

    /// It was done, and something between Twilio and us broke: whoever asked cannot know.
    pub(crate) fn lost() -> Self {
        Self { status: 503, code: 20503, message: "Service Unavailable".into() }
    }

    /// The account may not do this now.
    pub(crate) fn forbidden(code: u32, message: impl Into<String>) -> Self {
        Self { status: 403, code, message: message.into() }
    }

    /// Twilio's own code.
    #[cfg(test)]
    pub(crate) fn code(&self) -> u32 {
        self.code
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = json!({
            "code": self.code,
            "message": self.message,
            "more_info": format!("https://www.twilio.com/docs/errors/{}", self.code),
            "status": self.status,
        });
        let mut response = (status, Json(body)).into_response();
        if status == StatusCode::UNAUTHORIZED {
            let realm = HeaderValue::from_static("Basic realm=\"Twilio API\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, realm);
        }
        response
    }
}
