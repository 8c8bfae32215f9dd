//! Recordings: our own signed link, streamed from the carrier, with seeking.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use axum::body::Body;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{ConnectInfo, Path, Query, State as Extract};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use dialer::{Listener, NotPlayable};
use futures::{Stream, StreamExt as _};
use leptos::prelude::*;
use serde::Deserialize;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_stream::wrappers::ReceiverStream;
use twilio::Media;

use super::State;
use super::public::{household, peer};
use crate::http::places::{Most, Place};
use crate::page;
use crate::people::Asker;

/// How many play at the same time. Each costs a connection to the carrier. An office may be behind one address.
pub(crate) const LISTENERS: Most = Most { of_one: 16, of_all: 64 };
/// How long somebody may leave untaken what has come: a player that was paused for longer asks for the rest anew.
const UNTAKEN: Duration = Duration::from_mins(2);
/// When somebody may try again whom they kept out, in seconds.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("10");

/// The key of a signed link.
#[derive(Deserialize)]
pub(super) struct Key {
    key: String,
}

/// Why nothing plays.
enum Refused {
    Link(NotPlayable),
    Busy,
}

impl From<NotPlayable> for Refused {
    fn from(why: NotPlayable) -> Self {
        Self::Link(why)
    }
}

/// Streams the recording as MP3; a `Range` is handed on, so that players can seek. `HEAD` is answered alike, without sound.
pub(super) async fn play(
    Extract(state): Extract<State>,
    method: Method,
    sid: Result<Path<String>, PathRejection>,
    key: Result<Query<Key>, QueryRejection>,
    asker: Option<Asker>,
    ConnectInfo(connection): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Response {
    let listener = Listener {
        person: asker.map(|asker| asker.0.agent),
        address: household(peer(connection.ip(), &headers)),
    };
    // What cannot even be read gets the answer of what is not there.
    let (sid, key) = (sid.map(|Path(sid)| sid).unwrap_or_default(), key.map(|Query(Key { key })| key));
    let link = (sid.as_str(), key.as_deref().unwrap_or_default());
    let mut answer = match sound(&state, &method, link, &listener, &headers).await {
        Ok(answer) => answer,
        Err(refused) => refusal(&refused),
    };
    let out = answer.headers_mut();
    // A person's voice: nobody on the way keeps it, and the link is told to nobody.
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    out.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    out.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    answer
}

async fn sound(
    state: &State,
    method: &Method,
    (sid, key): (&str, &str),
    listener: &Listener,
    headers: &HeaderMap,
) -> Result<Response, Refused> {
    let playable = state.dialer.open_recording(sid, key).await?;
    let place = state.listeners.take(listener.address).ok_or(Refused::Busy)?;
    let range = headers.get(header::RANGE).and_then(|range| range.to_str().ok());
    let media = state.dialer.recording_media(&playable, range).await?;
    // Neither what has no sound nor a piece that does not exist is a play.
    let plays = method == Method::GET && (200..300).contains(&media.status);
    if plays {
        state.dialer.note_play(&playable, listener, from_byte(range)).await?;
    }
    Ok(stream(media, plays, place))
}

/// The answer as the carrier gave it. Its sound comes piece by piece, as fast as it is taken; when whoever listens goes
/// away, it is dropped, and with it the connection to the carrier and the place.
fn stream(media: Media, with_sound: bool, place: Place<IpAddr>) -> Response {
    let body = if with_sound { Body::from_stream(paced(media.body, place, UNTAKEN)) } else { Body::empty() };
    let mut answer = Response::new(body);
    *answer.status_mut() = StatusCode::from_u16(media.status).unwrap_or(StatusCode::BAD_GATEWAY);
    let sound = media.content_type.filter(|kind| kind.starts_with("audio/"));
    let out = answer.headers_mut();
    let mut set = |name: HeaderName, value: Option<String>| {
        if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
            out.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, Some(sound.unwrap_or_else(|| "audio/mpeg".to_owned())));
    set(header::CONTENT_LENGTH, media.content_length.map(|length| length.to_string()));
    set(header::CONTENT_RANGE, media.content_range);
    set(header::ACCEPT_RANGES, media.accept_ranges);
    set(header::CONTENT_DISPOSITION, Some("inline".to_owned()));
    answer
}

/// Hands the sound on, and holds the place until it has ended or is left untaken for so long.
fn paced<Sound>(mut sound: Sound, place: Place<IpAddr>, untaken: Duration) -> ReceiverStream<Sound::Item>
where
    Sound: Stream<Item: Send> + Unpin + Send + 'static,
{
    let (send, receive) = mpsc::channel(1);
    tokio::spawn(async move {
        let _held = place;
        loop {
            let piece = tokio::select! {
                piece = sound.next() => piece,
                () = send.closed() => None,
            };
            let Some(piece) = piece else { return };
            if !matches!(timeout(untaken, send.send(piece)).await, Ok(Ok(()))) {
                return;
            }
        }
    });
    ReceiverStream::new(receive)
}

/// The first byte that a `Range` asks for; none where it asks for the end.
pub(crate) fn from_byte(range: Option<&str>) -> Option<u64> {
    let first = range.and_then(|range| range.strip_prefix("bytes=")).map(|range| range.split('-').next());
    first.map_or(Some(0), |first| first?.trim().parse().ok())
}

/// A page, because it is a person who followed the link. Every refusal has the same form.
fn refusal(refused: &Refused) -> Response {
    let (status, sentence) = match refused {
        Refused::Link(why) => (why.status(), why.to_string()),
        Refused::Busy => {
            (503, "Many people are listening to recordings just now. Try again in a moment.".to_owned())
        }
    };
    metrics::counter!("twoleg_recordings_refused_total", "status" => status.to_string()).increment(1);
    if let Refused::Link(NotPlayable::Store(error)) = refused {
        tracing::error!(error = %error, "a recording is not played, because the store failed");
    }
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let content = view! { <h1>"Recording"</h1><p role="alert">{sentence}</p> };
    let mut answer = page::answer(status, page::outside("Recording", content));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        answer.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER);
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;

    use crate::http::places::Places;

    const ME: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn one() -> Places<IpAddr> {
        Places::new(Most { of_one: 1, of_all: 1 })
    }

    /// Waits until the place is free again.
    async fn is_free(places: &Places<IpAddr>) {
        while places.take(ME).is_none() {
            tokio::task::yield_now().await;
        }
    }

    fn media(body: mpsc::Receiver<Result<Bytes, twilio::Error>>) -> Media {
        Media {
            status: 206,
            content_length: Some(9),
            content_range: Some("bytes 0-8/9".to_owned()),
            content_type: Some("text/html".to_owned()),
            accept_ranges: None,
            body: ReceiverStream::new(body).boxed(),
        }
    }

    #[tokio::test]
    async fn whoever_goes_away_frees_the_carrier_and_the_place() {
        let places = one();
        let (carrier, body) = mpsc::channel(1);
        let answer = stream(media(body), true, places.take(ME).unwrap());
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "audio/mpeg", "never as a page");
        let mut sound = answer.into_body().into_data_stream();
        carrier.send(Ok(Bytes::from_static(b"mp3"))).await.unwrap();
        assert_eq!(sound.next().await.unwrap().unwrap(), "mp3");
        assert!(places.take(ME).is_none());
        drop(sound);
        is_free(&places).await;
        assert!(carrier.is_closed(), "the carrier would go on");
    }

    #[tokio::test]
    async fn whoever_takes_nothing_gives_the_place_up() {
        let places = one();
        let (carrier, body) = mpsc::channel(8);
        let sound = media(body).body;
        let mut heard = paced(sound, places.take(ME).unwrap(), Duration::from_millis(20));
        for _ in 0..8 {
            let _ = carrier.send(Ok(Bytes::from_static(b"mp3"))).await;
        }
        is_free(&places).await;
        assert!(carrier.is_closed());
        assert!(heard.next().await.is_some() && heard.next().await.is_none(), "it breaks off");
    }

    #[tokio::test]
    async fn without_sound_nothing_is_held() {
        let places = one();
        let (carrier, body) = mpsc::channel(1);
        let answer = stream(media(body), false, places.take(ME).unwrap());
        assert_eq!(answer.headers()[header::CONTENT_LENGTH], "9");
        assert!(carrier.is_closed() && places.take(ME).is_some());
    }

    #[test]
    fn the_first_byte_of_a_range() {
        for (range, first) in [
            (None, Some(0)),
            (Some("bytes=100-199"), Some(100)),
            (Some("bytes=7-"), Some(7)),
            (Some("bytes=-500"), None),
            (Some("bytes=x-"), None),
            (Some("items=3-4"), Some(0)),
        ] {
            assert_eq!(from_byte(range), first, "{range:?}");
        }
    }
}
