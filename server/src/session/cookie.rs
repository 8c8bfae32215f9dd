//! The cookies: sealed (AES-256-GCM, by the `cookie` crate), so that a browser can neither read nor change what is in them.
//! The first key seals, each of them opens.

use axum::http::{HeaderMap, HeaderValue, header};
use cookie::time::Duration as Span;
use cookie::{Cookie, CookieJar, Key, SameSite};
use dialer::SigningKeys;
use secrecy::ExposeSecret;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use url::Url;

/// Longer, and it is none of ours: nothing is tried on it.
const LONGEST: usize = 4096;

/// Whose cookies these are.
#[derive(Debug, Clone)]
pub struct Site {
    /// `PUBLIC_URL`. Over https only such connections carry the cookies.
    pub public: Url,
    /// `sandbox` or `live`: whoever is a supervisor in the one is nobody in the other.
    pub mode: &'static str,
}

/// Seals and opens cookies.
#[derive(Clone)]
pub(crate) struct Jar {
    /// Newest first; never empty.
    keys: Vec<Key>,
    /// Over https: then only such connections carry it, and no other host can have set it (the `__Host-` prefix).
    secure: bool,
}

/// Which cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The session.
    Session,
    /// A sign-in that is under way.
    SigningIn,
}

impl Jar {
    /// The cookies of one site. Those of another, or of a sandbox there, open nothing, though its key be the same.
    pub(crate) fn new(keys: &SigningKeys, site: &Site) -> Self {
        let bound_to =
            format!("twoleg cookie v2\n{}\n{}\n", site.mode, site.public.origin().ascii_serialization());
        // Sealing and signing each derive their own key from what is configured. By way of a digest, because the library
        // does not take what is shorter than one.
        let derive = |text: &str| {
            Key::derive_from(&Sha256::new().chain_update(&bound_to).chain_update(text).finalize())
        };
        let secure = site.public.scheme() == "https";
        Self { keys: keys.all().map(|key| derive(key.expose_secret())).collect(), secure }
    }

