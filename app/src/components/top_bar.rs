//! The bar on every page: where one can go, the phone, the agent.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;

use super::device_chip::DeviceChip;
use super::help_dialog::HelpButton;
use crate::draft;
use crate::erased::Erased;
use crate::live::Line;
use crate::mode::{agent_name, is_supervisor};

/// The top bar.
#[component]
pub(crate) fn TopBar() -> impl IntoView {
    // Wherever the app starts, it starts with this bar.
    Effect::new(|_| draft::drop_old());
    view! {
        <header class="topbar">
            <A href="/" attr:class="brand">"Twoleg"</A>
            <nav aria-label="Main">
                <A href="/" exact=true>"Leads"</A>
                // A page of its own, without the app: it works while the app may not. In a tab of its own, too: a call ends
                // with the tab that has its sound.
                <a href="/outbox" target="_blank" rel="external noopener">"Owed to Podio" {in_new_tab()}</a>
                {is_supervisor()
                    .then(|| {
                        view! {
                            <a href="/compliance" target="_blank" rel="external noopener">"Compliance" {in_new_tab()}</a>
                        }
                    })}
            </nav>
            <OpenCallLink/>
            <div class="topbar-end">
                <DeviceChip/>
                // Who one is, and the way out.
                <a class="agent" href="/account" target="_blank" rel="external noopener">{agent_name()} {in_new_tab()}</a>
                <HelpButton/>
            </div>
        </header>
    }
    .erased()
}

/// In the name of a link, for whoever cannot see where it opens.
fn in_new_tab() -> impl IntoView {
    view! { <span class="visually-hidden">" (opens in a new tab)"</span> }
}

/// The way back to the agent's call, from every page but its own lead's.
#[component]
fn OpenCallLink() -> impl IntoView {
    let line = expect_context::<Line>();
    let location = use_location();
    // The server renders the bar before it knows of the call, so the link waits for the browser.
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));
    let link = Memo::new(move |_| {
        let (lead, name, open) =
            line.with(|call| call.blocks().then(|| (call.lead.clone(), call.lead_name.clone(), call.open)))??;
        let here = location.query.with(|query| query.get_str("item_id") == Some(lead.as_str()));
        let words = if open { format!("In a call: {name}") } else { format!("Not dispositioned: {name}") };
        (awake.get() && !here).then_some((lead, words))
    });
    move || {
        link.get().map(|(lead, words)| {
            view! { <A href=format!("/workspace?item_id={lead}") attr:class="chip chip-live">{words}</A> }
        })
    }
}
