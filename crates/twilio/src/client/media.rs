//! The sound of a recording, as a stream.

use std::fmt;

use bytes::Bytes;
use domain::RecordingSid;
use futures::stream::{BoxStream, StreamExt, TryStreamExt};
use reqwest::header::{
    ACCEPT_RANGES, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, RANGE,
};
use reqwest::{Response, StatusCode};
use url::Url;

use super::Client;
use super::request::whole_body;
use crate::Error;

/// Redirects followed before giving up.
const MAX_HOPS: usize = 3;

/// Where Twilio keeps media, besides the API itself. They are asked without credentials.
const MEDIA_HOSTS: [&str; 3] = ["twilio.com", "twiliocdn.com", "amazonaws.com"];

/// A recording's sound, or the piece of it that was asked for.
pub struct Media {
    /// 200 for all of it, 206 for a piece, 416 for a piece that does not exist.
    pub status: u16,
    /// Bytes that follow.
    pub content_length: Option<u64>,
    /// Which piece it is.
    pub content_range: Option<String>,
    /// `audio/mpeg`.
    pub content_type: Option<String>,
    /// `bytes` when pieces can be asked for.
    pub accept_ranges: Option<String>,
    /// The bytes, as they come.
    pub body: BoxStream<'static, Result<Bytes, Error>>,
}

impl fmt::Debug for Media {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Media")
            .field("status", &self.status)
            .field("content_length", &self.content_length)
            .field("content_range", &self.content_range)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// The recording as MP3, each side in its own channel. `range` is the `Range` header of whoever plays it; one
    /// that asks for anything but bytes is left out, which RFC 9110 allows.
    ///
    /// # Errors
    /// What Twilio or the network says; [`Error::is_not_found`] as long as the recording is not ready.
    pub async fn recording_media(&self, sid: &RecordingSid, range: Option<&str>) -> Result<Media, Error> {
        let mut url = self.address(&["Recordings", &format!("{sid}.mp3")])?;
        url.query_pairs_mut().append_pair("RequestedChannels", "2");
        let range = range
            .filter(|range| range.starts_with("bytes="))
            .and_then(|range| HeaderValue::from_str(range).ok());
        let response = self.repeated("a recording's sound", || self.fetch(&url, range.as_ref())).await?;
        Ok(Media::of(response))
    }

    async fn fetch(&self, url: &Url, range: Option<&HeaderValue>) -> Result<Response, Error> {
        let mut hop = Hop { url: url.clone(), signed_in: true };
        for _ in 0..=MAX_HOPS {
            let mut request = self.inner.http.get(hop.url.clone());
            if let Some(range) = range {
                request = request.header(RANGE, range.clone());
            }
            if hop.signed_in {
                request = self.signed_in(request);
            }
            let response = request.send().await.map_err(Error::of_transport)?;
            let status = response.status();
            if status.is_success() || status == StatusCode::RANGE_NOT_SATISFIABLE {
                return Ok(response);
            }
            if !status.is_redirection() {
                let body = whole_body("a recording's sound", response).await?;
                return Err(Error::of_answer(status, &body));
            }
            hop = response
                .headers()
                .get(LOCATION)
                .and_then(|location| location.to_str().ok())
                .and_then(|location| hop.next(location, &self.inner.config.base_url))
                .ok_or(Error::Redirect)?;
        }
        Err(Error::Redirect)
    }
}

/// One address on the way to the sound.
#[derive(Debug, PartialEq, Eq)]
struct Hop {
    url: Url,
    signed_in: bool,
}

impl Hop {
    /// Where a redirect leads. On the API's own origin the credentials go along; to a host of Twilio's media they
    /// do not, and it must be https; nothing else is followed.
    fn next(&self, location: &str, base: &Url) -> Option<Self> {
        let url = self.url.join(location).ok()?;
        if url.origin() == base.origin() {
            // Once off the API, credentials never come back: a media host could ask for any path in its name.
            return Some(Self { url, signed_in: self.signed_in });
        }
        let host = url.host_str()?;
        let known = MEDIA_HOSTS.iter().any(|media| {
            host.strip_suffix(media).is_some_and(|before| before.is_empty() || before.ends_with('.'))
        });
        (known && url.scheme() == "https").then_some(Self { url, signed_in: false })
    }
}

/// Where a redirect leads from an address that was asked with credentials.
#[cfg(feature = "fuzzing")]
pub(crate) fn redirect(from: &Url, location: &str, base: &Url) -> Option<(Url, bool)> {
    let hop = Hop { url: from.clone(), signed_in: true }.next(location, base)?;
    Some((hop.url, hop.signed_in))
}

impl Media {
    fn of(response: Response) -> Self {
        let text = |name: HeaderName| {
            response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
        };
        Self {
            status: response.status().as_u16(),
            content_length: text(CONTENT_LENGTH).and_then(|length| length.parse().ok()),
            content_range: text(CONTENT_RANGE),
            content_type: text(CONTENT_TYPE),
            accept_ranges: text(ACCEPT_RANGES),
            body: response.bytes_stream().map_err(Error::of_transport).boxed(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hop(location: &str) -> Option<(String, bool)> {
        let base = Url::parse("https://api.twilio.com").unwrap();
        let start = Hop { url: base.join("/2010-04-01/x.mp3").unwrap(), signed_in: true };
        start.next(location, &base).map(|hop| (hop.url.to_string(), hop.signed_in))
    }

    #[test]
    fn credentials_stay_on_the_apis_own_origin() {
        assert_eq!(hop("/y.mp3"), Some(("https://api.twilio.com/y.mp3".into(), true)));
        for media in
            ["https://media.twiliocdn.com/y", "https://s3.amazonaws.com/y", "https://api.twilio.com:8443/y"]
        {
            assert_eq!(hop(media), Some((media.into(), false)), "{media}");
        }
    }

    #[test]
    fn nothing_else_is_followed() {
        for bad in [
            "http://api.twilio.com/y",
            "http://media.twiliocdn.com/y",
            "https://eviltwilio.com/y",
            "https://twilio.com.evil.example/y",
            "https://127.0.0.1/y",
            "//evil.example/y",
            "file:///etc/hosts",
        ] {
            assert_eq!(hop(bad), None, "{bad}");
        }
    }

    #[test]
    fn credentials_never_come_back() {
        let base = Url::parse("https://api.twilio.com").unwrap();
        let away = Hop { url: Url::parse("https://media.twiliocdn.com/y").unwrap(), signed_in: false };
        assert_eq!(away.next("https://api.twilio.com/z", &base).map(|hop| hop.signed_in), Some(false));
    }
}
