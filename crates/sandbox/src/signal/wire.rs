//! The frames of `PStream` 1.6: JSON objects of a type and a payload, and the heartbeat.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Invite;
use super::token::{Grant, TokenError};

/// The whole of a heartbeat frame; the SDK sends it back.
pub(super) const HEARTBEAT: &str = "\n";

/// The most that a frame may hold; a session description is a tenth of it.
pub(super) const LARGEST_FRAME: usize = 64 * 1_024;

/// What a browser says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum FromBrowser {
    Heartbeat,
    Listen {
        token: String,
    },
    Register {
        audio: bool,
    },
    /// A call by the browser, or, with the token, its return to a call after its socket dropped.
    Invite {
        call: String,
        sdp: String,
        reconnect: Option<String>,
    },
    Answer {
        call: String,
        sdp: String,
    },
    Reject {
        call: String,
    },
    HangUp {
        call: String,
    },
    /// An ICE restart.
    Reinvite {
        call: String,
        sdp: String,
    },
    Digits {
        call: String,
        digits: String,
    },
    Message {
        call: String,
        id: String,
    },
    /// A frame that this carrier has no use for, or can not read.
    Other,
}

impl FromBrowser {
    pub(super) fn parse(text: &str) -> Self {
        if text == HEARTBEAT {
            return Self::Heartbeat;
        }
        let Ok(Envelope { kind, payload }) = serde_json::from_str(text) else { return Self::Other };
        let frame = match kind.as_str() {
            "listen" => read(payload).map(|Listen { token }| Self::Listen { token }),
            "register" => read(payload).map(|it: Register| Self::Register { audio: it.media.audio }),
            "invite" => read(payload).map(|it: Call| Self::Invite {
                call: it.callsid,
                sdp: it.sdp,
                reconnect: it.reconnect,
            }),
            "answer" => read(payload).map(|it: Call| Self::Answer { call: it.callsid, sdp: it.sdp }),
            "reject" => read(payload).map(|it: Call| Self::Reject { call: it.callsid }),
            "hangup" => read(payload).map(|it: Call| Self::HangUp { call: it.callsid }),
            "reinvite" => read(payload).map(|it: Call| Self::Reinvite { call: it.callsid, sdp: it.sdp }),
            "dtmf" => read(payload).map(|it: Call| Self::Digits { call: it.callsid, digits: it.dtmf }),
            "message" => {
                read(payload).map(|it: Call| Self::Message { call: it.callsid, id: it.voiceeventsid })
            }
            _ => None,
        };
        frame.unwrap_or(Self::Other)
    }
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    payload: Value,
}

#[derive(Deserialize)]
struct Listen {
    token: String,
}

#[derive(Deserialize)]
struct Register {
    media: RegisterMedia,
}

#[derive(Deserialize)]
struct RegisterMedia {
    audio: bool,
}

/// What all frames about a call have in common, and what some of them have.
#[derive(Deserialize)]
struct Call {
    callsid: String,
    #[serde(default)]
    sdp: String,
    reconnect: Option<String>,
    #[serde(default)]
    dtmf: String,
    #[serde(default)]
    voiceeventsid: String,
}

fn read<T: DeserializeOwned>(payload: Value) -> Option<T> {
    serde_json::from_value(payload).ok()
}

fn frame(kind: &str, payload: Value) -> String {
    json!({ "type": kind, "version": "1.6", "payload": payload }).to_string()
}

/// The token is good.
pub(super) fn connected(grant: &Grant) -> String {
    frame(
        "connected",
        json!({
            "region": "US_EAST_VIRGINIA",
            "edge": "sandbox",
            "home": "us1",
            "gateway": "sandbox",
            "token": { "identity": grant.identity, "ttl": grant.ttl },
        }),
    )
}

/// The token is not.
pub(super) fn refused(error: TokenError) -> String {
    frame("error", json!({ "error": { "code": error.code(), "message": error.to_string() } }))
}

