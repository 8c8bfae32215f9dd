//! What keeps the phone from working, with the one thing that can be done about it. On every page.

use leptos::prelude::*;

use super::device_chip::sentence;
use crate::erased::Erased;
use crate::phone::{DeviceState, Phone};

/// The notice; empty while the phone is ready or getting there.
#[component]
pub(crate) fn DeviceNotice() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let device = phone.device;
    let notice = move || {
        device.with(|state| match state {
            DeviceState::GettingReady | DeviceState::Ready => None,
            DeviceState::InAnotherTab => Some((sentence(state), Some("Use this tab"))),
            DeviceState::NoMicrophone(_) | DeviceState::Unavailable(_) => {
                Some((sentence(state), Some("Try again")))
            }
            // It is being restored by itself; a button would suggest otherwise.
            DeviceState::ConnectionLost(_) => Some((sentence(state), None)),
        })
    };
    let act = move |_| match device.get_untracked() {
        DeviceState::InAnotherTab => phone.take_over(),
        _ => phone.retry(),
    };
    view! {
        <div role="alert">
            {move || {
                notice()
                    .map(|(words, action)| {
                        view! {
                            <div class="banner banner-warn">
                                <p>{words}</p>
                                {action
                                    .map(|action| view! { <button type="button" on:click=act>{action}</button> })}
                            </div>
                        }
                    })
            }}
        </div>
    }
    .erased()
}
