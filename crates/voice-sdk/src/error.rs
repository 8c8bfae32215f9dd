//! Everything that can go wrong with a voice device, as one type.
//!
//! The SDK reports the same fault under several codes, by the path it took. [`ErrorKind`] is the one name that the rest of the
//! product knows.

use std::fmt;

use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// What went wrong, by the remedy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// Twilio does not accept the access token.
    TokenInvalid,
    /// The access token is too old.
    TokenExpired,
    /// Our own server gave no token.
    TokenUnavailable,
    /// Twilio's signalling cannot be reached, or was lost.
    ConnectionLost,
    /// No answer in the time we give.
    TimedOut,
    /// The sound cannot get through, although signalling can.
    MediaFailed,
    /// The agent, the browser or the system forbids the microphone.
    MicrophoneDenied,
    /// There is no microphone.
    MicrophoneMissing,
    /// There is a microphone, and another program or a fault keeps it from being opened.
    MicrophoneBusy,
    /// The page is not served over HTTPS or from localhost, so the browser offers no microphone.
    InsecurePage,
    /// The browser cannot make calls.
    Unsupported,
    /// The SDK's script did not load.
    ScriptFailed,
    /// Too many requests.
    RateLimited,
    /// The call ended before it could be taken, or was declined.
    CallEnded,
    /// Anything else. The code and the detail say more.
    Unknown,
}

impl ErrorKind {
    /// The kind of one of Twilio's error codes.
    pub const fn from_code(code: u32) -> Self {
        match code {
            20101 | 20151 | 31201 | 31202 | 31203 | 31204 | 31207 => Self::TokenInvalid,
            20104 | 31205 => Self::TokenExpired,
            31000 | 31005 | 31009 | 53000 | 53001 => Self::ConnectionLost,
            31003 | 53400..=53405 => Self::MediaFailed,
            // 31208 was the SDK's first number for a refused microphone; older layers still raise it.
            31401 | 31208 => Self::MicrophoneDenied,
            31402 => Self::MicrophoneBusy,
            31206 => Self::RateLimited,
            31002 | 31008 | 31404 | 31480 | 31486 | 31603 => Self::CallEnded,
            _ => Self::Unknown,
        }
    }

    /// The kind of a `DOMException` from `getUserMedia`, by its name.
    pub fn from_media_exception(name: &str) -> Self {
        match name {
            "NotAllowedError" | "PermissionDeniedError" | "SecurityError" => Self::MicrophoneDenied,
            "NotFoundError" | "DevicesNotFoundError" | "OverconstrainedError" => Self::MicrophoneMissing,
            // `NotReadableError`, `AbortError` and whatever a browser adds: it exists and cannot be opened.
            _ => Self::MicrophoneBusy,
        }
    }

    /// A stable name, for logs and tests.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TokenInvalid => "token_invalid",
            Self::TokenExpired => "token_expired",
            Self::TokenUnavailable => "token_unavailable",
            Self::ConnectionLost => "connection_lost",
            Self::TimedOut => "timed_out",
            Self::MediaFailed => "media_failed",
            Self::MicrophoneDenied => "microphone_denied",
            Self::MicrophoneMissing => "microphone_missing",
            Self::MicrophoneBusy => "microphone_busy",
            Self::InsecurePage => "insecure_page",
            Self::Unsupported => "unsupported",
            Self::ScriptFailed => "script_failed",
            Self::RateLimited => "rate_limited",
            Self::CallEnded => "call_ended",
            Self::Unknown => "unknown",
        }
    }

    /// What to tell a person: what is wrong, then what to do.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::TokenInvalid => {
                "The phone service refused this workspace. Reload the page; if it stays, tell your administrator."
            }
            Self::TokenExpired => "The phone's sign-in ran out. It is being renewed.",
            Self::TokenUnavailable => "The workspace's server gave the phone no sign-in. Trying again.",
            Self::ConnectionLost => "The connection to the phone service is lost. Reconnecting.",
            Self::TimedOut => "The phone service does not answer. Trying again.",
            Self::MediaFailed => "No sound gets through. A firewall or a VPN may be in the way.",
            Self::MicrophoneDenied => {
                "The microphone is blocked. Allow it for this page in the browser's address bar."
            }
            Self::MicrophoneMissing => "No microphone was found. Plug in a headset.",
            Self::MicrophoneBusy => {
                "The microphone cannot be opened. Close other programs that use it, then try again."
            }
            Self::InsecurePage => {
                "The browser gives no microphone to this address. Open the workspace over HTTPS or on localhost."
            }
            Self::Unsupported => {
                "This browser cannot make calls. Use a current Chrome, Edge, Firefox or Safari."
            }
            Self::ScriptFailed => "The phone's program did not load. Trying again.",
            Self::RateLimited => "The phone service is asked too often. Wait a minute, then try again.",
            Self::CallEnded => "The call ended before it was connected.",
            Self::Unknown => "The phone reported an unknown problem.",
        }
    }

    /// The microphone is the problem, and the agent can mend it.
    pub const fn is_microphone(self) -> bool {
        matches!(self, Self::MicrophoneDenied | Self::MicrophoneMissing | Self::MicrophoneBusy)
    }

    /// The token is the problem, and a fresh one may cure it.
    pub const fn is_token(self) -> bool {
        matches!(self, Self::TokenInvalid | Self::TokenExpired)
    }

    /// Nothing that this page does by itself will help.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::TokenInvalid | Self::InsecurePage | Self::Unsupported)
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A fault of the device or of a call.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind}: {detail}")]
pub struct VoiceError {
    kind: ErrorKind,
    code: Option<u32>,
    detail: String,
}

