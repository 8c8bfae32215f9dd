//! One server for one test: a port and a data folder of its own, the sandbox's clock at an hour at which calls are
//! allowed everywhere.

use std::future::Future;
use std::process::Command;
use std::time::Duration;

use dialer::{Agent, Person, Role, SigningKeys};
use domain::{CallId, CallRecord, ItemId};
use reqwest::header::{COOKIE, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};
use server::config::Config;
use server::http::doors::Door;
use server::session::{Session, SessionLife, Sessions, Site};
use server::startup::Running;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::browser::Browser;

/// The sandbox's keys, as the carrier and a forger would need them.
pub(crate) const ACCOUNT_SID: &str = "AC5a4db0c5000000000000000000000001";
pub(crate) const AUTH_TOKEN: &str = "sandbox-auth-token";
/// One in the afternoon in New York, a Friday.
pub(crate) const NOON: &str = "2026-11-20T18:00:00Z";
/// Seals the sessions of the tests.
pub(crate) const SESSION_KEY: &str = "a key of the tests with 32 characters or more";

pub(crate) struct TestApp {
    pub(crate) origin: String,
    pub(crate) http: Client,
    pub(crate) dialer: dialer::Dialer,
    /// Every way in, as the running server lists them.
    pub(crate) doors: Vec<Door>,
    data: TempDir,
    more: Vec<(&'static str, String)>,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<()>,
}

impl TestApp {
    pub(crate) async fn start() -> Self {
        // Most tests dial again at once, which the limits on dials are there to refuse.
        Self::start_with(vec![("SANDBOX_LIMITS", "off".to_owned())]).await
    }

