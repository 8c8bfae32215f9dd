//! Following the microphone's permission and presence, so that the screen never says *ready* without one.

use leptos::task::spawn_local;
use voice_sdk::microphone;

use super::controller::Controller;
use crate::phone::DeviceState;

impl Controller {
    pub(super) async fn watch_microphone(&self) {
        if self.microphone.borrow().is_none() {
            let changed = self.when(|phone, ()| phone.microphone_changed());
            let watch = microphone::watch(move || changed(())).await;
            drop(self.microphone.replace(Some(watch)));
        }
    }

    /// The permission was given or taken, or a device was plugged in or out.
    fn microphone_changed(&self) {
        let missing = matches!(*self.shown.borrow(), DeviceState::NoMicrophone(_));
        if missing {
            self.begin_quietly();
        } else {
            self.check_microphone();
        }
    }

    /// Makes sure that *ready* is true. During a call the line's judge sees to the microphone.
    pub(super) fn check_microphone(&self) {
        let idle = self.shown.borrow().is_ready() && !self.calls.is_live();
        let (true, Some(phone), attempt) = (idle, self.strong(), self.attempt.get()) else { return };
        spawn_local(async move {
            let Err(error) = microphone::ask().await else { return };
            if phone.attempt.get() == attempt && !phone.calls.is_live() {
                phone.failed(error.kind(), error.sentence().to_owned());
            }
        });
    }
}
