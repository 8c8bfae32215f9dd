//! Recordings: our own signed link, streamed from the carrier, with seeking.

use axum::body::Body;
use axum::extract::{Path, Query, State as Extract};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use domain::RecordingSid;
use serde::Deserialize;

use super::State;
use crate::http::Problem;

/// The key of a signed link.
#[derive(Deserialize)]
pub(super) struct Key {
    #[serde(default)]
    key: String,
}

/// Streams the recording as MP3; a `Range` is handed on, so that players can seek.
pub(super) async fn play(
    Extract(state): Extract<State>,
    Path(sid): Path<String>,
    Query(Key { key }): Query<Key>,
    headers: HeaderMap,
) -> Result<Response<Body>, Problem> {
    let sid: RecordingSid = sid.parse().map_err(|_| Problem::no_such_recording())?;
    if !state.dialer.opens_recording(&sid, &key) {
        return Err(Problem::no_such_recording());
    }
    let range = headers.get(header::RANGE).and_then(|range| range.to_str().ok());
    let media = match state.dialer.twilio().recording_media(&sid, range).await {
        Ok(media) => media,
        Err(error) if error.is_not_found() => return Err(Problem::no_such_recording()),
        Err(error) => return Err(dialer::Error::from(error).into()),
    };
    let mut response = Response::new(Body::from_stream(media.body));
    *response.status_mut() = StatusCode::from_u16(media.status).unwrap_or(StatusCode::BAD_GATEWAY);
    let out = response.headers_mut();
    let mut set = |name, value: Option<String>| {
        if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
            out.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, media.content_type.or_else(|| Some("audio/mpeg".to_owned())));
    set(header::CONTENT_LENGTH, media.content_length.map(|length| length.to_string()));
    set(header::CONTENT_RANGE, media.content_range);
    set(header::ACCEPT_RANGES, media.accept_ranges);
    // A person's voice: nobody on the way keeps it.
    set(header::CACHE_CONTROL, Some("private, no-store".to_owned()));
    Ok(response)
}
