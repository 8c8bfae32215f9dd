//! Listening to a JavaScript `EventEmitter` for exactly as long as somebody holds the subscription.

use std::rc::Rc;

use wasm_bindgen::prelude::*;

use crate::raw;

/// A listener takes the event's first two arguments; absent ones are `undefined`.
type Listener = Closure<dyn Fn(JsValue, JsValue)>;

/// Keeps event listeners alive. Dropping it removes them.
#[must_use = "dropping a subscription ends it"]
pub struct Subscription {
    emitter: raw::Emitter,
    listeners: Vec<(&'static str, Listener)>,
}

impl Subscription {
    /// Sends every event in `names` through `read` to `handler`.
    ///
    /// The handler is a `Fn`: acting on an SDK object from inside a handler raises further events at once.
    pub(crate) fn new<E: 'static>(
        emitter: &raw::Emitter,
        names: &[&'static str],
        read: fn(&str, JsValue, JsValue) -> Option<E>,
        handler: impl Fn(E) + 'static,
    ) -> Self {
        let handler = Rc::new(handler);
        let listeners = names
            .iter()
            .map(|name| {
                let (name, handler) = (*name, Rc::clone(&handler));
                let listener: Listener = Closure::new(move |first, second| {
                    if let Some(event) = read(name, first, second) {
                        handler(event);
                    }
                });
                emitter.on(name, listener.as_ref().unchecked_ref());
                (name, listener)
            })
            .collect();
        Self { emitter: emitter.clone(), listeners }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        for (name, listener) in &self.listeners {
            self.emitter.remove_listener(name, listener.as_ref().unchecked_ref());
        }
    }
}
