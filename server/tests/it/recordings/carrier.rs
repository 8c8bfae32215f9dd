//! A carrier (and a time of day) that does as it is told, and remembers what it was asked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use axum::{Json, Router};
use domain::RecordingSid;
use futures::StreamExt as _;
use jiff::Timestamp;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// What every recording here sounds like.
pub(super) const SOUND: &[u8] = b"ID3 a voice that nobody else may hear";

#[derive(Debug)]
pub(super) struct Settings {
    pub(super) now: Timestamp,
    /// The recordings that it has.
    pub(super) sounds: BTreeSet<RecordingSid>,
    /// Whatever it is asked, it breaks.
    pub(super) fails: bool,
    /// Something else answers in its place: a page that is not there.
    pub(super) stranger: bool,
    /// What it answers when it has deleted one.
    pub(super) deleted: StatusCode,
    /// What it answers whoever would delete one of these.
    pub(super) keeps: BTreeMap<RecordingSid, StatusCode>,
    /// It does nothing about what it was asked while this is closed.
    pub(super) gate: Arc<Semaphore>,
    /// Its recordings never end.
    pub(super) endless: bool,
    /// What it was asked: `GET RE….mp3`.
    pub(super) asked: Vec<String>,
}

#[derive(Clone)]
pub(super) struct Carrier {
    pub(super) origin: String,
    settings: Arc<Mutex<Settings>>,
    /// Streams that somebody takes from.
    open: Arc<AtomicUsize>,
}

impl Carrier {
    pub(super) async fn start(now: Timestamp) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let settings = Settings {
            now,
            sounds: BTreeSet::new(),
            fails: false,
            stranger: false,
            deleted: StatusCode::NO_CONTENT,
            keeps: BTreeMap::new(),
            gate: Arc::new(Semaphore::new(1)),
            endless: false,
            asked: Vec::new(),
        };
        let carrier = Self { origin, settings: Arc::new(Mutex::new(settings)), open: Arc::default() };
        let router = Router::new()
            .route("/sandbox/api/clock", get(clock))
            .route("/sandbox/twilio/2010-04-01/Accounts/{account}/Recordings/{file}", any(recording))
            .with_state(carrier.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        carrier
    }

    pub(super) fn settings(&self) -> MutexGuard<'_, Settings> {
        self.settings.lock().unwrap()
    }

    pub(super) fn open(&self) -> usize {
        self.open.load(Ordering::SeqCst)
    }

    /// How often it was asked for such a thing.
    pub(super) fn asked(&self, what: &str) -> usize {
        self.settings().asked.iter().filter(|asked| asked.contains(what)).count()
    }
}

async fn clock(State(carrier): State<Carrier>) -> Json<serde_json::Value> {
    Json(json!({ "now": carrier.settings().now }))
}

async fn recording(
    State(carrier): State<Carrier>,
    method: Method,
    Path((_, file)): Path<(String, String)>,
) -> Response {
    carrier.settings().asked.push(format!("{method} {file}"));
    let gate = Arc::clone(&carrier.settings().gate);
    let _passed = gate.acquire().await;
    let mut settings = carrier.settings();
    if settings.fails {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    if settings.stranger {
        return (StatusCode::NOT_FOUND, "<html>There is no such page.</html>").into_response();
    }
    let known = file.split('.').next().and_then(|sid| sid.parse::<RecordingSid>().ok());
    let Some(sid) = known.filter(|sid| settings.sounds.contains(sid)) else {
        return not_found(&file);
    };
    if method == Method::DELETE {
        if let Some(status) = settings.keeps.get(&sid) {
            return status.into_response();
        }
        settings.sounds.remove(&sid);
        return settings.deleted.into_response();
    }
    let kind = [(header::CONTENT_TYPE, "audio/mpeg")];
    if !settings.endless {
        return (kind, SOUND).into_response();
    }
    let taken = Taken::new(&carrier.open);
    let pieces = futures::stream::repeat_with(move || {
        let _held = &taken;
        Ok::<_, std::convert::Infallible>(Bytes::from_static(&[0; 16 * 1024]))
    });
    (kind, Body::from_stream(pieces.boxed())).into_response()
}

/// What Twilio says of what it does not have.
fn not_found(file: &str) -> Response {
    let body = json!({
        "code": 20404,
        "message": format!("The requested resource /Recordings/{file} was not found"),
        "more_info": "https://www.twilio.com/docs/errors/20404",
        "status": 404,
    });
    (StatusCode::NOT_FOUND, Json(body)).into_response()
}

/// Counts a stream as long as somebody takes from it.
struct Taken(Arc<AtomicUsize>);

impl Taken {
    fn new(open: &Arc<AtomicUsize>) -> Self {
        open.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(open))
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}
