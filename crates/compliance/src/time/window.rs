//! The hours of a day in which calls may be made.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

/// A stretch of a local day, in minutes after midnight. The end is exclusive. Its text is `08:00-20:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Window {
    opens: u16,
    closes: u16,
}

/// A text that is no stretch of a day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no stretch of a day: write it as 08:00-20:00")]
pub struct WindowError(pub String);

/// Where a time of day lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Before,
    Within,
    After,
}

impl Window {
    /// The window that never opens.
    pub(crate) const NEVER: Self = Self { opens: 0, closes: 0 };

    /// From one minute of the day to another.
    ///
    /// # Errors
    /// When it ends before it begins, or after midnight.
    pub fn new(opens: u16, closes: u16) -> Result<Self, WindowError> {
        let window = Self { opens, closes };
        if opens < closes && closes <= 24 * 60 { Ok(window) } else { Err(WindowError(window.to_string())) }
    }

    /// What is in both. Where nothing is, it never opens.
    #[must_use]
    pub fn within(self, other: Self) -> Self {
        Self { opens: self.opens.max(other.opens), closes: self.closes.min(other.closes) }
    }

    /// Whether all of it lies in the other.
    pub fn is_within(self, other: Self) -> bool {
        self.within(other) == self
    }

    /// The same window, closing so many minutes earlier.
    pub(crate) const fn closing_earlier(self, minutes: u16) -> Self {
        Self { opens: self.opens, closes: self.closes.saturating_sub(minutes) }
    }

    pub(crate) fn opens(self) -> Time {
        time_of(self.opens)
    }

    pub(crate) fn closes(self) -> Time {
        time_of(self.closes)
    }

    pub(crate) fn side(self, at: Time) -> Side {
        let minute = i32::from(at.hour()) * 60 + i32::from(at.minute());
        if minute >= i32::from(self.closes) {
            Side::After
        } else if minute < i32::from(self.opens) {
            Side::Before
        } else {
            Side::Within
        }
    }
}

/// The hours of one weekday: a window, or none at all (`closed`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum DayHours {
    /// Calls are allowed then.
    Open(Window),
    /// No calls on such a day.
    Closed,
}

impl FromStr for Window {
    type Err = WindowError;
    fn from_str(text: &str) -> Result<Self, WindowError> {
        let minutes = |clock: &str| {
            let (hours, minutes) = clock.split_once(':')?;
            let both_two = hours.len() == 2 && minutes.len() == 2;
            let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
            (both_two && minutes < 60).then_some(hours * 60 + minutes)
        };
        let ends = text.split_once('-').and_then(|(opens, closes)| Some((minutes(opens)?, minutes(closes)?)));
        let (opens, closes) = ends.ok_or_else(|| WindowError(text.to_owned()))?;
        Self::new(opens, closes)
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { opens, closes } = self;
        write!(f, "{:02}:{:02}-{:02}:{:02}", opens / 60, opens % 60, closes / 60, closes % 60)
    }
}

impl TryFrom<String> for Window {
    type Error = WindowError;
    fn try_from(text: String) -> Result<Self, WindowError> {
        text.parse()
    }
}

impl From<Window> for String {
    fn from(window: Window) -> Self {
        window.to_string()
    }
}

impl TryFrom<String> for DayHours {
    type Error = WindowError;
    fn try_from(text: String) -> Result<Self, WindowError> {
        if text == "closed" { Ok(Self::Closed) } else { text.parse().map(Self::Open) }
    }
}

impl From<DayHours> for String {
    fn from(day: DayHours) -> Self {
        match day {
            DayHours::Open(window) => window.to_string(),
            DayHours::Closed => "closed".to_owned(),
        }
    }
}

/// A time of day from minutes after midnight; past the end of the day it is midnight.
fn time_of(minutes: u16) -> Time {
    let (hour, minute) = (minutes / 60, minutes % 60);
    match (i8::try_from(hour), i8::try_from(minute)) {
        (Ok(hour), Ok(minute)) => Time::new(hour, minute, 0, 0).unwrap_or(Time::midnight()),
        _ => Time::midnight(),
    }
}
