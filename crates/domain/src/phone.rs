//! Phone numbers of the North American Numbering Plan.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Why a piece of text is not a number that Twoleg can work with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// There is no digit in it.
    #[error("no phone number here")]
    Empty,
    /// Fewer than ten digits.
    #[error("too few digits for a US number")]
    TooShort,
    /// More digits than a US number has.
    #[error("too many digits for a US number")]
    TooLong,
    /// A country code other than +1.
    #[error("not a US number")]
    NotNanp,
    /// An area code or an exchange that cannot exist (it starts with 0 or 1, or is N11).
    #[error("no such area code or exchange")]
    NoSuchNumber,
    /// Characters that no phone number has.
    #[error("not a phone number")]
    NotANumber,
}

/// A number of the North American Numbering Plan in E.164: `+1`, area code, exchange, line.
///
/// Its `Debug` form is masked, so a number that slips into a log does not identify anybody.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct E164(String);

impl E164 {
    /// Reads a number as people write it: `(813) 555-0142`, `813.555.0142 x3`, `tel:+1-813-555-0142`.
    /// An extension is left out: Twoleg rings the main line.
    ///
    /// # Errors
    /// When the text is not exactly one number of the plan; see [`PhoneError`].
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let main = without_extension(text.trim());
        let main = strip_scheme(main);
        let plus = main.trim_start_matches(|c: char| c.is_whitespace() || c == '(').starts_with(['+', '＋']);
        let mut digits = String::with_capacity(11);
        for c in main.chars() {
            match c {
                _ if c.is_ascii_digit() => digits.push(c),
                // Full-width digits come with numbers pasted from some web pages.
                '０'..='９' => digits.extend(char::from_u32(c as u32 - '０' as u32 + '0' as u32)),
                _ if is_separator(c) => {}
                _ => return Err(PhoneError::NotANumber),
            }
        }
        let national = match digits.strip_prefix('1') {
            Some(rest) if plus || digits.len() == 11 => rest,
            _ if plus && !digits.is_empty() => return Err(PhoneError::NotNanp),
            _ => digits.as_str(),
        };
        match national.len() {
            0 => return Err(PhoneError::Empty),
            1..=9 => return Err(PhoneError::TooShort),
            10 => {}
            _ => return Err(PhoneError::TooLong),
        }
        let (npa, rest) = national.split_at(3);
        if !is_code(npa) || !is_code(&rest[..3]) {
            return Err(PhoneError::NoSuchNumber);
        }
        Ok(Self(format!("+1{national}")))
    }

    /// The number as E.164 text, `+18135550142`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The area code, `813`.
    pub fn npa(&self) -> &str {
        &self.0[2..5]
    }

    /// The exchange, `555`.
    pub fn exchange(&self) -> &str {
        &self.0[5..8]
    }

    /// The last four digits, `0142`.
    pub fn line(&self) -> &str {
        &self.0[8..12]
    }

    /// As people in the US write it: `(813) 555-0142`.
    pub fn national(&self) -> String {
        format!("({}) {}-{}", self.npa(), self.exchange(), self.line())
    }

    /// For logs: the area code and the last two digits only, `+1813*****42`.
    pub fn masked(&self) -> String {
        format!("+1{}*****{}", self.npa(), &self.0[10..12])
    }
}

/// An area code or exchange: starts with 2 to 9, and is not a service code (N11).
fn is_code(code: &str) -> bool {
    let b = code.as_bytes();
    (b'2'..=b'9').contains(&b[0]) && !(b[1] == b'1' && b[2] == b'1')
}

fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '(' | ')' | '[' | ']' | '-' | '.' | '/' | '+' | '＋' | '·' | '•' | ',')
        // The dashes and invisible marks of word processors and web pages.
        || matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

fn strip_scheme(text: &str) -> &str {
    ["tel:", "callto:", "phone:", "ph:", "sms:"]
        .iter()
        .find_map(|scheme| {
            text.get(..scheme.len())
                .filter(|head| head.eq_ignore_ascii_case(scheme))
                .map(|_| &text[scheme.len()..])
        })
        .unwrap_or(text)
        .trim_start_matches('/')
}

/// Cuts `x12`, `ext. 12`, `extension 12`, `#12` and `;ext=12` off the end.
fn without_extension(text: &str) -> &str {
    let lower = text.to_ascii_lowercase();
    for mark in [";ext", "extension", "ext", "x", "#"] {
        if let Some(at) = lower.rfind(mark) {
            let tail = &text[at + mark.len()..];
            let digits = tail.chars().filter(char::is_ascii_digit).count();
            let plain = tail.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ':' | '=' | ' '));
            if plain && (1..=7).contains(&digits) && lower[..at].bytes().any(|b| b.is_ascii_digit()) {
                return text[..at].trim_end();
            }
        }
    }
    text
}

impl fmt::Display for E164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for E164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "E164({})", self.masked())
    }
}

impl FromStr for E164 {
    type Err = PhoneError;
    fn from_str(text: &str) -> Result<Self, PhoneError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for E164 {
    type Error = PhoneError;
    fn try_from(text: String) -> Result<Self, PhoneError> {
        Self::parse(&text)
    }
}

impl From<E164> for String {
    fn from(number: E164) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_people_write() {
        for text in [
            "8135550142",
            "(813) 555-0142",
            "813-555-0142",
            "813.555.0142",
            "813 555 0142",
            "1 (813) 555-0142",
            "+1 813 555 0142",
            "+18135550142",
            "(+1) 813-555-0142",
            "tel:+1-813-555-0142",
            "TEL:8135550142",
            "813-555-0142 x12",
            "813-555-0142 ext. 1204",
            "813-555-0142;ext=12",
            "813\u{2013}555\u{2013}0142",
            "\u{202a}(813) 555-0142\u{202c}",
            "８１３５５５０１４２",
            " 813/555-0142 ",
        ] {
            assert_eq!(E164::parse(text).map(|n| n.as_str().to_owned()), Ok("+18135550142".into()), "{text}");
        }
    }

    #[test]
    fn says_why_it_refuses() {
        for (text, error) in [
            ("", PhoneError::Empty),
            ("--", PhoneError::Empty),
            ("555-0142", PhoneError::TooShort),
            ("911", PhoneError::TooShort),
            ("813 555 01423", PhoneError::TooLong),
            ("+44 20 7946 0958", PhoneError::NotNanp),
            ("113 555 0142", PhoneError::NoSuchNumber),
            ("813 155 0142", PhoneError::NoSuchNumber),
            ("411 555 0142", PhoneError::NoSuchNumber),
            ("813 911 0142", PhoneError::NoSuchNumber),
            ("call after 5", PhoneError::NotANumber),
            ("813-555-0142 or 352-555-0187", PhoneError::NotANumber),
        ] {
            assert_eq!(E164::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn never_shows_itself_in_a_log() {
        let number = E164::parse("8135550142").unwrap();
        assert_eq!(format!("{number:?}"), "E164(+1813*****42)");
        assert_eq!(number.national(), "(813) 555-0142");
    }

    proptest! {
        #[test]
        fn any_text_is_parsed_or_refused_without_a_panic(text in "\\PC{0,40}") {
            if let Ok(number) = E164::parse(&text) {
                prop_assert_eq!(number.as_str().len(), 12);
                prop_assert_eq!(E164::parse(number.as_str()), Ok(number.clone()));
                prop_assert_eq!(E164::parse(&number.national()), Ok(number));
            }
        }
    }
}
