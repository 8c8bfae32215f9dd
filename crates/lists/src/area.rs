//! Area codes, and where a number stands among the eight million of its area code.

use std::fmt;
use std::str::FromStr;

use domain::E164;
use serde::{Deserialize, Serialize};

/// Numbers of one area code: 800 exchanges (200 to 999) of 10,000 lines.
pub(crate) const LINES: u32 = 8_000_000;
/// Area codes that a number can begin with: 200 to 999.
pub(crate) const AREA_CODES: usize = 800;

/// An area code: three digits, the first of them 2 to 9.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AreaCode(u16);

/// The text is not an area code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an area code has three digits, of which the first is 2 to 9")]
pub struct NoAreaCode;

impl AreaCode {
    /// The area code with this value, 200 to 999.
    pub(crate) fn new(value: u32) -> Option<Self> {
        u16::try_from(value).ok().filter(|value| (200..=999).contains(value)).map(Self)
    }

    /// Its place in a table of [`AREA_CODES`].
    pub(crate) fn slot(self) -> usize {
        usize::from(self.0) - 200
    }

    /// The area code at a place of that table.
    pub(crate) fn at(slot: usize) -> Option<Self> {
        u32::try_from(slot).ok().and_then(|slot| Self::new(slot + 200))
    }

    /// Its value, 200 to 999.
    pub(crate) fn value(self) -> u16 {
        self.0
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for AreaCode {
    type Err = NoAreaCode;
    fn from_str(text: &str) -> Result<Self, NoAreaCode> {
        let three = text.len() == 3 && text.bytes().all(|b| b.is_ascii_digit());
        three.then(|| text.parse().ok().and_then(Self::new)).flatten().ok_or(NoAreaCode)
    }
}

impl TryFrom<String> for AreaCode {
    type Error = NoAreaCode;
    fn try_from(text: String) -> Result<Self, NoAreaCode> {
        text.parse()
    }
}

impl From<AreaCode> for String {
    fn from(code: AreaCode) -> Self {
        code.to_string()
    }
}

/// A number as the lists know it: its area code, and `(exchange − 200) · 10,000 + line`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) area: AreaCode,
    /// Below [`LINES`].
    pub(crate) index: u32,
}

/// The index of a seven-digit number, given as its value; `None` where the exchange begins with 0 or 1, which no
/// phone has.
pub(crate) const fn index_of(seven: u32) -> Option<u32> {
    if seven >= 2_000_000 && seven < 10_000_000 { Some(seven - 2_000_000) } else { None }
}

impl Place {
    /// Where a number of the plan stands. Every [`E164`] has a place; `None` would be a fault of that type.
    pub(crate) fn of(number: &E164) -> Option<Self> {
        let digits = number.as_str().as_bytes().get(2..)?;
        let (area, rest) = (digits.get(..3)?, digits.get(3..10)?);
        Some(Self { area: AreaCode::new(value(area)?)?, index: index_of(value(rest)?)? })
    }
}

/// The value of up to nine ASCII digits; `None` when there is anything else.
pub(crate) fn value(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 9 {
        return None;
    }
    let mut value = 0_u32;
    for digit in digits {
        let digit = digit.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + u32::from(digit);
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_area_codes() {
        assert_eq!("813".parse::<AreaCode>().unwrap().to_string(), "813");
        for text in ["", "81", "8133", "113", "013", "8a3", "+13"] {
            assert_eq!(text.parse::<AreaCode>(), Err(NoAreaCode), "{text}");
        }
        assert!((0..AREA_CODES).all(|slot| AreaCode::at(slot).is_some_and(|code| code.slot() == slot)));
        assert_eq!(AreaCode::at(AREA_CODES), None);
    }

    #[test]
    fn a_number_stands_at_its_exchange_and_line() {
        let place = |text| Place::of(&E164::parse(text).unwrap()).unwrap();
        assert_eq!(place("8135550142").index, 3_550_142);
        assert_eq!(place("2122000000"), Place { area: AreaCode(212), index: 0 });
        assert_eq!(place("9899999999"), Place { area: AreaCode(989), index: LINES - 1 });
        assert_eq!(index_of(1_999_999), None);
    }

    #[test]
    fn digits_are_digits() {
        assert_eq!(value(b"0142"), Some(142));
        for text in ["", "1/2", "1:2", "1234567890", "١"] {
            assert_eq!(value(text.as_bytes()), None, "{text}");
        }
    }
}
