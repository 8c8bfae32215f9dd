//! Asking for the microphone, and noticing when the answer changes.

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    EventTarget, MediaDevices, MediaStream, MediaStreamConstraints, MediaStreamTrack, PermissionStatus,
};

use crate::error::{ErrorKind, VoiceError};

/// Asks for the microphone, which may show the browser's question, and lets go of it at once: it is open during calls only.
pub async fn ask() -> Result<(), VoiceError> {
    let devices = devices()?;
    let wanted = MediaStreamConstraints::new();
    wanted.set_audio(&JsValue::TRUE);
    let asked =
        devices.get_user_media_with_constraints(&wanted).map_err(|error| VoiceError::from_media(&error))?;
    let stream = JsFuture::from(asked).await.map_err(|error| VoiceError::from_media(&error))?;
    let stream: MediaStream = stream.unchecked_into();
    for track in stream.get_tracks() {
        track.unchecked_into::<MediaStreamTrack>().stop();
    }
    Ok(())
}

/// Tells of changes while it is held.
#[must_use = "dropping a watch ends it"]
pub struct Watch {
    targets: Vec<(EventTarget, &'static str)>,
    listener: Closure<dyn Fn()>,
}

/// Calls `changed` whenever the permission changes or an audio device comes or goes.
pub async fn watch(changed: impl Fn() + 'static) -> Watch {
    let mut targets: Vec<(EventTarget, &'static str)> = Vec::new();
    if let Ok(devices) = devices() {
        targets.push((devices.into(), "devicechange"));
    }
    if let Some(permission) = permission().await {
        targets.push((permission.into(), "change"));
    }
    let listener: Closure<dyn Fn()> = Closure::new(changed);
    for (target, event) in &targets {
        // A target without that event stays silent; there is nothing to do about it.
        let _ = target.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
    }
    Watch { targets, listener }
}

impl Drop for Watch {
    fn drop(&mut self) {
        for (target, event) in &self.targets {
            let _ = target.remove_event_listener_with_callback(event, self.listener.as_ref().unchecked_ref());
        }
    }
}

/// The browser's devices. They are missing on a page that is not secure.
fn devices() -> Result<MediaDevices, VoiceError> {
    let insecure = || VoiceError::new(ErrorKind::InsecurePage, "no mediaDevices");
    let devices =
        web_sys::window().and_then(|window| window.navigator().media_devices().ok()).ok_or_else(insecure)?;
    if devices.is_undefined() { Err(insecure()) } else { Ok(devices) }
}

/// The permission's state, where the browser tells (older Firefox does not).
async fn permission() -> Option<PermissionStatus> {
    let permissions = web_sys::window()?.navigator().permissions().ok()?;
    let name = Object::new();
    Reflect::set(&name, &"name".into(), &"microphone".into()).ok()?;
    let status = JsFuture::from(permissions.query(&name).ok()?).await.ok()?;
    Some(status.unchecked_into())
}
