//! A fake of Twilio: answers what it is told to, in turn, and remembers what it was asked.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::Response;
use twilio::{Client, ClientConfig, Limits};
use url::form_urlencoded;

pub(crate) const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
pub(crate) const CALL: &str = "CA0123456789abcdef0123456789abcdef";
pub(crate) const RECORDING: &str = "RE0123456789abcdef0123456789abcdef";

/// `Basic` of the account and the token `secret`.
pub(crate) const CREDENTIALS: &str = "Basic QUMwMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjpzZWNyZXQ=";

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) line: String,
    pub(crate) authorization: Option<String>,
    pub(crate) range: Option<String>,
    pub(crate) form: Vec<(String, String)>,
}

#[derive(Clone, Default)]
struct Shared {
    answers: Arc<Mutex<VecDeque<Response<Body>>>>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

pub(crate) struct Fake {
    pub(crate) address: SocketAddr,
    shared: Shared,
}

impl Fake {
    /// Listens, and gives these answers in turn; after the last one, 418.
    pub(crate) async fn start(answers: impl IntoIterator<Item = Response<Body>>) -> Self {
        let shared =
            Shared { answers: Arc::new(Mutex::new(answers.into_iter().collect())), ..Shared::default() };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().fallback(answer).with_state(shared.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, shared }
    }

    /// A client of this fake, whose base URL has a path as the sandbox's has.
    pub(crate) fn client(&self) -> Client {
        client_of(self.address)
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.shared.asked.lock().unwrap().clone()
    }
}

/// Waits for an answer for longer than any test takes.
pub(crate) fn client_of(address: SocketAddr) -> Client {
    client_that_waits(address, Duration::from_secs(30))
}

/// Waits for an answer for so long.
pub(crate) fn client_that_waits(address: SocketAddr, answer: Duration) -> Client {
    let config = ClientConfig {
        base_url: format!("http://{address}/sandbox/twilio").parse().unwrap(),
        account_sid: ACCOUNT.into(),
        auth_token: "secret".into(),
    };
    let limits = Limits { first_wait: Duration::from_millis(1), answer, ..Limits::default() };
    Client::with_limits(config, limits).unwrap()
}

pub(crate) fn json(status: u16, body: &str) -> Response<Body> {
    Response::builder().status(status).body(Body::from(body.to_owned())).unwrap()
}

/// A call in some status.
pub(crate) fn call(status: &str) -> Response<Body> {
    json(200, &format!(r#"{{"sid":"{CALL}","status":"{status}","duration":null}}"#))
}

async fn answer(State(shared): State<Shared>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.unwrap();
    let header = |name: &str| parts.headers.get(name).map(|value| value.to_str().unwrap().to_owned());
    shared.asked.lock().unwrap().push(Asked {
        line: format!("{} {}", parts.method, parts.uri),
        authorization: header("authorization"),
        range: header("range"),
        form: form_urlencoded::parse(&body).into_owned().collect(),
    });
    shared.answers.lock().unwrap().pop_front().unwrap_or_else(|| json(418, "{}"))
}
