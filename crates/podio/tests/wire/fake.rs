//! A Podio that remembers what it was asked, answers from a script, and refuses what Podio refuses.

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use podio::{AppAccess, Config, Podio};
use serde_json::{Value, json};

use crate::fixtures;

/// One request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) body: Value,
    pub(crate) authorization: String,
}

/// One answer.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Value,
    lost: bool,
}

impl Reply {
    pub(crate) fn ok(body: Value) -> Self {
        Self { status: 200, headers: Vec::new(), body, lost: false }
    }

    pub(crate) fn error(status: u16, error: &str, description: &str) -> Self {
        let body = json!({ "error": error, "error_detail": null, "error_description": description,
            "error_parameters": {}, "error_propagate": false });
        Self { status, ..Self::ok(body) }
    }

    pub(crate) fn with_detail(mut self, detail: &str) -> Self {
        self.body["error_detail"] = detail.into();
        self
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// The work is done, and the answer breaks off.
    pub(crate) fn lost(mut self) -> Self {
        self.lost = true;
        self
    }
}

type Script = dyn Fn(&Seen) -> Option<Reply> + Send + Sync;

struct Shared {
    seen: Mutex<Vec<Seen>>,
    tokens: AtomicU64,
    script: Box<Script>,
}

/// The running fake.
pub(crate) struct Fake {
    origin: String,
    shared: Arc<Shared>,
}

impl Fake {
    /// Starts a fake that answers by `script`, and by its own defaults where the script has nothing.
    pub(crate) async fn start(script: impl Fn(&Seen) -> Option<Reply> + Send + Sync + 'static) -> Self {
        let shared =
            Arc::new(Shared { seen: Mutex::default(), tokens: AtomicU64::new(0), script: Box::new(script) });
        let router = axum::Router::new().fallback(answer).with_state(Arc::clone(&shared));
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { origin, shared }
    }

    /// A fake without a script.
    pub(crate) async fn plain() -> Self {
        Self::start(|_| None).await
    }

    pub(crate) fn config(&self) -> Config {
        let access = |id| AppAccess { id, token: format!("token-of-{id}").into() };
        Config {
            base_url: format!("{}/", self.origin).parse().unwrap(),
            authorize_url: "https://podio.example/oauth/authorize".parse().unwrap(),
            client_id: "twoleg".into(),
            client_secret: "the-secret".into(),
            user: Some(("service@example.com".into(), "the-password".into())),
            lead_app: access(fixtures::LEAD_APP),
            activity_app: access(fixtures::ACTIVITY_APP),
            task_app: Some(access(fixtures::TASK_APP)),
            overrides: std::collections::BTreeMap::new(),
        }
    }

    pub(crate) fn podio(&self) -> Podio {
        Podio::new(self.config()).unwrap()
    }

    /// All requests so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.shared.seen.lock().unwrap().clone()
    }

    /// The requests with this method and path.
    pub(crate) fn sent(&self, method: &str, path: &str) -> Vec<Seen> {
        self.seen().into_iter().filter(|seen| seen.method == method && seen.path == path).collect()
    }

    /// The requests to the token endpoint.
    pub(crate) fn sign_ins(&self) -> Vec<Seen> {
        self.sent("POST", "/oauth/token/v2")
    }
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
    let authorization = head.headers.get("authorization").and_then(|v| v.to_str().ok()).unwrap_or_default();
    let seen = Seen {
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        body: serde_json::from_slice(&body).unwrap_or(Value::Null),
        authorization: authorization.to_owned(),
    };
    shared.seen.lock().unwrap().push(seen.clone());
    let reply = (shared.script)(&seen).unwrap_or_else(|| default(&shared, &seen));
    let mut response = Response::builder().status(reply.status).header("content-type", "application/json");
    for (name, value) in reply.headers {
        response = response.header(name, value);
    }
    let body = if reply.lost {
        let broken = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
        Body::from_stream(futures::stream::iter([Ok(Bytes::from_static(b"{")), Err(broken)]))
    } else {
        Body::from(reply.body.to_string())
    };
    response.body(body).unwrap()
}

fn default(shared: &Shared, seen: &Seen) -> Reply {
    let segments: Vec<&str> = seen.path.trim_matches('/').split('/').collect();
    match (seen.method.as_str(), segments.as_slice()) {
        ("POST", ["oauth", "token", "v2"]) => {
            let number = shared.tokens.fetch_add(1, Ordering::Relaxed) + 1;
            Reply::ok(token(number))
        }
        ("GET", ["app", id]) => match id.parse().ok().and_then(fixtures::app) {
            Some(app) => Reply::ok(app),
            None => not_found(),
        },
        ("POST", ["item", "app", _]) | ("PUT", ["item", _]) => fixtures::refusal(&seen.body["fields"])
            .unwrap_or_else(|| {
                Reply::ok(json!({ "item_id": fixtures::NEW_ITEM, "revision": 1, "title": "x" }))
            }),
        _ => not_found(),
    }
}

/// A token as Podio gives it.
pub(crate) fn token(number: u64) -> Value {
    json!({ "access_token": format!("access-{number}"), "token_type": "bearer", "expires_in": 28799,
        "refresh_token": format!("refresh-{number}"), "scope": "global:all", "ref": { "type": "user", "id": 1 } })
}

pub(crate) fn not_found() -> Reply {
    Reply::error(404, "not_found", "Object not found")
}
