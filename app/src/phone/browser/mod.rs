//! The phone in the browser: the controller behind [`Phone`](super::Phone).
//!
//! One [`Controller`] lives as long as the root component. Its parts: which tab is in charge ([`tabs`]), getting registered
//! ([`registration`]) and staying so ([`recovery`]), the [`microphone`], keeping the token fresh ([`renewal`]), the calls
//! ([`calls`]) and the devices to choose from ([`audio`]).

mod audio;
mod calls;
mod controller;
mod microphone;
mod recovery;
mod registration;
mod renewal;
mod tabs;

use std::rc::Rc;

use leptos::prelude::*;

use controller::Controller;

use super::{Screen, VoiceTokenDto};

/// A copyable way to the controller. After the owner is gone it does nothing.
#[derive(Clone, Copy)]
pub(super) struct Handle(StoredValue<Rc<Controller>, LocalStorage>);

impl Handle {
    pub(super) fn new<F, Answer>(fetch_token: F, screen: Screen) -> Self
    where
        F: Fn() -> Answer + 'static,
        Answer: Future<Output = Result<VoiceTokenDto, String>> + 'static,
    {
        let fetch_token = Box::new(move || -> controller::TokenAnswer { Box::pin(fetch_token()) });
        let handle = Self(StoredValue::new_local(Controller::new(fetch_token, screen)));
        on_cleanup(move || handle.with(Controller::stop));
        handle
    }

    fn with(self, act: impl FnOnce(&Controller)) {
        // The controller is cloned out first: acting on it may end up here again.
        if let Some(controller) = self.0.try_get_value() {
            act(&controller);
        }
    }

    pub(super) fn start(self) {
        self.with(Controller::start);
    }

    pub(super) fn take_over(self) {
        self.with(Controller::take_over);
    }

    pub(super) fn retry(self) {
        self.with(Controller::retry);
    }

    pub(super) fn expect(self, call_id: &str) {
        self.with(|controller| controller.expect(call_id));
    }

    pub(super) fn toggle_mute(self) {
        self.with(Controller::toggle_mute);
    }

    pub(super) fn send_digit(self, digit: char) {
        self.with(|controller| controller.send_digit(digit));
    }

    pub(super) fn hang_up(self) {
        self.with(Controller::hang_up);
    }

    pub(super) fn set_input(self, id: &str) {
        self.with(|controller| controller.set_input(id));
    }

    pub(super) fn set_output(self, id: &str) {
        self.with(|controller| controller.set_output(id));
    }
}
