//! One tab has the phone. A second tab says so, comes up by itself when the first is closed, and can take over.

use leptos::ev::Event;
use leptos::prelude::*;
use voice_sdk::tab::{Ask, TabEvent, TabLock};
use web_sys::VisibilityState;

use super::controller::Controller;
use crate::phone::DeviceState;

/// The lock's name. It is the browser's and the origin's: other agents have other browsers.
const LOCK: &str = "twoleg.phone";

impl Controller {
    pub(super) fn start(&self) {
        if self.started.replace(true) {
            return;
        }
        self.watch_page();
        self.ask_for_phone(Ask::IfFree);
    }

    pub(super) fn take_over(&self) {
        if self.started.get() && !self.in_charge.get() {
            self.show(DeviceState::GettingReady);
            self.ask_for_phone(Ask::Steal);
        }
    }

    fn ask_for_phone(&self, ask: Ask) {
        let lock = TabLock::request(LOCK, ask, self.when(|phone, event| phone.on_tab(event)));
        // The former request is withdrawn only now; the two never meet, because the new one is still to be sent.
        drop(self.tab.replace(Some(lock)));
    }

    fn on_tab(&self, event: TabEvent) {
        self.in_charge.set(event == TabEvent::Granted);
        match event {
            TabEvent::Granted => self.begin(),
            TabEvent::Busy | TabEvent::Lost => {
                self.tear_down();
                self.show(DeviceState::InAnotherTab);
                self.ask_for_phone(Ask::Wait);
            }
        }
    }

    /// A computer that wakes, a network that returns, a page that comes back from the history: each may find a token that
    /// ran out, and timers that stood still.
    fn watch_page(&self) {
        let listen = |name: &str| {
            let woke = self.when(|phone, _: Event| {
                if document().visibility_state() == VisibilityState::Visible {
                    phone.woke();
                }
            });
            window_event_listener_untyped(name, woke)
        };
        let listeners = ["visibilitychange", "online", "pageshow"].map(listen);
        self.page.borrow_mut().extend(listeners);
    }
}
