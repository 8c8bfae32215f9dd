//! `/compliance/what-if`: what every rule would say of a call that nobody makes, for counsel to go through. The same
//! judgement as `twoleg what-if`.

mod answer;
mod question;

use axum::Form;
use axum::extract::State as Extract;
use axum::response::Response;
use compliance::what_if;
use dialer::{Drill, Supervisor};
use leptos::prelude::*;

use self::question::Asked;
use crate::drill::ask_lists;
use crate::page::form::Entered;
use crate::page::{self, Word};
use crate::people::Desk;
use crate::routes::State;

/// The question.
pub(super) async fn ask(Extract(state): Extract<State>, _: Desk) -> Response {
    show(&state, &Entered::default(), None, Vec::new())
}

/// The question again, and the answer.
pub(super) async fn answer(
    Extract(state): Extract<State>,
    Desk(supervisor): Desk,
    Form(entered): Form<Entered>,
) -> Response {
    match answers(&state, &supervisor, &entered).await {
        Ok(answers) => show(&state, &entered, None, answers),
        Err(word) => show(&state, &entered, Some(word), Vec::new()),
    }
}

/// The moment that a form asks about.
#[cfg(feature = "fuzzing")]
pub(crate) fn moment_of(entered: &Entered) -> Result<jiff::Timestamp, Word> {
    question::read(entered).map(|asked| match asked {
        Asked::Call(drill) => drill.question.at,
        Asked::Lead(_, at) => at,
    })
}

async fn answers(state: &State, supervisor: &Supervisor, entered: &Entered) -> Result<Vec<AnyView>, Word> {
    let drills = match question::read(entered)? {
        Asked::Call(drill) => vec![*drill],
        Asked::Lead(lead, at) => {
            let found = state.dialer.drills_of(supervisor, lead, at).await;
            found.map_err(|error| Word::unread(&error))?.1
        }
    };
    if drills.is_empty() {
        return Err(Word::wrong("The lead has no phone.").about("lead"));
    }
    let rules = state.dialer.rules();
    let zone = &state.dialer.settings().zone;
    let mut answers = Vec::with_capacity(drills.len());
    for mut drill in drills {
        // The sandbox's people have numbers of fiction; to the rules they are as real as there.
        drill.question.settings.fictional_numbers = state.dialer.settings().fictional_numbers;
        let asked = lists_on(state, &mut drill).await;
        let said = what_if(&drill.question, &rules);
        answers.push(answer::section(&drill, &said, &asked, &rules, zone));
    }
    Ok(answers)
}

async fn lists_on(state: &State, drill: &mut Drill) -> Vec<String> {
    let Ok(number) = &drill.number else { return Vec::new() };
    ask_lists(state.dialer.screening(), number, drill.property.as_ref(), &mut drill.question).await
}

fn show(state: &State, entered: &Entered, word: Option<Word>, answers: Vec<AnyView>) -> Response {
    let status = Word::status_of(word.as_ref());
    let title = Word::title(word.as_ref(), "What if?");
    let now = state.dialer.now().to_zoned(state.dialer.settings().zone.clone());
    let form = question::form(entered, word.as_ref(), &now);
    let content = view! {
        <h1>"What if?"</h1>
        {word.map(Word::view)}
        <p>
            "What every rule would say of a call. Nobody is called. What is not said here is supposed to be in order: the
            click, the agent, the caller ID, the registrations, no attempts so far and no consent on file. The lists that
            were imported are asked."
        </p>
        {form}
        {answers}
        <p><a href="/compliance">"Back to Compliance"</a></p>
    };
    page::answer(status, page::inside(&title, "/compliance", content))
}
