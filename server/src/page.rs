//! The frame of the plain pages: forms and tables without the app, which work while the app may not.

pub(crate) mod form;
mod word;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use leptos::prelude::*;

pub(crate) use word::Word;

/// The plain pages that the bar leads to: address and name. Supervisors' are last.
const PLACES: [(&str, &str); 3] =
    [("/outbox", "Owed to Podio"), ("/compliance", "Compliance"), ("/evidence", "Evidence")];

/// A whole document. It is about now, and may name people: nothing keeps a copy.
pub(crate) fn answer(status: StatusCode, html: String) -> Response {
    let mut answer = (status, Html(html)).into_response();
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// A page of the product: the bar with `here` marked, and the content.
pub(crate) fn inside(title: &str, here: &'static str, content: impl IntoView + 'static) -> String {
    let places = PLACES.map(|(href, name)| {
        view! { <a href=href aria-current=(href == here).then_some("page")>{name}</a> }
    });
    let body = view! {
        <a class="skip" href="#main">"Skip to the content"</a>
        <header class="topbar">
            <a href="/" class="brand">"Twoleg"</a>
            <nav aria-label="Main">
                <a href="/">"Leads"</a>
                {places}
            </nav>
        </header>
        <main id="main" class="page">{content.into_any()}</main>
    };
    document(title, &body.to_html())
}

/// A page for the public, who have no business inside.
pub(crate) fn outside(title: &str, content: impl IntoView + 'static) -> String {
    let body = view! { <main id="main" class="page page-public">{content.into_any()}</main> };
    document(title, &body.to_html())
}

/// Why a page is not for whoever asks for it.
pub(crate) fn refusal(sentence: &'static str, may_pick: bool) -> String {
    let pick = may_pick.then(|| view! { <p><a href="/people">"Who are you?"</a></p> });
    inside("Not for you", "", view! { <h1>"Not for you"</h1><p>{sentence}</p>{pick} })
}

fn document(title: &str, body: &str) -> String {
    let title = leptos::html::title().child(format!("{title} - Twoleg")).to_html();
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\">{title}\
         <link rel=\"stylesheet\" href=\"/pkg/twoleg.css\"><link rel=\"icon\" href=\"/favicon.svg\"></head>\
         <body>{body}</body></html>"
    )
}
