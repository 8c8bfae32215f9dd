//! `/outbox`: what Podio is owed, since when and why, for whoever runs Twoleg. Plain pages and forms: they work while
//! everything else may not.

use std::collections::BTreeMap;

use axum::Form;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use dialer::Error;
use domain::{CallId, CallRecord};
use jiff::{SignedDuration, Timestamp};
use leptos::prelude::*;
use serde::Deserialize;
use store::{OutboxRow, OutboxState};

use super::State;
use crate::page::{self, Word};
use crate::people::Asker;

/// The longest list that is shown; the command line shows all.
const MOST: usize = 200;

/// Which entry.
#[derive(Deserialize)]
pub(super) struct Entry {
    id: String,
}

/// The list.
pub(super) async fn list(Extract(state): Extract<State>) -> Response {
    show(&state, None).await
}

/// Sends one again at once. What went out between the page and the button, or is going out, needs nothing more: that
/// is said, and is no failure.
pub(super) async fn retry(
    Extract(state): Extract<State>,
    asker: Asker,
    Form(entry): Form<Entry>,
) -> Response {
    match state.dialer.retry_owed(Some(asker.agent()), &entry.id).await {
        Err(overtaken @ (Error::NothingOwed | Error::BeingSent)) => {
            show(&state, Some(Word::done(overtaken.sentence()))).await
        }
        done => after(&state, done).await,
    }
}

/// Takes one off for good.
pub(super) async fn take_off(
    Extract(state): Extract<State>,
    asker: Asker,
    Form(entry): Form<Entry>,
) -> Response {
    let done = state.dialer.drop_owed(Some(asker.agent()), &entry.id).await;
    after(&state, done).await
}

async fn after(state: &State, done: Result<(), Error>) -> Response {
    match done {
        Ok(()) => Redirect::to("/outbox").into_response(),
        Err(error) => show(state, Some(error.into())).await,
    }
}

async fn show(state: &State, word: Option<Word>) -> Response {
    let listed = state.dialer.owed().await;
    let word = word.or_else(|| {
        let sentence = listed.as_ref().err()?.sentence();
        Some(Word { status: StatusCode::SERVICE_UNAVAILABLE, sentence })
    });
    let status = Word::status_of(word.as_ref());
    let calls = match &listed {
        Ok(rows) => calls_of(state, rows).await,
        Err(_) => BTreeMap::new(),
    };
    // The outbox goes by the machine's clock, also where the sandbox's is set.
    let now = Timestamp::now();
    let rows = listed.unwrap_or_default();
    page::answer(status, page::inside("Owed to Podio", "/outbox", view! { <Owed rows calls word now/> }))
}

/// The calls that the entries are about, for their leads' names.
async fn calls_of(state: &State, rows: &[OutboxRow]) -> BTreeMap<CallId, CallRecord> {
    let mut calls = BTreeMap::new();
    for call in rows.iter().take(MOST).filter_map(call_of) {
        if !calls.contains_key(&call)
            && let Ok(Some(found)) = state.dialer.store().call(&call).await
        {
            calls.insert(call, found.value);
        }
    }
    calls
}

/// An entry's id begins with its call's.
fn call_of(row: &OutboxRow) -> Option<CallId> {
    row.entry.id.split(':').next()?.parse().ok()
}

#[component]
fn Owed(
    rows: Vec<OutboxRow>,
    calls: BTreeMap<CallId, CallRecord>,
    word: Option<Word>,
    now: Timestamp,
) -> impl IntoView {
    let more = rows.len().saturating_sub(MOST);
    let dead = rows.iter().filter(|row| row.state == OutboxState::Dead).count();
    let summary = match (rows.len(), dead) {
        (0, _) => "Nothing is owed: Podio has everything.".to_owned(),
        (all, 0) => format!("{all} to send. Twoleg goes on trying by itself."),
        (all, dead) => format!("{all} in all; {dead} given up, which need you."),
    };
    let word = word.map(Word::view);
    let entries = rows
        .into_iter()
        .take(MOST)
        .map(|row| {
            let call = call_of(&row).and_then(|call| calls.get(&call)).cloned();
            view! { <Row row call now/> }
        })
        .collect::<Vec<_>>();
    view! {
            <h1>"Owed to Podio"</h1>
            {word}
            <p data-testid="owed-summary">{summary}</p>
            <ul class="owed">{entries}</ul>
            {(more > 0).then(|| view! { <p class="hint">{format!("And {more} more.")}</p> })}
    }
}

#[component]
fn Row(row: OutboxRow, call: Option<CallRecord>, now: Timestamp) -> impl IntoView {
    let what = match row.entry.kind.as_str() {
        "activity" => "Call Activity",
        "task" => "Follow-up task",
        _ => "Entry",
    };
    let state = match &row.state {
        OutboxState::Dead => "Given up.".to_owned(),
        OutboxState::Leased { .. } => "Being sent now.".to_owned(),
        OutboxState::Waiting if row.entry.due_at <= now => "Due now.".to_owned(),
        OutboxState::Waiting => format!("Next attempt in {}.", span(row.entry.due_at.duration_since(now))),
    };
    let attempts = match row.attempts {
        0 => "not tried yet".to_owned(),
        1 => "tried once".to_owned(),
        more => format!("tried {more} times"),
    };
    let since = format!("Owed for {}, {attempts}. {state}", span(now.duration_since(row.owed_since)));
    let lead = call.map(|call| {
        let href = format!("/workspace?item_id={}", call.facts.lead);
        view! { <a href=href>{call.facts.lead_name}</a> }
    });
    let free = !matches!(row.state, OutboxState::Leased { .. });
    let id = row.entry.id;
    let buttons = free.then(|| {
        view! {
            <div class="owed-actions">
                <form method="post" action="/outbox/retry">
                    <input type="hidden" name="id" value=id.clone()/>
                    <button class="button-primary">"Send again now"</button>
                </form>
                <details>
                    <summary>"Take off\u{2026}"</summary>
                    <form method="post" action="/outbox/drop">
                        <input type="hidden" name="id" value=id/>
                        <button class="button-hang-up">"Take off for good: Podio will not get it"</button>
                    </form>
                </details>
            </div>
        }
    });
    view! {
        <li class="panel">
            <p><strong>{what}</strong>" "{lead}</p>
            <p class="hint">{since}</p>
            {row.last_error.map(|why| view! { <p class="field-error">{why}</p> })}
            {buttons}
        </li>
    }
}

/// A span of time in its largest unit, as people say it.
fn span(span: SignedDuration) -> String {
    let seconds = span.as_secs().max(0);
    let (count, unit) = match seconds {
        0..60 => (seconds, "second"),
        60..3_600 => (seconds / 60, "minute"),
        3_600..172_800 => (seconds / 3_600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_said_in_their_largest_unit() {
        let said = |seconds| span(SignedDuration::from_secs(seconds));
        assert_eq!(said(-3), "0 seconds");
        assert_eq!(said(1), "1 second");
        assert_eq!(said(119), "1 minute");
        assert_eq!(said(7_300), "2 hours");
        assert_eq!(said(172_800), "2 days");
    }
}
