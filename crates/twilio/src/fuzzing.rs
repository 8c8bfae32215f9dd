//! What Twilio answers, handed to its readers as bytes: the doors of the fuzz targets.

use reqwest::StatusCode;
use url::Url;

use crate::client::redirect;
use crate::{CallResource, Error, RecordingResource, client};

/// An answer that is no success; none where there is no such status.
pub fn failure(status: u16, body: &[u8]) -> Option<Error> {
    Some(Error::of_answer(StatusCode::from_u16(status).ok()?, body))
}

/// Where a redirect of a recording leads, and whether the credentials go along; none where it is not followed.
pub fn media_redirect(from: &Url, location: &str, base: &Url) -> Option<(Url, bool)> {
    redirect(from, location, base)
}

/// A page of calls.
pub fn calls(json: &[u8]) -> Option<Vec<CallResource>> {
    client::read_calls(json)
}

/// A page of recordings.
pub fn recordings(json: &[u8]) -> Option<Vec<RecordingResource>> {
    client::read_recordings(json)
}
