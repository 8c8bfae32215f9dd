//! The gate before every handler: whose session it is, and whether the door is for them.

use axum::extract::{MatchedPath, Request, State as Extract};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next as Onward;
use axum::response::{IntoResponse, Redirect, Response};
use dialer::Role;

use super::Problem;
use super::doors::{Audience, Table};
use crate::page;
use crate::routes::State;
use crate::session::{Next, Session};

/// What the sentences say in one place.
const SIGNED_OUT: &str = "Your session has ended. Sign in again: nothing is lost.";
const NOT_A_SUPERVISOR: &str = "Only a supervisor may open this page.";

/// What the gate needs.
#[derive(Clone)]
pub(crate) struct Gate {
    pub(crate) state: State,
    pub(crate) table: Table,
}

/// Lets through whoever the door is for, with their session beside the request.
pub(crate) async fn pass(Extract(gate): Extract<Gate>, mut request: Request, onward: Onward) -> Response {
    let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let who = match audience(&gate.table, request.method(), path.as_deref()) {
        Ok(who) => who,
        Err(status) => return status.into_response(),
    };
    let session = match gate.state.sessions.of(request.headers()).await {
        Ok(session) => session,
        Err(error) if matches!(who, Audience::Agent | Audience::Supervisor) => {
            return if wants_page(request.headers()) {
                page::unavailable(&error, !request.method().is_safe())
            } else {
                Problem::from(error).into_response()
            };
        }
        Err(_) => None,
    };
    let role = session.as_ref().map(|session| session.person.role);
    match (who, role) {
        (Audience::Agent | Audience::Supervisor, None) => return signed_out(&request),
        (Audience::Supervisor, Some(Role::Agent)) => return not_a_supervisor(request.headers()),
        _ => {}
    }
    let renewed = session.as_ref().filter(|_| is_doing_something(path.as_deref()));
    let renewed = renewed.and_then(|session| gate.state.sessions.renewed(session));
    if let Some(Session { person, .. }) = &session {
        request.extensions_mut().insert(person.clone());
    }
    if let Some(session) = session {
        request.extensions_mut().insert(session);
    }
    let mut answer = onward.run(request).await;
    // A handler that has just begun or ended a session has the last word.
    let renewed = renewed.filter(|_| !answer.headers().contains_key(header::SET_COOKIE));
    if let Some(cookie) = renewed.filter(|_| counts(path.as_deref(), &answer)) {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
        answer.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    answer
}

/// For whom the route is that a request has found. One that stands in no table is nobody's: as long as nobody has said for
/// whom it is, it is not there.
fn audience(table: &Table, method: &Method, path: Option<&str>) -> Result<Audience, StatusCode> {
    // Files of the site, and addresses that lead nowhere.
    let Some(path) = path else { return Ok(Audience::Anyone) };
    match table.who(method, path) {
        Some(who) => Ok(who),
        // The router answers that there is no such method here.
        None if table.knows(path) => Ok(Audience::Anyone),
        None => {
            tracing::error!(path, "a route stands in no table: nobody may pass");
            Err(StatusCode::NOT_FOUND)
        }
    }
}

/// What a page left open asks by itself, for a call that waits for Podio until Podio is back: that is nobody at the desk.
const BY_ITSELF: [&str; 4] = ["/api/token", "/api/whoami", "/api/call_view", "/api/current_call"];

/// What a page says by itself while it has a call. An agent who listens is at the desk, if the answer says that there is one.
const IN_CALL: &str = "/api/in_call";

fn counts(path: Option<&str>, answer: &Response) -> bool {
    path != Some(IN_CALL) || answer.status().is_success()
}

fn is_doing_something(path: Option<&str>) -> bool {
    path.is_some_and(|path| !path.starts_with("/events/") && !BY_ITSELF.contains(&path))
}

fn signed_out(request: &Request) -> Response {
    if !wants_page(request.headers()) {
        return Problem::new(401, "signed_out", SIGNED_OUT).into_response();
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let here = reads
        .then(|| request.uri().path_and_query().map(|here| Next::read(here.as_str())))
        .flatten()
        .unwrap_or_default();
    let sign_in = format!("/sign-in?next={}", here.encoded());
    if reads {
        let mut answer = Redirect::to(&sign_in).into_response();
        answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        return answer;
    }
    page::answer(StatusCode::UNAUTHORIZED, page::signed_out())
}

fn not_a_supervisor(headers: &HeaderMap) -> Response {
    if wants_page(headers) {
        page::answer(StatusCode::FORBIDDEN, page::refusal(NOT_A_SUPERVISOR))
    } else {
        Problem::new(403, "not_a_supervisor", NOT_A_SUPERVISOR).into_response()
    }
}

fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::doors::Door;

    #[test]
    fn a_route_that_stands_in_no_table_is_not_there() {
        let door = |method: &str, path: &str, who| Door { method: method.into(), path: path.into(), who };
        let table = Table::new(&[
            door("GET", "/outbox", Audience::Agent),
            door("GET", "/evidence", Audience::Supervisor),
            door("POST", "/evidence", Audience::Supervisor),
        ]);
        let who = |method: Method, path: &str| audience(&table, &method, Some(path));
        for path in ["/forgotten", "/outbox/", "/outbox/{id}", "/{*rest}", ""] {
            for method in [Method::GET, Method::HEAD, Method::POST, Method::OPTIONS] {
                assert_eq!(who(method, path), Err(StatusCode::NOT_FOUND), "{path}");
            }
        }
        assert_eq!(who(Method::HEAD, "/outbox"), Ok(Audience::Agent), "as GET");
        assert_eq!(who(Method::POST, "/evidence"), Ok(Audience::Supervisor));
        assert_eq!(who(Method::PUT, "/evidence"), Ok(Audience::Anyone), "the router answers 405");
        assert_eq!(audience(&table, &Method::GET, None), Ok(Audience::Anyone), "files of the site");
    }
}
