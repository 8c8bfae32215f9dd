//! What one field of a line is, by its looks: a number, an area code, a change, a day.

use jiff::civil::{Date, DateTime};

use super::{Action, Entry, Written};
use crate::area::value;

/// What a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// Three digits.
    Area(u32),
    /// Seven, ten, or eleven digits.
    Number(Written),
    /// `A`, `D`, `add`, `delete` …
    Action(Action),
    /// A day, with or without a time.
    When(DateTime),
    /// Nothing.
    Empty,
}

/// What a field is; `None` when it is nothing that a list has.
pub(super) fn field(text: &[u8]) -> Option<Field> {
    let text = text.trim_ascii();
    if text.is_empty() {
        return Some(Field::Empty);
    }
    action(text).map(Field::Action).or_else(|| number(text)).or_else(|| when(text).map(Field::When))
}

/// Puts the fields of a line together; `None` when they do not make one number, with at most one change and one day.
pub(super) fn entry(fields: impl Iterator<Item = Field>) -> Option<Entry> {
    let (mut area, mut number, mut action, mut at) = (None, None, None, None);
    for field in fields {
        let free = match field {
            Field::Area(code) => area.replace(code).is_none(),
            Field::Number(written) => number.replace(written).is_none(),
            Field::Action(which) => action.replace(which).is_none(),
            Field::When(day) => at.replace(day).is_none(),
            Field::Empty => true,
        };
        if !free {
            return None;
        }
    }
    let number = match (area, number?) {
        (Some(area), Written::Seven(seven)) => Written::Ten { area, seven },
        // A column with the area code beside the whole number: they must say the same.
        (Some(code), Written::Ten { area, .. }) if code != area => return None,
        (_, number) => number,
    };
    Some(Entry { number, action, when: at })
}

/// Three, seven or ten digits, or eleven with a 1 before them; with the signs that people write among them.
fn number(text: &[u8]) -> Option<Field> {
    let mut digits = [0_u8; 11];
    let mut count = 0;
    for byte in text {
        match byte {
            b'0'..=b'9' => {
                *digits.get_mut(count)? = *byte;
                count += 1;
            }
            b' ' | b'-' | b'.' | b'(' | b')' | b'+' => {}
            _ => return None,
        }
    }
    let digits = digits.get(..count)?;
    if text.contains(&b'+') && count != 11 {
        return None;
    }
    match count {
        3 => value(digits).map(Field::Area),
        7 => value(digits).map(|seven| Field::Number(Written::Seven(seven))),
        10 => ten(digits).map(Field::Number),
        11 => ten(digits.strip_prefix(b"1")?).map(Field::Number),
        _ => None,
    }
}

/// A number of ten digits.
pub(super) fn ten(digits: &[u8]) -> Option<Written> {
    let (area, seven) = digits.split_at_checked(3)?;
    Some(Written::Ten { area: value(area)?, seven: value(seven)? })
}

/// The words for changes. `A` and `D` are reported of the registry's change lists (unverified).
fn action(text: &[u8]) -> Option<Action> {
    const ADD: [&str; 5] = ["A", "ADD", "ADDED", "ADDITION", "INSERT"];
    const DELETE: [&str; 7] = ["D", "DEL", "DELETE", "DELETED", "DELETION", "REMOVE", "REMOVED"];
    let is = |words: &[&str]| words.iter().any(|word| word.as_bytes().eq_ignore_ascii_case(text));
    if is(&ADD) {
        Some(Action::Add)
    } else if is(&DELETE) {
        Some(Action::Delete)
    } else {
        None
    }
}

/// `2026-11-20`, `2026-11-20T08:00:00`, `2026-11-20 08:00:00`, `11/20/2026`, `20261120`; a `Z` at the end is left out.
pub(super) fn when(text: &[u8]) -> Option<DateTime> {
    let text = std::str::from_utf8(text).ok()?;
    let text = text.strip_suffix(['Z', 'z']).unwrap_or(text);
    if let Some((month, rest)) = text.split_once('/') {
        let (day, rest) = rest.split_once('/')?;
        let (year, time) = rest.split_once(' ').unwrap_or((rest, "00:00:00"));
        let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
        return Some(date.to_datetime(time.parse().ok()?)).filter(plausible);
    }
    let digits = text.get(..4)?.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse::<DateTime>().ok()).flatten().filter(plausible)
}

/// The registry began in 2003; eight digits that are a day of another age are no day.
fn plausible(day: &DateTime) -> bool {
    (1990..2100).contains(&day.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_by_their_looks() {
        let number = Some(Field::Number(Written::Ten { area: 813, seven: 5_550_142 }));
        for text in ["8135550142", "(813) 555-0142", "813.555.0142", "+1 813 555 0142", "18135550142"] {
            assert_eq!(field(text.as_bytes()), number, "{text}");
        }
        assert_eq!(field(b"555-0142"), Some(Field::Number(Written::Seven(5_550_142))));
        assert_eq!(field(b" 813 "), Some(Field::Area(813)));
        assert_eq!(field(b"a"), Some(Field::Action(Action::Add)));
        assert_eq!(field(b"Delete"), Some(Field::Action(Action::Delete)));
        assert_eq!(field(b""), Some(Field::Empty));
        let day = jiff::civil::date(2026, 11, 20);
        for text in ["2026-11-20", "20261120", "11/20/2026"] {
            assert_eq!(field(text.as_bytes()), Some(Field::When(day.at(0, 0, 0, 0))), "{text}");
        }
        for text in ["2026-11-20T08:30:00Z", "2026-11-20 08:30:00", "11/20/2026 08:30:00"] {
            assert_eq!(field(text.as_bytes()), Some(Field::When(day.at(8, 30, 0, 0))), "{text}");
        }
        for text in [
            "813555014",
            "81355501422",
            "28135550142",
            "+8135550142",
            "x",
            "2026-13-01",
            "12345678",
            "81355O0142",
        ] {
            assert_eq!(field(text.as_bytes()), None, "{text}");
        }
    }
}
