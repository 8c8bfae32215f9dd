//! Whoever runs the server: what it counts, and why it is not ready, is nobody else's business.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use secrecy::{ExposeSecret as _, SecretString};
use subtle::ConstantTimeEq as _;

use super::Problem;
use crate::routes::State;

/// What proxies write. A request that was handed on is a stranger's, also when the proxy is on this machine.
const HANDED_ON: [&str; 6] =
    ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via"];

/// Proof that an operator asks: with `METRICS_TOKEN` as bearer where that is set, else from this machine itself.
pub(crate) struct Operator(());

impl FromRequestParts<State> for Operator {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| *peer);
        if is_operator(state.metrics_token.as_ref(), peer, &parts.headers) {
            Ok(Self(()))
        } else {
            Err(Problem::new(403, "operators_only", "Only whoever runs this server may read this."))
        }
    }
}

fn is_operator(token: Option<&SecretString>, peer: Option<SocketAddr>, headers: &HeaderMap) -> bool {
    if let Some(token) = token {
        let given = headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes);
        let given = given.and_then(|value| value.strip_prefix(b"Bearer ")).unwrap_or_default();
        return given.ct_eq(token.expose_secret().as_bytes()).into();
    }
    let is_local = peer.is_some_and(|peer| peer.ip().to_canonical().is_loopback());
    is_local && !HANDED_ON.iter().any(|name| headers.contains_key(*name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderName;

    fn asks(token: Option<&str>, peer: &str, header: Option<(&'static str, &str)>) -> bool {
        let token = token.map(SecretString::from);
        let headers =
            header.map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).into_iter();
        is_operator(token.as_ref(), Some(peer.parse().unwrap()), &headers.collect())
    }

    const TOKEN: Option<&str> = Some("a-token-of-sixteen");

    #[test]
    fn without_a_token_only_this_machine_itself() {
        for here in ["127.0.0.1:4", "[::1]:4", "[::ffff:127.0.0.1]:4"] {
            assert!(asks(None, here, None), "{here}");
        }
        assert!(!asks(None, "192.0.2.1:4", None));
        for name in HANDED_ON {
            assert!(!asks(None, "127.0.0.1:4", Some((name, "127.0.0.1"))), "{name}");
        }
        assert!(!is_operator(None, None, &HeaderMap::new()));
    }

    #[test]
    fn with_a_token_only_who_has_it() {
        assert!(asks(TOKEN, "192.0.2.1:4", Some(("authorization", "Bearer a-token-of-sixteen"))));
        assert!(!asks(TOKEN, "127.0.0.1:4", None), "the token is set: being here is not enough");
        for bad in
            ["Bearer ", "Bearer a-token-of-sixteeX", "a-token-of-sixteen", "Bearer a-token-of-sixteen1"]
        {
            assert!(!asks(TOKEN, "127.0.0.1:4", Some(("authorization", bad))), "{bad}");
        }
    }
}
