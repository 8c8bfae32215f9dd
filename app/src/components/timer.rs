//! How long the two have been talking. It starts when the prospect answers, not when the browser does.

use std::time::Duration;

use leptos::prelude::*;

use crate::erased::Erased;
use crate::live::Line;
use crate::view::{CallView, clock};

/// The timer; not there while nobody talks.
#[component]
pub(super) fn Timer() -> impl IntoView {
    let line = expect_context::<Line>();
    // The first picture is the server's count, so that both sides render the same.
    let seconds = RwSignal::new(untrack(|| line.with(CallView::talking_ms)).flatten().map(|ms| ms / 1000));
    let talks = Memo::new(move |_| line.with(CallView::talking_ms).flatten().is_some());
    Effect::new(move |_| {
        seconds.set(line.talking_seconds());
        if !talks.get() {
            return;
        }
        let tick = move || seconds.set(untrack(|| line.talking_seconds()));
        if let Ok(interval) = set_interval_with_handle(tick, Duration::from_millis(250)) {
            on_cleanup(move || interval.clear());
        }
    });
    let shown = Memo::new(move |_| seconds.get());
    view! {
        <Show when=move || shown.get().is_some()>
            // A clock that was read out every second would talk over the prospect.
            <span class="timer" role="timer" aria-live="off" data-testid="timer">
                {move || shown.get().map(clock)}
            </span>
        </Show>
    }
    .erased()
}
