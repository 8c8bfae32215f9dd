//! A sandbox and a product on one address, as in real use, with time running fast.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use reqwest::{Client, Method, StatusCode};
use sandbox::carrier::{Account, CallView};
use sandbox::crm::PodioConfig;
use sandbox::{Config, Sandbox};
use serde_json::Value;

use super::browser::{Browser, Incoming};
use super::product::Product;

pub(crate) const ACCOUNT: &str = "AC00000000000000000000000000000001";
pub(crate) const AUTH_TOKEN: &str = "the account's own token";
pub(crate) const API_KEY: &str = "SK00000000000000000000000000000001";
pub(crate) const API_SECRET: &str = "a secret of thirty-two characters";
pub(crate) const CALLER_ID: &str = "+15005550006";

/// How long a test waits for something before it fails.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) product: Product,
    pub(crate) address: SocketAddr,
    client: Client,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with_data(None).await
    }

    pub(crate) async fn with_data(data_dir: Option<PathBuf>) -> Self {
        let localhost = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let listener = tokio::net::TcpListener::bind((localhost, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let account = Account {
            sid: ACCOUNT.into(),
            auth_token: AUTH_TOKEN.into(),
            api_key: API_KEY.into(),
            api_secret: API_SECRET.into(),
            numbers: vec![CALLER_ID.into()],
        };
        let text = || "x".to_owned();
        let podio = PodioConfig {
            client_id: text(),
            client_secret: text(),
            username: text(),
            password: text(),
            lead_app: (1, text()),
            activity_app: (2, text()),
            task_app: (3, text()),
            more_leads: 0,
        };
        let origin = format!("http://{address}");
        let config =
            Config { account, podio, origin, data_dir, media_addr: localhost, pace: 0.02, clock: None };
        let sandbox = Sandbox::start(config).await.unwrap();
        let product = Product::default();
        let app = axum::Router::new().nest("/sandbox", sandbox.router()).nest("/product", product.router());
        tokio::spawn(async move { axum::serve(listener, app).await });
        let client = Client::builder().no_proxy().build().unwrap();
        Self { sandbox, product, address, client }
    }

    /// The address of one of the product's webhooks.
    pub(crate) fn hook(&self, path: &str) -> String {
        format!("http://{}/product/{path}", self.address)
    }

    /// Asks the REST API; `path` is what follows the account.
    pub(crate) async fn rest(
        &self,
        method: Method,
        path: &str,
        form: &[(&str, &str)],
    ) -> (StatusCode, Value) {
        let request = self.request(method.clone(), path);
        let request = if method == Method::POST { request.form(form) } else { request };
        let response = request.send().await.unwrap();
        (response.status(), response.json().await.unwrap())
    }

    pub(crate) async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.rest(Method::GET, path, &[]).await
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.plain(method, path).basic_auth(ACCOUNT, Some(AUTH_TOKEN))
    }

    /// A request without credentials.
    pub(crate) fn plain(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let base = format!("http://{}/sandbox/twilio/2010-04-01/Accounts/{ACCOUNT}", self.address);
        self.client.request(method, format!("{base}{path}"))
    }

    /// Calls the agent as the product does, and returns the CallSid. It rings for as long as Twilio lets it: time
    /// runs fast here, and a busy machine may take a second to answer.
    pub(crate) async fn call_agent(&self) -> String {
        self.call_agent_for("600").await
    }

    /// Calls the agent, and lets it ring for so many seconds of Twilio's.
    pub(crate) async fn call_agent_for(&self, seconds: &str) -> String {
        let connect = self.hook("connect_prospect?call_id=7");
        let status = self.hook("call_status?call_id=7&leg=agent");
        let (code, call) = self
            .rest(
                Method::POST,
                "/Calls.json",
                &[
                    ("To", "client:agent_maya?call_id=7"),
                    ("From", CALLER_ID),
                    ("Url", &connect),
                    ("Timeout", seconds),
                    ("StatusCallback", &status),
                    ("StatusCallbackEvent", "initiated"),
                    ("StatusCallbackEvent", "ringing"),
                    ("StatusCallbackEvent", "answered"),
                    ("StatusCallbackEvent", "completed"),
                ],
            )
            .await;
        assert_eq!(code, StatusCode::CREATED, "{call}");
        call["sid"].as_str().unwrap().to_owned()
    }

    /// The TwiML that connects a prospect, as the product writes it.
    pub(crate) fn connect(&self, number: &str, attributes: &str) {
        let status = self.hook("call_status?call_id=7&amp;leg=prospect");
        let action = self.hook("dial_result?call_id=7");
        self.product.says(
            "connect_prospect",
            &format!(
                r#"<Response><Dial answerOnBridge="true" callerId="{CALLER_ID}" timeout="25" action="{action}" {attributes}>
                <Number statusCallback="{status}" statusCallbackEvent="initiated ringing answered completed">{number}</Number>
                </Dial></Response>"#
            ),
        );
        self.product.says("dial_result", "<Response><Hangup/></Response>");
    }

    /// Registers a browser, calls it, and has it accept.
    pub(crate) async fn answered_call(&self) -> (Browser, Incoming) {
        let mut browser = Browser::register(self.address, "agent_maya").await;
        let sid = self.call_agent().await;
        let incoming = browser.incoming().await;
        assert_eq!(incoming.sid, sid);
        browser.accept(&incoming).await;
        (browser, incoming)
    }

    /// Waits until something is there.
    pub(crate) async fn until<T>(&self, what: &str, mut look: impl AsyncFnMut(&Self) -> Option<T>) -> T {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while tokio::time::Instant::now() < deadline {
            if let Some(found) = look(self).await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let (hits, notes) = (self.product.all(), self.sandbox.notifications());
        panic!("waited in vain for {what}\nwebhooks: {hits:#?}\nnotes: {notes:#?}");
    }

    /// Waits until a leg has a status; `parent` tells the legs apart.
    pub(crate) async fn until_leg(&self, prospect: bool, status: &str) -> CallView {
        self.until(&format!("a leg that is {status}"), async |world| {
            let calls = world.sandbox.calls().await;
            calls.into_iter().find(|call| call.parent_sid.is_some() == prospect && call.status == status)
        })
        .await
    }

    /// Waits until the product was told this of a leg.
    pub(crate) async fn until_told(&self, leg: &str, status: &str) {
        let what = format!("{leg}: {status}");
        self.until(&what, async |world| world.product.told(leg).contains(&status.to_owned()).then_some(()))
            .await;
    }
}
