//! `X-Twilio-Signature`: proof that a webhook comes from Twilio
//! (<https://www.twilio.com/docs/usage/security#validating-requests>).
//!
//! The signature is HMAC-SHA1, keyed with the auth token, over the address as Twilio asked it, followed by the form's
//! parameters: sorted by name, name and value joined, and each value of a repeated name once, sorted. A JSON body is
//! covered by its SHA-256 instead, which stands in the address as `bodySHA256`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use url::form_urlencoded;

/// The signature of a request to `url` (with its query) with these form parameters, in base64.
pub fn sign(auth_token: &SecretString, url: &str, parameters: &[(String, String)]) -> String {
    let mut sorted: Vec<_> = parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    sorted.sort_unstable();
    sorted.dedup();
    signature(auth_token, url, &sorted)
}

/// Whether `given` is the signature of this request. Twilio signs the address with or without the scheme's own port,
/// so both are tried. The time taken does not depend on how much of the signature is right.
pub fn verify(auth_token: &SecretString, url: &str, parameters: &[(String, String)], given: &str) -> bool {
    let mut sorted: Vec<_> = parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    sorted.sort_unstable();
    sorted.dedup();
    let [plain, with_port] =
        port_variants(url).map(|url| signature(auth_token, &url, &sorted).as_bytes().ct_eq(given.as_bytes()));
    (plain | with_port).into()
}

/// Whether `given` is the signature of this request with a body that is not a form: the address holds the body's
/// digest, and is signed itself.
pub fn verify_body(auth_token: &SecretString, url: &str, body: &[u8], given: &str) -> bool {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let stated = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "bodySHA256");
    let Some((_, stated)) = stated else { return false };
    let digest = hex::encode(Sha256::digest(body));
    bool::from(digest.as_bytes().ct_eq(stated.as_bytes())) & verify(auth_token, url, &[], given)
}

fn signature(auth_token: &SecretString, url: &str, sorted: &[(&str, &str)]) -> String {
    // The HMAC of a key of any length exists, so this never takes the other arm.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(auth_token.expose_secret().as_bytes()) else {
        return String::new();
    };
    mac.update(url.as_bytes());
    for (name, value) in sorted {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    STANDARD.encode(mac.finalize().into_bytes())
}

/// The address without a port, and with one: its own, or else the scheme's.
fn port_variants(url: &str) -> [String; 2] {
    let Some((scheme, rest)) = url.split_once("://") else { return [url.to_owned(), url.to_owned()] };
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    // The colons inside of an IPv6 address in brackets are not the port's.
    let host_ends =
        authority.rfind(']').map_or(0, |at| at + 1).max(authority.rfind('@').map_or(0, |at| at + 1));
    let port_at = authority.get(host_ends..).and_then(|tail| tail.rfind(':')).map(|at| host_ends + at);
    let (host, port) = authority.split_at(port_at.unwrap_or(authority.len()));
    let usual = if scheme.eq_ignore_ascii_case("https") { ":443" } else { ":80" };
    let port = if port.is_empty() { usual } else { port };
    [format!("{scheme}://{host}{path}"), format!("{scheme}://{host}{port}{path}")]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn token() -> SecretString {
        "an auth token".into()
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_order_of_the_form_does_not_matter() {
        let url = "https://example.com/a?b=c";
        let one = pairs(&[("To", "x"), ("A", "2"), ("A", "1"), ("A", "1")]);
        let two = pairs(&[("A", "1"), ("A", "2"), ("To", "x")]);
        assert_eq!(sign(&token(), url, &one), sign(&token(), url, &two));
    }

    #[test]
    fn either_form_of_the_port_will_do() {
        let form = pairs(&[("CallSid", "CA1")]);
        let with = sign(&token(), "https://example.com:443/a?b=c:d", &form);
        let without = sign(&token(), "https://example.com/a?b=c:d", &form);
        for url in ["https://example.com/a?b=c:d", "https://example.com:443/a?b=c:d"] {
            assert!(verify(&token(), url, &form, &with), "{url}");
            assert!(verify(&token(), url, &form, &without), "{url}");
        }
        assert!(!verify(&token(), "https://example.com:8443/a?b=c:d", &form, &with));
        assert_eq!(port_variants("http://[::1]:3000/x"), ["http://[::1]/x", "http://[::1]:3000/x"]);
        assert_eq!(port_variants("http://[::1]?q=1:2"), ["http://[::1]?q=1:2", "http://[::1]:80?q=1:2"]);
        assert_eq!(port_variants("nonsense"), ["nonsense", "nonsense"]);
    }

    #[test]
    fn a_body_is_covered_by_its_digest() {
        let url = format!("https://example.com/a?bodySHA256={}", hex::encode(Sha256::digest(b"{}")));
        let signature = sign(&token(), &url, &[]);
        assert!(verify_body(&token(), &url, b"{}", &signature));
        assert!(!verify_body(&token(), &url, b"{ }", &signature));
        assert!(!verify_body(&token(), &url, b"{}", "no"));
        let bare = "https://example.com/a";
        assert!(!verify_body(&token(), bare, b"{}", &sign(&token(), bare, &[])));
    }

    proptest! {
        #[test]
        fn only_the_signed_request_passes(
            form in proptest::collection::vec(("[A-Za-z]{1,8}", "\\PC{0,12}"), 1..8),
            path in "/[a-z_]{0,8}", which in any::<proptest::sample::Index>(), extra in "\\PC{1,4}", noise in any::<String>(),
        ) {
            let url = format!("https://example.com{path}");
            let signature = sign(&token(), &url, &form);
            prop_assert!(verify(&token(), &url, &form, &signature));
            let elsewhere = format!("{url}x");
            prop_assert!(!verify(&token(), &elsewhere, &form, &signature));
            prop_assert!(!verify(&"another token".into(), &url, &form, &signature));
            prop_assert!(!verify(&token(), &url, &form, &noise));
            let mut changed = form.clone();
            changed[which.index(form.len())].1.push_str(&extra);
            // A change may make the pair equal to another one, and the concatenation the same: then it is no change.
            let flat = |form: &[(String, String)]| { let mut f = form.to_vec(); f.sort(); f.dedup(); f.into_iter().map(|(n, v)| n + &v).collect::<String>() };
            prop_assume!(flat(&changed) != flat(&form));
            prop_assert!(!verify(&token(), &url, &changed, &signature));
        }

        #[test]
        fn no_address_breaks_the_check(url in any::<String>(), given in any::<String>()) {
            prop_assert!(!verify(&token(), &url, &[], &given));
            prop_assert!(!verify_body(&token(), &url, given.as_bytes(), &given));
        }
    }
}
