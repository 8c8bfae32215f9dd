//! What every request passes: faults, sign-in, the hourly allowance; and what every answer gets: rate
//! headers, a request id, the error envelope.

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use uuid::Uuid;

use super::error::ApiError;
use super::limits::Allowance;
use super::scope::Target;
use super::tokens::Grant;
use super::{Crm, lock};
use crate::faults::CrmFault;

/// How late the `Slow` fault makes every answer.
const SLOW: Duration = Duration::from_secs(3);
/// How long the `OverLimit` fault asks a client to wait, in seconds: short, for the switch is turned by hand.
const OVER_LIMIT_WAIT_S: u64 = 5;

/// Which sign-in a request belongs to.
#[derive(Debug, Clone, Copy)]
pub(super) struct GrantNumber(pub(super) u64);

/// Marks an answer to a create: the one that the `LoseCreateReply` fault loses.
#[derive(Debug, Clone, Copy)]
pub(super) struct Created;

/// The middleware of the whole API.
pub(super) async fn gate(State(crm): State<Crm>, mut request: Request, next: Next) -> Response {
    let fault = crm.0.faults.get().crm;
    lock(&crm.0.tokens).notice(fault);
    if fault == CrmFault::Slow {
        tokio::time::sleep(SLOW).await;
    }
    if fault == CrmFault::Down {
        let body = Html("<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>");
        return (StatusCode::SERVICE_UNAVAILABLE, body).into_response();
    }

    let asked = Asked::of(&crm, &request);
    let mut allowance = None;
    let mut response = match admit(&crm, &request, fault, &mut allowance) {
        Ok(grant) => {
            if let Some(grant) = grant {
                request.extensions_mut().insert(grant.principal);
                request.extensions_mut().insert(GrantNumber(grant.number));
            }
            next.run(request).await
        }
        Err(error) => error.into_response(),
    };

    if fault == CrmFault::LoseCreateReply && response.extensions().get::<Created>().is_some() {
        return StatusCode::GATEWAY_TIMEOUT.into_response();
    }
    if let Some(error) = response.extensions_mut().remove::<ApiError>() {
        response = asked.refusal(&error);
    }
    if let Some(allowance) = allowance {
        let headers = response.headers_mut();
        headers.insert("x-rate-limit-limit", HeaderValue::from(allowance.limit));
        headers.insert("x-rate-limit-remaining", HeaderValue::from(allowance.remaining));
    }
    if let Ok(id) = HeaderValue::from_str(&Uuid::new_v4().simple().to_string()) {
        response.headers_mut().insert("x-podio-request-id", id);
    }
    response
}

/// Signs the request in and counts it. The token endpoints need neither.
fn admit(
    crm: &Crm,
    request: &Request,
    fault: CrmFault,
    allowance: &mut Option<Allowance>,
) -> Result<Option<Grant>, ApiError> {
    let path = request.uri().path();
    if path.starts_with("/oauth/token") {
        return Ok(None);
    }
    let grant = grant(crm, request.headers())?;
    let rate_limited = path.starts_with("/search/") || path.trim_end_matches('/').ends_with("/filter");
    let mut counted = lock(&crm.0.meter).count(grant.principal, rate_limited, Instant::now());
    if fault == CrmFault::OverLimit {
        counted = Allowance { remaining: 0, wait_s: Some(OVER_LIMIT_WAIT_S), ..counted };
    }
    *allowance = Some(counted);
    if let Some(wait_s) = counted.wait_s {
        return Err(ApiError::over_limit(wait_s));
    }
    if !path.starts_with("/oauth/") {
        grant.scope.admit(target(crm, path), request.method(), rate_limited)?;
    }
    Ok(Some(grant))
}

/// What a request is about, by its path.
fn target(crm: &Crm, path: &str) -> Target {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let app = |id: &str| id.parse().map_or(Target::Global, Target::App);
    match parts.as_slice() {
        ["user", ..] => Target::User,
        ["app", id, ..] | ["item" | "search", "app", id, ..] => app(id),
        ["item", id, ..] => {
            let item = id.parse().ok().and_then(|id| crm.state().get(id).map(|item| item.app_id));
            item.map_or(Target::Global, Target::App)
        }
        _ => Target::Global,
    }
}

/// Reads `Authorization: OAuth2 …`. Podio answers the same for `Bearer`.
fn grant(crm: &Crm, headers: &HeaderMap) -> Result<Grant, ApiError> {
    let Some(header) = headers.get(header::AUTHORIZATION) else {
        return Err(ApiError::unauthorized("invalid_request"));
    };
    let text = header.to_str().unwrap_or_default().trim();
    let token = match text.split_once(' ') {
        Some((scheme, token)) if scheme == "OAuth2" || scheme == "Bearer" => token.trim(),
        _ => {
            let text = "Invalid authorization header";
            return Err(ApiError { error: text, ..ApiError::invalid(text) });
        }
    };
    let tokens = lock(&crm.0.tokens);
    tokens.grant(token, crm.now()).cloned().ok_or_else(|| ApiError::unauthorized("expired_token"))
}

/// The request, as an error's envelope repeats it.
struct Asked {
    method: String,
    url: String,
    query: String,
}

impl Asked {
    fn of(crm: &Crm, request: &Request) -> Self {
        Self {
            method: request.method().to_string(),
            url: format!("{}/sandbox/podio{}", crm.0.origin, request.uri().path()),
            query: request.uri().query().unwrap_or_default().to_owned(),
        }
    }

    fn refusal(&self, error: &ApiError) -> Response {
        let body = error.envelope(&self.method, &self.url, &self.query).to_string();
        let mut response = (error.status, Body::from(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
        if error.status == StatusCode::UNAUTHORIZED {
            let challenge = format!("Bearer realm=\"podio\", error=\"{}\"", error.description);
            if let Ok(challenge) = HeaderValue::from_str(&challenge) {
                headers.insert(header::WWW_AUTHENTICATE, challenge);
            }
        }
        response
    }
}
