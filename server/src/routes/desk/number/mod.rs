//! `/compliance/number`: what is kept on a number, and what a supervisor may change of it. The number is in the body of
//! each POST, and every answer is the page itself.

mod action;
mod consents;
mod exceptions;
mod recordings;
mod suppression;

use axum::Form;
use axum::extract::{Path, State as Extract};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use dialer::{Accounts, Error, NumberFile, Person, Supervisor};
use domain::{CallRecord, E164};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use leptos::prelude::*;
use store::Suppression;

use self::action::Action;
use crate::page::form::{Entered, Fields, Refused, hidden};
use crate::page::{self, Word};
use crate::people::Desk;
use crate::routes::State;
use crate::typed;

/// The field that holds the number.
const NUMBER: &str = "number";

/// Asks for a number.
pub(super) async fn ask(_: Desk) -> Response {
    asking(None, Entered::default())
}

/// What is kept on it.
pub(super) async fn look(
    Extract(state): Extract<State>,
    Desk(supervisor): Desk,
    Form(entered): Form<Entered>,
) -> Response {
    match entered.read(NUMBER, "The number", typed::number) {
        Ok(number) => show(&state, &supervisor, &number, None, None).await,
        Err(word) => asking(Some(word), entered),
    }
}

/// Changes something, and shows what is kept then.
pub(super) async fn act(
    Extract(state): Extract<State>,
    Desk(supervisor): Desk,
    Path(action): Path<String>,
    Form(entered): Form<Entered>,
) -> Response {
    let Some(action) = Action::named(&action) else { return StatusCode::NOT_FOUND.into_response() };
    let number = match entered.read(NUMBER, "The number", typed::number) {
        Ok(number) => number,
        Err(word) => return asking(Some(word), entered),
    };
    match action.carry_out(&state, &supervisor, &number, &entered).await {
        Ok(sentence) => show(&state, &supervisor, &number, Some(Word::done(sentence)), None).await,
        Err(word) => {
            let word = entered.blamed(word, action.words());
            let refused = Refused::of(action.name(), entered, &word);
            show(&state, &supervisor, &number, Some(word), Some(refused)).await
        }
    }
}

fn asking(word: Option<Word>, typed: Entered) -> Response {
    let status = Word::status_of(word.as_ref());
    let title = Word::title(word.as_ref(), "A number");
    let number = Fields::with("number", typed, word.as_ref()).line("tel", NUMBER, "Number").view();
    let content = view! {
        <h1>"A number"</h1>
        {word.map(Word::view)}
        <form method="post" action="/compliance/number" class="fields panel">
            {number}
            <button class="button-primary">"Show what is kept on it"</button>
        </form>
        <p><a href="/compliance">"Back to Compliance"</a></p>
    };
    page::answer(status, page::inside(&title, "/compliance", content))
}

/// What is kept on a number, and what its sections need to say it.
struct Kept<'a> {
    number: &'a E164,
    suppression: Option<Suppression>,
    file: NumberFile,
    /// Calls of which something was recorded, the newest first.
    recorded: Vec<CallRecord>,
    /// Where the recordings are.
    accounts: Accounts,
    team: Vec<Person>,
    now: Timestamp,
    zone: &'a TimeZone,
    refused: Option<&'a Refused>,
}

impl Kept<'_> {
    /// The fields of one of the forms.
    fn fields(&self, action: Action) -> Fields {
        Fields::of(action.name(), self.refused)
    }

    /// A form that does something with this number.
    fn form(&self, action: Action, content: impl IntoView + 'static) -> AnyView {
        let address = format!("/compliance/number/{}", action.name());
        view! {
            <form method="post" action=address class="fields">
                {hidden(NUMBER, self.number.as_str())}
                {content.into_any()}
            </form>
        }
        .into_any()
    }
}

async fn show(
    state: &State,
    supervisor: &Supervisor,
    number: &E164,
    word: Option<Word>,
    refused: Option<Refused>,
) -> Response {
    let found = read(state, supervisor, number).await;
    let (content, word) = match found {
        Err(error) => (None, Some(Word::without(word, "What is kept on it", &error))),
        Ok(found) => {
            let settings = state.dialer.settings();
            let kept = Kept {
                number,
                suppression: found.suppression,
                file: found.file,
                recorded: found.recorded,
                accounts: found.accounts,
                team: found.team,
                now: state.dialer.now(),
                zone: &settings.zone,
                refused: refused.as_ref(),
            };
            let rules = state.dialer.rules();
            let sections = vec![
                suppression::section(&kept),
                consents::section(&kept),
                exceptions::section(&kept, &rules),
                consents::line(&kept),
                recordings::section(&kept, settings),
            ];
            (Some(sections), word)
        }
    };
    let status = Word::status_of(word.as_ref());
    let title = Word::title(word.as_ref(), "A number");
    let content = view! {
        <h1 class="number">{number.national()}</h1>
        {word.map(Word::view)}
        {content}
        <p><a href="/compliance/number">"Another number"</a>" "<a href="/compliance">"Back to Compliance"</a></p>
    };
    page::answer(status, page::inside(&title, "/compliance", content))
}

/// What the store has on a number.
struct Found {
    suppression: Option<Suppression>,
    file: NumberFile,
    recorded: Vec<CallRecord>,
    accounts: Accounts,
    team: Vec<Person>,
}

async fn read(state: &State, supervisor: &Supervisor, number: &E164) -> Result<Found, Error> {
    let dialer = &state.dialer;
    Ok(Found {
        suppression: dialer.suppression(number).await?,
        file: dialer.number_file(supervisor, number).await?,
        recorded: dialer.recorded_calls(supervisor, number).await?,
        accounts: dialer.accounts(&state.account_sid).await?,
        team: dialer.team(supervisor).await?,
    })
}
