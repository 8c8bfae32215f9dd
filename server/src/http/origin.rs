//! Same origin only: no other page can act for the agent, and no other name can lead to this server.

use axum::extract::{Request, State as Extract};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use url::Url;

use super::doors::Audience;
use super::gate::Gate;
use super::{Problem, REPORTS};
use crate::routes::podio::HOOKS;

/// Refuses a server function or a form that was not called from our own pages, and a `Host` that is not ours (a page of
/// somebody else's whose name was made to point here).
pub(crate) async fn guard(Extract(gate): Extract<Gate>, request: Request, next: Next) -> Response {
    let public = &gate.state.dialer.settings().public_url;
    // A proxy may hand Twilio's requests on under a name of its own; at its doors the signature says whose they are.
    let who = gate.table.who(request.method(), request.uri().path());
    let from_twilio = who == Some(Audience::Twilio);
    if !from_twilio && !is_our_host(public, request.headers()) {
        return Problem::new(421, "host", "This server does not go by that name.").into_response();
    }
    let acts = request.method() != Method::GET && request.method() != Method::HEAD;
    let path = request.uri().path();
    let may_act = match path {
        REPORTS => is_no_other_page(request.headers()),
        _ => from_twilio || path.starts_with(HOOKS) || is_same_origin(request.headers()),
    };
    if acts && !may_act {
        return Problem::new(403, "cross_site", "This request did not come from Twoleg's own page.")
            .into_response();
    }
    next.run(request).await
}

fn text(headers: &HeaderMap, name: impl header::AsHeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn is_our_host(public: &Url, headers: &HeaderMap) -> bool {
    let Some(host) = text(headers, header::HOST) else { return false };
    let name = host
        .rsplit_once(':')
        .map_or(host, |(name, port)| if port.bytes().all(|b| b.is_ascii_digit()) { name } else { host });
    matches!(name, "localhost" | "127.0.0.1" | "[::1]") || public.host_str() == Some(name)
}

/// A browser sends reports by itself, often without `Origin` and never with a cookie; they move nothing. Only what it says
/// that another site's page has sent is refused.
fn is_no_other_page(headers: &HeaderMap) -> bool {
    matches!(text(headers, "sec-fetch-site"), None | Some("none" | "same-origin"))
}

/// A browser names the page that asks, on every POST. Where it names none, nothing is done.
fn is_same_origin(headers: &HeaderMap) -> bool {
    let host = text(headers, header::HOST).unwrap_or_default();
    let origin =
        text(headers, header::ORIGIN).and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
    let site = text(headers, "sec-fetch-site");
    origin == Some(host) && matches!(site, None | Some("same-origin"))
}
