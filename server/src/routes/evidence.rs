//! `/evidence`: the evidence pack of a number, for a supervisor. The number is typed into a form and stays out of every
//! URL, log and cache.

use ::evidence::{Attachment, Error, MadeBy, Sealed, Via, make, render, style_hash};
use axum::extract::State as Extract;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::{Extension, Form};
use domain::E164;
use jiff::Timestamp;
use leptos::prelude::*;
use serde::Deserialize;

use super::State;
use crate::http::headers::Page;
use crate::page;
use crate::people::Desk;

/// Neither browsers nor proxies are to keep what these pages say.
const NO_STORE: (HeaderName, &str) = (header::CACHE_CONTROL, "no-store");

/// What was typed, and which button was pressed.
#[derive(Deserialize)]
pub(super) struct Asked {
    number: String,
    #[serde(default)]
    form: Shape,
}

#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Shape {
    #[default]
    Document,
    Json,
}

/// Asks for the number.
pub(super) async fn form(_: Desk) -> Response {
    ask(StatusCode::OK, String::new(), None)
}

/// Makes the pack. The audit log says who had it made.
pub(super) async fn pack(
    Extract(state): Extract<State>,
    Desk(supervisor): Desk,
    Form(asked): Form<Asked>,
) -> Response {
    let number = match asked.number.parse::<E164>() {
        Ok(number) => number,
        Err(error) => {
            let sentence = format!("This is not a number to look up: {error}.");
            return ask(StatusCode::UNPROCESSABLE_ENTITY, asked.number, Some(sentence));
        }
    };
    let made_by = MadeBy { agent: Some(supervisor.agent().id.clone()), via: Via::Page };
    // The audit log goes by the machine's clock, also where the sandbox's is set.
    match make(&**state.dialer.store(), &number, made_by, Timestamp::now()).await {
        Ok(sealed) => answer(&sealed, asked.form),
        Err(error) => {
            let status = match &error {
                Error::NothingOnRecord(_) => StatusCode::NOT_FOUND,
                Error::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
                Error::Json => StatusCode::INTERNAL_SERVER_ERROR,
            };
            if status.is_server_error() {
                tracing::error!(error = %error, "an evidence pack could not be made");
            }
            ask(status, asked.number, Some(error.to_string()))
        }
    }
}

fn answer(sealed: &Sealed, shape: Shape) -> Response {
    match shape {
        Shape::Document => {
            let document = Html(render(sealed, Attachment::Inline));
            ([NO_STORE], Extension(Page::Document(style_hash())), document).into_response()
        }
        Shape::Json => {
            let saved_as = format!("attachment; filename=\"{}.json\"", sealed.file_stem());
            let headers = [
                NO_STORE,
                (header::CONTENT_TYPE, "application/json"),
                (header::CONTENT_DISPOSITION, saved_as.as_str()),
            ];
            (headers, sealed.json().to_owned()).into_response()
        }
    }
}

fn ask(status: StatusCode, number: String, word: Option<String>) -> Response {
    page::answer(status, page::inside("Evidence", "/evidence", view! { <Ask number word/> }))
}

#[component]
fn Ask(number: String, word: Option<String>) -> impl IntoView {
    let word = word.map(|sentence| {
        view! { <p class="banner banner-bad" role="alert">{sentence}</p> }
    });
    view! {
            <h1>"Evidence of a number"</h1>
            {word}
            <p>
                "Every attempt, decision, consent, recording, opt-out and who did what, as a document to read and print, \
                 or as a JSON file that can be verified. That you asked for it goes on the audit log."
            </p>
            <form method="post" action="/evidence" class="panel evidence-form">
                <label for="number">"Number"</label>
                <input id="number" name="number" type="tel" autocomplete="off" required value=number/>
                <div class="owed-actions">
                    <button class="button-primary" name="form" value="document">"Show the document"</button>
                    <button name="form" value="json">"Save as JSON"</button>
                </div>
            </form>
            <p class="hint">
                "A pack shows what was recorded. It does not say that a call was lawful."
            </p>
    }
}
