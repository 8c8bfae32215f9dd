//! The phone's state in the top bar, in words first; opened, it holds the microphones and speakers.

use leptos::prelude::*;

use super::audio_devices::AudioDevicesPanel;
use crate::erased::Erased;
use crate::phone::{DeviceState, Phone};

/// One or two words for the chip.
pub(super) fn short(state: &DeviceState) -> &'static str {
    match state {
        DeviceState::GettingReady => "Getting ready",
        DeviceState::Ready => "Ready",
        DeviceState::NoMicrophone(_) => "No microphone",
        DeviceState::InAnotherTab => "In another tab",
        DeviceState::ConnectionLost(_) => "Connection lost",
        DeviceState::Unavailable(_) => "Unavailable",
    }
}

/// Why no call can be placed, as a sentence; empty when one can.
pub(super) fn sentence(state: &DeviceState) -> String {
    match state {
        DeviceState::GettingReady => {
            "Your phone is getting ready. Your browser may ask for the microphone.".into()
        }
        DeviceState::Ready => String::new(),
        DeviceState::InAnotherTab => "Another tab of this browser has your phone.".into(),
        DeviceState::NoMicrophone(why) | DeviceState::ConnectionLost(why) | DeviceState::Unavailable(why) => {
            why.clone()
        }
    }
}

/// The state's name for the style sheet and for tests.
fn code(state: &DeviceState) -> &'static str {
    match state {
        DeviceState::GettingReady => "getting-ready",
        DeviceState::Ready => "ready",
        DeviceState::NoMicrophone(_) => "no-microphone",
        DeviceState::InAnotherTab => "another-tab",
        DeviceState::ConnectionLost(_) => "connection-lost",
        DeviceState::Unavailable(_) => "unavailable",
    }
}

/// The chip.
#[component]
pub(crate) fn DeviceChip() -> impl IntoView {
    let device = expect_context::<Phone>().device;
    view! {
        <details class="device" data-device=move || device.with(code)>
            <summary class="chip" title="Your phone, microphone and speaker">
                <span class="dot" aria-hidden="true"></span>
                <span class="visually-hidden">"Your phone: "</span>
                <span role="status" data-testid="device">{move || device.with(short)}</span>
            </summary>
            <AudioDevicesPanel/>
        </details>
    }
    .erased()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_but_ready_says_why() {
        let why = || "Allow the microphone.".to_owned();
        for state in [
            DeviceState::GettingReady,
            DeviceState::NoMicrophone(why()),
            DeviceState::InAnotherTab,
            DeviceState::ConnectionLost(why()),
            DeviceState::Unavailable(why()),
        ] {
            assert!(!sentence(&state).is_empty(), "{state:?}");
        }
        assert_eq!(sentence(&DeviceState::Ready), "");
    }
}
