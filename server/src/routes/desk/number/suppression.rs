//! The do-not-call list, and the two steps off it.

use leptos::prelude::*;

use super::Kept;
use super::action::Action;
use crate::routes::desk::{moment, name_of};

pub(super) fn section(kept: &Kept<'_>) -> AnyView {
    let content = match &kept.suppression {
        None => free(kept),
        Some(suppression) => {
            let by = match &suppression.agent {
                Some(agent) => format!("taken by {}", name_of(&kept.team, agent)),
                None => "from the person themselves".to_owned(),
            };
            let since = moment(suppression.at, kept.zone);
            view! {
                <p class="bad">
                    <strong>"On the do-not-call list"</strong>
                    {format!(" since {since}: {} ({by}). Nobody can call it, and no exception counts.", suppression.reason)}
                </p>
                {removal(kept)}
            }
            .into_any()
        }
    };
    view! { <section class="panel part" aria-labelledby="dnc-title"><h2 id="dnc-title">"Do not call"</h2>{content}</section> }
        .into_any()
}

fn free(kept: &Kept<'_>) -> AnyView {
    let form = asking(kept, "Put it on the do-not-call list");
    view! { <p>"Not on the do-not-call list."</p> {form} }.into_any()
}

/// The person's request, whether it is the first or comes between the two steps of a removal.
fn asking(kept: &Kept<'_>, button: &'static str) -> AnyView {
    let reason = kept.fields(Action::Suppress).line("text", "reason", "How they asked").view();
    kept.form(Action::Suppress, view! { {reason} <button class="button-hang-up">{button}</button> })
}

fn removal(kept: &Kept<'_>) -> AnyView {
    if let Some(request) = &kept.file.removal {
        let asked = format!(
            "{} asked on {} to take it off: {} Evidence: {}",
            request.asked_by,
            moment(request.asked_at, kept.zone),
            request.reason,
            request.evidence
        );
        let form = kept.form(
            Action::ConfirmRemoval,
            view! { <button class="button-hang-up">"Confirm: take it off the list"</button> },
        );
        return view! {
            <h3>"Second step: confirm the removal"</h3>
            <p>{asked}</p>
            {form}
            <p class="hint">"Whatever they say between the steps makes the first one void."</p>
            {asking(kept, "They asked again for no calls")}
        }
        .into_any();
    }
    let fields = kept.fields(Action::AskRemoval);
    let reason = fields.line("text", "reason", "Why").view();
    let evidence = fields.line("text", "evidence", "Where their new written request is").view();
    let form =
        kept.form(Action::AskRemoval, view! { {reason} {evidence} <button>"Ask for the removal"</button> });
    view! {
        <h3>"First step: ask for a removal"</h3>
        <p class="hint">"Only with the person's own new request in writing."</p>
        {form}
    }
    .into_any()
}
