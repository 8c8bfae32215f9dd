//! Slow, large and many: requests on bare sockets, against a server whose limits are small.

use std::time::Duration;

use dialer::Dialer;
use domain::call::{CallFacts, Change, Leg, LegStatus};
use domain::{CallId, CallRecord, E164, ItemId};
use futures::future::join_all;
use server::config::Config;
use server::http::doors::{Audience, Door};
use server::limits::Limits;
use server::session::Session;
use server::startup::Running;
use store::{NewEvent, Suppression, Unit};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use crate::app::{SESSION_KEY, cookie, dana, maya, sam};

/// Small enough for a test.
const SOON: Duration = Duration::from_millis(300);
/// Longer than a busy machine pauses between a connection and what is said on it.
const LATER: Duration = Duration::from_secs(3);
/// What no test comes near, unless the server never does what it should.
const NEVER: Duration = Duration::from_secs(30);

struct Bounded {
    port: u16,
    /// As the running server lists them.
    doors: Vec<Door>,
    dialer: Dialer,
    /// An agent's.
    cookie: String,
    supervisor: String,
    _data: TempDir,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<()>,
}

impl Bounded {
    async fn start(limits: Limits) -> Self {
        let data = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let values = [
            ("LEPTOS_SITE_ADDR", address.to_string()),
            ("DATA_DIR", data.path().display().to_string()),
            ("SESSION_KEY", SESSION_KEY.to_owned()),
        ];
        let mut config = Config::from_values(values.map(|(name, value)| (name.to_owned(), value))).unwrap();
        config.limits = limits;
        let running = Running::start(config).await.unwrap();
        let [cookie, supervisor] =
            [maya(), dana()].map(|person| cookie(running.dialer(), &Session::begin(person)));
        let (doors, dialer) = (running.doors().to_vec(), running.dialer().clone());
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(async move {
            let stopped = async {
                let _ = stopped.await;
            };
            running.serve(listener, stopped).await;
        });
        let (port, stop) = (address.port(), Some(stop));
        Self { port, doors, dialer, cookie, supervisor, _data: data, stop, serving }
    }

    /// Where a body can be sent, and the cookie of somebody for whom the door is: none where it is anybody's, or proves in
    /// the body who knocks.
    fn posted(&self) -> Vec<(String, &str)> {
        let doors = self.doors.iter().filter(|door| door.method == "POST").map(|door| {
            let cookie = match door.who {
                Audience::Agent => self.cookie.as_str(),
                Audience::Supervisor => self.supervisor.as_str(),
                Audience::Anyone
                | Audience::Twilio
                | Audience::Podio
                | Audience::Link
                | Audience::Operator => "",
            };
            (filled(&door.path), cookie)
        });
        // The sandbox has its own doors, and one bound for all of them.
        let doors: Vec<_> = doors.chain([("/sandbox/api/clock".to_owned(), "")]).collect();
        assert!(doors.len() > 25, "the list is the server's own: {doors:?}");
        doors
    }

    /// The head of a request that sends a body, but for how long that is.
    fn post(&self, path: &str, cookie: &str) -> String {
        let cookie = if cookie.is_empty() { String::new() } else { format!("Cookie: {cookie}\r\n") };
        let signed = "Content-Type: application/json\r\nX-Twilio-Signature: x\r\n";
        format!("POST {path} HTTP/1.1\r\n{}{cookie}{signed}", self.host())
    }

    async fn connect(&self) -> Line {
        Line(TcpStream::connect(("127.0.0.1", self.port)).await.unwrap())
    }

    fn host(&self) -> String {
        format!("Host: localhost:{0}\r\nOrigin: http://localhost:{0}\r\n", self.port)
    }

    /// Whether a visitor gets an answer.
    async fn answers(&self) -> bool {
        let mut line = self.connect().await;
        line.say(&format!("GET /healthz HTTP/1.1\r\n{}\r\n", self.host())).await;
        line.status().await == Some(200)
    }
}

