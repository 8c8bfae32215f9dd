//! Who is called: name, kind of lead, place, and what time it is there.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::browser;
use crate::erased::Erased;
use crate::view::{LeadView, LocalTime};

/// The line above the workspace. `local_time` is the time there when the page was made; it runs on.
#[component]
pub(crate) fn LeadHeader(lead: LeadView, local_time: Option<String>) -> impl IntoView {
    let place = lead.property.filter(|line| !line.is_empty());
    view! {
        <header class="lead-header">
            <A href="/" attr:class="back">"‹ Leads"</A>
            <h1>{lead.name}</h1>
            {lead.lead_type.map(|kind| view! { <span class="tag">{kind}</span> })}
            {place.map(|place| view! { <span class="place">{place}</span> })}
            {local_time.map(|time| view! { <RunningTime time/> })}
            <a class="crm-link" href=lead.url target="_blank" rel="noreferrer">"Open in Podio"</a>
        </header>
    }
    .erased()
}

/// A time of day that goes on by the minute.
#[component]
fn RunningTime(time: String) -> impl IntoView {
    let minutes = RwSignal::new(0_u32);
    Effect::new(move |_| {
        let opened = browser::now_ms();
        let tick = move || {
            let passed = browser::whole_seconds(browser::now_ms() - opened) / 60;
            minutes.set(u32::try_from(passed).unwrap_or(0));
        };
        if let Ok(interval) = set_interval_with_handle(tick, std::time::Duration::from_secs(5)) {
            on_cleanup(move || interval.clear());
        }
    });
    let minutes = Memo::new(move |_| minutes.get());
    view! {
        <span class="local-time">
            <strong>{move || LocalTime::advance(&time, minutes.get())}</strong>
            " there"
        </span>
    }
    .erased()
}
