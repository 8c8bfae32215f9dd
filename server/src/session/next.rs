//! Where to go after the sign-in: a page of our own, and nowhere else.

use serde::{Deserialize, Serialize};
use url::Url;

/// Where a sign-in ends that was begun from an open page.
pub(crate) const DONE: &str = "/sign-in/done";

/// In bytes: the longest address of ours, a lead's link with its key, has a fifth of it.
const LONGEST: usize = 2048;

/// A path of this site with its query. It never holds the key of a link that calls: a person's click on it may be hours old
/// by the time that they have signed in, and to sign in is not to call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Next(String);

impl Next {
    /// What an address asks for; the list of leads where it asks for anything but a page of ours.
    pub(crate) fn read(text: &str) -> Self {
        Self::parse(text).unwrap_or_default()
    }

    fn parse(text: &str) -> Option<Self> {
        // A browser takes `//host` and `/\\host` for another site, and drops tabs and line ends on the way.
        let mut bytes = text.bytes();
        let ours = bytes.next() == Some(b'/') && !matches!(bytes.next(), Some(b'/' | b'\\'));
        let plain = text.bytes().all(|b| b.is_ascii_graphic() && b != b'\\') && text.len() <= LONGEST;
        if !ours || !plain {
            return None;
        }
        // As a browser reads it: dots are worked in, and no host comes out.
        let base = Url::parse("https://twoleg.invalid").ok()?;
        let url = base.join(text).ok()?;
        let path = url.path();
        // A sign-in that leads to a sign-in is a circle.
        let circle = path.starts_with("/sign-") && path != DONE;
        let same = url.origin() == base.origin() && !path.starts_with("//") && !circle;
        let next = Self(format!("{path}{}", query(&url)));
        // Written out, a page may be longer than it was: then it could not be read again.
        (same && next.0.len() <= LONGEST).then_some(next)
    }

    /// As an address.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// As part of a query.
    pub(crate) fn encoded(&self) -> String {
        url::form_urlencoded::byte_serialize(self.0.as_bytes()).collect()
    }
}

fn query(url: &Url) -> String {
    let Some(query) = url.query() else { return String::new() };
    if url.path() != "/dial" {
        return format!("?{query}");
    }
    let kept = url.query_pairs().filter(|(name, _)| name != "key");
    let kept = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish();
    if kept.is_empty() { kept } else { format!("?{kept}") }
}

impl Default for Next {
    fn default() -> Self {
        Self("/".to_owned())
    }
}

impl TryFrom<String> for Next {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("is not a page of this site")
    }
}

impl From<Next> for String {
    fn from(next: Next) -> Self {
        next.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_page_of_ours_is_kept_with_its_query() {
        for page in ["/", "/sign-in/done", "/workspace?item_id=42", "/dial?item_id=42", "/compliance/what-if"]
        {
            assert_eq!(Next::read(page).as_str(), page);
        }
        assert_eq!(Next::read("/a/../workspace").as_str(), "/workspace");
    }

    #[test]
    fn what_would_call_by_itself_only_opens_the_lead_after_a_sign_in() {
        for (asked, next) in [
            ("/dial?item_id=42&key=a-b_c", "/dial?item_id=42"),
            ("/dial?key=a&item_id=42&k%65y=b", "/dial?item_id=42"),
            ("/./dial?key=a", "/dial"),
        ] {
            assert_eq!(Next::read(asked).as_str(), next, "{asked}");
        }
    }

    #[test]
    fn what_was_read_can_be_read_again() {
        for text in
            [format!("/?{}", "\"".repeat(1000)), format!("/?{}", "a".repeat(2046)), "/?<>\"".to_owned()]
        {
            let next = Next::read(&text);
            assert_eq!(Next::read(next.as_str()), next, "{text}");
        }
    }

    #[test]
    fn an_open_redirect_is_not_to_be_had() {
        let bad = [
            "",
            "workspace",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
            "/\n//evil.example",
            "javascript:alert(1)",
            "/..//evil.example",
            "/.//evil.example",
            "/%0d%0aset-cookie:x=y\r\n",
            "/sign-out",
            "/sign-in?next=/sign-in",
            "/\u{2215}evil",
        ];
        for bad in bad {
            assert_eq!(Next::read(bad).as_str(), "/", "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_asked_for_stays_on_this_site(text in ".{0,60}", slashes in "[/\\\\.@:]{0,6}") {
            let base = Url::parse("https://dialer.example/sign-in").unwrap();
            for text in [text.clone(), format!("/{slashes}{text}"), format!("{slashes}{text}")] {
                let next = Next::read(&text);
                let url = base.join(next.as_str()).unwrap();
                prop_assert_eq!(url.host_str(), Some("dialer.example"));
                prop_assert!(next.as_str().bytes().all(|b| b.is_ascii_graphic()));
            }
        }
    }
}
