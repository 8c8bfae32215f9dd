//! `/compliance`: alarms, lists, rules, refusals, exceptions, the team and the organisation at a glance.

mod alarms;
mod blocked;
mod exceptions;
mod lists;
mod organisation;
mod rules;
mod team;

use axum::extract::{Query, State as Extract};
use axum::http::HeaderMap;
use axum::response::Response;
use dialer::Supervisor;
use leptos::prelude::*;

use super::deed::{self, DeskForm};
use crate::page::form::{Entered, Refused};
use crate::page::{self, Word};
use crate::people::Desk;
use crate::routes::State;

/// What the page says of a form that was sent.
#[derive(Clone, Copy)]
struct Said<'a> {
    /// The form comes back as it was refused.
    refused: Option<&'a Refused>,
    /// The form is done.
    done: Option<&'static DeskForm>,
}

impl Said<'_> {
    /// That something was done, in the part of the page to which the browser has gone.
    fn within(self, part: &str) -> Option<AnyView> {
        let form = self.done.filter(|form| form.part == part)?;
        Some(Word::done(form.done).view())
    }
}

/// The page, also after something was done.
pub(super) async fn show(
    Extract(state): Extract<State>,
    Desk(supervisor): Desk,
    Query(asked): Query<Entered>,
    headers: HeaderMap,
) -> Response {
    // An address alone says nothing: anybody could send a supervisor one that reports what was never done.
    let done = is_led_here(&headers).then(|| deed::named(asked.text("done"))).flatten();
    let said = Said { refused: None, done };
    answer(&state, &supervisor, None, said).await
}

/// Whether the browser says that a page of ours led here: a form's answer does.
fn is_led_here(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin")
}

/// The page with a word above it, and a form as it was refused.
pub(super) async fn refuse(
    state: &State,
    supervisor: &Supervisor,
    word: Word,
    refused: &Refused,
) -> Response {
    answer(state, supervisor, Some(word), Said { refused: Some(refused), done: None }).await
}

async fn answer(state: &State, supervisor: &Supervisor, word: Option<Word>, said: Said<'_>) -> Response {
    let parts = async {
        let alarms = alarms::section(state, supervisor, said).await?;
        Ok::<_, dialer::Error>((alarms, sections(state, supervisor, said).await?))
    };
    let (alarms, content, word) = match parts.await {
        Ok((alarms, sections)) => (Some(alarms), Some(sections), word),
        Err(error) => {
            let word = word.or_else(|| said.done.map(|form| Word::done(form.done)));
            (None, None, Some(Word::without(word, "The rest of this page", &error)))
        }
    };
    let status = Word::status_of(word.as_ref());
    let title = Word::title(word.as_ref(), "Compliance");
    let word = word.map(Word::view);
    let content = view! {
        <h1>"Compliance"</h1>
        {word}
        {alarms}
        <p>
            "Twoleg refuses what its rules forbid. That it lets a call through does not make the call lawful: that stays
            your judgement and your lawyer's."
        </p>
        <ul class="desk-links">
            <li><a href="/compliance/number">"A number: do-not-call, consents, exceptions, recordings"</a></li>
            <li><a href="/compliance/what-if">"What if: every rule, at any time and place"</a></li>
            <li><a href="/evidence">"Evidence about a number"</a></li>
            <li><a href="/do-not-call-policy">"The public do-not-call policy"</a></li>
            <li><a href="/opt-out">"The public opt-out form"</a></li>
        </ul>
        {content}
        <p class="hint">
            "The whole audit log: " <code>"twoleg audit export"</code> " on the server's machine, as JSON Lines or CSV."
        </p>
    };
    page::answer(status, page::inside(&title, "/compliance", content))
}

async fn sections(
    state: &State,
    supervisor: &Supervisor,
    said: Said<'_>,
) -> Result<Vec<AnyView>, dialer::Error> {
    let rules = state.dialer.rules();
    Ok(vec![
        lists::section(state, &rules).await,
        rules::section(&rules),
        blocked::section(state, supervisor).await?,
        exceptions::section(state).await?,
        team::section(state, supervisor, &rules, said).await?,
        organisation::section(state, supervisor, said).await?,
    ])
}

/// A part of the page under its own heading.
fn part(id: &'static str, title: &'static str, content: impl IntoView + 'static) -> AnyView {
    let heading = format!("{id}-title");
    let named = heading.clone();
    view! {
        <section class="panel part" id=id aria-labelledby=heading>
            <h2 id=named>{title}</h2>
            {content.into_any()}
        </section>
    }
    .into_any()
}
