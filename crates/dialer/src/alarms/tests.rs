//! The alarms that one server raises of itself: what Twilio's and Podio's answers say of its clock and its credentials, and
//! that it cannot count.

use std::sync::{Arc, Mutex, MutexGuard};

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use domain::Money;
use podio::{AppAccess, LeadRef};
use serde_json::json;
use store::sqlite::SqliteStore;
use store::{AuditQuery, Store};
use tempfile::TempDir;

use super::watch::Rounds;
use super::{Alarm, AlarmKind};
use crate::{
    Budget, Dialer, PricePerMinute, Rulebook, Screening, Services, Settings, SigningKeys, Supervisor,
    SystemClock, VoiceKeys,
};

const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
const CALL: &str = "CA0123456789abcdef0123456789abcdef";
/// `SK1:secret`, as `Basic` writes it.
const API_KEY: &str = "Basic U0sxOnNlY3JldA==";
const LONG_AGO: &str = "Fri, 20 Nov 2020 18:00:00 GMT";

/// What a Twilio and a Podio answer. By themselves they are content.
#[derive(Default)]
struct Says {
    token_is_wrong: bool,
    api_key_is_wrong: bool,
    password_is_wrong: bool,
    /// Instead of the time that it is.
    date: Option<&'static str>,
}

/// Both of them, as one server sees them.
#[derive(Clone)]
struct Outside {
    origin: String,
    says: Arc<Mutex<Says>>,
}

impl Outside {
    async fn start() -> Self {
        let says = Arc::<Mutex<Says>>::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(answer).with_state(Arc::clone(&says));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { origin, says }
    }

    fn says(&self) -> MutexGuard<'_, Says> {
        self.says.lock().unwrap()
    }

    fn url(&self, path: &str) -> url::Url {
        format!("{}{path}", self.origin).parse().unwrap()
    }
}

async fn answer(State(says): State<Arc<Mutex<Says>>>, request: Request) -> Response {
    let says = says.lock().unwrap();
    let path = request.uri().path();
    let (status, body) = if path.starts_with("/twilio/") {
        let of_api_key = request.headers().get(header::AUTHORIZATION).is_some_and(|by| by == API_KEY);
        if if of_api_key { says.api_key_is_wrong } else { says.token_is_wrong } {
            (StatusCode::UNAUTHORIZED, json!({ "code": 20003, "message": "Authenticate", "status": 401 }))
        } else {
            (StatusCode::OK, json!({ "sid": CALL, "status": "queued", "duration": null }))
        }
    } else if !path.ends_with("/oauth/token/v2") {
        (StatusCode::NOT_FOUND, json!({ "error": "not_found" }))
    } else if says.password_is_wrong {
        (StatusCode::BAD_REQUEST, json!({ "error": "invalid_grant" }))
    } else {
        (StatusCode::OK, json!({ "access_token": "access", "expires_in": 28799, "refresh_token": "refresh" }))
    };
    let mut answer = (status, Json(body)).into_response();
    if let Some(date) = says.date {
        answer.headers_mut().insert(header::DATE, date.parse().unwrap());
    }
    answer
}

fn store() -> (Arc<dyn Store>, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (Arc::new(SqliteStore::open(&folder.path().join("store.sqlite")).unwrap()), folder)
}

/// A server of that name that has just started.
fn server(worker: &str, outside: &Outside, home: &(Arc<dyn Store>, TempDir)) -> Dialer {
    server_with(None, worker, outside, home)
}

fn server_with(
    limits: Option<Budget>,
    worker: &str,
    outside: &Outside,
    (store, folder): &(Arc<dyn Store>, TempDir),
) -> Dialer {
    let rules = compliance::Rules::new(
        &compliance::RulePack::built_in().unwrap(),
        &compliance::OrgSettings::default(),
    );
    let app = |id| AppAccess { id, token: "token".into() };
    let podio = podio::Config {
        base_url: outside.url("/podio/"),
        authorize_url: outside.url("/podio/oauth/authorize"),
        client_id: "twoleg".into(),
        client_secret: "secret".into(),
        user: Some(("service@example.com".into(), "password".into())),
        lead_app: app(1),
        activity_app: app(2),
        task_app: None,
        overrides: std::collections::BTreeMap::new(),
    };
    let twilio = twilio::ClientConfig {
        base_url: outside.url("/twilio"),
        account_sid: ACCOUNT.into(),
        auth_token: "secret".into(),
    };
    let services = Services {
        store: Arc::clone(store),
        twilio: twilio::Client::new(twilio).unwrap(),
        podio: podio::Podio::new(podio).unwrap(),
        voice_keys: VoiceKeys {
            account_sid: ACCOUNT.into(),
            api_key: "SK1".into(),
            api_secret: "secret".into(),
        },
        clock: Arc::new(SystemClock),
        rulebook: Rulebook::new(rules.unwrap()),
        screening: Screening::open(folder.path()).unwrap(),
    };
    let settings = Settings::of_a_test(SigningKeys::new("key".into(), Vec::new()));
    Dialer::new(Settings { worker: worker.to_owned(), limits, ..settings }, services)
}

