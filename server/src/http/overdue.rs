//! A page has a bound on the time until it is there: whoever waits is told, and what it held is let go.

use std::time::Duration;

use axum::extract::{Request, State as Extract};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use tokio::time::timeout;

use crate::page;
use crate::routes::shown;

/// Here somebody comes back from Podio with a code that is good once: what was begun with it is brought to its end, within
/// the bounds of the requests to Podio.
const RETURN: &str = "/sign-in/return";

/// Gives a page up that takes longer. Only what changes nothing can be broken off in its middle: a server function is left
/// to its own bounds.
pub(crate) async fn bound(Extract(within): Extract<Duration>, request: Request, next: Next) -> Response {
    if !request.method().is_safe() || request.uri().path() == RETURN {
        return next.run(request).await;
    }
    let path = request.uri().path().to_owned();
    if let Ok(answer) = timeout(within, next.run(request)).await {
        return answer;
    }
    tracing::error!(path = shown(&path), seconds = within.as_secs(), "a page was given up");
    metrics::counter!("twoleg_pages_given_up_total").increment(1);
    let mut answer = page::overdue();
    answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    // The address may be a link to a recording.
    answer.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    answer
}
