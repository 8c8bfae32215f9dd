//! The keypad for phone menus. Tones go to the prospect's side; it never dials.

use leptos::prelude::*;

use crate::erased::Erased;
use crate::phone::Phone;

/// The keys, row by row.
const DIGITS: [char; 12] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];

/// Name for a screen reader, where the sign is none.
fn name(digit: char) -> String {
    match digit {
        '*' => "Star".to_owned(),
        '#' => "Pound".to_owned(),
        digit => digit.to_string(),
    }
}

/// The keypad, with what was sent so far.
#[component]
pub(super) fn Keypad(close: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let phone = expect_context::<Phone>();
    let sent = move || {
        phone.call.with(|call| match call {
            Some(call) if !call.tones.is_empty() => format!("Sent {}", call.tones),
            _ => "No tones sent yet".to_owned(),
        })
    };
    let keys = DIGITS.map(|digit| {
        view! {
            <button
                type="button"
                aria-label=name(digit)
                aria-keyshortcuts=digit.to_string()
                on:click=move |_| phone.send_digit(digit)
            >
                {digit.to_string()}
            </button>
        }
    });
    view! {
        <div class="keypad" role="group" aria-label="Keypad" data-keypad>
            <p class="sent" role="status">{sent}</p>
            <div class="keypad-keys">{keys.into_iter().collect_view()}</div>
            <button type="button" class="button-quiet" aria-keyshortcuts="Escape" on:click=move |_| close()>
                "Close the keypad"
            </button>
        </div>
    }
    .erased()
}
