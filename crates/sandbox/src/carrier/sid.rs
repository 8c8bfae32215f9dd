//! Twilio's identifiers: two letters and 32 hexadecimal digits.

use uuid::Uuid;

/// A new call's identifier.
pub(crate) fn call() -> String {
    format!("CA{}", Uuid::new_v4().simple())
}

/// A new recording's identifier.
pub(crate) fn recording() -> String {
    format!("RE{}", Uuid::new_v4().simple())
}

/// Whether `text` has the form of an identifier with this prefix.
pub(crate) fn is(prefix: &str, text: &str) -> bool {
    text.strip_prefix(prefix).is_some_and(|hex| hex.len() == 32 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_identifiers_have_the_form() {
        assert!(is("CA", &call()));
        assert!(is("RE", &recording()));
        assert!(!is("RE", &call()));
        assert!(!is("CA", "CA../../etc/passwd"));
    }
}
