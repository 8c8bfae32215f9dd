//! What else the CRM knows of the lead; nothing empty.

use leptos::prelude::*;

use crate::erased::Erased;
use crate::view::FactView;

/// Longer values get a line of their own: a column is about so many characters wide.
const LONG: usize = 30;
/// A word (an e-mail address, a link) of more characters than this would be broken in a narrow column.
const LONGEST_WORD: usize = 20;

/// The list of facts.
#[component]
pub(crate) fn LeadFacts(facts: Vec<FactView>) -> impl IntoView {
    let rows = facts
        .into_iter()
        .map(|FactView { label, text, href }| {
            let unbroken = text.split_whitespace().any(|word| word.chars().count() > LONGEST_WORD);
            let wide = unbroken || text.chars().count() > LONG || text.contains('\n');
            let value = match href {
                Some(href) => view! { <a href=href target="_blank" rel="noreferrer">{text}</a> }.erased(),
                None => text.erased(),
            };
            view! { <div class:wide=wide><dt>{label}</dt><dd>{value}</dd></div> }
        })
        .collect::<Vec<_>>();
    let none = rows.is_empty();
    view! {
        <section class="panel facts" aria-labelledby="facts-title">
            <h2 id="facts-title">"About this lead"</h2>
            {none.then(|| view! { <p class="empty">"Podio has nothing more on it."</p> })}
            <dl>{rows}</dl>
        </section>
    }
    .erased()
}
