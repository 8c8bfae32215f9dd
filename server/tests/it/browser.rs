//! The agent's browser, as far as signalling goes: it registers, and answers what it is told to. The real SDK with
//! real audio is in `end2end/`.

use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

pub(crate) struct Browser {
    said: UnboundedSender<Message>,
    heard: UnboundedReceiver<Value>,
    /// The line is cut with the browser.
    _line: JoinSet<()>,
}

impl Browser {
    pub(crate) async fn register(origin: &str, token: &str) -> Self {
        let url = format!("{}/sandbox/signal", origin.replace("http://", "ws://"));
        let mut request = url.into_client_request().unwrap();
        request.headers_mut().insert("origin", origin.parse().unwrap());
        let (socket, _) = connect_async(request).await.unwrap();
        let (mut writing, mut reading) = socket.split();
        let (said, mut to_say) = unbounded_channel();
        let (hear, heard) = unbounded_channel();
        // Beside the test, as in a browser: a line whose heartbeat is not answered is cut, however long the test takes for
        // something else.
        let heartbeat = said.clone();
        let mut line = JoinSet::new();
        line.spawn(async move {
            while let Some(Ok(message)) = reading.next().await {
                let Message::Text(text) = message else { continue };
                let taken = if text.trim().is_empty() {
                    heartbeat.send(Message::text("\n")).is_ok()
                } else {
                    hear.send(serde_json::from_str(&text).unwrap()).is_ok()
                };
                if !taken {
                    break;
                }
            }
        });
        line.spawn(async move {
            while let Some(message) = to_say.recv().await {
                if writing.send(message).await.is_err() {
                    break;
                }
            }
        });
        let mut browser = Self { said, heard, _line: line };
        browser.send("listen", &json!({ "token": token, "browserinfo": {} }));
        browser.next("connected").await;
        browser.send("register", &json!({ "media": { "audio": true } }));
        browser.next("ready").await;
        browser
    }

    fn send(&self, kind: &str, payload: &Value) {
        let frame = json!({ "type": kind, "version": "1.6", "payload": payload });
        self.said.send(Message::text(frame.to_string())).unwrap();
    }

    /// The next frame of a kind.
    pub(crate) async fn next(&mut self, kind: &str) -> Value {
        let waiting = async {
            while let Some(frame) = self.heard.recv().await {
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
        self.send("answer", &json!({ "callsid": sid, "sdp": sdp }));
        sid
    }

    pub(crate) fn hang_up(&self, sid: &str) {
        self.send("hangup", &json!({ "callsid": sid }));
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
