//! `/sign-in/return`: what Podio says of whoever wanted to sign in.

use std::net::SocketAddr;
use std::time::Instant;

use axum::extract::{ConnectInfo, Query, State as Extract};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use dialer::{SignInError, SignedIn};
use leptos::prelude::*;
use podio::sign_in::{Code, IdentifyError};
use serde::Deserialize;

use super::begin_at;
use crate::page;
use crate::people::Signed;
use crate::routes::State;
use crate::routes::public::peer;
use crate::session::{Next, Session};

/// Podio's parameters.
#[derive(Deserialize)]
pub(super) struct Answer {
    code: Option<String>,
    error: Option<String>,
    #[serde(default)]
    state: String,
}

/// Begins a session, or says why not.
pub(super) async fn take(
    Extract(state): Extract<State>,
    signed: Option<Signed>,
    ConnectInfo(connection): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Query(answer): Query<Answer>,
) -> Response {
    let mut under_way = state.sessions.signing_in(&headers);
    let Some(next) = under_way.take(&answer.state) else {
        // Nothing is forgotten: whatever this answers, a sign-in that this browser has begun goes on.
        return not_begun(signed.is_some());
    };
    let begun = match Code::returned(answer.code.as_deref(), answer.error.as_deref()) {
        Err(error) => Err(Refused::Said(error.into(), next.clone())),
        // A place is for a question to Podio: answers that lead to none shut nobody out.
        Ok(code) if state.sign_ins.take(peer(connection.ip(), &headers), Instant::now()) => {
            begin(&state, &next, &code).await
        }
        Ok(_) => Err(Refused::TooMany(next.clone())),
    };
    let mut response = match begun {
        Ok(cookie) => {
            // Whoever was signed in here before is not any more, whatever request of theirs is still on its way.
            if let Some(Signed(before)) = signed
                && let Err(error) = state.sessions.end(&before).await
            {
                tracing::warn!(%error, "the session before could not be ended");
            }
            let mut response = Redirect::to(next.as_str()).into_response();
            response.headers_mut().append(header::SET_COOKIE, cookie);
            response
        }
        Err(refused) => refused.page(),
    };
    // Whatever came of it, this sign-in is over; another tab's goes on.
    if let Some(kept) = state.sessions.keep(&under_way) {
        response.headers_mut().append(header::SET_COOKIE, kept);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Why nobody was signed in.
enum Refused {
    /// More than people make: Podio is not asked.
    TooMany(Next),
    /// Podio, or their rights there.
    Said(SignInError, Next),
    /// The session cannot be sealed.
    NoCookie,
}

/// This browser has begun no such sign-in: a link that somebody sent, a page that was open for too long or is loaded again.
fn not_begun(is_signed_in: bool) -> Response {
    let (title, href, to_do) = if is_signed_in {
        ("You are signed in", "/".to_owned(), "Go on")
    } else {
        ("Start again", begin_at(&Next::default()), "Sign in with Podio")
    };
    let content = view! {
        <h1>{title}</h1>
        <p role="alert">"This sign-in was not begun in this browser, or too long ago, or it is done."</p>
        <p class="actions"><a class="button button-primary" href=href>{to_do}</a></p>
    };
    page::answer(StatusCode::BAD_REQUEST, page::outside(title, content))
}

async fn begin(state: &State, next: &Next, code: &Code) -> Result<HeaderValue, Refused> {
    let said = |error: SignInError| Refused::Said(error, next.clone());
    let id = uuid::Uuid::new_v4();
    let SignedIn { person, generation } = state.dialer.sign_in(code, id).await.map_err(said)?;
    tracing::info!(agent = %person.agent.id, role = ?person.role, "signed in");
    let session = Session { id, generation, ..Session::begin(person) };
    state.sessions.cookie(&session).ok_or(Refused::NoCookie)
}

impl Refused {
    fn page(self) -> Response {
        let (status, title, sentence, next) = match self {
            Self::TooMany(next) => (
                StatusCode::TOO_MANY_REQUESTS,
                "Not signed in",
                "Too many people are signing in at once. Wait a minute, then try again.".to_owned(),
                next,
            ),
            Self::NoCookie => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "Start again",
                "Something went wrong in Twoleg.".to_owned(),
                Next::default(),
            ),
            Self::Said(SignInError::NoAccess { name }, next) => return no_access(name, &next),
            Self::Said(SignInError::Identify(error), next) => {
                let (status, title) = match &error {
                    IdentifyError::Denied => (StatusCode::OK, "Not signed in"),
                    IdentifyError::Code | IdentifyError::Refused => {
                        (StatusCode::BAD_REQUEST, "Not signed in")
                    }
                    _ => (StatusCode::BAD_GATEWAY, "Not signed in"),
                };
                (status, title, format!("{error}."), next)
            }
            Self::Said(SignInError::Records(error), next) => {
                tracing::error!(%error, "a sign-in could not be written down");
                let status =
                    StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                (status, "Not signed in", error.sentence(), next)
            }
        };
        let content = view! {
            <h1>{title}</h1>
            <p role="alert">{sentence}</p>
            <p class="actions"><a class="button button-primary" href=begin_at(&next)>"Sign in with Podio"</a></p>
        };
        page::answer(status, page::outside(title, content))
    }
}

fn no_access(name: String, next: &Next) -> Response {
    let content = view! {
        <h1>"You cannot see the leads"</h1>
        <p role="alert">
            "Podio knows you as "<strong>{name}</strong>", and this account cannot see the Master Lead app, so there is
            nothing to work on here."
        </p>
        <p>
            "Ask the administrator of your Podio workspace to give this account access to the Master Lead app. If you have
            another Podio account, sign out at Podio first."
        </p>
        <p class="actions"><a class="button" href=begin_at(next)>"Sign in again"</a></p>
    };
    page::answer(StatusCode::FORBIDDEN, page::outside("You cannot see the leads", content))
}
