//! A time of day far away, which has to keep running while the page is open.

use std::fmt;

use serde::{Deserialize, Serialize};

const MINUTES_A_DAY: u32 = 24 * 60;

/// Minutes since midnight, shown as `2:41 pm`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalTime(u32);

impl LocalTime {
    /// Reads `2:41 pm`; nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let (time, half) = text.split_once(' ')?;
        let (hour, minute) = time.split_once(':')?;
        let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
        let noon = match half {
            "am" => 0,
            "pm" => 12,
            _ => return None,
        };
        ((1..=12).contains(&hour) && minute < 60).then(|| Self((hour % 12 + noon) * 60 + minute))
    }

    /// The time so many minutes later, past midnight too.
    #[must_use]
    pub fn later(self, minutes: u32) -> Self {
        Self((self.0 + minutes % MINUTES_A_DAY) % MINUTES_A_DAY)
    }

    /// The times in a text such as `2:41 pm Eastern, 1:41 pm Central`, moved on; what is no time stays as it is.
    pub fn advance(text: &str, minutes: u32) -> String {
        let moved = |part: &str| {
            // The time is the first two words; the rest names its zone.
            let end = part.match_indices(' ').nth(1).map_or(part.len(), |(at, _)| at);
            let (time, zone) = part.split_at(end);
            Self::parse(time).map_or_else(|| part.to_owned(), |time| format!("{}{zone}", time.later(minutes)))
        };
        text.split(", ").map(moved).collect::<Vec<_>>().join(", ")
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute) = (self.0 / 60, self.0 % 60);
        let half = if hour < 12 { "am" } else { "pm" };
        let hour = if hour.is_multiple_of(12) { 12 } else { hour % 12 };
        write!(f, "{hour}:{minute:02} {half}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_shows_every_minute() {
        for minute in 0..MINUTES_A_DAY {
            let time = LocalTime(minute);
            assert_eq!(LocalTime::parse(&time.to_string()), Some(time));
        }
        for text in ["", "2:41", "14:41 pm", "0:10 am", "2:60 pm", "2 pm", "2:41 xm"] {
            assert_eq!(LocalTime::parse(text), None, "{text}");
        }
    }

    #[test]
    fn runs_past_noon_and_midnight() {
        assert_eq!(LocalTime::advance("11:59 am", 1), "12:00 pm");
        let two = LocalTime::advance("11:50 pm Eastern, 10:50 pm Central", 15);
        assert_eq!(two, "12:05 am Eastern, 11:05 pm Central");
        assert_eq!(LocalTime::advance("unknown", 5), "unknown");
    }
}
