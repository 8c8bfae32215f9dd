//! The signalling as a browser sees it: a WebSocket client that speaks `PStream`.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::{Invite, LegEvent, NotRegistered, Signalling, TokenKeys};
use crate::media::Media;

/// How long the tests wait for what must happen; far longer than it takes.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) fn keys() -> TokenKeys {
    TokenKeys { account_sid: "AC1".into(), api_key: "SK1".into(), api_secret: "secret".into() }
}

/// The claims of a good token.
pub(super) fn claims(identity: &str) -> Value {
    let now = jsonwebtoken::get_current_timestamp();
    json!({
        "jti": format!("SK1-{now}"), "iss": "SK1", "sub": "AC1", "iat": now, "exp": now + 3_600,
        "grants": { "identity": identity, "voice": { "incoming": { "allow": true } } },
    })
}

pub(super) fn sign(claims: &Value, secret: &str) -> String {
    let header = Header { cty: Some("twilio-fpa;v=1".into()), ..Header::default() };
    encode(&header, claims, &EncodingKey::from_secret(secret.as_bytes())).unwrap()
}

/// A carrier's signalling on a port of its own.
async fn carrier(grace: Duration) -> (Signalling, String) {
    let media = Media::start(IpAddr::V4(Ipv4Addr::LOCALHOST), 0).await.unwrap();
    let signalling = Signalling::with_grace(media, keys(), grace);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let router = signalling.router();
    tokio::spawn(async move { axum::serve(listener, router).await });
    (signalling, address)
}

struct Browser {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Browser {
    async fn connect(address: &str) -> Self {
        let (socket, _) = connect_async(format!("ws://{address}/signal")).await.unwrap();
        Self { socket }
    }

    async fn registered(address: &str, identity: &str) -> Self {
        let mut browser = Self::connect(address).await;
        browser.listen(&sign(&claims(identity), "secret")).await;
        assert_eq!(browser.next("connected").await["token"]["identity"], identity);
        browser.send("register", json!({ "media": { "audio": true } })).await;
        browser.next("ready").await;
        browser
    }

    async fn send(&mut self, kind: &str, payload: Value) {
        let frame = json!({ "type": kind, "payload": payload, "version": "1.6" }).to_string();
        self.socket.send(Message::text(frame)).await.unwrap();
    }

    async fn listen(&mut self, token: &str) {
        let info = json!({ "p": "browser", "plugin": "rtc", "v": "2.18.5" });
        self.send("listen", json!({ "token": token, "browserinfo": info, "reconnectTimeout": 0 })).await;
    }

