//! Says on every page that nothing here is real, where nothing is.

use leptos::prelude::*;

use crate::mode::Mode;

/// The banner; not there in live mode.
#[component]
pub(crate) fn SandboxBanner() -> impl IntoView {
    (Mode::current() == Mode::Sandbox).then(|| {
        view! {
            <p class="banner banner-sandbox" role="region" aria-label="Sandbox">
                <strong>"Sandbox."</strong>
                " No real phone rings and nothing reaches Podio. "
                // A page of its own, which the router does not know.
                <a href="/sandbox" rel="external">"Sandbox controls"</a>
            </p>
        }
    })
}