async fn asks_twilio(server: &Dialer) {
    let _ = server.twilio.call(&CALL.parse().unwrap()).await;
}

async fn asks_podio(server: &Dialer) {
    let _ = server.podio.lead(&LeadRef::AppItem(42)).await;
}

/// What the worker does every minute.
async fn round(server: &Dialer) {
    let mut rounds = Rounds::default();
    server.ask_about_api_key(&mut rounds).await;
    server.look_at_clients(&rounds);
    server.tell_of_counting();
    server.write_alarms(&mut rounds, true).await.unwrap();
}

async fn alarm(server: &Dialer, kind: AlarmKind) -> Option<Alarm> {
    let alarms = server.alarms(&Supervisor::operator()).await.unwrap();
    alarms.into_iter().find(|(known, _)| *known == kind).map(|(_, alarm)| alarm)
}

async fn rows(server: &Dialer, kind: &str) -> usize {
    let query = AuditQuery { kind: Some(kind.to_owned()), ..AuditQuery::default() };
    server.store.audit(&query).await.unwrap().len()
}

#[tokio::test]
async fn a_refused_token_is_an_alarm_until_twilio_takes_it() {
    const KIND: AlarmKind = AlarmKind::TwilioRefusesToken;
    let (outside, store) = (Outside::start().await, store());
    let us = server("us", &outside, &store);
    outside.says().token_is_wrong = true;
    asks_twilio(&us).await;
    round(&us).await;
    let on = alarm(&us, KIND).await.unwrap();
    assert!(on.is_on());
    assert_eq!(
        on.sentence,
        "Twilio refuses the auth token: nobody can be called. If it was replaced at Twilio, set TWILIO_AUTH_TOKEN to the \
         new one and restart."
    );
    // The restart: nothing was asked yet, and then it is refused or taken.
    let us = server("us", &outside, &store);
    round(&us).await;
    round(&us).await;
    assert!(alarm(&us, KIND).await.is_some(), "nobody knows whether the token is good now");
    asks_podio(&us).await;
    round(&us).await;
    assert!(alarm(&us, KIND).await.is_some(), "Podio says nothing of Twilio's token");
    outside.says().token_is_wrong = false;
    asks_twilio(&us).await;
    round(&us).await;
    assert_eq!(alarm(&us, KIND).await, None);
    assert_eq!((rows(&us, "alarm.on").await, rows(&us, "alarm.off").await), (1, 1));
}

/// The account's own token is as good as ever: only the browsers' phones do not get ready.
#[tokio::test]
async fn a_refused_api_key_is_an_alarm_until_twilio_takes_it() {
    const KIND: AlarmKind = AlarmKind::TwilioRefusesApiKey;
    let (outside, store) = (Outside::start().await, store());
    let us = server("us", &outside, &store);
    round(&us).await;
    assert_eq!(alarm(&us, KIND).await, None);
    outside.says().api_key_is_wrong = true;
    asks_twilio(&us).await;
    round(&us).await;
    let on = alarm(&us, KIND).await.unwrap();
    assert!(on.is_on());
    assert_eq!(
        on.sentence,
        "Twilio refuses the API key: the agents' phones do not get ready. If it was replaced at Twilio, set TWILIO_API_KEY \
         and TWILIO_API_SECRET to the new one and restart."
    );
    assert_eq!(alarm(&us, AlarmKind::TwilioRefusesToken).await, None);
    outside.says().api_key_is_wrong = false;
    round(&us).await;
    assert_eq!(alarm(&us, KIND).await, None);
}

/// One question in ten minutes, whatever else goes on; what it found stands meanwhile.
#[tokio::test]
async fn the_api_key_is_not_asked_about_every_minute() {
    let (outside, store) = (Outside::start().await, store());
    let us = server("us", &outside, &store);
    outside.says().api_key_is_wrong = true;
    let mut rounds = Rounds::default();
    us.ask_about_api_key(&mut rounds).await;
    outside.says().api_key_is_wrong = false;
    us.ask_about_api_key(&mut rounds).await;
    us.look_at_clients(&rounds);
    us.write_alarms(&mut rounds, true).await.unwrap();
    assert!(alarm(&us, AlarmKind::TwilioRefusesApiKey).await.is_some(), "nobody has asked again");
}

