//! A stand-in for the product: it answers webhooks as it is told to, and remembers them.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::any;

/// A webhook that came in.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    /// The last part of the path.
    pub(crate) path: String,
    /// The path and the query.
    pub(crate) target: String,
    pub(crate) form: BTreeMap<String, String>,
    pub(crate) signature: String,
    pub(crate) token: String,
}

impl Hit {
    pub(crate) fn get(&self, name: &str) -> &str {
        self.form.get(name).map_or("(missing)", String::as_str)
    }
}

/// What is answered to a webhook.
#[derive(Debug, Clone)]
struct Reply {
    status: u16,
    content_type: &'static str,
    body: String,
    /// How many times, before it is 200 and empty.
    times: usize,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Product(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    hits: Vec<Hit>,
    replies: HashMap<String, Reply>,
}

impl Product {
    /// To be nested at `/product`.
    pub(crate) fn router(&self) -> Router {
        Router::new().route("/{path}", any(take)).with_state(self.clone())
    }

    /// Answers a path with TwiML from now on.
    pub(crate) fn says(&self, path: &str, twiml: &str) {
        self.answers(path, 200, "text/xml; charset=utf-8", twiml, usize::MAX);
    }

    /// Answers a path so many times with anything at all.
    pub(crate) fn answers(
        &self,
        path: &str,
        status: u16,
        content_type: &'static str,
        body: &str,
        times: usize,
    ) {
        let reply = Reply { status, content_type, body: body.to_owned(), times };
        self.0.lock().unwrap().replies.insert(path.to_owned(), reply);
    }

    /// What came to a path.
    pub(crate) fn hits(&self, path: &str) -> Vec<Hit> {
        self.0.lock().unwrap().hits.iter().filter(|hit| hit.path == path).cloned().collect()
    }

    /// Everything that came, in order.
    pub(crate) fn all(&self) -> Vec<Hit> {
        self.0.lock().unwrap().hits.clone()
    }

    /// The statuses that were told for one leg, in the order in which they came.
    pub(crate) fn told(&self, leg: &str) -> Vec<String> {
        let of_leg = |hit: &Hit| hit.path == "call_status" && hit.target.contains(&format!("leg={leg}"));
        self.all().into_iter().filter(of_leg).map(|hit| hit.get("CallStatus").to_owned()).collect()
    }
}

async fn take(
    State(product): State<Product>,
    Path(path): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let header = |name: &str| headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
    let hit = Hit {
        path: path.clone(),
        target: uri.path_and_query().unwrap().to_string(),
        form: url::form_urlencoded::parse(&body).into_owned().collect(),
        signature: header("x-twilio-signature"),
        token: header("i-twilio-idempotency-token"),
    };
    let mut inner = product.0.lock().unwrap();
    inner.hits.push(hit);
    match inner.replies.get_mut(&path).filter(|reply| reply.times > 0) {
        Some(reply) => {
            reply.times -= 1;
            let status = StatusCode::from_u16(reply.status).unwrap();
            (status, [("content-type", reply.content_type)], reply.body.clone()).into_response()
        }
        None => StatusCode::OK.into_response(),
    }
}
