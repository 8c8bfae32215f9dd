//! The one account that the sandbox's carrier has.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

/// The account, its keys and its numbers.
#[derive(Debug, Clone)]
pub struct Account {
    /// `AC…`
    pub sid: String,
    /// Signs webhooks and opens the REST API.
    pub auth_token: SecretString,
    /// `SK…`, opens the REST API and signs access tokens.
    pub api_key: String,
    /// The key's secret.
    pub api_secret: SecretString,
    /// The numbers that may be a caller ID, as E.164.
    pub numbers: Vec<String>,
}

impl Account {
    /// Whether a `Basic` Authorization header opens the REST API.
    pub(crate) fn opens(&self, authorization: &str) -> bool {
        let Some((scheme, encoded)) = authorization.split_once(' ') else { return false };
        let Ok(decoded) = STANDARD.decode(encoded.trim()) else { return false };
        let Some(colon) = decoded.iter().position(|b| *b == b':') else { return false };
        let (user, password) = decoded.split_at(colon);
        let password = password.get(1..).unwrap_or_default();
        let matches = |name: &str, secret: &SecretString| {
            let same = user.ct_eq(name.as_bytes()) & password.ct_eq(secret.expose_secret().as_bytes());
            bool::from(same)
        };
        scheme.eq_ignore_ascii_case("basic")
            && (matches(&self.sid, &self.auth_token) | matches(&self.api_key, &self.api_secret))
    }

    /// Whether the number belongs to the account.
    pub(crate) fn owns(&self, number: &str) -> bool {
        self.numbers.iter().any(|own| own == number)
    }
}

/// Whether `text` is E.164: a plus sign, no leading zero, at most 15 digits.
pub(crate) fn is_e164(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (8..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|b| b.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> Account {
        Account {
            sid: "AC1".into(),
            auth_token: "token:with colon".to_owned().into(),
            api_key: "SK1".into(),
            api_secret: "secret".to_owned().into(),
            numbers: vec!["+15005550006".into()],
        }
    }

    fn basic(text: &str) -> String {
        format!("Basic {}", STANDARD.encode(text))
    }

    #[test]
    fn both_pairs_open_and_nothing_else_does() {
        let account = account();
        assert!(account.opens(&basic("AC1:token:with colon")));
        assert!(account.opens(&basic("SK1:secret")));
        for wrong in ["AC1:secret", "SK1:token:with colon", "AC1:", ":", "AC1"] {
            assert!(!account.opens(&basic(wrong)), "{wrong}");
        }
        assert!(!account.opens("Bearer QUMx"));
        assert!(!account.opens("Basic %%%"));
    }

    #[test]
    fn knows_e164() {
        assert!(is_e164("+18135550142"));
        for wrong in ["18135550142", "+0813555", "+1813555014x", "+", "+1234567890123456"] {
            assert!(!is_e164(wrong), "{wrong}");
        }
    }
}
