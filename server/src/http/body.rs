//! Bodies are read before a handler runs: whole, within a bound of bytes and of time.

use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use axum::extract::{Request, State as Extract};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use tokio::time::timeout;

use super::Problem;

/// What is taken of a body.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BodyBound {
    /// Bytes.
    pub(crate) most: usize,
    /// From the head of the request to the last byte of its body.
    pub(crate) within: Duration,
}

/// Reads the body. One that says it is too large is refused unread; one that turns out to be, at the byte too many; one that
/// trickles, when its time is over. The connection ends with the refusal.
pub(crate) async fn read(Extract(bound): Extract<BodyBound>, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    if announced(&parts.headers).is_some_and(|length| length > bound.most) {
        return refused(too_large());
    }
    match timeout(bound.within, Limited::new(body, bound.most).collect()).await {
        Ok(Ok(whole)) => next.run(Request::from_parts(parts, Body::from(whole.to_bytes()))).await,
        Ok(Err(error)) if error.is::<LengthLimitError>() => refused(too_large()),
        Ok(Err(_)) => refused(Problem::new(400, "body_broken", "The request broke off.")),
        Err(_) => refused(Problem::new(408, "body_too_slow", "The request took too long to arrive.")),
    }
}

fn announced(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE.as_u16(), "body_too_large", "The request is too large.")
}

fn refused(problem: Problem) -> Response {
    metrics::counter!("twoleg_bodies_refused_total", "why" => problem.code()).increment(1);
    let mut answer = problem.into_response();
    answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    answer
}
