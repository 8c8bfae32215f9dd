//! One registration with the carrier: what makes this browser ring.

use std::time::Duration;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::audio::Audio;
use crate::call::Call;
use crate::emitter::Subscription;
use crate::error::{ErrorKind, VoiceError};
use crate::options::DeviceOptions;
use crate::raw;
use crate::timer::within;

/// Something happened to the device.
#[derive(Debug, Clone)]
pub enum DeviceEvent {
    /// Registration has begun.
    Registering,
    /// Calls will ring here.
    Registered,
    /// Calls will not ring here. The SDK goes on trying by itself if it was the connection.
    Unregistered,
    /// A fault. The device may still be registered.
    Error(VoiceError),
    /// A call rings.
    Incoming(Call),
    /// The token ends soon. It is said once only, so it cannot be all that keeps a token fresh.
    TokenWillExpire,
    /// The device is gone for good.
    Destroyed,
}

const EVENTS: [&str; 7] =
    ["registering", "registered", "unregistered", "error", "incoming", "tokenWillExpire", "destroyed"];

/// What a device says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceStatus {
    /// On its way to be registered.
    Registering,
    /// Registered.
    Registered,
    /// Not registered.
    Unregistered,
    /// Gone.
    Destroyed,
}

/// A device. A clone is the same device; [`Device::destroy`] ends it.
#[derive(Clone)]
pub struct Device {
    raw: raw::Device,
}

impl Device {
    /// Makes a device. No socket is opened before [`Device::register`]. The SDK must have been loaded, and the microphone
    /// allowed: a device that was made before does not notice.
    pub fn new(token: &str, options: &DeviceOptions) -> Result<Self, VoiceError> {
        let raw = raw::Device::new(token, &options.to_js()).map_err(|error| VoiceError::from_js(&error))?;
        Ok(Self { raw })
    }

    /// Hears every event of the device until the subscription is dropped.
    pub fn listen(&self, handler: impl Fn(DeviceEvent) + 'static) -> Subscription {
        Subscription::new(&self.raw, &EVENTS, read, handler)
    }

    /// Registers. The SDK's own promise may never settle (a refused token, a lost socket), so there is a limit; the SDK goes
    /// on trying after it.
    pub async fn register(&self, limit: Duration) -> Result<(), VoiceError> {
        match within(limit, JsFuture::from(self.raw.register())).await {
            Some(Ok(_)) => Ok(()),
            // It ended unregistered, for which the SDK has no error.
            Some(Err(error)) if error.is_undefined() => {
                Err(VoiceError::new(ErrorKind::ConnectionLost, "register"))
            }
            Some(Err(error)) => Err(VoiceError::from_js(&error)),
            None => Err(VoiceError::new(ErrorKind::TimedOut, "register")),
        }
    }

    /// Gives the device a fresh token. It stays registered; one that was stuck for its token goes on.
    pub fn update_token(&self, token: &str) -> Result<(), VoiceError> {
        self.raw.update_token(token).map_err(|error| VoiceError::from_js(&error))
    }

    /// Ends the device and every call on it.
    pub fn destroy(&self) {
        self.raw.destroy();
    }

    /// What the device says of itself.
    pub fn status(&self) -> DeviceStatus {
        match self.raw.state().as_str() {
            "registering" => DeviceStatus::Registering,
            "registered" => DeviceStatus::Registered,
            "destroyed" => DeviceStatus::Destroyed,
            _ => DeviceStatus::Unregistered,
        }
    }

    /// A call is up on this device.
    pub fn is_busy(&self) -> bool {
        self.raw.is_busy()
    }

    /// Who the carrier says that we are. Known once registered.
    pub fn identity(&self) -> Option<String> {
        self.raw.identity()
    }

    /// Microphones and speakers. Absent once destroyed.
    pub fn audio(&self) -> Option<Audio> {
        self.raw.audio().map(Audio::new)
    }
}

fn read(name: &str, first: JsValue, _second: JsValue) -> Option<DeviceEvent> {
    Some(match name {
        "registering" => DeviceEvent::Registering,
        "registered" => DeviceEvent::Registered,
        "unregistered" => DeviceEvent::Unregistered,
        "error" => DeviceEvent::Error(VoiceError::from_js(&first)),
        "incoming" => DeviceEvent::Incoming(Call::new(first.unchecked_into())),
        "tokenWillExpire" => DeviceEvent::TokenWillExpire,
        "destroyed" => DeviceEvent::Destroyed,
        _ => return None,
    })
}
