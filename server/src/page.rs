//! The frame of the plain pages: forms and tables without the app, which work while the app may not.

pub(crate) mod form;
mod word;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use dialer::Role;
use leptos::prelude::*;

pub(crate) use word::Word;

/// The plain pages that the bar leads to: address, name, and who may open it at least.
const PLACES: [(&str, &str, Role); 4] = [
    ("/outbox", "Owed to Podio", Role::Agent),
    ("/compliance", "Compliance", Role::Supervisor),
    ("/evidence", "Evidence", Role::Supervisor),
    ("/account", "Account", Role::Agent),
];

/// A whole document. It is about now, and may name people: nothing keeps a copy.
pub(crate) fn answer(status: StatusCode, html: String) -> Response {
    let mut answer = (status, Html(html)).into_response();
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// A page of the product: the bar with `here` marked, and the content. Whoever reads a supervisors' page is one; of any
/// other nothing is known but that they work here.
pub(crate) fn inside(title: &str, here: &'static str, content: impl IntoView + 'static) -> String {
    let least = PLACES.into_iter().find(|(href, ..)| *href == here).map(|(.., least)| least);
    inside_for(least.unwrap_or_default(), title, here, content)
}

/// Such a page for somebody whose role is known. The bar leads nobody to where they are refused.
pub(crate) fn inside_for(
    role: Role,
    title: &str,
    here: &'static str,
    content: impl IntoView + 'static,
) -> String {
    let open = PLACES.into_iter().filter(|(.., least)| *least == Role::Agent || *least == role);
    let places = open.map(|(href, name, _)| {
        view! { <a href=href aria-current=(href == here).then_some("page")>{name}</a> }
    });
    let places = places.collect::<Vec<_>>();
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
pub(crate) fn refusal(sentence: &'static str) -> String {
    let content = view! {
        <h1>"Not for you"</h1>
        <p>{sentence}</p>
        <p><a href="/account">"Who you are here"</a></p>
    };
    inside("Not for you", "", content)
}

/// What somebody is told whose session ended before they sent a form.
pub(crate) fn signed_out() -> String {
    let content = view! {
        <h1>"Sign in again"</h1>
        <p role="alert">"Your session has ended, and what you sent was not done. Sign in, then send it again."</p>
        <p class="actions"><a class="button button-primary" href="/sign-in">"Sign in"</a></p>
    };
    outside("Sign in again", content)
}

/// What somebody is told whose session cannot be looked up: to load the page again, or that what they sent was not done.
pub(crate) fn unavailable(error: &dialer::Error, sent: bool) -> Response {
    tracing::error!(%error, "it is not known who asks for a page");
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
    let next = if sent {
        view! { <p>"What you sent was not done. Go back, and send it again in a moment."</p> }.into_any()
    } else {
        // An empty address is this one, query and all.
        view! { <p class="actions"><a class="button button-primary" href="">"Load it again"</a></p> }
            .into_any()
    };
    let sentence = if sent { error.sentence() } else { word::unread(error) };
    let content = view! {
        <h1>"Not just now"</h1>
        <p role="alert">{sentence}</p>
        {next}
    };
    answer(status, outside("Not just now", content))
}

/// What somebody is told whose page was given up.
pub(crate) fn overdue() -> Response {
    let content = view! {
        <h1>"This page took too long"</h1>
        <p role="alert">"It was given up. Nothing is lost, and nothing was done: load it again."</p>
        <p class="actions"><a class="button button-primary" href="">"Load it again"</a></p>
    };
    answer(StatusCode::SERVICE_UNAVAILABLE, outside("This page took too long", content))
}

/// An address that leads nowhere, for whoever has not signed in.
pub(crate) fn nowhere() -> Response {
    let content = view! {
        <h1>"There is no such page"</h1>
        <p><a href="/sign-in">"Sign in"</a></p>
    };
    answer(StatusCode::NOT_FOUND, outside("No such page", content))
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
