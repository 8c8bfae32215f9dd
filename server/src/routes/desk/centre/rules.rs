//! The rule pack in force.

use compliance::Rules;
use leptos::prelude::*;

use super::part;

pub(super) fn section(rules: &Rules) -> AnyView {
    let Some(about) = rules.about() else {
        let sentence = "No rule pack can be read: every call is refused.";
        return part("rules", "Rule pack", view! { <p class="bad">{sentence}</p> });
    };
    let until = about.effective_to.map_or("further notice".to_owned(), |last| last.to_string());
    let facts = [
        ("Pack", about.id.clone()),
        ("Version", about.version.clone()),
        ("In force", format!("from {} until {until}", about.effective_from)),
        ("Rules", rules.catalogue().len().to_string()),
        ("Reviewed by", about.reviewed_by.clone()),
        ("Reviewed on", about.reviewed_on.clone()),
    ];
    let facts = facts.map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> });
    part("rules", "Rule pack", view! { <dl class="record-facts">{facts}</dl> })
}
