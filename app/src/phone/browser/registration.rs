//! Getting registered, and staying so.
//!
//! Microphone first (a device that was made before the permission does not notice it), then the token, the SDK, the device. A
//! device that fails is the business of [`recovery`](super::recovery).

use std::rc::Rc;
use std::time::Duration;

use leptos::logging::warn;
use leptos::prelude::*;
use leptos::task::spawn_local;
use voice_sdk::{
    Device, DeviceEvent, DeviceOptions, DeviceStatus, ErrorKind, Subscription, VoiceError, microphone, script,
};

use super::controller::Controller;
use crate::phone::{DeviceState, VoiceTokenDto};

/// The unmodified SDK, served by ourselves.
const SDK: &str = "/vendor/twilio.min.js";
/// Where the SDK finds its sounds.
const SOUNDS: &str = "/sounds";
/// The SDK's script is some 300 kB; a slow network needs a while.
const LOAD_WITHIN: Duration = Duration::from_secs(20);
/// The SDK gives up a socket after five seconds and tries again: time for two tries.
const REGISTER_WITHIN: Duration = Duration::from_secs(12);

/// A device, and what listens to it.
pub(super) struct Registration {
    pub(super) device: Device,
    pub(super) _events: Subscription,
    pub(super) _audio_changes: Option<Subscription>,
}

/// Why an attempt ended without a device.
enum Setback {
    /// A newer attempt has begun, or the phone went to another tab.
    Superseded,
    /// The server gave no token, and says why.
    Server(String),
    /// The browser, the SDK or the carrier.
    Voice(VoiceError),
}

impl From<VoiceError> for Setback {
    fn from(error: VoiceError) -> Self {
        Self::Voice(error)
    }
}

impl Controller {
    /// Gets ready, and shows that it does.
    pub(super) fn begin(&self) {
        self.failures.set(0);
        self.refusals.set(0);
        self.show(DeviceState::GettingReady);
        self.begin_quietly();
    }

    /// Gets ready; the screen keeps saying what was wrong until it is right.
    pub(super) fn begin_quietly(&self) {
        self.tear_down();
        if !self.in_charge.get() {
            return;
        }
        let Some(phone) = self.strong() else { return };
        let attempt = self.attempt.get();
        self.preparing.set(true);
        spawn_local(async move {
            let outcome = phone.prepare(attempt).await;
            if phone.attempt.get() != attempt {
                return;
            }
            phone.preparing.set(false);
            match outcome {
                Ok(()) | Err(Setback::Superseded) => {}
                Err(Setback::Server(sentence)) => phone.failed(ErrorKind::TokenUnavailable, sentence),
                Err(Setback::Voice(error)) => {
                    warn!("phone: {error}");
                    phone.failed(error.kind(), error.sentence().to_owned());
                }
            }
        });
    }

    /// Tries again because the agent says so. A phone that works is left alone, and so is a call that is up.
    pub(super) fn retry(&self) {
        if !self.started.get() {
            self.start();
        } else if self.in_charge.get() && !self.shown.borrow().is_ready() && !self.calls.is_live() {
            self.begin();
        }
    }

    /// Lets go of the device and of everything that belongs to it. Calls on it end.
    pub(super) fn tear_down(&self) {
        self.attempt.set(self.attempt.get().wrapping_add(1));
        self.preparing.set(false);
        self.made_anew_after_call.set(false);
        self.next_attempt.take();
        self.renewal.stop();
        let registration = self.registration.take();
        self.end_calls();
        if let Some(Registration { device, _events: events, .. }) = registration {
            // Deaf first: what the device says of its own end is not news.
            drop(events);
            device.destroy();
        }
    }

    async fn prepare(self: &Rc<Self>, attempt: u32) -> Result<(), Setback> {
        self.watch_microphone().await;
        self.is_latest(attempt)?;
        microphone::ask().await?;
        self.is_latest(attempt)?;
        let token = (self.fetch_token)().await.map_err(Setback::Server)?;
        self.is_latest(attempt)?;
        script::load_sdk(SDK, LOAD_WITHIN).await?;
        self.is_latest(attempt)?;
        let device = Device::new(&token.token, &options(&token))?;
        let registration = self.attach(&device);
        self.registration.replace(Some(registration));
        self.took_token(&token);
        let registered = device.register(REGISTER_WITHIN).await;
        self.is_latest(attempt)?;
        Ok(registered?)
    }

    fn is_latest(&self, attempt: u32) -> Result<(), Setback> {
        if self.attempt.get() == attempt { Ok(()) } else { Err(Setback::Superseded) }
    }

    fn attach(&self, device: &Device) -> Registration {
        let audio_changes = device.audio().map(|audio| {
            audio.no_ring();
            let changed = self.when(|phone, ()| phone.audio_changed());
            audio.on_change(move || changed(()))
        });
        let events = device.listen(self.when(|phone, event| phone.on_device(event)));
        Registration { device: device.clone(), _events: events, _audio_changes: audio_changes }
    }

    fn on_device(&self, event: DeviceEvent) {
        match event {
            DeviceEvent::Registering => {}
            DeviceEvent::Registered => {
                self.failures.set(0);
                self.refusals.set(0);
                self.next_attempt.take();
                self.show(DeviceState::Ready);
            }
            DeviceEvent::Unregistered => self.lost(ErrorKind::ConnectionLost),
            DeviceEvent::Incoming(call) => self.on_incoming(call),
            DeviceEvent::TokenWillExpire => self.renew(),
            DeviceEvent::Error(error) => self.on_device_error(&error),
            // By the SDK itself, when the page is left. If it comes back, `woke` finds no device and makes one.
            DeviceEvent::Destroyed => self.tear_down(),
        }
    }

    pub(super) fn device(&self) -> Option<Device> {
        self.registration.borrow().as_ref().map(|registration| registration.device.clone())
    }

    pub(super) fn status(&self) -> Option<DeviceStatus> {
        self.device().map(|device| device.status())
    }
}

fn options(token: &VoiceTokenDto) -> DeviceOptions {
    if token.sandbox {
        let host = window().location().host().unwrap_or_default();
        DeviceOptions::sandbox(SOUNDS, format!("{host}/sandbox"))
    } else {
        DeviceOptions::live(SOUNDS)
    }
}
