//! What can be done during a call: mute, keypad, hang up.

use leptos::prelude::*;

use super::keypad::Keypad;
use super::line_quality::LineQuality;
use crate::erased::Erased;
use crate::live::Line;
use crate::phone::{LiveCall, Phone};

/// The buttons, while there is a call to use them on.
#[component]
pub(super) fn CallTools() -> impl IntoView {
    let line = expect_context::<Line>();
    let phone = expect_context::<Phone>();
    let open = Memo::new(move |_| line.with(|call| call.open).unwrap_or(false));
    let held = Memo::new(move |_| {
        let id = line.with(|call| call.id.clone());
        phone.call.with(|live| live.is_some() && live.as_ref().map(|live| &live.call_id) == id.as_ref())
    });
    let muted = Memo::new(move |_| {
        phone.call.with(|live| live.as_ref().is_some_and(|LiveCall { muted, .. }| *muted))
    });
    let keypad = RwSignal::new(false);
    Effect::new(move |_| {
        if !held.get() {
            keypad.set(false);
        }
    });
    view! {
        <Show when=move || open.get() && !line.left_here()>
            <div class="call-tools" role="group" aria-label="Call">
                <button
                    type="button"
                    aria-pressed=move || muted.get().to_string()
                    aria-keyshortcuts="m"
                    disabled=move || !held.get()
                    on:click=move |_| phone.toggle_mute()
                >
                    {move || if muted.get() { "Unmute" } else { "Mute" }}
                    <kbd aria-hidden="true">"m"</kbd>
                </button>
                <button
                    type="button"
                    aria-expanded=move || keypad.get().to_string()
                    aria-keyshortcuts="k"
                    disabled=move || !held.get()
                    on:click=move |_| keypad.update(|open| *open = !*open)
                >
                    "Keypad"
                    <kbd aria-hidden="true">"k"</kbd>
                </button>
                <button type="button" class="button-hang-up" aria-keyshortcuts="h" on:click=move |_| line.hang_up()>
                    "Hang up"
                    <kbd aria-hidden="true">"h"</kbd>
                </button>
                <LineQuality/>
            </div>
            <Show when=move || muted.get()>
                <p class="muted-words" role="status">"You are muted: they cannot hear you."</p>
            </Show>
            <Show when=move || keypad.get()>
                <Keypad close=move || keypad.set(false)/>
            </Show>
        </Show>
    }
    .erased()
}
