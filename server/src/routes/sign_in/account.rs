//! `/account`: who one is, and the way out.

use axum::Form;
use axum::extract::State as Extract;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use dialer::Role;
use leptos::prelude::*;
use serde::Deserialize;

use super::State;
use crate::page;
use crate::people::{Asker, Signed};

/// The page.
pub(super) async fn show(asker: Asker) -> Response {
    let (name, role) = (asker.0.agent.name, asker.0.role);
    let may = match role {
        Role::Agent => "You are an agent: you call, and see your own calls and recordings.",
        Role::Supervisor => {
            "You are a supervisor: you see the team's calls and recordings, and keep the lists and exceptions."
        }
    };
    let content = view! {
        <h1>"Your account"</h1>
        <section class="panel part" aria-label="Who you are">
            <p>"Signed in with Podio as "<strong>{name}</strong>". "{may}</p>
            <p class="hint">{format!("Your id in the call log: {}", asker.0.agent.id)}</p>
        </section>
        <section class="panel part" aria-label="Sign out">
            <form method="post" action="/sign-out">
                <button class="button-primary">"Sign out"</button>
            </form>
            <form method="post" action="/sign-out">
                <input type="hidden" name="everywhere" value="yes"/>
                <p>"A lost laptop, a browser that you forgot: this ends your sessions in all browsers."</p>
                <button>"Sign out everywhere"</button>
            </form>
            <p class="hint">"A call in another tab goes on. Leaving the workspace's own tab ends its call."</p>
        </section>
    };
    page::answer(StatusCode::OK, page::inside_for(role, "Your account", "/account", content))
}

/// Which sessions.
#[derive(Deserialize)]
pub(super) struct Leave {
    #[serde(default)]
    everywhere: String,
}

/// Ends this session, or all of this person's.
pub(super) async fn sign_out(
    Extract(state): Extract<State>,
    Signed(session): Signed,
    Form(leave): Form<Leave>,
) -> Response {
    let agent = &session.person.agent;
    let done = match leave.everywhere.as_str() {
        "yes" => state.sessions.end_all(agent, &agent.id).await,
        _ => state.sessions.end(&session).await,
    };
    match done {
        Ok(forget) => {
            let mut answer = Redirect::to("/sign-in").into_response();
            if let Some(forget) = forget {
                answer.headers_mut().append(header::SET_COOKIE, forget);
            }
            // What this site has kept in the browser's cache may name people.
            answer.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\""));
            answer
        }
        // This browser can forget by itself; that a copy of its cookie is worth nothing has to be written down.
        Err(error) => {
            tracing::error!(%error, "a session could not be ended");
            let content = view! {
                <h1>"Signed out in this browser only"</h1>
                <p role="alert">
                    "Your sessions could not be ended everywhere just now. Sign in and sign out again, or ask a supervisor to end them."
                </p>
                <p class="actions"><a class="button button-primary" href="/sign-in">"Sign in"</a></p>
            };
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
            let mut answer = page::answer(status, page::outside("Signed out in this browser only", content));
            if let Some(forget) = state.sessions.forget() {
                answer.headers_mut().append(header::SET_COOKIE, forget);
            }
            answer
        }
    }
}
