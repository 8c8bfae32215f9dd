//! How a browser came to ask for a page, as it says itself. No script can write these headers: `Sec-` is the browser's. But a
//! browser says `Sec-Fetch-User: ?1` of every navigation that a person's gesture has just set off, so also of `location = link`
//! in the handler of a click on something else. A script that navigates without such a gesture gets none.
//! (<https://www.w3.org/TR/fetch-metadata/>)

use axum::http::HeaderMap;

/// The path of the links that stand in the CRM.
pub(crate) const LINKS: &str = "/dial";

/// How a page was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Navigation {
    /// A person followed a link, or typed or chose an address, or a script went there because of what a person clicked.
    ByPerson,
    /// The browser fetches it ahead, in case somebody wants it.
    Ahead,
    /// Anything else: a script of its own accord, a frame, a redirect by a page, a browser that does not say.
    Other,
}

/// What browsers of all ages say when they fetch ahead or make a preview.
const AHEAD: [&str; 4] = ["sec-purpose", "purpose", "x-purpose", "x-moz"];

impl Navigation {
    /// Reads the headers of a GET.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        if AHEAD.into_iter().any(|name| headers.contains_key(name)) {
            return Self::Ahead;
        }
        // Said twice is said by somebody else, too.
        let says = |name: &str, wanted: &str| {
            let mut values = headers.get_all(name).into_iter();
            values.next().is_some_and(|value| value == wanted) && values.next().is_none()
        };
        let by_person = says("sec-fetch-mode", "navigate")
            && says("sec-fetch-dest", "document")
            && says("sec-fetch-user", "?1");
        if by_person { Self::ByPerson } else { Self::Other }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    const CLICK: [(&str, &str); 3] =
        [("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document"), ("sec-fetch-user", "?1")];

    fn of(headers: impl IntoIterator<Item = (&'static str, &'static str)>) -> Navigation {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        Navigation::of(&map)
    }

    #[test]
    fn a_click_is_all_three_headers() {
        assert_eq!(of(CLICK), Navigation::ByPerson);
        assert_eq!(of([]), Navigation::Other);
        for (missing, _) in CLICK {
            assert_eq!(of(CLICK.into_iter().filter(|(name, _)| *name != missing)), Navigation::Other);
        }
        for (name, value) in [
            ("sec-fetch-mode", "cors"),
            ("sec-fetch-mode", "no-cors"),
            ("sec-fetch-dest", "iframe"),
            ("sec-fetch-dest", "empty"),
            ("sec-fetch-user", "?0"),
            ("sec-fetch-user", ""),
        ] {
            let other = CLICK.map(|(n, v)| if n == name { (n, value) } else { (n, v) });
            assert_eq!(of(other), Navigation::Other, "{name}: {value}");
        }
        assert_eq!(of(CLICK.into_iter().chain([("sec-fetch-user", "?1")])), Navigation::Other, "twice");
    }

    #[test]
    fn what_is_fetched_ahead_is_no_click() {
        for (name, value) in [
            ("sec-purpose", "prefetch"),
            ("sec-purpose", "prefetch;prerender"),
            ("purpose", "prefetch"),
            ("x-purpose", "preview"),
            ("x-moz", "prefetch"),
        ] {
            assert_eq!(of(CLICK.into_iter().chain([(name, value)])), Navigation::Ahead, "{name}: {value}");
        }
    }
}