/// A path with something where its parameters are.
fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { "x" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

struct Line(TcpStream);

impl Line {
    /// Says it, as far as the other side still listens.
    async fn say(&mut self, text: &str) {
        let _ = self.0.write_all(text.as_bytes()).await;
    }

    /// The next answer's status; none if the line ends first.
    async fn status(&mut self) -> Option<u16> {
        let head = self.until("\r\n\r\n").await?;
        head.split(' ').nth(1)?.parse().ok()
    }

    /// What comes until these letters have come; none if the line ends first.
    async fn until(&mut self, end: &str) -> Option<String> {
        let mut heard = Vec::new();
        let reading = async {
            while !heard.ends_with(end.as_bytes()) {
                heard.push(self.0.read_u8().await.ok()?);
            }
            Some(String::from_utf8(heard).unwrap())
        };
        timeout(NEVER, reading).await.unwrap()
    }

    /// Waits until the other side has hung up.
    async fn is_over(&mut self) {
        let mut rest = Vec::new();
        // However it ends: closed, or reset because we were still talking.
        let _ = timeout(NEVER, self.0.read_to_end(&mut rest)).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_trickles_is_hung_up_on() {
    let server = Bounded::start(Limits { head: SOON, ..Limits::default() }).await;
    let mut line = server.connect().await;
    line.say("GET /healthz HTTP/1.1\r\nHost: loc").await;
    line.is_over().await;
    assert!(server.answers().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_idles_ends_before_and_after_a_request() {
    let server = Bounded::start(Limits { head: LATER, ..Limits::default() }).await;
    let before = async { server.connect().await.is_over().await };
    let after = async {
        let mut line = server.connect().await;
        line.say(&format!("GET /healthz HTTP/1.1\r\n{}\r\n", server.host())).await;
        assert_eq!(line.status().await, Some(200));
        line.is_over().await;
    };
    tokio::join!(before, after);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_line_takes_many_requests() {
    let server = Bounded::start(Limits::default()).await;
    let mut line = server.connect().await;
    for _ in 0..3 {
        line.say(&format!("GET /healthz HTTP/1.1\r\n{}\r\n", server.host())).await;
        assert_eq!(line.status().await, Some(200));
        assert_eq!(line.until("ok\n").await.as_deref(), Some("ok\n"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_trickles_is_answered_408() {
    let server = &Bounded::start(Limits { body: SOON, ..Limits::default() }).await;
    join_all(server.posted().into_iter().map(|(path, cookie)| async move {
        let mut line = server.connect().await;
        line.say(&format!("{}Content-Length: 1000\r\n\r\n{{", server.post(&path, cookie))).await;
        // A letter now and then does not buy time.
        line.say("\"").await;
        assert_eq!(line.status().await, Some(408), "{path}");
        line.is_over().await;
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_megabytes_are_refused_before_they_are_sent() {
    let server = &Bounded::start(Limits::default()).await;
    join_all(server.posted().into_iter().map(|(path, cookie)| async move {
        let mut line = server.connect().await;
        line.say(&format!("{}Content-Length: 104857600\r\n\r\n", server.post(&path, cookie))).await;
        assert_eq!(line.status().await, Some(413), "{path}");
        line.is_over().await;
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn so_are_they_when_they_come_in_chunks_that_announce_nothing() {
    let server = Bounded::start(Limits::default()).await;
    let chunk = format!("4000\r\n{}\r\n", "x".repeat(0x4000));
    for (path, cookie) in server.posted() {
        let mut line = server.connect().await;
        line.say(&format!("{}Transfer-Encoding: chunked\r\n\r\n", server.post(&path, cookie))).await;
        // As much as the largest bound holds, and then some; the rest of the hundred megabytes is never asked for.
        for _ in 0..70 {
            line.say(&chunk).await;
        }
        assert_eq!(line.status().await, Some(413), "{path}");
        line.is_over().await;
    }
}

/// Where one must be somebody, nobody is told so at once, whatever they go on to send: a body that was waited for would be
/// answered 408, one that was looked at 413.
#[tokio::test(flavor = "multi_thread")]
async fn a_strangers_body_is_not_read() {
    let server = &Bounded::start(Limits { body: SOON, ..Limits::default() }).await;
    let shut: Vec<_> = server.posted().into_iter().filter(|(_, cookie)| !cookie.is_empty()).collect();
    assert!(shut.len() > 15, "{shut:?}");
    for length in ["1000", "104857600"] {
        join_all(shut.iter().map(|(path, _)| async move {
            let mut line = server.connect().await;
            line.say(&format!("{}Content-Length: {length}\r\n\r\n{{", server.post(path, ""))).await;
            assert_eq!(line.status().await, Some(401), "{path}: {length}");
        }))
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_of_a_megabyte_is_refused() {
    let server = Bounded::start(Limits::default()).await;
    for part in [format!("GET /healthz?{} HTTP/1.1\r\n", "x".repeat(1 << 20)), {
        format!("GET /healthz HTTP/1.1\r\n{}Cookie: {}\r\n\r\n", server.host(), "x".repeat(1 << 20))
    }] {
        let mut line = server.connect().await;
        let (mut reading, mut writing) = line.0.split();
        let talk = async {
            let _ = writing.write_all(part.as_bytes()).await;
        };
        let mut answer = [0; 12];
        let ((), heard) = tokio::join!(talk, timeout(NEVER, reading.read_exact(&mut answer)));
        // The refusal, or the end of the line where our own words were still on their way.
        if heard.expect("the server answers or hangs up").is_ok() {
            assert!([b"HTTP/1.1 414", b"HTTP/1.1 431"].contains(&&answer), "{answer:?}");
        }
    }
    assert!(server.answers().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_too_many_wait_their_turn() {
    // Lines that idle are hung up on, which must not come between.
    let patient = Limits { connections: 2, head: NEVER * 20, ..Limits::default() };
    let server = Bounded::start(patient).await;
    let ask = format!("GET /healthz HTTP/1.1\r\n{}\r\n", server.host());
    let mut lines = [server.connect().await, server.connect().await, server.connect().await];
    for line in &mut lines[..2] {
        line.say(&ask).await;
        assert_eq!(line.status().await, Some(200));
    }
    let [first, _second, third] = &mut lines;
    third.say(&ask).await;
    assert!(timeout(SOON, third.status()).await.is_err(), "a third connection was served beside two");
    first.0.shutdown().await.unwrap();
    assert_eq!(third.status().await, Some(200));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_stream_outlives_every_limit() {
    let short = Limits { head: LATER, body: SOON, ..Limits::default() };
    let server = Bounded::start(short).await;
    let mut line = server.connect().await;
    let head = format!("{}Cookie: {}\r\n", server.host(), server.cookie);
    line.say(&format!("GET /events/leads/3211775107 HTTP/1.1\r\n{head}\r\n")).await;
    assert_eq!(line.status().await, Some(200));
    assert!(line.until("\n\n").await.is_some(), "the first event");
    sleep(LATER + SOON * 2).await;
    let mut next = [0; 1];
    let more = timeout(SOON, line.0.read(&mut next)).await;
    assert!(!matches!(more, Ok(Ok(0) | Err(_))), "the stream was cut");
}

/// A colleague's call in which the person asks for no more of them.
async fn never_again(dialer: &Dialer, lead: ItemId, number: &E164) {
    let (id, at) = (CallId::new(Uuid::now_v7()), dialer.now());
    let record = CallRecord::new(CallFacts {
        id,
        agent: sam().agent.id,
        agent_name: sam().agent.name,
        lead,
        lead_name: "Harold Whitaker".to_owned(),
        lead_url: "https://podio.example/1".to_owned(),
        slot: "phone.0".parse().unwrap(),
        person: None,
        to: number.clone(),
        from: dialer.settings().caller_id.clone(),
        placed_at: at,
        click: None,
    });
    let event = NewEvent { id: "said".into(), kind: "said".into(), at, payload: serde_json::Value::Null };
    let suppress =
        Suppression { number: number.clone(), reason: "asked".into(), call: Some(id), agent: None, at };
    let changes = Change::of_status(Leg::Agent, LegStatus::Completed, at);
    let unit = Unit { changes, suppress: Some(suppress), ..Unit::of(event) };
    dialer.store().create_call(&record, unit).await.unwrap();
}

/// Not at the next look, which here never comes.
#[tokio::test(flavor = "multi_thread")]
async fn an_open_page_of_a_lead_is_told_of_a_call_when_it_changes() {
    let server = Bounded::start(Limits { look: NEVER * 20, ..Limits::default() }).await;
    let mut line = server.connect().await;
    let head = format!("{}Cookie: {}\r\n", server.host(), server.cookie);
    line.say(&format!("GET /events/leads/3211775107 HTTP/1.1\r\n{head}\r\n")).await;
    assert_eq!(line.status().await, Some(200));
    let mut heard = line.until("\n\n").await.expect("the first event");
    assert!(heard.contains("event: phones") && !heard.contains("do-not-call list"), "{heard}");
    never_again(&server.dialer, ItemId(3_211_775_107), &"+18135550142".parse().unwrap()).await;
    while !heard.contains("do-not-call list") {
        heard = line.until("\n\n").await.expect("the stream goes on");
        assert!(heard.contains("event: phones"), "nothing but a sign of life came: {heard}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_waits_for_what_is_in_flight_and_not_for_what_idles() {
    let mut server = Bounded::start(Limits::default()).await;
    let mut idle = server.connect().await;
    idle.say(&format!("GET /healthz HTTP/1.1\r\n{}\r\n", server.host())).await;
    assert_eq!(idle.status().await, Some(200));
    let mut busy = server.connect().await;
    let head =
        format!("POST /csp-report HTTP/1.1\r\n{}Content-Type: application/csp-report\r\n", server.host());
    busy.say(&format!("{head}Content-Length: 17\r\n\r\n")).await;
    assert!(server.answers().await, "the head has arrived by now");
    server.stop.take().unwrap().send(()).unwrap();
    idle.is_over().await;
    idle = busy;
    idle.say("{\"csp-report\":{}}").await;
    assert_eq!(idle.status().await, Some(204));
    timeout(NEVER, server.serving).await.expect("the server ends").unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_takes_too_long_is_given_up_in_a_sentence() {
    // Less than the slow CRM takes, and more than a page does on a busy machine.
    let page = Duration::from_secs(2);
    let server = Bounded::start(Limits { page, ..Limits::default() }).await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let home = format!("http://localhost:{}", server.port);
    let crm = async |fault: &str| {
        let faults = serde_json::json!({ "crm": fault });
        let set = client.post(format!("{home}/sandbox/api/faults")).json(&faults).send().await.unwrap();
        assert!(set.status().is_success(), "{}", set.status());
    };
    let page = async || client.get(&home).header("cookie", &server.cookie).send().await.unwrap();
    crm("slow").await;
    let given_up = page().await;
    assert_eq!(given_up.status(), 503);
    assert_eq!(given_up.headers()["retry-after"], "5");
    assert!(given_up.text().await.unwrap().contains("Nothing is lost"));
    crm("none").await;
    // What was given up has let go of what it held. How soon a page is there is the machine's affair.
    let there = timeout(NEVER, async { while page().await.status() != 200 {} }).await;
    assert!(there.is_ok(), "the page never comes");
}

/// Pages of the app, and those beside it.
#[tokio::test(flavor = "multi_thread")]
async fn every_page_has_that_bound() {
    let server = Bounded::start(Limits { page: Duration::ZERO, ..Limits::default() }).await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    for path in ["/", "/outbox", "/compliance"] {
        let page = format!("http://localhost:{}{path}", server.port);
        let get = async || client.get(&page).header("cookie", &server.supervisor).send().await.unwrap();
        // Should an answer be there without a wait for the store, it is in time.
        let given_up = timeout(NEVER, async { while get().await.status() != 503 {} }).await;
        assert!(given_up.is_ok(), "{path} may take as long as it likes");
    }
    assert!(server.answers().await, "what waits for nothing is there");
}
