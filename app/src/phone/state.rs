//! What the phone shows: its own state, the live call, the audio devices.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Whether this tab can take a call, and if not, why. Sentences are for the agent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum DeviceState {
    /// The phone is being set up. The browser may be asking for the microphone.
    #[default]
    GettingReady,
    /// Registered: a call will ring here.
    Ready,
    /// The microphone is missing, refused or in use. The sentence says which, and what to do.
    NoMicrophone(String),
    /// Another tab of this browser has the phone. `Phone::take_over` moves it here.
    InAnotherTab,
    /// The connection is gone and is being restored. A live call may still have sound.
    ConnectionLost(String),
    /// The phone cannot work until somebody does something; `Phone::retry` tries again.
    Unavailable(String),
}

impl DeviceState {
    /// A call can be placed now.
    pub const fn is_ready(&self) -> bool {
        matches!(self, Self::Ready)
    }
}

/// The agent's own leg, while it is up in this tab.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LiveCall {
    /// Our call id.
    pub call_id: String,
    /// The agent's microphone is muted by the agent.
    pub muted: bool,
    /// How good the line between this browser and the carrier is.
    pub quality: Quality,
    /// Signalling or media is gone and the SDK is restoring it.
    pub reconnecting: bool,
    /// The loudest that the microphone was in the last second, 0 to 100. 0 while muted.
    pub input_level: u8,
    /// The keypad tones sent so far. A key that waits for the tone before it is not among them yet.
    pub tones: String,
}

/// How good the line is, in words an agent can act on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Quality {
    /// Nothing to report.
    Good,
    /// Audible, with flaws.
    Fair(String),
    /// One side may not hear the other.
    Poor(String),
    /// Not measured yet.
    #[default]
    Unknown,
}

/// The id that stands for whatever the system uses.
pub const SYSTEM_DEFAULT: &str = "default";

/// One microphone or speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AudioDevice {
    /// The browser's id of it, or [`SYSTEM_DEFAULT`].
    pub id: String,
    /// Its name, as the browser gives it.
    pub label: String,
}

/// The audio devices to choose from. Empty until the phone is ready.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AudioDevices {
    /// Microphones, the system default first.
    pub inputs: Vec<AudioDevice>,
    /// Speakers, the system default first. Empty where the browser cannot choose (Safari, Firefox).
    pub outputs: Vec<AudioDevice>,
    /// The chosen microphone's id.
    pub input: String,
    /// The chosen speaker's id.
    pub output: String,
    /// Why the last choice did not work.
    pub problem: Option<String>,
}

/// A voice token as the server hands it to the browser.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoiceTokenDto {
    /// The access token.
    pub token: String,
    /// How long it lives from now, in seconds.
    pub ttl_s: u32,
    /// The carrier is the sandbox on this page's own host, and not Twilio.
    pub sandbox: bool,
}

impl fmt::Debug for VoiceTokenDto {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VoiceTokenDto")
            .field("token", &"…")
            .field("ttl_s", &self.ttl_s)
            .field("sandbox", &self.sandbox)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_never_shows_in_a_debug_line() {
        let dto = VoiceTokenDto { token: "eyJ.secret.sig".into(), ttl_s: 60, sandbox: true };
        let line = format!("{dto:?}");
        assert!(!line.contains("secret"), "{line}");
        assert!(line.contains("60"), "{line}");
    }

    #[test]
    fn only_a_registered_phone_is_ready() {
        assert!(DeviceState::Ready.is_ready());
        assert!(!DeviceState::default().is_ready());
        assert!(!DeviceState::ConnectionLost(String::new()).is_ready());
    }
}
