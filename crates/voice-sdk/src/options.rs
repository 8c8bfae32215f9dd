//! What a device is made with.

use std::time::Duration;

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;

/// Every sound that the SDK fetches when a device is made. One that is missing comes from Twilio's host instead, and a fetch
/// that fails holds each incoming call for two seconds. So all of them are served by ourselves.
pub const SOUNDS: [&str; 15] = [
    "incoming",
    "outgoing",
    "disconnect",
    "dtmf0",
    "dtmf1",
    "dtmf2",
    "dtmf3",
    "dtmf4",
    "dtmf5",
    "dtmf6",
    "dtmf7",
    "dtmf8",
    "dtmf9",
    "dtmfh",
    "dtmfs",
];

/// An audio codec.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Codec {
    /// G.711 µ-law, which the telephone network speaks.
    Pcmu,
    /// Better on a poor network, and transcoded by the carrier.
    Opus,
}

impl Codec {
    const fn name(self) -> &'static str {
        match self {
            Self::Pcmu => "pcmu",
            Self::Opus => "opus",
        }
    }
}

/// Options of a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceOptions {
    /// Where `{name}.wav` is for each of [`SOUNDS`], without a slash at the end.
    pub sounds: String,
    /// Best first.
    pub codecs: Vec<Codec>,
    /// Host, port and path prefix that take the place of Twilio's signalling host. The SDK adds `wss://` and `/signal`.
    /// It is an internal option of the SDK (`chunderw`), honoured by the pinned version.
    pub signalling: Option<String>,
    /// Whether the SDK may post insights to Twilio's event gateway (`publishEvents`, internal too). They carry the token.
    pub publish_events: bool,
    /// The browser asks before it leaves the page during a call.
    pub close_protection: bool,
    /// How long before a token's end the device says so.
    pub token_refresh: Duration,
}

impl DeviceOptions {
    /// For Twilio itself.
    pub fn live(sounds: impl Into<String>) -> Self {
        Self {
            sounds: sounds.into(),
            codecs: vec![Codec::Opus, Codec::Pcmu],
            signalling: None,
            publish_events: true,
            close_protection: true,
            token_refresh: Duration::from_secs(30),
        }
    }

    /// For a carrier at `signalling`, which speaks PCMU and has no event gateway.
    pub fn sandbox(sounds: impl Into<String>, signalling: impl Into<String>) -> Self {
        Self {
            codecs: vec![Codec::Pcmu],
            signalling: Some(signalling.into()),
            publish_events: false,
            ..Self::live(sounds)
        }
    }

    pub(crate) fn to_js(&self) -> JsValue {
        let options = Object::new();
        let codecs: Array = self.codecs.iter().map(|codec| JsValue::from(codec.name())).collect();
        let sounds = Object::new();
        for name in SOUNDS {
            set(&sounds, name, &format!("{}/{name}.wav", self.sounds).into());
        }
        set(&options, "sounds", &sounds);
        set(&options, "codecPreferences", &codecs);
        set(&options, "closeProtection", &self.close_protection.into());
        set(
            &options,
            "tokenRefreshMs",
            &u32::try_from(self.token_refresh.as_millis()).unwrap_or(u32::MAX).into(),
        );
        // Otherwise several faults share one code.
        set(&options, "enableImprovedSignalingErrorPrecision", &true.into());
        // A lost socket may take this long to come back before the carrier ends the call.
        set(&options, "maxCallSignalingTimeoutMs", &30_000.into());
        set(&options, "logLevel", &"error".into());
        if let Some(signalling) = &self.signalling {
            // Left out, not empty, for Twilio: the SDK takes an empty host literally.
            set(&options, "chunderw", &signalling.into());
        }
        if !self.publish_events {
            set(&options, "publishEvents", &false.into());
        }
        options.into()
    }
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // Setting a property of a fresh plain object cannot fail.
    let _ = Reflect::set(object, &name.into(), value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sandbox_keeps_to_itself() {
        let options = DeviceOptions::sandbox("/sounds", "localhost:3000/sandbox");
        assert_eq!(options.signalling.as_deref(), Some("localhost:3000/sandbox"));
        assert!(!options.publish_events);
        assert_eq!(options.sounds, "/sounds");
    }

    #[test]
    fn twilio_is_reached_at_its_own_host() {
        assert_eq!(DeviceOptions::live("/sounds").signalling, None);
    }

    #[test]
    fn every_sound_that_the_sdk_fetches_is_served() {
        let sounds = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public/sounds");
        for name in SOUNDS {
            let file = std::fs::read(sounds.join(format!("{name}.wav"))).unwrap();
            assert!(file.starts_with(b"RIFF"), "{name}");
        }
    }
}
