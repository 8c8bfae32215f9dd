//! Choosing a microphone and a speaker.

use js_sys::{Map, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::emitter::Subscription;
use crate::error::VoiceError;
use crate::raw;

/// The id under which some browsers list whatever the system uses.
const DEFAULT: &str = "default";

/// Something that hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Microphone {
    /// The browser's id.
    pub id: String,
    /// The browser's name for it.
    pub label: String,
}

/// Something that sounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// The browser's id.
    pub id: String,
    /// The browser's name for it.
    pub label: String,
}

/// The audio side of a device.
#[derive(Clone)]
pub struct Audio {
    raw: raw::AudioHelper,
}

impl Audio {
    pub(crate) const fn new(raw: raw::AudioHelper) -> Self {
        Self { raw }
    }

    /// Turns the SDK's own ring and ringback off: a call is taken by itself, and the carrier sends the ringback.
    pub fn no_ring(&self) {
        self.raw.incoming(false);
        self.raw.outgoing(false);
    }

    /// The microphones, without the entry that stands for the system's choice.
    pub fn microphones(&self) -> Vec<Microphone> {
        entries(&self.raw.inputs()).map(|(id, label)| Microphone { id, label }).collect()
    }

    /// The speakers, likewise. Empty where the browser cannot choose one.
    pub fn speakers(&self) -> Vec<Speaker> {
        if !self.raw.can_choose_output() {
            return Vec::new();
        }
        entries(&self.raw.outputs()).map(|(id, label)| Speaker { id, label }).collect()
    }

    /// Uses one microphone, or what the system uses.
    pub async fn use_microphone(&self, id: Option<&str>) -> Result<(), VoiceError> {
        let outcome = match id {
            Some(id) => JsFuture::from(self.raw.set_input(id)).await,
            // During a call the SDK can change microphones and cannot drop one, so the browser's own default entry is used.
            None => match JsFuture::from(self.raw.unset_input()).await {
                Err(_) if self.raw.inputs().has(&DEFAULT.into()) => {
                    JsFuture::from(self.raw.set_input(DEFAULT)).await
                }
                other => other,
            },
        };
        outcome.map(drop).map_err(|error| VoiceError::from_js(&error))
    }

    /// Uses one speaker, or what the system uses.
    pub async fn use_speaker(&self, id: Option<&str>) -> Result<(), VoiceError> {
        let speakers = self.raw.speakers();
        let outcome = JsFuture::from(speakers.set(id.unwrap_or(DEFAULT))).await;
        outcome.map(drop).map_err(|error| VoiceError::from_js(&error))
    }

    /// Hears when a device was plugged in or pulled out.
    pub fn on_change(&self, handler: impl Fn() + 'static) -> Subscription {
        Subscription::new(&self.raw, &["deviceChange"], |_, _, _| Some(()), move |()| handler())
    }
}

fn entries(devices: &Map) -> impl Iterator<Item = (String, String)> {
    let text = |device: &JsValue, name: &str| Reflect::get(device, &name.into()).ok()?.as_string();
    devices
        .values()
        .into_iter()
        .filter_map(Result::ok)
        .filter_map(move |device| Some((text(&device, "deviceId")?, text(&device, "label")?)))
        .filter(|(id, _)| !id.is_empty() && id != DEFAULT && id != "communications")
}