    /// With more variables than the usual ones.
    pub(crate) async fn start_with(more: Vec<(&'static str, String)>) -> Self {
        Self::start_in(tempfile::tempdir().unwrap(), more).await
    }

    async fn start_in(data: TempDir, more: Vec<(&'static str, String)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let values = [
            ("LEPTOS_SITE_ADDR", address.to_string()),
            ("DATA_DIR", data.path().display().to_string()),
            ("SANDBOX_PACE", "0.05".to_owned()),
            // So that a test can call eight numbers of one kind: none is called again at once.
            ("SANDBOX_MORE_LEADS", "40".to_owned()),
            ("SESSION_KEY", SESSION_KEY.to_owned()),
            ("SANDBOX_CLOCK", NOON.to_owned()),
        ];
        let values = values.into_iter().chain(more.clone());
        let config = Config::from_values(values.map(|(name, value)| (name.to_owned(), value))).unwrap();
        let running = Running::start(config).await.unwrap();
        let dialer = running.dialer().clone();
        let doors = running.doors().to_vec();
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(async move {
            let stopped = async {
                let _ = stopped.await;
            };
            running.serve(listener, stopped).await;
        });
        let origin = format!("http://localhost:{}", address.port());
        let http = client(&cookie(&dialer, &Session::begin(maya())));
        Self { origin, http, dialer, doors, data, more, stop: Some(stop), serving }
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.http.get(format!("{}{path}", self.origin)).send().await.unwrap()
    }

    /// The sandbox's supervisor, at a browser of her own.
    pub(crate) fn supervisor(&self) -> Client {
        client(&self.cookie(&Session::begin(dana())))
    }

    /// The cookie of a session, as the sign-in gives it out.
    pub(crate) fn cookie(&self, session: &Session) -> String {
        cookie(&self.dialer, session)
    }

    /// A browser that follows no redirects, with this cookie.
    pub(crate) fn browser_with(cookie: &str) -> Client {
        builder(cookie).redirect(Policy::none()).build().unwrap()
    }

    /// A server function, as the page calls it.
    pub(crate) async fn api(&self, name: &str, body: &Value) -> Response {
        self.http
            .post(format!("{}/api/{name}", self.origin))
            .header("origin", &self.origin)
            .json(body)
            .send()
            .await
            .unwrap()
    }

    /// A switch of the sandbox.
    pub(crate) async fn sandbox(&self, name: &str, body: &Value) {
        let answer =
            self.http.post(format!("{}/sandbox/api/{name}", self.origin)).json(body).send().await.unwrap();
        assert!(answer.status().is_success(), "{name}: {}", answer.status());
    }

    pub(crate) async fn sandbox_view(&self, name: &str) -> Value {
        self.get(&format!("/sandbox/api/{name}")).await.json().await.unwrap()
    }

    /// A form of Twilio's, signed for this server.
    pub(crate) async fn webhook(&self, path: &str, form: &[(&str, &str)]) -> Response {
        let pairs: Vec<(String, String)> =
            form.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let url = format!("{}{path}", self.origin);
        let signature = twilio::signature::sign(&AUTH_TOKEN.to_owned().into(), &url, &pairs);
        self.unchecked_webhook(path, form, &signature).await
    }

    /// A form with whatever signature.
    pub(crate) async fn unchecked_webhook(
        &self,
        path: &str,
        form: &[(&str, &str)],
        signature: &str,
    ) -> Response {
        self.http
            .post(format!("{}{path}", self.origin))
            .header("x-twilio-signature", signature)
            .form(form)
            .send()
            .await
            .unwrap()
    }

    /// The agent's browser, registered.
    pub(crate) async fn browser(&self) -> Browser {
        let token: Value = self.api("token", &json!({})).await.json().await.unwrap();
        Browser::register(&self.origin, token["token"].as_str().unwrap()).await
    }

    /// The lead of that name, and the slot of the first of its phones whose number ends in `digit`.
    pub(crate) async fn lead_with_digit(&self, digit: char) -> (ItemId, String) {
        for row in self.dialer.leads(&agent()).await.unwrap() {
            let workspace = self.dialer.open(&maya(), &dialer::LeadRef::Item(row.id)).await.unwrap();
            for (phone, status) in workspace.lead.phones.iter().zip(&workspace.phones) {
                let fits = phone.number.as_ref().is_ok_and(|number| number.as_str().ends_with(digit));
                if fits && (status.may_call || !status.gates.is_empty()) {
                    return (row.id, phone.slot.to_string());
                }
            }
        }
        panic!("no lead has a phone that ends in {digit}");
    }

    /// A lead whose phone ends in `digit`, whether or not it may be called now.
    pub(crate) async fn lead_slot_anyway(&self, digit: char) -> (ItemId, String) {
        for row in self.dialer.leads(&agent()).await.unwrap() {
            let workspace = self.dialer.open(&maya(), &dialer::LeadRef::Item(row.id)).await.unwrap();
            for phone in &workspace.lead.phones {
                if phone.number.as_ref().is_ok_and(|number| number.as_str().ends_with(digit)) {
                    return (row.id, phone.slot.to_string());
                }
            }
        }
        panic!("no lead has a phone that ends in {digit}");
    }

    /// Does what a click on *Call* does in the page: fetches a token, and asks for the call with every gate
    /// acknowledged that the phone has.
    pub(crate) async fn dial(&self, lead: ItemId, slot: &str) -> Response {
        let token = self.token(lead, slot).await;
        let gates = self.gates(lead, slot).await;
        self.dial_with(lead, slot, &token, &gates).await
    }

    /// A token for a click.
    pub(crate) async fn token(&self, lead: ItemId, slot: &str) -> String {
        let body = json!({ "item_id": lead.to_string(), "slot": slot });
        let answer = self.api("click", &body).await;
        assert_eq!(answer.status(), StatusCode::OK);
        answer.json().await.unwrap()
    }

    /// The gates that the phone shows to the agent.
    pub(crate) async fn gates(&self, lead: ItemId, slot: &str) -> Vec<String> {
        let workspace = self.dialer.open(&maya(), &dialer::LeadRef::Item(lead)).await.unwrap();
        let phone = workspace.phones.iter().find(|phone| phone.slot.as_str() == slot).unwrap();
        phone.gates.iter().map(|gate| gate.rule.to_string()).collect()
    }

    pub(crate) async fn dial_with(
        &self,
        lead: ItemId,
        slot: &str,
        token: &str,
        acknowledged: &[String],
    ) -> Response {
        let body = json!({
            "item_id": lead.to_string(), "slot": slot, "token": token, "acknowledged": acknowledged,
        });
        self.api("dial", &body).await
    }

    /// Clicks *Call* for a phone that ends in `digit`, one that may be called: another one each time, where attempts are
    /// limited.
    pub(crate) async fn click(&self, digit: char) -> CallId {
        let (lead, slot) = self.lead_with_digit(digit).await;
        let answer = self.dial(lead, &slot).await;
        let status = answer.status();
        let body: Value = answer.json().await.unwrap();
        assert_eq!(status, StatusCode::OK, "{body}");
        body["id"].as_str().unwrap().parse().unwrap()
    }

    pub(crate) async fn record(&self, call: &CallId) -> CallRecord {
        self.dialer.store().call(call).await.unwrap().unwrap().value
    }

    /// Waits until the record is as asked; the last one is in the failure's text.
    pub(crate) async fn until(
        &self,
        call: &CallId,
        what: &str,
        fits: impl Fn(&CallRecord) -> bool,
    ) -> CallRecord {
        let mut record = self.record(call).await;
        for _ in 0..600 {
            if fits(&record) {
                return record;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
            record = self.record(call).await;
        }
        panic!("never {what}: {record:#?}");
    }

    /// Stops the server and starts it again on the same data.
    pub(crate) async fn restart(mut self) -> Self {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        (&mut self.serving).await.unwrap();
        let data = std::mem::replace(&mut self.data, tempfile::tempdir().unwrap());
        let more = std::mem::take(&mut self.more);
        drop(self);
        Self::start_in(data, more).await
    }

    /// A command on the server's own machine, away from the checkout: a developer's `.env` has no place in a test.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_twoleg"));
        command.args(words).current_dir(self.data.path()).env("DATABASE_PATH", self.database());
        command
    }

    /// What a command on the server's own machine has in its environment.
    pub(crate) fn environment(&self) -> [(&'static str, String); 3] {
        let address = self.origin.replace("http://localhost", "127.0.0.1");
        let folder = self.data.path().display().to_string();
        [("LEPTOS_SITE_ADDR", address), ("DATA_DIR", folder), ("SESSION_KEY", SESSION_KEY.to_owned())]
    }

    /// The path of the database.
    pub(crate) fn database(&self) -> std::path::PathBuf {
        self.data.path().join("twoleg.sqlite")
    }
}

/// Waits until `look` finds something.
pub(crate) async fn eventually<T, F: Future<Output = Option<T>>>(what: &str, look: impl Fn() -> F) -> T {
    for _ in 0..600 {
        if let Some(found) = look().await {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("never: {what}");
}

/// The sandbox's agent.
pub(crate) fn agent() -> Agent {
    maya().agent
}

/// The sandbox's people who work here, as Podio knows them.
pub(crate) fn maya() -> Person {
    person(7_184_236, "Maya Ortiz", Role::Agent)
}

pub(crate) fn sam() -> Person {
    person(7_184_251, "Sam Reyes", Role::Agent)
}

pub(crate) fn dana() -> Person {
    person(7_183_904, "Dana Cole", Role::Supervisor)
}

fn person(user: u64, name: &str, role: Role) -> Person {
    Person { agent: Agent { id: domain::AgentId::of_podio_user(user), name: name.to_owned() }, role }
}

pub(crate) fn cookie(dialer: &dialer::Dialer, session: &Session) -> String {
    sealed(dialer, session, SESSION_KEY, &site(dialer))
}

/// Whose cookies the tests' are.
pub(crate) fn site(dialer: &dialer::Dialer) -> Site {
    Site { public: dialer.settings().public_url.clone(), mode: "sandbox" }
}

/// The cookie of a session as another server would seal it: with its key, for its site.
pub(crate) fn sealed(dialer: &dialer::Dialer, session: &Session, key: &str, site: &Site) -> String {
    let keys = SigningKeys::new(key.into(), Vec::new());
    let records = dialer::Records::clone(dialer);
    let header = Sessions::new(&keys, site, SessionLife::default(), records).cookie(session).unwrap();
    header.to_str().unwrap().split(';').next().unwrap().to_owned()
}

fn builder(cookie: &str) -> reqwest::ClientBuilder {
    let mut headers = HeaderMap::new();
    if !cookie.is_empty() {
        headers.insert(COOKIE, HeaderValue::from_str(cookie).unwrap());
    }
    Client::builder().no_proxy().default_headers(headers)
}

fn client(cookie: &str) -> Client {
    builder(cookie).build().unwrap()
}
