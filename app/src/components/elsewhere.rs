//! The agent's call with another lead, which has to be finished first.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::erased::Erased;
use crate::live::Line;

/// The notice; empty when the agent owes nothing elsewhere.
#[component]
pub(crate) fn Elsewhere(lead: String) -> impl IntoView {
    let line = expect_context::<Line>();
    let other = Memo::new(move |_| {
        line.with(|call| {
            (call.lead != lead && call.blocks())
                .then(|| (call.lead.clone(), call.lead_name.clone(), call.open))
        })?
    });
    view! {
        <div role="status">
            {move || {
                other
                    .get()
                    .map(|(lead, name, open)| {
                        let words = if open {
                            format!("You are in a call with {name}. It has to end before the next call. ")
                        } else {
                            format!("Your call with {name} has no disposition yet. Save it before the next call. ")
                        };
                        let href = format!("/workspace?item_id={lead}");
                        view! { <p class="banner banner-warn">{words} <A href=href>"Go to " {name}</A></p> }
                    })
            }}
        </div>
    }
    .erased()
}
