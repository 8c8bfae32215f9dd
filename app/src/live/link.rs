//! A click on a lead's link in the CRM, which the server found good: the page places the call, by the way that the button
//! takes, once the phone is ready. Whatever opens the page again (a reload, the history) finds no click.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::VisibilityState;

use super::Line;
use crate::browser;
use crate::phone::{DeviceState, Phone};
use crate::view::LinkedClickView;

/// A click is good for a minute on the server; one that is nearly over is not used, so that nobody is told of it.
const GOOD_FOR_MS: f64 = 50_000.0;

/// Places the call of `click`, unless the page was not opened by that click, or nobody looks at it, or the phone is not
/// ready in time, or is in another tab whose agent is not free.
pub(crate) fn follow_link(lead: String, click: LinkedClickView) {
    let line = expect_context::<Line>();
    let phone = expect_context::<Phone>();
    let click = StoredValue::new(Some(click));
    let visible = RwSignal::new(false);
    let asked = StoredValue::new(false);
    Effect::new(move |_| {
        let look = move || visible.set(document().visibility_state() == VisibilityState::Visible);
        look();
        let listener = window_event_listener(ev::visibilitychange, move |_| look());
        on_cleanup(move || listener.remove());
    });
    Effect::new(move |before: Option<()>| {
        if before.is_none() {
            if !browser::is_fresh_navigation() {
                click.set_value(None);
            }
            // Before anything is dialled: a reload, a bookmark or the history lead to the workspace alone.
            browser::replace_address(&format!("/workspace?item_id={lead}"));
        }
        let device = phone.device.get();
        if !visible.get() || click.with_value(Option::is_none) {
            return;
        }
        if browser::ms_since_opened() > GOOD_FOR_MS {
            click.set_value(None);
        } else if device.is_ready() {
            if let Some(click) = click.try_update_value(Option::take).flatten() {
                line.place_linked(lead.clone(), click);
            }
        } else if device == DeviceState::InAnotherTab && !asked.get_value() {
            asked.set_value(true);
            spawn_local(async move {
                // That the agent has no call was true when the page was made. They may talk in that other tab by now, and to
                // take the phone from it would cut somebody off.
                let is_free = line.is_free().await;
                let is_wanted = click.try_with_value(Option::is_some).unwrap_or(false);
                if is_free && is_wanted && browser::ms_since_opened() <= GOOD_FOR_MS {
                    phone.take_over();
                } else {
                    click.try_set_value(None);
                }
            });
        }
    });
}
