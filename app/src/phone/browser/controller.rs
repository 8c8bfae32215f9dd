//! What the phone remembers, and how its parts find each other.
//!
//! Everything runs on the browser's one thread. No borrow is held while JavaScript is called, because the SDK raises events at
//! once, from inside our own calls.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::time::Duration;

use leptos::leptos_dom::helpers::WindowListenerHandle;
use leptos::prelude::*;
use voice_sdk::microphone::Watch;
use voice_sdk::tab::TabLock;
use voice_sdk::timer::Timeout;

use super::calls::Calls;
use super::registration::Registration;
use super::renewal::Renewal;
use crate::phone::{DeviceState, LiveCall, Screen, VoiceTokenDto};

/// A token, when the server has answered.
pub(super) type TokenAnswer = Pin<Box<dyn Future<Output = Result<VoiceTokenDto, String>>>>;
/// Asks the server for a token.
pub(super) type FetchToken = Box<dyn Fn() -> TokenAnswer>;

/// The phone's memory. Listeners hold a weak reference to it, so that it goes away with its owner.
pub(super) struct Controller {
    me: Weak<Self>,
    pub(super) fetch_token: FetchToken,
    pub(super) screen: Screen,
    /// The last state that was shown, to act on and to tell changes from repeats.
    pub(super) shown: RefCell<DeviceState>,
    pub(super) started: Cell<bool>,
    /// The lock of this tab, held or waited for.
    pub(super) tab: RefCell<Option<TabLock>>,
    pub(super) in_charge: Cell<bool>,
    /// Listeners of the page: wake and network.
    pub(super) page: RefCell<Vec<WindowListenerHandle>>,
    pub(super) microphone: RefCell<Option<Watch>>,
    /// Counts the attempts to get ready. An older one that is still under way sees that it is not the latest, and stops.
    pub(super) attempt: Cell<u32>,
    pub(super) preparing: Cell<bool>,
    /// Attempts that failed in a row.
    pub(super) failures: Cell<u32>,
    /// Tokens that were refused in a row.
    pub(super) refusals: Cell<u32>,
    /// The SDK stopped registering during a call: a new device is due when the call is over.
    pub(super) made_anew_after_call: Cell<bool>,
    /// The next attempt, or the end of patience with a lost connection.
    pub(super) next_attempt: RefCell<Option<Timeout>>,
    pub(super) registration: RefCell<Option<Registration>>,
    pub(super) renewal: Renewal,
    pub(super) calls: Calls,
}

impl Controller {
    pub(super) fn new(fetch_token: FetchToken, screen: Screen) -> Rc<Self> {
        Rc::new_cyclic(|me| Self {
            me: me.clone(),
            fetch_token,
            screen,
            shown: RefCell::default(),
            started: Cell::new(false),
            tab: RefCell::default(),
            in_charge: Cell::new(false),
            page: RefCell::default(),
            microphone: RefCell::default(),
            attempt: Cell::new(0),
            preparing: Cell::new(false),
            failures: Cell::new(0),
            refusals: Cell::new(0),
            made_anew_after_call: Cell::new(false),
            next_attempt: RefCell::default(),
            registration: RefCell::default(),
            renewal: Renewal::default(),
            calls: Calls::default(),
        })
    }

    /// Wraps what a listener does: it finds the controller, or does nothing once that is gone.
    pub(super) fn when<Event>(&self, act: impl Fn(&Rc<Self>, Event) + 'static) -> impl Fn(Event) + 'static {
        let me = self.me.clone();
        move |event| {
            if let Some(controller) = me.upgrade() {
                act(&controller, event);
            }
        }
    }

    /// Does something later, if the controller is still there.
    pub(super) fn after(&self, pause: Duration, act: impl FnOnce(&Rc<Self>) + 'static) -> Timeout {
        let me = self.me.clone();
        Timeout::new(pause, move || {
            if let Some(controller) = me.upgrade() {
                act(&controller);
            }
        })
    }

    /// The controller itself, for a task that outlives this call.
    pub(super) fn strong(&self) -> Option<Rc<Self>> {
        self.me.upgrade()
    }

    /// Ends everything, because the owner goes away.
    pub(super) fn stop(&self) {
        self.tear_down();
        self.in_charge.set(false);
        self.microphone.take();
        self.tab.take();
        for listener in self.page.take() {
            listener.remove();
        }
    }

    /// Shows the device's state. The same state again disturbs nobody.
    pub(super) fn show(&self, state: DeviceState) {
        if *self.shown.borrow() != state {
            self.shown.replace(state.clone());
            // After the owner is gone nobody looks any more.
            let _ = self.screen.device.try_set(state);
        }
    }

    /// Changes the live call on the screen, if there is one and if it differs.
    pub(super) fn change_call(&self, change: impl FnOnce(&mut LiveCall)) {
        let _ = self.screen.call.try_maybe_update(|shown| {
            let Some(call) = shown else { return (false, ()) };
            let before = call.clone();
            change(call);
            (*call != before, ())
        });
    }
}
