//! One leg: what this browser sends to and hears from the carrier.

use std::fmt;

use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use web_sys::{MediaStream, MediaStreamTrack, MediaStreamTrackState};

use crate::emitter::Subscription;
use crate::error::{ErrorKind, VoiceError};
use crate::raw;
use crate::sample::Sample;
use crate::warning::Warning;

/// Something happened to a call.
#[derive(Debug, Clone, PartialEq)]
pub enum CallEvent {
    /// The session is agreed on. It says nothing about sound: that is what [`CallEvent::Sample`] is for.
    Accepted,
    /// The far end rings (outgoing calls only).
    Ringing,
    /// The call is over. The one true end of a call that was accepted.
    Disconnected,
    /// The caller gave up before the call was accepted.
    Cancelled,
    /// We refused the call.
    Rejected,
    /// A fault. If it ends the call, [`CallEvent::Disconnected`] comes too.
    Error(VoiceError),
    /// Signalling or media is lost; the SDK is restoring it. Repeated at every failed attempt.
    Reconnecting(VoiceError),
    /// Signalling and media are back.
    Reconnected,
    /// The microphone is now muted, or no longer.
    Muted(bool),
    /// Measured once a second.
    Sample(Sample),
    /// The line is bad.
    Warning(Warning),
    /// That is over.
    WarningCleared(Warning),
    /// Loudness, about twenty times a second, each from 0.0 to 1.0.
    Volume {
        /// Of the microphone.
        input: f64,
        /// Of what is heard.
        output: f64,
    },
}

const EVENTS: [&str; 13] = [
    "accept",
    "ringing",
    "disconnect",
    "cancel",
    "reject",
    "error",
    "reconnecting",
    "reconnected",
    "mute",
    "sample",
    "warning",
    "warning-cleared",
    "volume",
];

/// Where a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallStatus {
    /// Rings, and waits for us.
    Pending,
    /// Being connected.
    Connecting,
    /// The far end rings.
    Ringing,
    /// Up.
    Open,
    /// Up, and being restored.
    Reconnecting,
    /// Over.
    Closed,
}

/// A call. A clone is the same call.
#[derive(Clone)]
pub struct Call {
    raw: raw::Call,
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The parameters hold telephone numbers.
        f.debug_struct("Call").field("status", &self.status()).finish_non_exhaustive()
    }
}

impl Call {
    pub(crate) const fn new(raw: raw::Call) -> Self {
        Self { raw }
    }

    /// Hears every event of the call until the subscription is dropped.
    pub fn listen(&self, handler: impl Fn(CallEvent) + 'static) -> Subscription {
        Subscription::new(&self.raw, &EVENTS, read, handler)
    }

    /// Twilio's id of this leg.
    pub fn sid(&self) -> Option<String> {
        Reflect::get(&self.raw.parameters(), &"CallSid".into()).ok()?.as_string()
    }

    /// A parameter that whoever placed the call gave along with the client's name.
    pub fn custom_parameter(&self, name: &str) -> Option<String> {
        self.raw.custom_parameters().get(&name.into()).as_string()
    }

    /// Where the call stands.
    pub fn status(&self) -> CallStatus {
        match self.raw.status().as_str() {
            "pending" => CallStatus::Pending,
            "connecting" => CallStatus::Connecting,
            "ringing" => CallStatus::Ringing,
            "open" => CallStatus::Open,
            "reconnecting" => CallStatus::Reconnecting,
            _ => CallStatus::Closed,
        }
    }

    /// Takes the call. Opens the microphone; [`CallEvent::Accepted`] or [`CallEvent::Error`] follows.
    pub fn accept(&self) {
        self.raw.accept();
    }

    /// Refuses the call, for every browser that it rings in.
    pub fn reject(&self) {
        self.raw.reject();
    }

    /// Lets the call ring elsewhere. The carrier is told nothing.
    pub fn ignore(&self) {
        self.raw.ignore();
    }

    /// Hangs up.
    pub fn disconnect(&self) {
        self.raw.disconnect();
    }

    /// Mutes or unmutes the microphone.
    pub fn mute(&self, muted: bool) {
        self.raw.mute(muted);
    }

    /// The microphone is muted by us.
    pub fn is_muted(&self) -> bool {
        self.raw.is_muted()
    }

    /// Sends one keypad tone.
    pub fn send_digit(&self, digit: char) -> Result<(), VoiceError> {
        if !is_keypad_digit(digit) {
            return Err(VoiceError::new(ErrorKind::Unknown, "not a keypad digit"));
        }
        self.raw.send_digits(digit.encode_utf8(&mut [0; 4])).map_err(|error| VoiceError::from_js(&error))
    }

    /// The microphone has stopped by itself: unplugged, or silenced by the system or a switch on the headset.
    pub fn microphone_stopped(&self) -> bool {
        self.raw.local_stream().is_some_and(|stream| {
            tracks(&stream).any(|track| track.muted() || track.ready_state() == MediaStreamTrackState::Ended)
        })
    }

    /// Silences a call that the SDK has given up without hanging up, which leaves its sound running.
    pub fn stop_sound(&self) {
        for stream in [self.raw.local_stream(), self.raw.remote_stream()].into_iter().flatten() {
            tracks(&stream).for_each(|track| track.stop());
        }
    }
}

/// One of the twelve keys of a telephone.
pub(crate) const fn is_keypad_digit(digit: char) -> bool {
    matches!(digit, '0'..='9' | '*' | '#')
}

fn tracks(stream: &MediaStream) -> impl Iterator<Item = MediaStreamTrack> {
    stream.get_audio_tracks().into_iter().map(JsCast::unchecked_into)
}

fn read(name: &str, first: JsValue, second: JsValue) -> Option<CallEvent> {
    let warning = || Warning::from_name(&first.as_string().unwrap_or_default());
    Some(match name {
        "accept" => CallEvent::Accepted,
        "ringing" => CallEvent::Ringing,
        "disconnect" => CallEvent::Disconnected,
        "cancel" => CallEvent::Cancelled,
        "reject" => CallEvent::Rejected,
        "error" => CallEvent::Error(VoiceError::from_js(&first)),
        "reconnecting" => CallEvent::Reconnecting(VoiceError::from_js(&first)),
        "reconnected" => CallEvent::Reconnected,
        "mute" => CallEvent::Muted(first.is_truthy()),
        "sample" => CallEvent::Sample(Sample::read(&first)),
        "warning" => CallEvent::Warning(warning()),
        "warning-cleared" => CallEvent::WarningCleared(warning()),
        "volume" => CallEvent::Volume { input: first.as_f64()?, output: second.as_f64()? },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::is_keypad_digit;

    #[test]
    fn a_keypad_has_twelve_keys() {
        assert_eq!((0..=u8::MAX).filter(|byte| is_keypad_digit(char::from(*byte))).count(), 12);
        // The SDK also takes a `w` for a pause, which no key is.
        assert!(!is_keypad_digit('w'));
    }
}
