//! What may be done with a lead's phones, as it changes: an hour that ends, a colleague's call, a number that must not
//! be called any more. Only a page that is looked at follows; one that comes back is told at once.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use web_sys::VisibilityState;

use super::REOPEN;
use super::stream::{News, Stream};
use crate::session::Session;
use crate::view::PhoneView;

/// The longest wait before a refused stream is opened again.
const LONGEST: Duration = Duration::from_mins(1);

/// How long to wait before a stream is opened again that was refused so many times before. A script is not told why: Podio may
/// be away, or this agent have asked it for too much already.
fn pause(refusals: u32) -> Duration {
    REOPEN.saturating_mul(1 << refusals.min(5)).min(LONGEST)
}

/// Tells `show` whenever something changes, for as long as the caller's owner lives and the lead is there.
pub(crate) fn follow_phones(lead: String, show: impl Fn(Vec<PhoneView>) + Copy + 'static) {
    let session = expect_context::<Session>();
    let visible = RwSignal::new(false);
    let reopened = RwSignal::new(0_u32);
    let gone = RwSignal::new(false);
    let refusals = StoredValue::new(0_u32);
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |_| {
        let look = move || visible.set(document().visibility_state() == VisibilityState::Visible);
        look();
        let listener = window_event_listener(ev::visibilitychange, move |_| look());
        on_cleanup(move || listener.remove());
    });
    Effect::new(move |_| {
        reopened.track();
        session.renewals.track();
        // It is opened now, or when somebody looks again: either way nothing is to be waited for.
        if let Some(timer) = waiting.try_update_value(Option::take).flatten() {
            timer.clear();
        }
        if !visible.get() || gone.get() {
            return;
        }
        let path = format!("/events/leads/{lead}");
        let stream = Stream::open(&path, "phones", move |news: News<Option<Vec<PhoneView>>>| match news {
            News::Said(said) => {
                refusals.set_value(0);
                match *said {
                    Some(phones) => show(phones),
                    // There is no such lead (any more): asked again, the server would ask Podio each time.
                    None => gone.set(true),
                }
            }
            // The browser opens it again by itself, and the first thing that it then hears is all there is.
            News::Opened | News::Broken => {}
            News::Closed => {
                session.look();
                let again = move || {
                    reopened.try_update(|times| *times += 1);
                };
                let before = refusals.try_get_value().unwrap_or_default();
                waiting.set_value(set_timeout_with_handle(again, pause(before)).ok());
                refusals.set_value(before.saturating_add(1));
            }
        });
        StoredValue::new_local(stream);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_that_is_refused_again_and_again_is_asked_for_less_and_less() {
        let pauses: Vec<u64> = (0..8).map(|refusals| pause(refusals).as_secs()).collect();
        assert_eq!(pauses, [3, 6, 12, 24, 48, 60, 60, 60]);
        assert_eq!(pause(u32::MAX), LONGEST);
    }
}
