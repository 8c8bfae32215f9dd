//! Podio's errors: an HTTP status and one JSON envelope.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// An error as Podio answers it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ApiError {
    pub(super) status: StatusCode,
    pub(super) error: &'static str,
    pub(super) detail: Option<&'static str>,
    pub(super) description: String,
}

/// Podio's own status for a used-up allowance; no registered one has this number.
pub(super) fn over_limit_status() -> StatusCode {
    StatusCode::from_u16(420).unwrap_or(StatusCode::TOO_MANY_REQUESTS)
}

impl ApiError {
    fn new(status: StatusCode, error: &'static str, description: impl Into<String>) -> Self {
        Self { status, error, detail: None, description: description.into() }
    }

    /// 400: the body or a parameter is not what it must be.
    pub(super) fn invalid(description: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_value", description)
    }

    /// 400 in Podio's words for one wrong value, which name the value but not the field.
    pub(super) fn invalid_value(value: &Value, reason: &str) -> Self {
        Self::invalid(format!("Invalid value {value} ({}): {reason}", type_name(value)))
    }

    /// 400 from a token endpoint.
    pub(super) fn sign_in(error: &'static str, detail: Option<&'static str>, description: &str) -> Self {
        Self { detail, ..Self::new(StatusCode::BAD_REQUEST, error, description) }
    }

    /// 401; `expired_token` does not tell expired, revoked and invented tokens apart.
    pub(super) fn unauthorized(description: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", description)
    }

    pub(super) fn forbidden(description: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", description)
    }

    pub(super) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "Object not found")
    }

    pub(super) fn no_operation() -> Self {
        let description = "No matching operation could be found. No body was given.";
        Self::new(StatusCode::NOT_FOUND, "not_found", description)
    }

    pub(super) fn gone() -> Self {
        Self::new(StatusCode::GONE, "gone", "This item has been deleted")
    }

    pub(super) fn conflict() -> Self {
        Self::new(StatusCode::CONFLICT, "conflict", "The item has been changed since that revision")
    }

    pub(super) fn over_limit(wait_s: u64) -> Self {
        let description =
            format!("You have hit the rate limit. Please wait {wait_s} seconds before trying again");
        Self::new(over_limit_status(), "rate_limit", description)
    }

    /// The envelope. `url` and `query` are the request's.
    pub(super) fn envelope(&self, method: &str, url: &str, query: &str) -> Value {
        json!({
            "error": self.error,
            "error_detail": self.detail,
            "error_description": self.description,
            "error_parameters": {},
            "error_propagate": false,
            "request": { "url": url, "query_string": query, "method": method },
        })
    }
}

impl IntoResponse for ApiError {
    /// Without a body yet: the gate writes the envelope, because it knows the request.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// The name of a JSON type in Podio's error texts.
fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "float",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
