//! One tab at a time: a lock that the browser keeps across its tabs (Web Locks), and frees when a tab closes or crashes.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortController;

/// How to ask for the lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Take it only if no other tab has it.
    IfFree,
    /// Wait until the other tab lets go of it.
    Wait,
    /// Take it away from the other tab.
    Steal,
}

/// What became of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TabEvent {
    /// This tab is in charge.
    Granted,
    /// Another tab is in charge ([`Ask::IfFree`] only).
    Busy,
    /// Another tab took the lock away.
    Lost,
}

/// A request for the lock, then the lock. Dropping it withdraws the one and lets go of the other.
#[must_use = "dropping a lock lets go of it"]
pub struct TabLock {
    shared: Rc<Shared>,
}

type Handler = Rc<dyn Fn(TabEvent)>;

struct Shared {
    handler: RefCell<Option<Handler>>,
    granted: Cell<bool>,
    /// Ends the promise that keeps the lock.
    release: RefCell<Option<Function>>,
    abort: Option<AbortController>,
}

impl Shared {
    fn tell(&self, event: TabEvent) {
        // The handler may drop the lock, so it must not be borrowed while it runs.
        let handler = self.handler.borrow().clone();
        if let Some(handler) = handler {
            handler(event);
        }
    }
}

impl Drop for TabLock {
    fn drop(&mut self) {
        self.shared.handler.take();
        if let Some(release) = self.shared.release.take() {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
        if let (Some(abort), false) = (&self.shared.abort, self.shared.granted.get()) {
            abort.abort();
        }
    }
}

impl TabLock {
    /// Asks for the lock called `name`. The handler is never called before this returns.
    ///
    /// A browser without Web Locks grants it: two tabs then ring both, and the one that expects the call takes it.
    pub fn request(name: &str, ask: Ask, handler: impl Fn(TabEvent) + 'static) -> Self {
        let shared = Rc::new(Shared {
            handler: RefCell::new(Some(Rc::new(handler))),
            granted: Cell::new(false),
            release: RefCell::new(None),
            // The standard forbids to withdraw the other two.
            abort: (ask == Ask::Wait).then(|| AbortController::new().ok()).flatten(),
        });
        spawn_local(hold(name.to_owned(), ask, Rc::clone(&shared)));
        Self { shared }
    }
}

/// Asks, and stays until the lock is let go of, lost, or refused.
async fn hold(name: String, ask: Ask, shared: Rc<Shared>) {
    let Some(locks) = locks() else {
        shared.granted.set(true);
        shared.tell(TabEvent::Granted);
        return;
    };
    let granted = Rc::clone(&shared);
    let on_grant: Closure<dyn FnMut(JsValue) -> JsValue> =
        Closure::once(move |lock: JsValue| if lock.is_null() { JsValue::UNDEFINED } else { keep(&granted) });
    let request =
        locks.request(&name, &options(ask, shared.abort.as_ref()), on_grant.as_ref().unchecked_ref());
    let outcome = JsFuture::from(request).await;
    match (shared.granted.get(), outcome) {
        (true, Err(_)) => shared.tell(TabEvent::Lost),
        (false, Ok(_)) => shared.tell(TabEvent::Busy),
        // Let go of by us, or withdrawn.
        (true, Ok(_)) | (false, Err(_)) => {}
    }
}

/// The lock is ours for as long as the promise that this returns is open.
fn keep(shared: &Rc<Shared>) -> JsValue {
    if shared.handler.borrow().is_none() {
        // Withdrawn in the meantime: let go of it at once.
        return JsValue::UNDEFINED;
    }
    shared.granted.set(true);
    let kept = Promise::new(&mut |resolve, _reject| {
        shared.release.replace(Some(resolve));
    });
    shared.tell(TabEvent::Granted);
    kept.into()
}

fn options(ask: Ask, abort: Option<&AbortController>) -> Object {
    let options = Object::new();
    let option = match ask {
        Ask::IfFree => Some(("ifAvailable", JsValue::TRUE)),
        Ask::Steal => Some(("steal", JsValue::TRUE)),
        Ask::Wait => abort.map(|abort| ("signal", abort.signal().into())),
    };
    if let Some((name, value)) = option {
        let _ = Reflect::set(&options, &name.into(), &value);
    }
    options
}

fn locks() -> Option<LockManager> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}

// `web-sys` still counts Web Locks as unstable, which would ask every build for a compiler flag.
#[wasm_bindgen]
extern "C" {
    type LockManager;
    #[wasm_bindgen(method)]
    fn request(this: &LockManager, name: &str, options: &Object, on_grant: &Function) -> Promise;
}
