//! The keyboard. A key clicks the element that announces it by `aria-keyshortcuts`, so what a key does, what the
//! button does and what assistive technology says are one thing, and a button that is off has no key.

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, KeyboardEvent};

use crate::{browser, human};

/// Where the agent's choice about single keys is kept.
const SWITCH: &str = "twoleg:single-keys";

/// Whether single keys do anything. People who dictate switch them off (WCAG 2.1.4).
pub(crate) fn single_keys() -> bool {
    browser::stored(SWITCH).as_deref() != Some("off")
}

/// Switches the single keys on or off, in this browser.
pub(crate) fn set_single_keys(on: bool) {
    browser::store(SWITCH, (!on).then_some("off"));
}

/// Listens for as long as the app lives.
pub(crate) fn listen() {
    Effect::new(|_| {
        let listener = window_event_listener(ev::keydown, press);
        on_cleanup(move || listener.remove());
    });
}

fn press(event: KeyboardEvent) {
    let dialog_is_open = browser::find("dialog[open]").is_some();
    if event.default_prevented() || event.is_composing() || dialog_is_open {
        return;
    }
    let key = event.key();
    let with_control = event.ctrl_key() || event.meta_key();
    let wanted = if with_control && key == "Enter" {
        Some("Control+Enter".to_owned())
    } else if with_control || event.alt_key() || event.repeat() {
        None
    } else if key == "Escape" {
        Some(key)
    } else {
        let typing = document().active_element().is_some_and(|element| is_typed_into(&element));
        shortcut(&key).filter(|_| !typing && single_keys())
    };
    if wanted.is_some_and(|name| human::by_key(&event, || click_shortcut(&name))) {
        event.prevent_default();
    }
}

/// A single key that may be somebody's shortcut.
fn shortcut(key: &str) -> Option<String> {
    let mut chars = key.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if c.is_ascii_alphanumeric() || matches!(c, '*' | '#' | '?') => {
            Some(c.to_ascii_lowercase().to_string())
        }
        _ => None,
    }
}

/// The keypad comes first: while it is open, digits are tones.
fn click_shortcut(name: &str) -> bool {
    let element = format!(r#"[aria-keyshortcuts~="{name}"]:not(:disabled)"#);
    browser::click(&format!("[data-keypad] {element}")) || browser::click(&element)
}

/// Whether letters go into this element.
fn is_typed_into(element: &Element) -> bool {
    match element.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => element.dyn_ref::<HtmlInputElement>().is_none_or(|input| {
            !matches!(input.type_().as_str(), "radio" | "checkbox" | "button" | "submit" | "reset")
        }),
        _ => element.get_attribute("contenteditable").is_some_and(|value| value != "false"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_single_plain_keys_are_shortcuts() {
        assert_eq!(shortcut("m").as_deref(), Some("m"));
        assert_eq!(shortcut("M").as_deref(), Some("m"));
        assert_eq!(shortcut("7").as_deref(), Some("7"));
        for key in ["", "\"", "]", " ", "Tab", "Enter", "F1", "é"] {
            assert_eq!(shortcut(key), None, "{key}");
        }
    }
}
