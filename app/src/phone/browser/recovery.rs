//! What to do about a device that fails.
//!
//! The SDK restores a lost connection by itself; if that takes too long, everything is made anew with a fresh token. A call that
//! is up is never ended for it, because its sound may be fine.

use std::time::Duration;

use leptos::logging::warn;
use voice_sdk::{DeviceStatus, ErrorKind, VoiceError};

use super::controller::Controller;
use crate::phone::{DeviceState, token};

/// So long the SDK may try to restore a connection. The carrier keeps a lost leg for the same time.
const RESTORE_WITHIN: Duration = Duration::from_secs(30);
/// A fresh token that is refused this often in a row will not be accepted the next time either.
const REFUSALS: u32 = 3;

impl Controller {
    pub(super) fn on_device_error(&self, error: &VoiceError) {
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
            self.made_anew_after_call.set(self.calls.is_live());
            self.renew_after_refusal();
        }
    }

    /// A token that is refused again and again is still asked for during a call, with growing pauses.
    fn renew_after_refusal(&self) {
        let refusals = self.refusals.get();
        if refusals < REFUSALS {
            self.renew();
        } else {
            self.renew_after(token::pause(refusals));
        }
    }

    /// The connection is gone and the SDK tries to restore it. Repeated at every try.
    pub(super) fn lost(&self, kind: ErrorKind) {
        self.show(DeviceState::ConnectionLost(kind.sentence().to_owned()));
        if self.next_attempt.borrow().is_none() {
            self.begin_after(RESTORE_WITHIN);
        }
    }

    pub(super) fn failed(&self, kind: ErrorKind, sentence: String) {
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
}
