//! One event stream of the server, closed when it is dropped.

use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use serde::de::DeserializeOwned;
use web_sys::{Event, EventSource, MessageEvent};

use crate::json;

/// What a stream tells.
pub(super) enum News<T> {
    /// What it is about, as it is now.
    Said(Box<T>),
    /// The stream is there (again): something may have been missed.
    Opened,
    /// The stream broke; the browser is opening it again by itself.
    Broken,
    /// The stream was refused, and the browser has given up on it.
    Closed,
}

/// An open stream.
pub(super) struct Stream {
    source: EventSource,
    _said: Closure<dyn FnMut(MessageEvent)>,
    _opened: Closure<dyn FnMut(Event)>,
    _broken: Closure<dyn FnMut(Event)>,
}

impl Stream {
    /// Opens a stream of this origin, whose events have this name; none where the browser refuses.
    pub(super) fn open<T>(path: &str, name: &str, tell: impl Fn(News<T>) + Copy + 'static) -> Option<Self>
    where
        T: DeserializeOwned + 'static,
    {
        let source = EventSource::new(path).ok()?;
        let said = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            match json::read(&text) {
                Ok(view) => tell(News::Said(Box::new(view))),
                // A newer server speaks differently: better to say that this is out of date than to guess.
                Err(_) => tell(News::Broken),
            }
        });
        let opened = Closure::<dyn FnMut(Event)>::new(move |_| tell(News::Opened));
        let handle = source.clone();
        let broken = Closure::<dyn FnMut(Event)>::new(move |_| {
            tell(if handle.ready_state() == EventSource::CLOSED { News::Closed } else { News::Broken });
        });
        source.add_event_listener_with_callback(name, said.as_ref().unchecked_ref()).ok()?;
        source.set_onopen(Some(opened.as_ref().unchecked_ref()));
        source.set_onerror(Some(broken.as_ref().unchecked_ref()));
        Some(Self { source, _said: said, _opened: opened, _broken: broken })
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.set_onopen(None);
        self.source.set_onerror(None);
        self.source.close();
    }
}
