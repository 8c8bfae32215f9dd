//! Twilio's REST API, as far as a click-to-dial product needs it.

mod calls;
mod form;
mod new_call;
mod range;
mod recordings;
mod resource;

use axum::Router;
use axum::extract::{OriginalUri, Request, State};
use axum::http::header;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};

use super::Carrier;
use super::error::ApiError;

/// The whole API.
pub(super) fn router(carrier: Carrier) -> Router {
    const ACCOUNT: &str = "/2010-04-01/Accounts/{account}";
    let path = |rest: &str| format!("{ACCOUNT}{rest}");
    Router::new()
        .route(&path("/Calls.json"), get(calls::list).post(calls::create))
        .route(&path("/Calls/{call}"), get(calls::fetch).post(calls::update))
        .route(&path("/Calls/{call}/Recordings.json"), get(recordings::of_call).post(recordings::start))
        .route(&path("/Calls/{call}/Recordings/{recording}"), post(recordings::update))
        .route(&path("/Recordings.json"), get(recordings::list))
        .route(&path("/Recordings/{recording}"), get(recordings::fetch).delete(recordings::delete))
        // A route rather than a fallback, which would get lost where this router is nested twice.
        .route("/{*path}", any(nothing))
        .method_not_allowed_fallback(nothing)
        .layer(middleware::from_fn_with_state(carrier.clone(), authenticate))
        .with_state(carrier)
}

/// Lets nobody in without the account's credentials, and nobody into another account.
async fn authenticate(State(carrier): State<Carrier>, request: Request, next: Next) -> Response {
    let account = carrier.account();
    let header = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let named = request.uri().path().split('/').skip_while(|part| *part != "Accounts").nth(1);
    let named = named.map(|name| name.strip_suffix(".json").unwrap_or(name));
    if !header.is_some_and(|header| account.opens(header)) || named.is_some_and(|named| named != account.sid)
    {
        return ApiError::authenticate().into_response();
    }
    next.run(request).await
}

async fn nothing(OriginalUri(uri): OriginalUri) -> ApiError {
    missing(uri.path())
}

/// The error for a path.
fn missing(path: &str) -> ApiError {
    ApiError::not_found(api_path(path))
}

/// A path as Twilio names it: from the version on, wherever the API is mounted.
fn api_path(path: &str) -> &str {
    path.find("/2010-04-01").and_then(|start| path.get(start..)).unwrap_or(path)
}
