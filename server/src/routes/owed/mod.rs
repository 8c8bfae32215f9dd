//! `/outbox`: what Podio is owed, since when and why, for whoever runs Twoleg. Plain pages and forms: they work while
//! everything else may not.

mod listed;
mod rows;

use axum::Form;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};
use dialer::{Error, Person, Role};
use domain::CallId;
use jiff::Timestamp;
use leptos::prelude::*;
use serde::Deserialize;

use self::listed::{call_of, owed_to_see};
use self::rows::Owed;
use super::State;
use crate::page::{self, Word};
use crate::people::{Asker, Desk};

/// Which entry.
#[derive(Deserialize)]
pub(super) struct Entry {
    id: String,
}

/// The list.
pub(super) async fn list(Extract(state): Extract<State>, asker: Asker) -> Response {
    show(&state, &asker, None).await
}

/// Sends one again at once. What went out between the page and the button, or is going out, needs nothing more: that
/// is said, and is no failure.
pub(super) async fn retry(
    Extract(state): Extract<State>,
    asker: Asker,
    Form(entry): Form<Entry>,
) -> Response {
    let done = match may_see(&state, &asker.0, call_of(&entry.id)).await {
        Ok(true) => state.dialer.retry_owed(Some(asker.agent()), &entry.id).await,
        // What is somebody else's is not there.
        Ok(false) => Err(Error::NothingOwed),
        Err(error) => Err(error),
    };
    match done {
        Err(overtaken @ (Error::NothingOwed | Error::BeingSent)) => {
            show(&state, &asker, Some(Word::done(overtaken.sentence()))).await
        }
        done => after(&state, &asker, done).await,
    }
}

/// Takes one off for good: a supervisor's decision.
pub(super) async fn take_off(
    Extract(state): Extract<State>,
    Desk(supervisor): Desk,
    asker: Asker,
    Form(entry): Form<Entry>,
) -> Response {
    let done = state.dialer.drop_owed(Some(supervisor.agent()), &entry.id).await;
    after(&state, &asker, done).await
}

async fn after(state: &State, asker: &Asker, done: Result<(), Error>) -> Response {
    match done {
        Ok(()) => Redirect::to("/outbox").into_response(),
        Err(error) => show(state, asker, Some(error.into())).await,
    }
}

/// An agent sees what is owed of their own calls, a supervisor everything.
async fn may_see(state: &State, person: &Person, call: Option<CallId>) -> Result<bool, Error> {
    if person.role == Role::Supervisor {
        return Ok(true);
    }
    let Some(call) = call else { return Ok(false) };
    let found = state.dialer.store().call(&call).await?;
    Ok(found.is_some_and(|found| found.value.facts.agent == person.agent.id))
}

async fn show(state: &State, asker: &Asker, word: Option<Word>) -> Response {
    let listed = owed_to_see(state, asker).await;
    let word = match &listed {
        Ok(_) => word,
        Err(error) => Some(Word::without(word, "What Podio is owed", error)),
    };
    let status = Word::status_of(word.as_ref());
    let title = Word::title(word.as_ref(), "Owed to Podio");
    // The outbox goes by the machine's clock, also where the sandbox's is set.
    let now = Timestamp::now();
    let listed = listed.ok();
    let role = asker.0.role;
    let may_drop = role == Role::Supervisor;
    let content = view! { <Owed listed word now may_drop/> };
    page::answer(status, page::inside_for(role, &title, "/outbox", content))
}
