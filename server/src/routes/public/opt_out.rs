//! `/opt-out`: anybody asks for no more calls. The answer is the same whether or not we knew the number.

use std::net::SocketAddr;
use std::time::Instant;

use axum::Form;
use axum::extract::{ConnectInfo, State as Extract};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use leptos::prelude::*;

use super::bound::peer;
use crate::page::form::{Entered, Fields};
use crate::page::{self, Word};
use crate::routes::State;
use crate::typed;

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
    if !state.opt_outs.take(peer(connection.ip(), &headers), Instant::now()) {
        let sentence = "There were many requests just now. Wait a minute, and send it again.";
        let word = Word { status: StatusCode::TOO_MANY_REQUESTS, sentence: sentence.to_owned() };
        return form(Some(word), entered);
    }
    let number = match entered.read("number", "The number", typed::number) {
        Ok(number) => number,
        Err(word) => return form(Some(word), entered),
    };
    if let Err(error) = state.dialer.opt_out(&number).await {
        tracing::error!(error = %error, code = error.code(), "an opt-out could not be kept");
        let sentence = "We could not keep your request just now. Send it again in a few minutes.";
        let word = Word { status: StatusCode::SERVICE_UNAVAILABLE, sentence: sentence.to_owned() };
        return form(Some(word), entered);
    }
    let content = view! {
        <h1>"Your request is recorded"</h1>
        <p role="status">"We will not call this number again. There is nothing else that you need to do."</p>
        <p><a href="/do-not-call-policy">"Our do-not-call policy"</a></p>
    };
    page::answer(StatusCode::OK, page::outside("Do not call", content))
}

fn form(word: Option<Word>, typed: Entered) -> Response {
    let status = Word::status_of(word.as_ref());
    let number = Fields::with("opt-out", typed).line("tel", "number", "Your phone number");
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
    page::answer(status, page::outside("Do not call", content))
}
