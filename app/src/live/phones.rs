//! What may be done with a lead's phones, as it changes: an hour that ends, a colleague's call, a number that must not
//! be called any more. Only a page that is looked at follows; one that comes back is told at once.

use leptos::ev;
use leptos::prelude::*;
use web_sys::VisibilityState;

use super::REOPEN;
use super::stream::{News, Stream};
use crate::session::Session;
use crate::view::PhoneView;

/// Tells `show` whenever something changes, for as long as the caller's owner lives.
pub(crate) fn follow_phones(lead: String, show: impl Fn(Vec<PhoneView>) + Copy + 'static) {
    let session = expect_context::<Session>();
    let visible = RwSignal::new(false);
    let reopened = RwSignal::new(0_u32);
    Effect::new(move |_| {
        let look = move || visible.set(document().visibility_state() == VisibilityState::Visible);
        look();
        let listener = window_event_listener(ev::visibilitychange, move |_| look());
        on_cleanup(move || listener.remove());
    });
    Effect::new(move |_| {
        reopened.track();
        if !visible.get() {
            return;
        }
        let path = format!("/events/leads/{lead}");
        let stream = Stream::open(&path, "phones", move |news: News<Vec<PhoneView>>| match news {
            News::Said(phones) => show(*phones),
            // The browser opens it again by itself, and the first thing that it then hears is all there is.
            News::Opened | News::Broken => {}
            News::Closed => {
                session.look();
                set_timeout(
                    move || {
                        reopened.try_update(|times| *times += 1);
                    },
                    REOPEN,
                );
            }
        });
        StoredValue::new_local(stream);
    });
}
