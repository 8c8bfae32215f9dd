//! What people type, parsed at the border: forms and commands read it alike. Errors are the end of a sentence that
//! begins with the field's name.

use compliance::{Attestation, ConsentKind, LineType, RuleId, State};
use domain::E164;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// A number as people write it. What was typed is not in the error: it may be somebody's number.
pub(crate) fn number(text: &str) -> Result<E164, String> {
    E164::parse(text).map_err(|error| format!("is no number that we can work with ({error})"))
}

/// A day, `2026-11-20`.
pub(crate) fn day(text: &str) -> Result<Date, String> {
    text.trim().parse().map_err(|_| "is no day such as 2026-11-20".to_owned())
}

/// The first moment of a day.
pub(crate) fn begin(day: Date, zone: &TimeZone) -> Result<Timestamp, String> {
    day.to_zoned(zone.clone()).map(|at| at.timestamp()).map_err(|_| "is no day that there is".to_owned())
}

/// The first moment after a day: its last one counts.
pub(crate) fn end(day: Date, zone: &TimeZone) -> Result<Timestamp, String> {
    let next = day.checked_add(1.day()).map_err(|_| "is no day that there is".to_owned())?;
    begin(next, zone)
}

/// A state: letters or name.
pub(crate) fn state(text: &str) -> Result<State, String> {
    text.parse().map_err(|_| "is no state of the United States".to_owned())
}

/// States with commas or blanks between their letters; names with commas.
pub(crate) fn states(text: &str) -> Result<Vec<State>, String> {
    let words = |text: &str, between: fn(char) -> bool| -> Result<Vec<State>, String> {
        text.split(between).map(str::trim).filter(|word| !word.is_empty()).map(state).collect()
    };
    words(text, |c| matches!(c, ',' | ';' | '\n')).or_else(|_| words(text, |c| c == ',' || c.is_whitespace()))
}

/// Five digits, or five and four; the five are enough.
pub(crate) fn zip(text: &str) -> Result<String, String> {
    let (five, four) = text.trim().split_once('-').unwrap_or((text.trim(), "0000"));
    let digits = |part: &str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    if digits(five, 5) && digits(four, 4) {
        Ok(five.to_owned())
    } else {
        Err("is no ZIP code such as 33606".to_owned())
    }
}

/// How the carrier vouches for a caller ID.
pub(crate) fn attestation(text: &str) -> Result<Attestation, String> {
    match text.trim() {
        "A" | "a" => Ok(Attestation::A),
        "B" | "b" => Ok(Attestation::B),
        "C" | "c" => Ok(Attestation::C),
        _ => Err("is none of A, B and C".to_owned()),
    }
}

/// `yes` or `no`.
pub(crate) fn yes(text: &str) -> Result<bool, String> {
    match text.trim() {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err("is neither yes nor no".to_owned()),
    }
}

/// The kinds of line, as their names stand in forms.
pub(crate) const LINES: [(LineType, &str, &str); 4] = [
    (LineType::Unknown, "unknown", "Not looked up"),
    (LineType::Mobile, "mobile", "Mobile"),
    (LineType::Voip, "voip", "Internet (VoIP)"),
    (LineType::Landline, "landline", "Landline"),
];

/// A kind of line.
pub(crate) fn line(text: &str) -> Result<LineType, String> {
    let found = LINES.iter().find(|(_, name, _)| *name == text.trim());
    found.map(|(line, ..)| *line).ok_or_else(|| "is none of the kinds of line".to_owned())
}

/// A rule of the catalogue, `R-DNC-4`.
pub(crate) fn rule(text: &str) -> Result<RuleId, String> {
    text.trim().to_ascii_uppercase().parse().map_err(|_| "is no rule such as R-DNC-4".to_owned())
}

/// A kind of consent, `EXPRESS_WRITTEN`.
pub(crate) fn consent(text: &str) -> Result<ConsentKind, String> {
    let name = text.trim().to_ascii_uppercase().replace('-', "_");
    name.parse().map_err(|_| {
        let names: Vec<&str> = ConsentKind::ALL.iter().map(|kind| kind.as_str()).collect();
        format!("is none of {}", names.join(", "))
    })
}

/// The kind of consent in words.
pub(crate) const fn consent_words(kind: ConsentKind) -> &'static str {
    match kind {
        ConsentKind::ExpressWritten => "Express written consent",
        ConsentKind::EbrTransaction => "Transaction (18 months)",
        ConsentKind::EbrInquiry => "Their own inquiry (3 months)",
        ConsentKind::Personal => "Family, friend or acquaintance of the agent",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_read_with_or_without_commas() {
        let codes = |text: &str| {
            states(text).map(|found| found.iter().map(|state| state.code()).collect::<Vec<_>>().join(" "))
        };
        assert_eq!(codes("fl, TX").unwrap(), "FL TX");
        assert_eq!(codes("FL TX  ga").unwrap(), "FL TX GA");
        assert_eq!(codes("New York, FL").unwrap(), "NY FL");
        assert_eq!(codes(" ").unwrap(), "");
        assert!(codes("FL, Atlantis").is_err());
    }

    #[test]
    fn a_last_day_counts_to_its_end() {
        let zone = TimeZone::get("America/New_York").unwrap();
        let last = day("2026-11-20").unwrap();
        assert_eq!(begin(last, &zone).unwrap().to_string(), "2026-11-20T05:00:00Z");
        assert_eq!(end(last, &zone).unwrap().to_string(), "2026-11-21T05:00:00Z");
        assert!(end(Date::MAX, &zone).is_err(), "the end of time is no panic");
    }

    #[test]
    fn what_is_refused_is_not_repeated() {
        assert!(!number("813 555 01").unwrap_err().contains("813"));
        assert!(rule("r-dnc-4").is_ok() && rule("R-DNC-99").is_err());
        assert!(consent("express-written").is_ok() && consent("oral").unwrap_err().contains("PERSONAL"));
    }
}
