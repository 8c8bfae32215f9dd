//! A stand-in for the agent's browser: the SDK's side of the signalling, without audio.

use std::net::SocketAddr;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use futures::{SinkExt, StreamExt};
use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::{Value, json};
use str0m::change::SdpOffer;
use str0m::{Candidate, Rtc};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::world::{ACCOUNT, API_KEY, API_SECRET};

pub(crate) struct Browser {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

/// A call that came in.
#[derive(Debug, Clone)]
pub(crate) struct Incoming {
    pub(crate) sid: String,
    pub(crate) parameters: Value,
    sdp: String,
}

impl Browser {
    /// Connects, shows a token, and waits until calls can come.
    pub(crate) async fn register(address: SocketAddr, identity: &str) -> Self {
        let (socket, _) = connect_async(format!("ws://{address}/sandbox/signal")).await.unwrap();
        let mut browser = Self { socket };
        browser.send("listen", json!({"token": token(identity)})).await;
        browser.next("connected").await;
        browser.send("register", json!({"media": {"audio": true}})).await;
        browser.next("ready").await;
        browser
    }

    pub(crate) async fn incoming(&mut self) -> Incoming {
        let payload = self.next("invite").await;
        Incoming {
            sid: payload["callsid"].as_str().unwrap().to_owned(),
            sdp: payload["sdp"].as_str().unwrap().to_owned(),
            parameters: payload["parameters"].clone(),
        }
    }

    pub(crate) async fn accept(&mut self, call: &Incoming) {
        let mut rtc = Rtc::builder().clear_codecs().enable_pcmu(true, false).build(Instant::now());
        rtc.add_local_candidate(Candidate::host("127.0.0.1:9".parse().unwrap(), "udp").unwrap());
        let offer = SdpOffer::from_sdp_string(&call.sdp).unwrap();
        let answer = rtc.sdp_api().accept_offer(offer).unwrap();
        self.send("answer", json!({"callsid": call.sid, "sdp": answer.to_sdp_string()})).await;
    }

    pub(crate) async fn reject(&mut self, call: &Incoming) {
        self.send("reject", json!({"callsid": call.sid})).await;
    }

    pub(crate) async fn hang_up(&mut self, call: &Incoming) {
        self.send("hangup", json!({"callsid": call.sid})).await;
    }

    /// The payload of the next frame of a type. Heartbeats are answered, other frames skipped.
    pub(crate) async fn next(&mut self, kind: &str) -> Value {
        loop {
            let frame = tokio::time::timeout(super::world::PATIENCE, self.socket.next()).await;
            let frame = frame.unwrap_or_else(|_| panic!("no {kind} frame came")).unwrap().unwrap();
            let Message::Text(text) = frame else { continue };
            if text.as_str() == "\n" {
                self.socket.send(Message::text("\n")).await.unwrap();
                continue;
            }
            let frame: Value = serde_json::from_str(&text).unwrap();
            if frame["type"] == kind {
                return frame["payload"].clone();
            }
        }
    }

    async fn send(&mut self, kind: &str, payload: Value) {
        let frame = json!({"type": kind, "version": "1.6", "payload": payload});
        self.socket.send(Message::text(frame.to_string())).await.unwrap();
    }
}

fn token(identity: &str) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let header = Header { cty: Some("twilio-fpa;v=1".into()), ..Header::default() };
    let claims = json!({
        "jti": format!("{API_KEY}-{now}"), "iss": API_KEY, "sub": ACCOUNT, "iat": now, "exp": now + 600,
        "grants": {"identity": identity, "voice": {"incoming": {"allow": true}}},
    });
    encode(&header, &claims, &EncodingKey::from_secret(API_SECRET.as_bytes())).unwrap()
}
