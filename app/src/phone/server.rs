//! The phone on the server: it is drawn, and never rings.

use super::{Screen, VoiceTokenDto};

/// Stands where the browser keeps its controller.
#[derive(Clone, Copy)]
pub(super) struct Handle;

impl Handle {
    pub(super) fn new<F, Answer>(_fetch_token: F, _screen: Screen) -> Self
    where
        F: Fn() -> Answer + 'static,
        Answer: Future<Output = Result<VoiceTokenDto, String>> + 'static,
    {
        Self
    }

    pub(super) fn start(self) {}
    pub(super) fn take_over(self) {}
    pub(super) fn retry(self) {}
    pub(super) fn expect(self, _call_id: &str) {}
    pub(super) fn toggle_mute(self) {}
    pub(super) fn send_digit(self, _digit: char) {}
    pub(super) fn hang_up(self) {}
    pub(super) fn set_input(self, _id: &str) {}
    pub(super) fn set_output(self, _id: &str) {}
}
