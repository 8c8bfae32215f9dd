//! The CRM behind a real listener, and a plain HTTP client for it.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop here")]

use std::path::Path;

use reqwest::{Method, RequestBuilder};
use sandbox::clock::Clock;
use sandbox::control;
use sandbox::crm::{Crm, PodioConfig};
use sandbox::faults::{CrmFault, FaultSettings, Faults};
use serde_json::{Value, json};

pub(crate) const LEADS: u64 = 30_118_842;
pub(crate) const ACTIVITIES: u64 = 30_119_007;
pub(crate) const TASKS: u64 = 30_119_516;

pub(crate) fn config() -> PodioConfig {
    PodioConfig {
        client_id: "twoleg-test".into(),
        client_secret: "client-secret".into(),
        username: "maya@example.com".into(),
        password: "correct horse".into(),
        lead_app: (LEADS, "lead-app-token".into()),
        activity_app: (ACTIVITIES, "activity-app-token".into()),
        task_app: (TASKS, "task-app-token".into()),
        more_leads: 0,
    }
}

pub(crate) struct Server {
    pub(crate) crm: Crm,
    pub(crate) clock: Clock,
    pub(crate) faults: Faults,
    pub(crate) origin: String,
    pub(crate) http: reqwest::Client,
    token: String,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    /// `error` and `error_description` of the envelope.
    pub(crate) fn refusal(&self) -> (u16, String, String) {
        let body = self.json();
        let text = |key: &str| body[key].as_str().unwrap_or_default().to_owned();
        (self.status, text("error"), text("error_description"))
    }
}

impl Server {
    /// A CRM in memory, signed in as its user.
    pub(crate) async fn start() -> Self {
        Self::start_in(None).await
    }

    pub(crate) async fn start_in(data_dir: Option<&Path>) -> Self {
        Self::start_with(config(), data_dir).await
    }

    pub(crate) async fn start_with(config: PodioConfig, data_dir: Option<&Path>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let (clock, faults) = (Clock::default(), Faults::default());
        let data_dir = data_dir.map(Path::to_path_buf);
        let crm = Crm::new(config, clock.clone(), faults.clone(), origin.clone(), data_dir).unwrap();
        let sandbox = axum::Router::new().nest("/podio", crm.router()).merge(control::router(crm.clone()));
        let app = axum::Router::new().nest("/sandbox", sandbox);
        tokio::spawn(async move { axum::serve(listener, app).await });
        let mut server =
            Self { crm, clock, faults, origin, http: reqwest::Client::new(), token: String::new() };
        server.token = server.sign_in(&user_grant()).await;
        server
    }

    pub(crate) fn fault(&self, crm: CrmFault) {
        self.faults.set(FaultSettings { crm, ..FaultSettings::default() });
    }

    pub(crate) async fn sign_in(&self, grant: &Value) -> String {
        let answer = self.send(self.request(Method::POST, "/oauth/token/v2").json(grant)).await;
        answer.json()["access_token"].as_str().expect("signed in").to_owned()
    }

    /// A token of one app's grant.
    pub(crate) async fn app_token(&self, (app_id, token): (u64, &str)) -> String {
        self.sign_in(&json!({
            "grant_type": "app", "client_id": "twoleg-test", "client_secret": "client-secret",
            "app_id": app_id, "app_token": token,
        }))
        .await
    }

    /// Without a token.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}/sandbox/podio{path}", self.origin))
    }

    pub(crate) async fn send(&self, request: RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Answer { status, headers, text: response.text().await.unwrap() }
    }

    pub(crate) async fn with_token(
        &self,
        token: &str,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Answer {
        let mut request = self.request(method, path).header("authorization", format!("OAuth2 {token}"));
        if let Some(body) = body {
            request = request.json(&body);
        }
        self.send(request).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.with_token(&self.token, Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.with_token(&self.token, Method::POST, path, Some(body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        self.with_token(&self.token, Method::PUT, path, Some(body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.with_token(&self.token, Method::DELETE, path, None).await
    }

    /// A page outside the API.
    pub(crate) async fn page(&self, path: &str) -> Answer {
        self.send(self.http.get(format!("{}{path}", self.origin))).await
    }

    /// The first lead: Harold Whitaker.
    pub(crate) fn harold(&self) -> u64 {
        self.crm.snapshot()["leads"][0]["item_id"].as_u64().unwrap()
    }

    /// Creates a Call Activity with what is required; returns its id.
    pub(crate) async fn activity(&self, external_id: &str) -> u64 {
        let voicemail = self.option("Disposition Code", "Voicemail").await;
        let fields = self.by_key(&json!({ "Title": "Call", "Disposition Code": voicemail })).await;
        let path = format!("/item/app/{ACTIVITIES}/");
        let answer = self.post(&path, json!({ "external_id": external_id, "fields": fields })).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()["item_id"].as_u64().unwrap()
    }

    /// The Call Activity field with this label, as the app's definition has it.
    pub(crate) async fn field(&self, label: &str) -> Value {
        let app = self.get(&format!("/app/{ACTIVITIES}")).await.json();
        let fields = app["fields"].as_array().unwrap();
        fields.iter().find(|field| field["label"] == label).unwrap_or_else(|| panic!("{label}")).clone()
    }

    /// The id of a category's option, by its text.
    pub(crate) async fn option(&self, label: &str, text: &str) -> u64 {
        let field = self.field(label).await;
        let options = field["config"]["settings"]["options"].as_array().unwrap();
        options.iter().find(|option| option["text"] == text).expect(text)["id"].as_u64().unwrap()
    }

    /// Values by label, turned into values by the fields' external ids.
    pub(crate) async fn by_key(&self, by_label: &Value) -> Value {
        let mut by_key = serde_json::Map::new();
        for (label, value) in by_label.as_object().unwrap() {
            let field = self.field(label).await;
            by_key.insert(field["external_id"].as_str().unwrap().to_owned(), value.clone());
        }
        Value::Object(by_key)
    }
}

pub(crate) fn user_grant() -> Value {
    json!({
        "grant_type": "password", "client_id": "twoleg-test", "client_secret": "client-secret",
        "username": "maya@example.com", "password": "correct horse",
    })
}
