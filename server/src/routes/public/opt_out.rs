//! `/opt-out`: anybody asks for no more calls. The answer is the same whether or not we knew the number.

use std::net::SocketAddr;
use std::time::Instant;

use axum::Form;
use axum::extract::{ConnectInfo, State as Extract};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::E164;
use leptos::prelude::*;

use super::bound::peer;
use crate::page::form::{Entered, Fields};
use crate::page::{self, Word};
use crate::routes::State;
use crate::typed;

/// Bytes of a number, however it is written, with its extension.
const LONGEST: usize = 100;

/// The form.
pub(super) async fn ask() -> Response {
    form(None, Entered::default())
}

/// Takes a request.
pub(super) async fn take(
    Extract(state): Extract<State>,
    ConnectInfo(connection): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Form(entered): Form<Entered>,
) -> Response {
    // A place is for a number that will be kept: misprints shut nobody out.
    let number = match entered.read("number", "The number", read) {
        Ok(number) => number,
        Err(word) => return form(Some(word), entered),
    };
    if !state.opt_outs.take(peer(connection.ip(), &headers), Instant::now()) {
        let sentence = "There were many requests just now. Wait a minute, and send it again.";
        return form(Some(Word::refusal(StatusCode::TOO_MANY_REQUESTS, sentence)), entered);
    }
    if let Err(error) = state.dialer.opt_out(&number).await {
        tracing::error!(error = %error, code = error.code(), "an opt-out could not be kept");
        let sentence = "We could not keep your request just now. Send it again in a few minutes.";
        return form(Some(Word::refusal(StatusCode::SERVICE_UNAVAILABLE, sentence)), entered);
    }
    let content = view! {
        <h1>"Your request is recorded"</h1>
        <p role="status">"We will not call this number again. There is nothing else that you need to do."</p>
        <p><a href="/do-not-call-policy">"Our do-not-call policy"</a></p>
    };
    page::answer(StatusCode::OK, page::outside("Do not call", content))
}

/// Reads a number, and not much more than one: nothing bounds how often.
fn read(text: &str) -> Result<E164, String> {
    if text.len() > LONGEST { Err("is too long".to_owned()) } else { typed::number(text) }
}

fn form(word: Option<Word>, typed: Entered) -> Response {
    let status = Word::status_of(word.as_ref());
    let title = Word::title(word.as_ref(), "Do not call");
    let number = Fields::with("opt-out", typed, word.as_ref()).line("tel", "number", "Your phone number");
    let number = number.hint("With the area code, such as (813) 555-0142").view();
    let content = view! {
        <h1>"Ask us not to call you"</h1>
        {word.map(Word::view)}
        <p>"Tell us your number, and we will not call it again. It takes effect at once, and it does not run out."</p>
        <form method="post" action="/opt-out" class="panel part">
            {number}
            <p><button class="button-primary">"Do not call this number"</button></p>
        </form>
        <p><a href="/do-not-call-policy">"Our do-not-call policy"</a></p>
    };
    page::answer(status, page::outside(&title, content))
}
