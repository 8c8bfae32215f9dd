//! The agent's phone in the browser: one device, at most one live call.
//!
//! Make it once, in the root component, with [`Phone::new`]; hand it on by context; call [`Phone::start`] from an effect.
//! On the server it is the same type, always [`DeviceState::GettingReady`], and its methods do nothing.

#[cfg(feature = "hydrate")]
mod browser;
pub mod expect;
pub mod quality;
#[cfg(not(feature = "hydrate"))]
#[expect(clippy::unused_self, reason = "the methods are those of the browser's handle")]
mod server;
mod state;
pub mod token;
pub mod tones;

#[cfg(feature = "hydrate")]
use browser::Handle;
use leptos::prelude::*;
#[cfg(not(feature = "hydrate"))]
use server::Handle;
pub use state::{AudioDevice, AudioDevices, DeviceState, LiveCall, Quality, SYSTEM_DEFAULT, VoiceTokenDto};

/// The phone. Cheap to copy; all copies are the same phone. It hangs up and goes away with its owner.
#[derive(Clone, Copy)]
pub struct Phone {
    /// Whether this tab can take a call.
    pub device: ReadSignal<DeviceState>,
    /// The live call, from the moment that the agent's leg is up until it is down.
    pub call: ReadSignal<Option<LiveCall>>,
    /// Microphones and speakers.
    pub audio: ReadSignal<AudioDevices>,
    handle: Handle,
}

/// The signals that the controller writes.
#[derive(Clone, Copy)]
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "nothing changes on the server"))]
struct Screen {
    device: WriteSignal<DeviceState>,
    call: RwSignal<Option<LiveCall>>,
    audio: WriteSignal<AudioDevices>,
}

impl Phone {
    /// Makes the phone. Nothing is asked for, loaded or connected before [`Phone::start`].
    ///
    /// `fetch_token` gets a fresh access token from the server; an error is a sentence for the agent.
    pub fn new<F, Answer>(fetch_token: F) -> Self
    where
        F: Fn() -> Answer + 'static,
        Answer: Future<Output = Result<VoiceTokenDto, String>> + 'static,
    {
        let (device, write_device) = signal(DeviceState::default());
        let call = RwSignal::new(None);
        let (audio, write_audio) = signal(AudioDevices::default());
        let handle = Handle::new(fetch_token, Screen { device: write_device, call, audio: write_audio });
        Self { device, call: call.read_only(), audio, handle }
    }

    /// Gets ready to take calls. A second call does nothing.
    pub fn start(&self) {
        self.handle.start();
    }

    /// Moves the phone from another tab to this one.
    pub fn take_over(&self) {
        self.handle.take_over();
    }

    /// Tries again now, after the agent allowed the microphone or came back online.
    pub fn retry(&self) {
        self.handle.retry();
    }

    /// Names the one call that will be accepted by itself, whether it rings already or will.
    pub fn expect(&self, call_id: &str) {
        self.handle.expect(call_id);
    }

    /// Mutes or unmutes the agent's microphone.
    pub fn toggle_mute(&self) {
        self.handle.toggle_mute();
    }

    /// Sends a keypad tone, after those before it: `0`-`9`, `*` or `#`. Anything else is ignored. What was sent is in
    /// [`LiveCall::tones`].
    pub fn send_digit(&self, digit: char) {
        self.handle.send_digit(digit);
    }

    /// Ends the agent's leg, and with it the call.
    pub fn hang_up(&self) {
        self.handle.hang_up();
    }

    /// Uses this microphone, now and for later calls.
    pub fn set_input(&self, id: &str) {
        self.handle.set_input(id);
    }

    /// Uses this speaker, now and for later calls.
    pub fn set_output(&self, id: &str) {
        self.handle.set_output(id);
    }
}
