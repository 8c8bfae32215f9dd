//! Which pages may open the signalling socket.

use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};
use url::Url;

/// Whether a request comes from a page of this very host, or from no page at all.
///
/// Browsers send `Origin` with every WebSocket, and don't apply the same-origin rule to it themselves: without
/// this check any page on the web could speak to a carrier on the visitor's own machine.
pub(super) fn is_own(headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(ORIGIN) else { return true };
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let origin = origin.to_str().ok().and_then(|origin| Url::parse(origin).ok());
    match (origin, host) {
        (Some(origin), Some(host)) => {
            // The default port is left out on both sides.
            origin.host_str().is_some_and(|name| {
                let authority =
                    origin.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"));
                authority.eq_ignore_ascii_case(host)
            })
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(origin: Option<&str>, host: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(ORIGIN, origin.parse().unwrap());
        }
        is_own(&headers)
    }

    #[test]
    fn a_page_of_the_same_host_may_connect() {
        assert!(own(Some("http://localhost:3000"), "localhost:3000"));
        assert!(own(Some("https://dial.example.com"), "dial.example.com"));
        assert!(own(Some("http://[::1]:3000"), "[::1]:3000"));
    }

    #[test]
    fn a_foreign_page_may_not() {
        assert!(!own(Some("https://evil.example"), "localhost:3000"));
        assert!(!own(Some("http://localhost:3001"), "localhost:3000"));
        assert!(!own(Some("null"), "localhost:3000"));
    }

    #[test]
    fn what_is_no_browser_sends_no_origin() {
        assert!(own(None, "localhost:3000"));
    }
}
