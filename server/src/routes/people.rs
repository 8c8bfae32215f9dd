//! `/people`: who the sandbox's visitor is. There is no such page in live mode.

use axum::Form;
use axum::extract::State as Extract;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use dialer::{Person, Role};
use leptos::prelude::*;
use serde::Deserialize;

use super::State;
use crate::page;
use crate::people::{Asker, PICKED};

/// Whom.
#[derive(Deserialize)]
pub(super) struct Pick {
    id: String,
}

/// The list.
pub(super) async fn list(Extract(state): Extract<State>, asker: Asker) -> Response {
    let now = asker.agent().id.clone();
    let people = state.people.all().iter().cloned().map(|person| {
        let is_you = person.agent.id == now;
        view! { <Row person is_you/> }
    });
    let people = people.collect::<Vec<_>>();
    let content = view! {
        <h1>"Who are you?"</h1>
        <p>"In this sandbox you can be anybody. Each browser keeps its own choice."</p>
        <ul class="owed">{people}</ul>
    };
    page::answer(StatusCode::OK, page::inside("Who are you?", "/people", content))
}

/// Keeps the choice in a cookie of this browser's session.
pub(super) async fn pick(Extract(state): Extract<State>, Form(pick): Form<Pick>) -> Response {
    let Some(person) = state.people.all().iter().find(|person| person.agent.id.as_str() == pick.id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let cookie = format!("{PICKED}={}; Path=/; HttpOnly; SameSite=Lax", person.agent.id);
    let mut answer = Redirect::to("/").into_response();
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        answer.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    answer
}

#[component]
fn Row(person: Person, is_you: bool) -> impl IntoView {
    let role = match person.role {
        Role::Agent => "Agent",
        Role::Supervisor => "Supervisor",
    };
    let name = person.agent.name.clone();
    view! {
        <li class="panel">
            <p><strong>{person.agent.name}</strong>", "{role}</p>
            {if is_you {
                view! { <p class="hint">"This is you."</p> }.into_any()
            } else {
                view! {
                    <form method="post" action="/people">
                        <input type="hidden" name="id" value=person.agent.id.to_string()/>
                        <button class="button-primary">{format!("Be {name}")}</button>
                    </form>
                }
                .into_any()
            }}
        </li>
    }
}