    /// The next frame but heartbeats, or nothing if the socket closed.
    async fn frame(&mut self) -> Option<Value> {
        loop {
            let message = tokio::time::timeout(PATIENCE, self.socket.next()).await.expect("a frame");
            match message {
                Some(Ok(Message::Text(text))) if text.as_str() == "\n" => {
                    self.socket.send(Message::text("\n")).await.unwrap();
                }
                Some(Ok(Message::Text(text))) => return Some(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    /// The payload of the next frame, which must be of a type.
    async fn next(&mut self, kind: &str) -> Value {
        let frame = self.frame().await.expect("an open socket");
        assert_eq!(frame["type"], kind, "{frame}");
        frame["payload"].clone()
    }

    /// Answers a call with no more than what the carrier needs to agree.
    async fn answer(&mut self, call: &str, offer: &str) {
        self.send("answer", json!({ "callsid": call, "sdp": answer_to(offer) })).await;
    }
}

/// A browser's answer to an offer.
fn answer_to(offer: &str) -> String {
    let mut rtc =
        str0m::Rtc::builder().clear_codecs().enable_pcmu(true, false).build(std::time::Instant::now());
    let offer = str0m::change::SdpOffer::from_sdp_string(offer).unwrap();
    rtc.sdp_api().accept_offer(offer).unwrap().to_sdp_string()
}

fn invite(call: &str) -> Invite {
    Invite {
        call_sid: call.into(),
        account_sid: "AC1".into(),
        from: "+15005550006".into(),
        to: "client:agent_maya".into(),
        params: "call_id=7".into(),
    }
}

#[tokio::test]
async fn a_bad_token_is_refused_and_a_good_one_later_is_not() {
    let (signalling, address) = carrier(PATIENCE).await;
    let mut browser = Browser::connect(&address).await;
    browser.listen("tok-agent-x").await;
    assert_eq!(browser.next("error").await["error"]["code"], 31_204);
    browser.send("register", json!({ "media": { "audio": true } })).await;
    assert_eq!(browser.next("error").await["error"]["code"], 31_204);
    assert!(!signalling.is_registered("agent_maya"));
    browser.listen(&sign(&claims("agent_maya"), "secret")).await;
    assert_eq!(browser.next("connected").await["token"]["identity"], "agent_maya");
}

#[tokio::test]
async fn an_expired_token_is_refused_as_expired() {
    let (_signalling, address) = carrier(PATIENCE).await;
    let mut browser = Browser::connect(&address).await;
    let mut claims = claims("agent_maya");
    claims["exp"] = json!(1_700_000_000);
    claims["iat"] = json!(1_699_999_000);
    browser.listen(&sign(&claims, "secret")).await;
    assert_eq!(browser.next("error").await["error"]["code"], 31_205);
}

#[tokio::test]
async fn a_browser_registers_and_goes_offline() {
    let (signalling, address) = carrier(PATIENCE).await;
    let mut browser = Browser::registered(&address, "agent_maya").await;
    assert!(signalling.is_registered("agent_maya"));
    assert!(!signalling.is_registered("agent_noah"));
    browser.send("register", json!({ "media": { "audio": true } })).await;
    browser.next("ready").await;
    browser.send("register", json!({ "media": { "audio": false } })).await;
    browser.next("offline").await;
    assert_eq!(signalling.ring("agent_maya", invite("CA1")).await.err(), Some(NotRegistered));
}

#[tokio::test]
async fn a_call_is_rung_answered_and_hung_up_by_the_browser() {
    let (signalling, address) = carrier(PATIENCE).await;
    let mut browser = Browser::registered(&address, "agent_maya").await;
    let mut events = signalling.ring("agent_maya", invite("CA1")).await.unwrap();
    let call = browser.next("invite").await;
    assert_eq!(call["callsid"], "CA1");
    assert_eq!(call["parameters"]["Params"], "call_id=7");
    assert_eq!(call["parameters"]["From"], "+15005550006");
    assert!(call["reconnect"].as_str().is_some_and(|token| !token.is_empty()));
    browser.answer("CA1", call["sdp"].as_str().unwrap()).await;
    assert_eq!(events.recv().await, Some(LegEvent::Answered));
    browser.send("hangup", json!({ "callsid": "CA1" })).await;
    assert_eq!(events.recv().await, Some(LegEvent::HungUp));
    assert_eq!(events.recv().await, None);
}

#[tokio::test]
async fn the_carrier_cancels_and_hangs_up() {
    let (signalling, address) = carrier(PATIENCE).await;
    let mut browser = Browser::registered(&address, "agent_maya").await;
    let mut events = signalling.ring("agent_maya", invite("CA1")).await.unwrap();
    browser.next("invite").await;
    signalling.cancel("CA1");
    assert_eq!(browser.next("cancel").await["callsid"], "CA1");
    assert_eq!(events.recv().await, None, "its own doing is no event");

    let mut events = signalling.ring("agent_maya", invite("CA2")).await.unwrap();
    let call = browser.next("invite").await;
    browser.answer("CA2", call["sdp"].as_str().unwrap()).await;
    assert_eq!(events.recv().await, Some(LegEvent::Answered));
    signalling.hang_up("CA2", Some((31_486, "Busy Here".into())));
    assert_eq!(browser.next("hangup").await["error"]["code"], 31_486);
}

#[tokio::test]
async fn the_first_of_two_browsers_to_answer_has_the_call() {
    let (signalling, address) = carrier(PATIENCE).await;
    let mut one = Browser::registered(&address, "agent_maya").await;
    let mut other = Browser::registered(&address, "agent_maya").await;
    let mut events = signalling.ring("agent_maya", invite("CA1")).await.unwrap();
    one.next("invite").await;
    let call = other.next("invite").await;
    other.answer("CA1", call["sdp"].as_str().unwrap()).await;
    assert_eq!(one.next("cancel").await["callsid"], "CA1");
    assert_eq!(events.recv().await, Some(LegEvent::Answered));
    // Too late, and not its call to end.
    one.answer("CA1", call["sdp"].as_str().unwrap()).await;
    assert_eq!(one.next("hangup").await["callsid"], "CA1");
    one.send("hangup", json!({ "callsid": "CA1" })).await;
    other.send("hangup", json!({ "callsid": "CA1" })).await;
    assert_eq!(events.recv().await, Some(LegEvent::HungUp));
}

#[tokio::test]
async fn it_is_rejected_when_every_browser_declined() {
    let (signalling, address) = carrier(PATIENCE).await;
    let mut one = Browser::registered(&address, "agent_maya").await;
    let mut other = Browser::registered(&address, "agent_maya").await;
    let mut events = signalling.ring("agent_maya", invite("CA1")).await.unwrap();
    one.next("invite").await;
    other.next("invite").await;
    one.send("reject", json!({ "callsid": "CA1" })).await;
    other.send("reject", json!({ "callsid": "CA1" })).await;
    assert_eq!(events.recv().await, Some(LegEvent::Rejected));
}

#[tokio::test]
async fn an_answer_that_can_not_be_read_ends_the_call() {
    let (signalling, address) = carrier(PATIENCE).await;
    let mut browser = Browser::registered(&address, "agent_maya").await;
    let mut events = signalling.ring("agent_maya", invite("CA1")).await.unwrap();
    browser.next("invite").await;
    browser.send("answer", json!({ "callsid": "CA1", "sdp": "nonsense" })).await;
    assert!(browser.next("hangup").await["error"]["code"].is_u64());
    assert_eq!(events.recv().await, Some(LegEvent::Lost));
}

/// A browser with a call, and the call's reconnect token and events.
async fn in_call(
    signalling: &Signalling,
    address: &str,
) -> (Browser, Value, tokio::sync::mpsc::Receiver<LegEvent>) {
    let mut browser = Browser::registered(address, "agent_maya").await;
    let mut events = signalling.ring("agent_maya", invite("CA1")).await.unwrap();
    let call = browser.next("invite").await;
    browser.answer("CA1", call["sdp"].as_str().unwrap()).await;
    assert_eq!(events.recv().await, Some(LegEvent::Answered));
    (browser, call["reconnect"].clone(), events)
}

#[tokio::test]
async fn a_browser_returns_to_its_call_after_its_socket_dropped() {
    let (signalling, address) = carrier(PATIENCE).await;
    let (mut browser, token, mut events) = in_call(&signalling, &address).await;
    signalling.drop_sockets();
    assert_eq!(browser.frame().await, None, "the socket is closed");

    let mut browser = Browser::registered(&address, "agent_maya").await;
    browser
        .send("invite", json!({ "callsid": "CA1", "sdp": "v=0\r\n", "reconnect": token, "twilio": {} }))
        .await;
    let answer = browser.next("answer").await;
    assert_eq!((&answer["callsid"], &answer["reconnect"]), (&json!("CA1"), &token));
    browser.send("hangup", json!({ "callsid": "CA1" })).await;
    assert_eq!(events.recv().await, Some(LegEvent::HungUp));
}

#[tokio::test]
async fn a_browser_that_stays_away_is_lost() {
    let (signalling, address) = carrier(Duration::from_millis(50)).await;
    let (browser, _, mut events) = in_call(&signalling, &address).await;
    drop(browser);
    assert_eq!(events.recv().await, Some(LegEvent::Lost));
}

#[tokio::test]
async fn a_call_that_is_not_known_or_not_theirs_is_hung_up() {
    let (signalling, address) = carrier(PATIENCE).await;
    let (_browser, token, _events) = in_call(&signalling, &address).await;
    let mut stranger = Browser::registered(&address, "agent_noah").await;
    for (call, token) in [("CA9", json!("rt")), ("CA1", json!("guess")), ("CA1", token)] {
        stranger
            .send("invite", json!({ "callsid": call, "sdp": "v=0\r\n", "reconnect": token, "twilio": {} }))
            .await;
        assert_eq!(stranger.next("hangup").await["callsid"], call);
    }
    // Neither may it end the call or answer it.
    stranger.send("hangup", json!({ "callsid": "CA1" })).await;
    stranger.send("answer", json!({ "callsid": "CA1", "sdp": "v=0\r\n" })).await;
    assert_eq!(stranger.next("hangup").await["callsid"], "CA1");
}

#[tokio::test]
async fn a_browser_can_not_place_a_call() {
    let (_signalling, address) = carrier(PATIENCE).await;
    let mut browser = Browser::registered(&address, "agent_maya").await;
    let params = json!({ "params": "To=%2B15551234567" });
    browser.send("invite", json!({ "callsid": "TJSb41e", "sdp": "v=0\r\n", "twilio": params })).await;
    assert_eq!(browser.next("hangup").await["error"]["code"], 31_603);
}

#[tokio::test]
async fn a_message_is_acknowledged() {
    let (_signalling, address) = carrier(PATIENCE).await;
    let mut browser = Browser::registered(&address, "agent_maya").await;
    browser.send("message", json!({ "callsid": "CA1", "content": {}, "voiceeventsid": "KX1" })).await;
    assert_eq!(browser.next("ack").await["voiceeventsid"], "KX1");
}

#[tokio::test]
async fn the_heartbeat_beats_and_nonsense_is_survived() {
    let (_signalling, address) = carrier(PATIENCE).await;
    let mut browser = Browser::connect(&address).await;
    for text in ["", "{}", "not json", r#"{"type":"listen","payload":[]}"#] {
        browser.socket.send(Message::text(text)).await.unwrap();
    }
    browser.socket.send(Message::binary(vec![0, 1, 2])).await.unwrap();
    let heartbeat = tokio::time::timeout(PATIENCE, browser.socket.next()).await.unwrap().unwrap().unwrap();
    assert_eq!(heartbeat, Message::text("\n"));
}

#[tokio::test]
async fn a_page_of_another_origin_is_refused() {
    let (_signalling, address) = carrier(PATIENCE).await;
    let open = async |origin: String| {
        let mut request = format!("ws://{address}/signal").into_client_request().unwrap();
        request.headers_mut().insert("Origin", origin.parse().unwrap());
        connect_async(request).await
    };
    match open("https://evil.example".into()).await {
        Err(Error::Http(response)) => assert_eq!(response.status(), 403),
        other => panic!("{other:?}"),
    }
    assert!(open(format!("http://{address}")).await.is_ok());
}
