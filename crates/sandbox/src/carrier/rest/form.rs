//! Form bodies, with names that come more than once.

use axum::body::Bytes;
use axum::http::{HeaderMap, header};
use url::form_urlencoded;

/// A form.
#[derive(Debug, Default)]
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads a body. Anything but a form counts as an empty one: to Twilio the parameters are just missing.
    pub(super) fn read(headers: &HeaderMap, body: &Bytes) -> Self {
        let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if content_type.is_some_and(|value| value.starts_with("application/x-www-form-urlencoded")) {
            Self(form_urlencoded::parse(body).into_owned().collect())
        } else {
            Self::default()
        }
    }

    /// The first value that is not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.all(name).find(|value| !value.is_empty())
    }

    /// Every value.
    pub(super) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.trim())
    }

    /// Whether a method parameter says GET.
    pub(super) fn is_get(&self, name: &str) -> bool {
        self.get(name).is_some_and(|method| method.eq_ignore_ascii_case("GET"))
    }
}

#[cfg(test)]
impl Form {
    pub(super) fn of(pairs: &[(&str, &str)]) -> Self {
        Self(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }
}
