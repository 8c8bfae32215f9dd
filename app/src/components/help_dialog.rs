//! The keys, and the switch for those who do not want them.

use leptos::html::Dialog;
use leptos::prelude::*;

use crate::erased::Erased;
use crate::{browser, keyboard};

/// Every key and what it does, in the order of a call.
const KEYS: [(&str, &str); 10] = [
    ("c", "Call the first number that may be called"),
    ("m", "Mute or unmute your microphone"),
    ("k", "Open or close the keypad; digits are then tones"),
    ("n", "You have said the recording notice"),
    ("o", "They object to a recording"),
    ("h", "Hang up"),
    ("1 – 7", "Choose a disposition"),
    ("Ctrl + Enter", "Save"),
    ("?", "Show this list"),
    ("Esc", "Close what is open"),
];

/// The button that opens the dialog.
#[component]
pub(super) fn HelpButton() -> impl IntoView {
    view! {
        <button
            type="button"
            class="button-quiet"
            aria-keyshortcuts="?"
            aria-label="Keyboard shortcuts"
            title="Keyboard shortcuts"
            on:click=|_| {
                browser::open_dialog("help");
            }
        >
            "?"
        </button>
    }
    .erased()
}

/// The dialog.
#[component]
pub(crate) fn HelpDialog() -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let single_keys = RwSignal::new(true);
    Effect::new(move |_| single_keys.set(keyboard::single_keys()));
    let switch = move |on: bool| {
        keyboard::set_single_keys(on);
        single_keys.set(on);
    };
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let rows = KEYS.map(|(key, does)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{does}</dd></div> });
    view! {
        <dialog id="help" node_ref=dialog aria-labelledby="help-title">
            <h2 id="help-title">"Keyboard"</h2>
            <dl class="keys">{rows.into_iter().collect_view()}</dl>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || single_keys.get()
                    on:change:target=move |event| switch(event.target().checked())
                />
                "Single keys work while you are not typing"
            </label>
            <p class="dialog-end"><button type="button" on:click=close>"Close"</button></p>
        </dialog>
    }
    .erased()
}
