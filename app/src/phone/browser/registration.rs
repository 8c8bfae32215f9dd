//! Getting registered, and staying so.
//!
//! Microphone first (a device that was made before the permission does not notice it), then the token, the SDK, the device. A
//! connection that is lost is restored by the SDK; if that takes too long, everything is made anew with a fresh token.

use std::rc::Rc;
use std::time::Duration;

use leptos::logging::warn;
use leptos::prelude::*;
use leptos::task::spawn_local;
use voice_sdk::{
    Device, DeviceEvent, DeviceOptions, DeviceStatus, ErrorKind, Subscription, VoiceError, microphone, script,
};

use super::controller::Controller;
use crate::phone::{DeviceState, VoiceTokenDto, token};

/// The unmodified SDK, served by ourselves.
const SDK: &str = "/vendor/twilio.min.js";
/// Where the SDK finds its sounds.
const SOUNDS: &str = "/sounds";
/// The SDK's script is some 300 kB; a slow network needs a while.
const LOAD_WITHIN: Duration = Duration::from_secs(20);
/// The SDK gives up a socket after five seconds and tries again: time for two tries.
const REGISTER_WITHIN: Duration = Duration::from_secs(12);
/// So long the SDK may try to restore a connection. The carrier keeps a lost leg for the same time.
const RESTORE_WITHIN: Duration = Duration::from_secs(30);
/// A fresh token that is refused this often in a row will not be accepted the next time either.
const REFUSALS: u32 = 3;

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

    fn on_device_error(&self, error: &VoiceError) {
        warn!("phone: {}, code {:?}", error.kind(), error.code());
        if error.kind().is_token() {
            self.token_refused(error.kind());
        } else if self.status() != Some(DeviceStatus::Registered) {
            self.lost(error.kind());
        }
    }

    fn token_refused(&self, kind: ErrorKind) {
        self.refusals.set(self.refusals.get() + 1);
        if self.refusals.get() >= REFUSALS && !self.calls.is_live() {
            self.tear_down();
            self.show(DeviceState::Unavailable(kind.sentence().to_owned()));
        } else if kind == ErrorKind::TokenExpired && !self.calls.is_live() {
            // The SDK stops telling the carrier that it is there, and a fresh token does not make it start again.
            self.begin_quietly();
        } else {
            self.renew();
        }
    }

    /// The connection is gone and the SDK tries to restore it. Repeated at every try.
    fn lost(&self, kind: ErrorKind) {
        self.show(DeviceState::ConnectionLost(kind.sentence().to_owned()));
        if self.next_attempt.borrow().is_none() {
            self.begin_after(RESTORE_WITHIN);
        }
    }

    fn failed(&self, kind: ErrorKind, sentence: String) {
        self.tear_down();
        if kind.is_microphone() {
            self.show(DeviceState::NoMicrophone(sentence));
        } else if kind.is_final() {
            self.show(DeviceState::Unavailable(sentence));
        } else {
            self.failures.set(self.failures.get().saturating_add(1));
            self.show(DeviceState::ConnectionLost(sentence));
            self.begin_after(token::pause(self.failures.get()));
        }
    }

    fn begin_after(&self, pause: Duration) {
        let timeout = self.after(pause, |phone| {
            drop(phone.next_attempt.take());
            if phone.calls.is_live() {
                // A new device would end the call, whose sound may be fine.
                phone.begin_after(RESTORE_WITHIN);
            } else {
                phone.begin_quietly();
            }
        });
        drop(self.next_attempt.replace(Some(timeout)));
    }

    /// The page is in front of the agent again, or the network is back.
    pub(super) fn woke(&self) {
        if !self.in_charge.get() || self.preparing.get() {
            return;
        }
        let lost = match &*self.shown.borrow() {
            DeviceState::ConnectionLost(_) => true,
            DeviceState::Ready | DeviceState::GettingReady => self.registration.borrow().is_none(),
            _ => false,
        };
        if lost && !self.calls.is_live() {
            self.begin_quietly();
        } else if self.renewal.is_due() {
            self.renew();
        }
    }

    async fn watch_microphone(&self) {
        if self.microphone.borrow().is_none() {
            let changed = self.when(|phone, ()| phone.microphone_changed());
            let watch = microphone::watch(move || changed(())).await;
            drop(self.microphone.replace(Some(watch)));
        }
    }

    /// The permission was given or taken, or a device was plugged in or out. During a call the line's judge sees to it.
    fn microphone_changed(&self) {
        if matches!(*self.shown.borrow(), DeviceState::NoMicrophone(_)) {
            self.begin_quietly();
        } else if self.shown.borrow().is_ready() && !self.calls.is_live() {
            let (Some(phone), attempt) = (self.strong(), self.attempt.get()) else { return };
            spawn_local(async move {
                let outcome = microphone::ask().await;
                if let Err(error) = outcome
                    && phone.attempt.get() == attempt
                    && !phone.calls.is_live()
                {
                    phone.failed(error.kind(), error.sentence().to_owned());
                }
            });
        }
    }

    /// The call found no microphone, so the next one will not either.
    pub(super) fn microphone_failed(&self, error: &VoiceError) {
        self.failed(error.kind(), error.sentence().to_owned());
    }

    pub(super) fn device(&self) -> Option<Device> {
        self.registration.borrow().as_ref().map(|registration| registration.device.clone())
    }

    fn status(&self) -> Option<DeviceStatus> {
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
