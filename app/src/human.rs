//! Whether a person stands behind a click. The browser marks events that people make; a click that a key of ours makes
//! counts as the key does. Nothing else may place a call (R-HUM-1).

use std::cell::Cell;

use web_sys::Event;

thread_local! {
    /// Set while a key that a person pressed clicks a button.
    static VOUCHED: Cell<bool> = const { Cell::new(false) };
}

/// Does what a key asks for. Clicks that it makes are the person's who pressed the key.
pub(crate) fn by_key<T>(key: &Event, act: impl FnOnce() -> T) -> T {
    VOUCHED.set(key.is_trusted());
    let done = act();
    VOUCHED.set(false);
    done
}

/// Whether a person made this click, with the mouse, a finger, or a key.
pub(crate) fn made(click: &Event) -> bool {
    click.is_trusted() || VOUCHED.get()
}
