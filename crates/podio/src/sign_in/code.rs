//! What comes back from Podio's page.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use super::IdentifyError;

/// Podio's are far shorter.
const LONGEST: usize = 512;

/// The code that Podio's page gave to a browser: good once, for whoever holds the API key. It never shows itself.
#[derive(Clone)]
pub struct Code(SecretString);

impl Code {
    /// Reads the `code` and `error` parameters of the redirect.
    ///
    /// # Errors
    /// When the person said no, when Podio itself refuses, or when there is no code.
    pub fn returned(code: Option<&str>, error: Option<&str>) -> Result<Self, IdentifyError> {
        match error.map(str::trim).filter(|error| !error.is_empty()) {
            Some("access_denied") => return Err(IdentifyError::Denied),
            Some(_) => return Err(IdentifyError::Refused),
            None => {}
        }
        let code = code.unwrap_or_default();
        let fits = !code.is_empty() && code.len() <= LONGEST && code.bytes().all(|b| b.is_ascii_graphic());
        if fits { Ok(Self(code.into())) } else { Err(IdentifyError::Code) }
    }

    pub(crate) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_taken_only_where_nothing_went_wrong() {
        assert_eq!(Code::returned(Some("abc"), None).unwrap().expose(), "abc");
        assert_eq!(Code::returned(Some("abc"), Some("")).unwrap().expose(), "abc");
        let denied = Code::returned(Some("abc"), Some("access_denied"));
        assert!(matches!(denied, Err(IdentifyError::Denied)));
        assert!(matches!(Code::returned(None, Some("server_error")), Err(IdentifyError::Refused)));
        let long = "x".repeat(LONGEST + 1);
        for nothing in [None, Some(""), Some("a b"), Some("a\r\nb"), Some("é"), Some(long.as_str())] {
            assert!(matches!(Code::returned(nothing, None), Err(IdentifyError::Code)), "{nothing:?}");
        }
    }

    proptest! {
        #[test]
        fn a_code_never_shows_itself(text in "[a-zA-Z0-9]{8,40}") {
            let code = Code::returned(Some(&text), None).unwrap();
            let shown = format!("{code:?}");
            prop_assert!(!shown.contains(&text));
        }
    }
}
