//! A callback's parameters, with one way to read each.

use std::str::FromStr;

use jiff::Timestamp;
use jiff::fmt::rfc2822;

use super::CallbackError;

/// Parameters in one callback. Twilio sends about thirty.
const MAX_PARAMETERS: usize = 100;

/// Bytes in a name.
const MAX_NAME: usize = 128;

/// Bytes in a value.
const MAX_VALUE: usize = 4096;

/// A callback's form, known to be of a sane size and of our account.
#[derive(Debug, Clone, Copy)]
pub struct Form<'a> {
    parameters: &'a [(String, String)],
}

impl<'a> Form<'a> {
    /// Takes the decoded pairs of a form.
    ///
    /// # Errors
    /// When there is too much of it, or when its `AccountSid` is missing or another's.
    pub fn new(parameters: &'a [(String, String)], account_sid: &str) -> Result<Self, CallbackError> {
        let oversized = |(name, value): &(String, String)| name.len() > MAX_NAME || value.len() > MAX_VALUE;
        if parameters.len() > MAX_PARAMETERS || parameters.iter().any(oversized) {
            return Err(CallbackError::Oversized);
        }
        let form = Self { parameters };
        if form.text("AccountSid")? != account_sid {
            return Err(CallbackError::ForeignAccount);
        }
        Ok(form)
    }

    /// A parameter, if it is there and not empty: Twilio sends empty ones for what does not apply.
    pub(super) fn optional_text(&self, name: &'static str) -> Result<Option<&'a str>, CallbackError> {
        let mut values =
            self.parameters.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let value = values.next().filter(|value| !value.is_empty());
        if values.next().is_some() { Err(CallbackError::Repeated(name)) } else { Ok(value) }
    }

    pub(super) fn text(&self, name: &'static str) -> Result<&'a str, CallbackError> {
        self.optional_text(name)?.ok_or(CallbackError::Missing(name))
    }

    pub(super) fn optional<T: FromStr>(&self, name: &'static str) -> Result<Option<T>, CallbackError> {
        self.optional_text(name)?
            .map(|value| value.parse().map_err(|_| CallbackError::Malformed(name)))
            .transpose()
    }

    pub(super) fn required<T: FromStr>(&self, name: &'static str) -> Result<T, CallbackError> {
        self.optional(name)?.ok_or(CallbackError::Missing(name))
    }

    /// Whole seconds. Twilio writes -1 for "not known yet".
    pub(super) fn seconds(&self, name: &'static str) -> Result<Option<i64>, CallbackError> {
        match self.optional::<i64>(name)? {
            Some(-1) => Ok(None),
            Some(negative) if negative < 0 => Err(CallbackError::Malformed(name)),
            seconds => Ok(seconds),
        }
    }

    /// A time in RFC 2822: `Tue, 31 Aug 2010 20:36:28 +0000`.
    pub(super) fn time(&self, name: &'static str) -> Result<Option<Timestamp>, CallbackError> {
        self.optional_text(name)?
            .map(|text| {
                rfc2822::parse(text).map(|time| time.timestamp()).map_err(|_| CallbackError::Malformed(name))
            })
            .transpose()
    }
}

#[cfg(test)]
pub(super) mod testing {
    pub(in crate::callback) const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
    pub(in crate::callback) const CALL: &str = "CA0123456789abcdef0123456789abcdef";
    pub(in crate::callback) const CHILD: &str = "CAfedcba9876543210fedcba9876543210";
    pub(in crate::callback) const RECORDING: &str = "RE0123456789abcdef0123456789abcdef";

    /// Pairs of our account.
    pub(in crate::callback) fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        let account = ("AccountSid", ACCOUNT);
        std::iter::once(&account).chain(list).map(|(name, value)| ((*name).into(), (*value).into())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{ACCOUNT, pairs};
    use super::*;

    #[test]
    fn is_of_our_account() {
        assert!(Form::new(&pairs(&[]), ACCOUNT).is_ok());
        assert_eq!(Form::new(&pairs(&[]), "ACother").unwrap_err(), CallbackError::ForeignAccount);
        assert_eq!(Form::new(&[], ACCOUNT).unwrap_err(), CallbackError::Missing("AccountSid"));
        assert_eq!(
            Form::new(&pairs(&[("AccountSid", "ACx")]), ACCOUNT).unwrap_err(),
            CallbackError::Repeated("AccountSid")
        );
    }

    #[test]
    fn is_of_a_sane_size() {
        let long = "x".repeat(MAX_VALUE + 1);
        assert_eq!(Form::new(&pairs(&[("A", &long)]), ACCOUNT).unwrap_err(), CallbackError::Oversized);
        assert_eq!(Form::new(&pairs(&[(&long, "a")]), ACCOUNT).unwrap_err(), CallbackError::Oversized);
        assert_eq!(
            Form::new(&pairs(&[("A", "b"); MAX_PARAMETERS]), ACCOUNT).unwrap_err(),
            CallbackError::Oversized
        );
    }

    #[test]
    fn reads_seconds_and_times() {
        let pairs = pairs(&[
            ("A", "12"),
            ("B", "-1"),
            ("C", "-2"),
            ("D", ""),
            ("E", "1.5"),
            ("T", "Tue, 31 Aug 2010 20:36:28 +0000"),
        ]);
        let form = Form::new(&pairs, ACCOUNT).unwrap();
        assert_eq!(form.seconds("A"), Ok(Some(12)));
        assert_eq!(form.seconds("B"), Ok(None));
        assert_eq!(form.seconds("C"), Err(CallbackError::Malformed("C")));
        assert_eq!(form.seconds("D"), Ok(None));
        assert_eq!(form.seconds("E"), Err(CallbackError::Malformed("E")));
        assert_eq!(form.time("T"), Ok(Some("2010-08-31T20:36:28Z".parse().unwrap())));
        assert_eq!(form.time("A"), Err(CallbackError::Malformed("A")));
    }
}