impl VoiceError {
    /// A fault that did not come from the SDK. `detail` is for logs, not for the agent.
    pub fn new(kind: ErrorKind, detail: impl Into<String>) -> Self {
        Self { kind, code: None, detail: detail.into() }
    }

    /// Reads what the SDK raises or rejects with.
    pub(crate) fn from_js(error: &JsValue) -> Self {
        let field = |name: &str| Reflect::get(error, &name.into()).unwrap_or(JsValue::UNDEFINED);
        let name = field("name").as_string().unwrap_or_default();
        let message = field("message").as_string().or_else(|| error.as_string());
        let code = whole_number(&field("code"));
        let kind = match code {
            Some(code) => ErrorKind::from_code(code),
            None if name == "NotSupportedError" => ErrorKind::Unsupported,
            None => ErrorKind::Unknown,
        };
        Self { kind, code, detail: message.unwrap_or(name) }
    }

    /// Reads what `getUserMedia` rejects with.
    pub(crate) fn from_media(error: &JsValue) -> Self {
        let name =
            Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default();
        Self::new(ErrorKind::from_media_exception(&name), name)
    }

    /// What went wrong.
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Twilio's code, where it is Twilio's error.
    pub const fn code(&self) -> Option<u32> {
        self.code
    }

    /// What to tell a person.
    pub const fn sentence(&self) -> &'static str {
        self.kind.sentence()
    }
}

/// A whole number that fits, or nothing. JavaScript has only floats.
fn whole_number(value: &JsValue) -> Option<u32> {
    let number = value.as_f64()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked here")]
    (number.fract() == 0.0 && (1.0..=f64::from(u32::MAX)).contains(&number)).then_some(number as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_fault_has_one_kind_whatever_its_code() {
        for (codes, kind) in [
            (&[31204, 20101, 31201, 20151, 31202][..], ErrorKind::TokenInvalid),
            (&[31205, 20104], ErrorKind::TokenExpired),
            (&[31005, 31000, 31009, 53000, 53001], ErrorKind::ConnectionLost),
            (&[31003, 53400, 53402, 53405], ErrorKind::MediaFailed),
            (&[31401, 31208], ErrorKind::MicrophoneDenied),
            (&[31402], ErrorKind::MicrophoneBusy),
            (&[31486, 31603], ErrorKind::CallEnded),
            (&[0, 1, 99_999], ErrorKind::Unknown),
        ] {
            for code in codes {
                assert_eq!(ErrorKind::from_code(*code), kind, "{code}");
            }
        }
    }

    #[test]
    fn the_browsers_words_for_the_microphone() {
        assert_eq!(ErrorKind::from_media_exception("NotAllowedError"), ErrorKind::MicrophoneDenied);
        assert_eq!(ErrorKind::from_media_exception("NotFoundError"), ErrorKind::MicrophoneMissing);
        assert_eq!(ErrorKind::from_media_exception("NotReadableError"), ErrorKind::MicrophoneBusy);
        assert!(ErrorKind::from_media_exception("").is_microphone());
    }

    #[test]
    fn an_expired_token_is_worth_renewing_and_a_refused_one_is_final() {
        assert!(ErrorKind::TokenExpired.is_token() && !ErrorKind::TokenExpired.is_final());
        assert!(ErrorKind::TokenInvalid.is_token() && ErrorKind::TokenInvalid.is_final());
        assert!(!ErrorKind::ConnectionLost.is_final());
    }

    #[test]
    fn names_are_stable_and_sentences_end() {
        assert_eq!(ErrorKind::MicrophoneDenied.to_string(), "microphone_denied");
        for code in [20101, 20104, 31005, 53405, 31401, 31402, 31206, 31486, 1] {
            assert!(ErrorKind::from_code(code).sentence().ends_with('.'));
        }
    }
}
