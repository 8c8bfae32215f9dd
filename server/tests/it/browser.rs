//! The agent's browser, as far as signalling goes: it registers, and answers what it is told to. The real SDK with
//! real audio is in `end2end/`.

use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

pub(crate) struct Browser {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Browser {
    pub(crate) async fn register(origin: &str, token: &str) -> Self {
        let url = format!("{}/sandbox/signal", origin.replace("http://", "ws://"));
        let mut request = url.into_client_request().unwrap();
        request.headers_mut().insert("origin", origin.parse().unwrap());
        let (socket, _) = connect_async(request).await.unwrap();
        let mut browser = Self { socket };
        browser.send("listen", &json!({ "token": token, "browserinfo": {} })).await;
        browser.next("connected").await;
        browser.send("register", &json!({ "media": { "audio": true } })).await;
        browser.next("ready").await;
        browser
    }

    async fn send(&mut self, kind: &str, payload: &Value) {
        let frame = json!({ "type": kind, "version": "1.6", "payload": payload });
        self.socket.send(Message::text(frame.to_string())).await.unwrap();
    }

    /// The next frame of a kind; heartbeats are answered on the way.
    pub(crate) async fn next(&mut self, kind: &str) -> Value {
        let waiting = async {
            while let Some(Ok(message)) = self.socket.next().await {
                let Message::Text(text) = message else { continue };
                if text.trim().is_empty() {
                    self.socket.send(Message::text("\n")).await.unwrap();
                    continue;
                }
                let frame: Value = serde_json::from_str(&text).unwrap();
                if frame["type"] == kind {
                    return frame["payload"].clone();
                }
            }
            panic!("the socket closed before a {kind}");
        };
        tokio::time::timeout(Duration::from_secs(20), waiting)
            .await
            .unwrap_or_else(|_| panic!("no {kind} came"))
    }

    /// Waits for the call and picks it up. Answers the leg's `CallSid`.
    pub(crate) async fn pick_up(&mut self) -> String {
        let invite = self.next("invite").await;
        let sid = invite["callsid"].as_str().unwrap().to_owned();
        let sdp = answer_to(invite["sdp"].as_str().unwrap());
        self.send("answer", &json!({ "callsid": sid, "sdp": sdp })).await;
        sid
    }

    pub(crate) async fn hang_up(&mut self, sid: &str) {
        self.send("hangup", &json!({ "callsid": sid })).await;
    }
}

/// What Chromium would answer, with keys of no use: no audio flows in these tests.
fn answer_to(offer: &str) -> String {
    let mid = offer.lines().find_map(|line| line.strip_prefix("a=mid:")).unwrap_or("0").trim();
    let fingerprint = ["AB"; 32].join(":");
    [
        "v=0",
        "o=- 4611731400430051336 2 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        &format!("a=group:BUNDLE {mid}"),
        "a=msid-semantic: WMS",
        "m=audio 9 UDP/TLS/RTP/SAVPF 0 126",
        "c=IN IP4 0.0.0.0",
        "a=rtcp:9 IN IP4 0.0.0.0",
        "a=ice-ufrag:F7gI",
        "a=ice-pwd:x9cml/YzichV2+XlhiMu8g4A",
        "a=ice-options:trickle",
        &format!("a=fingerprint:sha-256 {fingerprint}"),
        "a=setup:active",
        &format!("a=mid:{mid}"),
        "a=sendrecv",
        "a=rtcp-mux",
        "a=rtpmap:0 PCMU/8000",
        "a=rtpmap:126 telephone-event/8000",
        "",
    ]
    .join("\r\n")
}