    fn name(&self, kind: Kind) -> &'static str {
        match (kind, self.secure) {
            (Kind::Session, true) => "__Host-twoleg",
            (Kind::Session, false) => "twoleg",
            (Kind::SigningIn, true) => "__Host-twoleg_sign_in",
            (Kind::SigningIn, false) => "twoleg_sign_in",
        }
    }

    /// What the browser holds, if one of our keys has sealed it.
    pub(crate) fn open<T: DeserializeOwned>(&self, kind: Kind, headers: &HeaderMap) -> Option<T> {
        let name = self.name(kind);
        let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        let sealed = lines
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(found, value)| *found == name && value.len() <= LONGEST)
            .map(|(_, value)| Cookie::new(name, value.to_owned()))?;
        let opened =
            self.keys.iter().find_map(|key| CookieJar::new().private(key).decrypt(sealed.clone()))?;
        serde_json::from_str(opened.value()).ok()
    }

    /// The header that gives a browser `what`, for so many seconds.
    pub(crate) fn seal<T: Serialize>(&self, kind: Kind, what: &T, seconds: i64) -> Option<HeaderValue> {
        let text = serde_json::to_string(what).ok()?;
        let mut jar = CookieJar::new();
        jar.private_mut(self.keys.first()?).add(Cookie::new(self.name(kind), text));
        let sealed = jar.get(self.name(kind))?.value().to_owned();
        self.header(kind, sealed, seconds)
    }

    /// The header that takes it back.
    pub(crate) fn forget(&self, kind: Kind) -> Option<HeaderValue> {
        self.header(kind, String::new(), 0)
    }

    fn header(&self, kind: Kind, value: String, seconds: i64) -> Option<HeaderValue> {
        let cookie = Cookie::build((self.name(kind), value))
            .path("/")
            .http_only(true)
            .secure(self.secure)
            // Lax: whoever comes from Podio by a link is signed in; a request that another site makes for them is not.
            .same_site(SameSite::Lax)
            .max_age(Span::seconds(seconds))
            .build();
        let mut header = HeaderValue::from_str(&cookie.to_string()).ok()?;
        header.set_sensitive(true);
        Some(header)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn jar(keys: &[&str]) -> Jar {
        let older = keys[1..].iter().map(|key| (*key).into()).collect();
        Jar::new(&SigningKeys::new(keys[0].into(), older), &site("http://localhost:3000", "sandbox"))
    }

    fn site(public: &str, mode: &'static str) -> Site {
        Site { public: public.parse().unwrap(), mode }
    }

    #[test]
    fn a_cookie_is_good_at_its_own_site_only() {
        let keys = SigningKeys::new(ONE.into(), Vec::new());
        let mine = Jar::new(&keys, &site("http://localhost:3000", "sandbox"));
        let cookie = sealed(&mine, Kind::Session, "x");
        for (public, mode) in [
            ("http://localhost:3000", "live"),
            ("http://localhost:3001", "sandbox"),
            ("http://dialer.example:3000", "sandbox"),
        ] {
            assert_eq!(
                opened(&Jar::new(&keys, &site(public, mode)), Kind::Session, &cookie),
                None,
                "{public} {mode}"
            );
        }
    }

    const ONE: &str = "0123456789abcdef0123456789abcdef";
    const TWO: &str = "fedcba9876543210fedcba9876543210";

    fn sealed(jar: &Jar, kind: Kind, text: &str) -> String {
        let header = jar.seal(kind, &text, 60).unwrap();
        header.to_str().unwrap().split(';').next().unwrap().to_owned()
    }

    fn opened(jar: &Jar, kind: Kind, cookie: &str) -> Option<String> {
        jar.open(kind, &HeaderMap::from_iter([(header::COOKIE, cookie.parse().ok()?)]))
    }

    #[test]
    fn what_is_sealed_can_be_opened_and_not_read() {
        let jar = jar(&[ONE]);
        let cookie = sealed(&jar, Kind::Session, "maya ortiz");
        assert!(!cookie.contains("maya"));
        assert_eq!(opened(&jar, Kind::Session, &cookie).as_deref(), Some("maya ortiz"));
        assert_eq!(
            opened(&jar, Kind::Session, &format!("a=b; {cookie}; c=d")).as_deref(),
            Some("maya ortiz")
        );
        // A sealed cookie under the other name is no such cookie.
        let moved = cookie.replace("twoleg=", "twoleg_sign_in=");
        assert_eq!(opened(&jar, Kind::SigningIn, &moved), None);
    }

    #[test]
    fn a_key_of_any_length_seals() {
        for key in ["", "short", &ONE.repeat(20)] {
            let jar = jar(&[key]);
            assert!(opened(&jar, Kind::Session, &sealed(&jar, Kind::Session, "x")).is_some(), "{key}");
        }
    }

    #[test]
    fn a_replaced_key_opens_until_it_is_taken_out() {
        let old = sealed(&jar(&[ONE]), Kind::Session, "x");
        let rotated = jar(&[TWO, ONE]);
        assert!(opened(&rotated, Kind::Session, &old).is_some());
        assert!(opened(&jar(&[TWO]), Kind::Session, &old).is_none());
        assert!(opened(&jar(&[TWO]), Kind::Session, &sealed(&rotated, Kind::Session, "x")).is_some());
    }

    #[test]
    fn a_cookie_is_for_this_site_and_for_no_script() {
        let keys = SigningKeys::new(ONE.into(), Vec::new());
        let jar = Jar::new(&keys, &site("https://dialer.example", "live"));
        let header = jar.seal(Kind::Session, &"x", 60).unwrap();
        let text = header.to_str().unwrap();
        for part in ["__Host-twoleg=", "HttpOnly", "SameSite=Lax", "Secure", "Path=/", "Max-Age=60"] {
            assert!(text.contains(part), "{part}");
        }
        assert!(!text.contains("Domain"));
        assert!(header.is_sensitive());
    }

    proptest! {
        #[test]
        fn a_cookie_that_was_touched_is_none(at in 7usize..60, with in "[A-Za-z0-9+/=]") {
            let jar = jar(&[ONE]);
            let mut cookie = sealed(&jar, Kind::Session, "somebody");
            let at = at.min(cookie.len() - 1);
            prop_assume!(cookie.as_bytes()[at] != with.as_bytes()[0]);
            cookie.replace_range(at..=at, &with);
            prop_assert_eq!(opened(&jar, Kind::Session, &cookie), None);
        }

        #[test]
        fn no_cookie_of_anybodys_breaks_it(text in "[ -~]{0,80}") {
            prop_assert_eq!(opened(&jar(&[ONE]), Kind::Session, &format!("twoleg={text}")), None);
        }
    }
}
