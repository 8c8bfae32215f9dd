//! Signing in and out. `/sign-in` says what happens, `/sign-in/podio` sends the browser to Podio, `/sign-in/return` takes
//! what Podio says, `/account` is where one signs out.

mod account;
mod returned;

use axum::extract::{Query, State as Extract};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;
use serde::Deserialize;
use url::Url;

use super::State;
use crate::http::doors::{Audience, Doors};
use crate::page;
use crate::people::Asker;
use crate::session::Next;

/// The doors.
pub(super) fn doors() -> Doors {
    Doors::new()
        .get(Audience::Anyone, "/sign-in", show)
        .get(Audience::Anyone, "/sign-in/podio", begin)
        .get(Audience::Anyone, dialer::SIGN_IN_RETURN, returned::take)
        .get(Audience::Anyone, "/sign-in/done", done)
        .get(Audience::Agent, "/account", account::show)
        .post(Audience::Agent, "/sign-out", account::sign_out)
}

/// Where to go afterwards.
#[derive(Deserialize)]
pub(super) struct Wish {
    #[serde(default)]
    next: String,
}

/// The page.
async fn show(asker: Option<Asker>, Query(wish): Query<Wish>) -> Response {
    let next = Next::read(&wish.next);
    let content = match asker {
        Some(asker) => view! {
            <p>"You are signed in as "<strong>{asker.0.agent.name}</strong>"."</p>
            <p class="actions">
                <a class="button button-primary" href=next.as_str().to_owned()>"Go on"</a>
                <a href="/account">"Your account, and signing out"</a>
            </p>
        }
        .into_any(),
        None => view! {
            <p>"Agents sign in with their own Podio account. Twoleg asks Podio who you are, and whether you can see the leads."</p>
            <p class="actions">
                <a class="button button-primary" href=begin_at(&next)>"Sign in with Podio"</a>
            </p>
        }
        .into_any(),
    };
    let content = view! { <h1>"Sign in"</h1>{content} };
    page::answer(StatusCode::OK, page::outside("Sign in", content))
}

/// The address at which a sign-in begins.
pub(super) fn begin_at(next: &Next) -> String {
    format!("/sign-in/podio?next={}", next.encoded())
}

/// To Podio's page. What comes back is good in this browser only.
async fn begin(Extract(state): Extract<State>, headers: HeaderMap, Query(wish): Query<Wish>) -> Response {
    let next = Next::read(&wish.next);
    let public = &state.dialer.settings().public_url;
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    // With the port that need not be named, it is the same place.
    let here = Url::parse(&format!("{}://{host}", public.scheme()));
    if !here.is_ok_and(|here| here.origin() == public.origin()) {
        // Podio sends the browser back to the public address: the cookie must be that one's.
        let there = public.join(&begin_at(&next)).map_or_else(|_| public.to_string(), String::from);
        return Redirect::to(&there).into_response();
    }
    let mut signing_in = state.sessions.signing_in(&headers);
    let there = state.dialer.sign_in_url(&signing_in.begin(next));
    let mut answer = Redirect::to(there.as_str()).into_response();
    let headers = answer.headers_mut();
    if let Some(cookie) = state.sessions.keep(&signing_in) {
        headers.append(header::SET_COOKIE, cookie);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// Where a sign-in ends that was begun from an open page: that page goes on by itself.
async fn done() -> Response {
    let content = view! {
        <h1>"You are signed in"</h1>
        <p>"Close this window: the page that you came from goes on where it was."</p>
    };
    page::answer(StatusCode::OK, page::outside("Signed in", content))
}
