//! Exceptions to a rule for this number.

use compliance::{Override, OverrideClass, Rules};
use leptos::prelude::*;

use super::Kept;
use super::action::Action;
use crate::page::form::hidden;
use crate::routes::desk::moment;

pub(super) fn section(kept: &Kept<'_>, rules: &Rules) -> AnyView {
    let rows: Vec<_> = kept.file.overrides.iter().rev().map(|one| row(one, kept, rules)).collect();
    let nothing = rows.is_empty().then(|| view! { <p class="empty">"None so far."</p> });
    let liftable = rules.catalogue().iter().filter(|rule| rule.override_class == OverrideClass::Admin);
    let liftable = liftable.map(|rule| (rule.id.to_string(), format!("{}: {}", rule.id, rule.title)));
    let fields = kept.fields(Action::Override);
    let second = fields.line("text", "second", "Second person who agreed");
    let second = if rules.parameters().dual_control {
        second.hint("Your rules ask for somebody else than you")
    } else {
        second.optional()
    };
    let add = view! {
        {fields.choice("rule", "Rule", "", liftable)}
        {fields.line("text", "reason", "Why").view()}
        {fields.line("text", "evidence", "Where the evidence is").view()}
        {fields.line("date", "until", "Last day").hint("At most 90 days from now; some rules end it sooner").view()}
        {second.view()}
        <button class="button-primary">"Make the exception"</button>
    };
    view! {
        <section class="panel part" aria-labelledby="overrides-title">
            <h2 id="overrides-title">"Exceptions"</h2>
            {nothing}
            <ul class="records">{rows}</ul>
            {kept.form(Action::Override, add)}
        </section>
    }
    .into_any()
}

fn row(one: &Override, kept: &Kept<'_>, rules: &Rules) -> AnyView {
    let in_force = one.expires_at > kept.now;
    let until = moment(one.expires_at, kept.zone);
    // The rules may have changed since it was made.
    let lifts = rules.override_class(one.rule) == OverrideClass::Admin;
    let state = match (in_force, lifts) {
        (true, true) => format!("In force until {until}."),
        (true, false) => "Without effect: nobody may lift this rule any more.".to_owned(),
        (false, _) => format!("Over since {until}."),
    };
    let second = one.second_person.as_ref().map(|name| format!(" with {name}")).unwrap_or_default();
    let words = format!("{}: {} By {}{second}.", one.rule, one.reason, one.made_by);
    let end = in_force.then(|| {
        let label = format!("End it now: {}, in force until {until}", one.rule);
        let button =
            view! { {hidden("rule", one.rule.as_str())} <button aria-label=label>"End it now"</button> };
        kept.form(Action::EndOverride, button)
    });
    view! {
        <li>
            <p>{words}" "<span class="hint">"Evidence: "{one.evidence.clone()}</span>" "<span class="tag">{state}</span></p>
            {end}
        </li>
    }
    .into_any()
}
