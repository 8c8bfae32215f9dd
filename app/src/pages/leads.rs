//! The leads to work. The filter works while one types, and without JavaScript as a form.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_query_map};

use super::problem::ProblemPage;
use crate::erased::Erased;
use crate::json::resource;
use crate::live::Line;
use crate::server_fns::leads;
use crate::session::Session;
use crate::view::LeadRowView;

/// With scripts on, a browser keeps this as text: hydration must not look for elements in it.
const SEARCH_BUTTON: &str = r#"<button type="submit">Search</button>"#;

/// The list of leads.
#[component]
pub(crate) fn LeadsPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let rows = resource(move || session.renewals.get(), move |_| async move { session.heed(leads().await) });
    let line = expect_context::<Line>();
    // Effects run in the browser only.
    Effect::new(move |_| line.find());
    view! {
        <Title text="Leads"/>
        <Suspense fallback=|| view! { <p class="loading" role="status">"Reading the leads from Podio…"</p> }>
            {move || Suspend::new(async move {
                match rows.await {
                    Ok(rows) => view! { <Leads rows/> }.erased(),
                    Err(problem) => view! { <ProblemPage problem/> }.erased(),
                }
            })}
        </Suspense>
    }
    .erased()
}

/// The filter and the table.
#[component]
fn Leads(rows: Vec<LeadRowView>) -> impl IntoView {
    let query = use_query_map();
    let navigate = use_navigate();
    let text = Memo::new(move |_| query.with(|query| query.get("q").unwrap_or_default()));
    let total = rows.len();
    let found = Memo::new(move |_| {
        let text = text.get();
        rows.iter().filter(|row| row.matches(&text)).cloned().collect::<Vec<_>>()
    });
    let count = move || match (found.with(Vec::len), total) {
        (_, 0) => "Podio has no leads yet.".to_owned(),
        (found, total) if found == total => format!("{total} leads"),
        (found, total) => format!("{found} of {total} leads"),
    };
    let search = move |typed: String| {
        // The address carries the filter: a reload, a bookmark and the way back keep it.
        let to = if typed.is_empty() { "/".to_owned() } else { format!("/?q={}", encoded(&typed)) };
        navigate(&to, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
    };
    view! {
        <div class="page">
            <header class="page-head">
                <h1>"Leads"</h1>
                <form method="get" action="/" role="search" on:submit=|event| event.prevent_default()>
                    <label class="visually-hidden" for="q">"Search leads"</label>
                    <input
                        id="q"
                        name="q"
                        type="search"
                        autocomplete="off"
                        placeholder="Name, place or kind of lead"
                        value=text.get_untracked()
                        on:input:target=move |event| search(event.target().value())
                    />
                    <noscript inner_html=SEARCH_BUTTON/>
                </form>
                <p class="hint" role="status">{count}</p>
            </header>
            <table class="leads">
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col">"Kind"</th>
                        <th scope="col">"Property"</th>
                        <th scope="col">"Phones"</th>
                        <th scope="col">"Last call"</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || found.get() key=|row| row.id.clone() let:row>
                        <LeadRow row/>
                    </For>
                </tbody>
            </table>
            <Show when=move || found.with(Vec::is_empty) && total != 0>
                <p class="empty">"No lead matches. Every word has to occur in the name, the place or the kind."</p>
            </Show>
        </div>
    }
    .erased()
}

/// One lead.
#[component]
fn LeadRow(row: LeadRowView) -> impl IntoView {
    view! {
        <tr>
            <th scope="row"><A href=format!("/workspace?item_id={}", row.id)>{row.name}</A></th>
            <td>{row.lead_type.map(|kind| view! { <span class="tag">{kind}</span> })}</td>
            <td>{row.place}</td>
            <td>{row.phones}</td>
            <td>
                {match row.last_call {
                    Some((at, how)) => view! { {how} " " <span class="hint">{at}</span> }.erased(),
                    None => view! { <span class="hint">"Never"</span> }.erased(),
                }}
            </td>
        </tr>
    }
    .erased()
}

/// Text as part of a query.
fn encoded(text: &str) -> String {
    String::from(js_sys::encode_uri_component(text))
}