#[tokio::test]
async fn a_refused_sign_in_is_an_alarm_until_podio_takes_it() {
    const KIND: AlarmKind = AlarmKind::PodioRefusesSignIn;
    let (outside, store) = (Outside::start().await, store());
    let us = server("us", &outside, &store);
    outside.says().password_is_wrong = true;
    asks_podio(&us).await;
    round(&us).await;
    let on = alarm(&us, KIND).await.unwrap();
    assert!(on.is_on());
    assert_eq!(
        on.sentence,
        "Podio refuses this user name and password: leads cannot be opened, and nothing is written to Podio. Mend it in \
         the configuration."
    );
    let us = server("us", &outside, &store);
    asks_twilio(&us).await;
    round(&us).await;
    round(&us).await;
    assert!(alarm(&us, KIND).await.is_some(), "nobody knows whether the password is good now");
    outside.says().password_is_wrong = false;
    asks_podio(&us).await;
    round(&us).await;
    assert_eq!(alarm(&us, KIND).await, None);
}

#[tokio::test]
async fn a_wrong_clock_is_an_alarm_until_it_is_right() {
    const KIND: AlarmKind = AlarmKind::ClockSkew;
    let (outside, store) = (Outside::start().await, store());
    let us = server("us", &outside, &store);
    outside.says().date = Some(LONG_AGO);
    asks_podio(&us).await;
    round(&us).await;
    let on = alarm(&us, KIND).await.unwrap();
    assert!(on.is_on() && on.sentence.starts_with("This server's clock is "), "{on:?}");
    assert!(on.sentence.contains(" minutes ahead: calling hours are judged by it"), "{on:?}");
    let us = server("us", &outside, &store);
    round(&us).await;
    round(&us).await;
    assert!(alarm(&us, KIND).await.is_some(), "nobody has said what time it is");
    outside.says().date = None;
    asks_twilio(&us).await;
    round(&us).await;
    assert_eq!(alarm(&us, KIND).await, None);
}

/// Two servers, of which one has a wrong clock: they do not switch each other's alarm off, and who has seen it is not told
/// again every minute.
#[tokio::test]
async fn a_server_without_the_trouble_does_not_settle_the_alarm_of_one_that_has_it() {
    const KIND: AlarmKind = AlarmKind::ClockSkew;
    let (there, here, store) = (Outside::start().await, Outside::start().await, store());
    let [wrong, right] = [server("wrong", &there, &store), server("right", &here, &store)];
    there.says().date = Some(LONG_AGO);
    asks_twilio(&wrong).await;
    asks_twilio(&right).await;
    for _ in 0..3 {
        round(&wrong).await;
        round(&right).await;
    }
    right.acknowledge_alarm(&Supervisor::operator(), KIND).await.unwrap();
    for _ in 0..3 {
        round(&wrong).await;
        round(&right).await;
    }
    let seen = alarm(&right, KIND).await.unwrap();
    assert!(!seen.is_on() && seen.count == 6, "{seen:?}");
    assert_eq!((rows(&right, "alarm.on").await, rows(&right, "alarm.off").await), (1, 0));
    there.says().date = None;
    asks_twilio(&wrong).await;
    round(&wrong).await;
    assert_eq!(alarm(&right, KIND).await, None, "its own server settles it");
}

/// Where it is not known what the day has cost, no call goes out. Another server that knows does not end that.
#[tokio::test]
async fn what_is_not_counted_is_an_alarm_until_it_is() {
    const KIND: AlarmKind = AlarmKind::SpendUnknown;
    let (outside, store) = (Outside::start().await, store());
    let limits = Budget { cap: Money::from_cents(5000), price: PricePerMinute::LIST };
    let [us, others] = ["us", "others"].map(|worker| server_with(Some(limits), worker, &outside, &store));
    others.count_today().await.unwrap();
    assert!(us.spent_today().await.is_none() && others.spent_today().await.is_some());
    round(&us).await;
    for _ in 0..2 {
        round(&others).await;
    }
    let on = alarm(&us, KIND).await.unwrap();
    assert!(on.is_on() && on.sentence.contains("no call goes out"), "{on:?}");
    us.count_today().await.unwrap();
    round(&us).await;
    assert!(us.spent_today().await.is_some());
    assert_eq!(alarm(&us, KIND).await, None);
    assert_eq!((rows(&us, "alarm.on").await, rows(&us, "alarm.off").await), (1, 1));
}