/// The browser will be called.
pub(super) fn ready() -> String {
    frame("ready", json!({}))
}

/// The browser will no longer be called.
pub(super) fn offline() -> String {
    frame("offline", json!({}))
}

/// A call for the browser.
pub(super) fn invite(invite: &Invite, sdp: &str, reconnect: &str) -> String {
    let mut parameters = json!({
        "CallSid": invite.call_sid,
        "AccountSid": invite.account_sid,
        "ApiVersion": "2010-04-01",
        "From": invite.from,
        "To": invite.to,
    });
    if !invite.params.is_empty()
        && let Some(parameters) = parameters.as_object_mut()
    {
        parameters.insert("Params".to_owned(), json!(invite.params));
    }
    frame(
        "invite",
        json!({ "callsid": invite.call_sid, "sdp": sdp, "reconnect": reconnect, "parameters": parameters }),
    )
}

/// The call goes on: the reply to an ICE restart, with its session description, and to a reconnect, without.
pub(super) fn answer(call: &str, sdp: Option<&str>, reconnect: &str) -> String {
    let mut payload = json!({ "callsid": call, "reconnect": reconnect });
    if let (Some(sdp), Some(payload)) = (sdp, payload.as_object_mut()) {
        payload.insert("sdp".to_owned(), json!(sdp));
    }
    frame("answer", payload)
}

/// A call that was not answered is taken back.
pub(super) fn cancel(call: &str) -> String {
    frame("cancel", json!({ "callsid": call }))
}

/// The call is over, perhaps for a reason that the SDK reports first.
pub(super) fn hang_up(call: &str, error: Option<&(u32, String)>) -> String {
    let payload = match error {
        Some((code, message)) => json!({ "callsid": call, "error": { "code": code, "message": message } }),
        None => json!({ "callsid": call }),
    };
    frame("hangup", payload)
}

/// A message of the browser was received.
pub(super) fn acknowledge(call: &str, id: &str) -> String {
    frame("ack", json!({ "acktype": "message", "callsid": call, "voiceeventsid": id }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(kind: &str, payload: Value) -> FromBrowser {
        FromBrowser::parse(&json!({ "type": kind, "payload": payload, "version": "1.6" }).to_string())
    }

    #[test]
    fn the_frames_of_the_sdk_are_understood() {
        assert_eq!(FromBrowser::parse("\n"), FromBrowser::Heartbeat);
        assert_eq!(
            parse("listen", json!({ "token": "t", "browserinfo": { "v": "2.18.5" }, "reconnectTimeout": 0 })),
            FromBrowser::Listen { token: "t".into() }
        );
        assert_eq!(
            parse("register", json!({ "media": { "audio": false } })),
            FromBrowser::Register { audio: false }
        );
        assert_eq!(
            parse("invite", json!({ "callsid": "CA1", "sdp": "v=0", "reconnect": "r", "twilio": {} })),
            FromBrowser::Invite { call: "CA1".into(), sdp: "v=0".into(), reconnect: Some("r".into()) }
        );
        assert_eq!(
            parse("dtmf", json!({ "callsid": "CA1", "dtmf": "12#" })),
            FromBrowser::Digits { call: "CA1".into(), digits: "12#".into() }
        );
    }

    #[test]
    fn malformed_and_unknown_frames_are_passed_over() {
        for text in
            ["", "{}", "[]", "null", "\"listen\"", r#"{"type":"listen"}"#, r#"{"type":"listen","payload":7}"#]
        {
            assert_eq!(FromBrowser::parse(text), FromBrowser::Other, "{text}");
        }
        assert_eq!(parse("answer", json!({ "callsid": 7 })), FromBrowser::Other);
        assert_eq!(parse("presence", json!({})), FromBrowser::Other);
    }

    proptest! {
        #[test]
        fn no_text_is_a_panic(text: String) {
            FromBrowser::parse(&text);
        }
    }
}
