//! The few things that are asked of the browser itself. Called from effects and event handlers, which never run
//! on the server.

use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement};

/// Milliseconds since 1970 by the browser's clock; 0 on the server.
pub(crate) fn now_ms() -> f64 {
    if cfg!(feature = "ssr") { 0.0 } else { js_sys::Date::now() }
}

/// Milliseconds since this document was opened.
pub(crate) fn ms_since_opened() -> f64 {
    window().performance().map_or(f64::MAX, |performance| performance.now())
}

/// Whether this document was opened by a navigation of its own: not by a reload, not from the history, not ahead of time.
pub(crate) fn is_fresh_navigation() -> bool {
    let property = |of: &JsValue, name: &str| js_sys::Reflect::get(of, &name.into()).unwrap_or_default();
    let opened =
        window().performance().map(|performance| performance.get_entries_by_type("navigation").get(0));
    let kind = opened.and_then(|entry| property(&entry, "type").as_string());
    kind.as_deref() == Some("navigate") && !property(&document(), "prerendering").is_truthy()
}

/// Shows another address for this very page. The router is not told, as nothing on the page changes.
pub(crate) fn replace_address(path: &str) {
    let replaced = window().history().and_then(|history| {
        let state = history.state()?;
        history.replace_state_with_url(&state, "", Some(path))
    });
    if replaced.is_err() {
        leptos::logging::warn!("the address could not be replaced");
    }
}

/// Whole seconds in so many milliseconds.
pub(crate) fn whole_seconds(ms: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "the span of a call in seconds; the cast saturates")]
    let seconds = (ms / 1000.0).floor() as i64;
    seconds
}

/// The first element that a selector finds.
pub(crate) fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

/// Clicks the first element that a selector finds.
pub(crate) fn click(selector: &str) -> bool {
    let Some(element) = find(selector).and_then(|element| element.dyn_into::<HtmlElement>().ok()) else {
        return false;
    };
    element.click();
    true
}

/// Moves the focus to the first element that a selector finds, once the screen has caught up.
pub(crate) fn focus_soon(selector: &'static str) {
    request_animation_frame(move || {
        if let Some(element) = find(selector).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            // A browser that refuses the focus leaves it where it is, which is no failure.
            drop(element.focus());
        }
    });
}

/// Whether the focus is nowhere in particular, so that moving it takes nothing from the agent.
pub(crate) fn focus_is_free() -> bool {
    document().active_element().is_none_or(|element| element.tag_name() == "BODY")
}

/// What stands in an input or a text area.
pub(crate) fn value(id: &str) -> Option<String> {
    let element = document().get_element_by_id(id)?;
    match element.dyn_into::<HtmlTextAreaElement>() {
        Ok(area) => Some(area.value()),
        Err(element) => element.dyn_into::<HtmlInputElement>().ok().map(|input| input.value()),
    }
}

/// Writes an input or a text area, unless it says that already: writing moves the cursor.
pub(crate) fn set_value(id: &str, text: &str) {
    if value(id).is_none_or(|now| now == text) {
        return;
    }
    if let Some(element) = document().get_element_by_id(id) {
        match element.dyn_into::<HtmlTextAreaElement>() {
            Ok(area) => area.set_value(text),
            Err(element) => {
                if let Ok(input) = element.dyn_into::<HtmlInputElement>() {
                    input.set_value(text);
                }
            }
        }
    }
}

/// Reads this browser's own storage; none where it is switched off.
pub(crate) fn stored(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

/// Writes this browser's own storage, or removes the entry. Without storage nothing is kept, and nothing breaks.
pub(crate) fn store(key: &str, text: Option<&str>) {
    if let Ok(Some(storage)) = window().local_storage() {
        let done = match text {
            Some(text) => storage.set_item(key, text),
            None => storage.remove_item(key),
        };
        if done.is_err() {
            leptos::logging::warn!("this browser's storage is full: the draft is not kept over a reload");
        }
    }
}

/// Opens a dialog over the page.
pub(crate) fn open_dialog(id: &str) {
    let dialog =
        document().get_element_by_id(id).and_then(|e| e.dyn_into::<web_sys::HtmlDialogElement>().ok());
    if let Some(dialog) = dialog.filter(|dialog| !dialog.open()) {
        // It can only be refused when it is not in the page any more.
        drop(dialog.show_modal());
    }
}
