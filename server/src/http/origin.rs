//! Same origin only: no other page can act for the agent, and no other name can lead to this server.

use std::sync::atomic::{AtomicBool, Ordering};

use axum::extract::{Request, State as Extract};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use url::Url;

use super::doors::Audience;
use super::gate::Gate;
use super::{Problem, REPORTS};
use crate::routes::podio::HOOKS;

const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];
const OPERATORS: [&str; 3] = ["/healthz", "/readyz", "/metrics"];
const NOT_OUR_NAME: &str = "This server does not go by that name. Behind a proxy, it must hand on the Host that the browser \
                            sent (PUBLIC_URL's).";

/// Refuses a server function or a form that was not called from our own pages, and a `Host` that is not ours (a page of
/// somebody else's whose name was made to point here).
pub(crate) async fn guard(Extract(gate): Extract<Gate>, request: Request, next: Next) -> Response {
    let public = &gate.state.dialer.settings().public_url;
    // A proxy may hand Twilio's requests on under a name of its own; at its doors the signature says whose they are.
    let who = gate.table.who(request.method(), request.uri().path());
    let from_twilio = who == Some(Audience::Twilio);
    // Whoever runs the server asks on its own machine.
    let for_operators = OPERATORS.contains(&request.uri().path()) && is_loopback(request.headers());
    if !from_twilio && !for_operators && !is_our_host(public, request.headers()) {
        tell_of_proxy(request.headers());
        return Problem::new(421, "host", NOT_OUR_NAME).into_response();
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

/// What a header says, or that it says nothing. What cannot be read, or is said twice, is neither: no browser sends it.
fn said(headers: &HeaderMap, name: impl header::AsHeaderName) -> Result<Option<&str>, Unclear> {
    let mut values = headers.get_all(name).into_iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => value.to_str().map(Some).map_err(|_| Unclear),
        (Some(_), Some(_)) => Err(Unclear),
    }
}

/// A header that nobody can go by.
#[derive(Debug)]
struct Unclear;

/// The names of this machine are those of a server whose public address is on it. A live server has one name: by another,
/// what it sets for the one would be asked at the other, round and round.
pub(crate) fn is_our_host(public: &Url, headers: &HeaderMap) -> bool {
    let own = public.host_str();
    name(headers).is_some_and(|name| own == Some(name) || (is_local(name) && own.is_some_and(is_local)))
}

/// A request by this machine's own name is a proxy's that leaves the browser's out. Said once: anybody can send a `Host`.
fn tell_of_proxy(headers: &HeaderMap) {
    static TOLD: AtomicBool = AtomicBool::new(false);
    if is_loopback(headers) && !TOLD.swap(true, Ordering::Relaxed) {
        tracing::error!(
            "the proxy does not hand on the Host that the browser sent, so nobody can sign in (docs/operations.md, \
             A proxy before it)"
        );
    }
}

fn is_local(name: &str) -> bool {
    LOOPBACK.contains(&name)
}

fn is_loopback(headers: &HeaderMap) -> bool {
    name(headers).is_some_and(is_local)
}

/// The `Host` without its port.
fn name(headers: &HeaderMap) -> Option<&str> {
    let host = said(headers, header::HOST).ok().flatten()?;
    Some(match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    })
}

/// A browser sends reports by itself, often without `Origin` and never with a cookie; they move nothing. Only what it says
/// that another site's page has sent is refused.
fn is_no_other_page(headers: &HeaderMap) -> bool {
    matches!(said(headers, "sec-fetch-site"), Ok(None | Some("none" | "same-origin")))
}

/// A browser names the page that asks, on every POST. Where it names none, nothing is done.
pub(crate) fn is_same_origin(headers: &HeaderMap) -> bool {
    let named = (said(headers, header::HOST), said(headers, header::ORIGIN), said(headers, "sec-fetch-site"));
    let (Ok(Some(host)), Ok(Some(origin)), Ok(site)) = named else { return false };
    let of_host = origin.split_once("://").is_some_and(|(_, named)| named == host);
    of_host && matches!(site, None | Some("same-origin"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    const OURS: [(&str, &[u8]); 2] = [("host", b"dialer.example"), ("origin", b"https://dialer.example")];

    fn headers(more: &[(&'static str, &[u8])]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in OURS.iter().chain(more) {
            headers.append(HeaderName::from_static(name), HeaderValue::from_bytes(value).unwrap());
        }
        headers
    }

    #[test]
    fn a_page_of_ours_is_one_that_nothing_speaks_against() {
        assert!(is_same_origin(&headers(&[])));
        assert!(is_same_origin(&headers(&[("sec-fetch-site", b"same-origin")])));
        for against in [
            [("sec-fetch-site", &b"cross-site"[..])],
            [("sec-fetch-site", b"same-site")],
            [("sec-fetch-site", b"none")],
            [("sec-fetch-site", b"")],
            // What cannot be read is not nothing.
            [("sec-fetch-site", b"same-ori\xff")],
            [("origin", b"https://evil.example")],
            [("host", b"evil.example")],
        ] {
            assert!(!is_same_origin(&headers(&against)), "{against:?}");
        }
        assert!(!is_same_origin(&HeaderMap::new()));
        assert!(!is_no_other_page(&headers(&[("sec-fetch-site", b"\xff")])));
    }

    #[test]
    fn a_live_server_has_one_name_and_one_on_this_machine_has_three() {
        let named =
            |host: &'static str| HeaderMap::from_iter([(header::HOST, HeaderValue::from_static(host))]);
        let [live, local] =
            ["https://dialer.example", "http://localhost:3000"].map(|url| Url::parse(url).unwrap());
        for host in ["dialer.example", "dialer.example:443"] {
            assert!(is_our_host(&live, &named(host)) && !is_our_host(&local, &named(host)), "{host}");
        }
        for host in ["localhost", "localhost:3000", "127.0.0.1:3000", "[::1]:3000", "[::1]"] {
            assert!(is_our_host(&local, &named(host)) && !is_our_host(&live, &named(host)), "{host}");
        }
        for host in [
            "",
            "dialer.example.evil.example",
            "evil.example:443",
            "dialer.example:port",
            "localhost.evil.example",
        ] {
            assert!(!is_our_host(&live, &named(host)) && !is_our_host(&local, &named(host)), "{host}");
        }
        assert!(!is_our_host(&live, &headers(&[("host", b"dialer.example")])), "said twice");
    }
}
