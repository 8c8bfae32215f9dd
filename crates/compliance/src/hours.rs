//! Calling hours: a window of the local day, which must be open on every clock at once.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// The search for the next legal time goes in steps of this many seconds: every clock's hours start on one.
const STEP_S: i64 = 15 * 60;
/// Eight days: longer than any closed stretch.
const STEPS: i64 = 8 * 24 * 4;

/// The hours of a day in which calls may be made, in minutes after midnight. The end is exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    opens: u16,
    closes: u16,
}

/// Where a time of day lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Before,
    Within,
    After,
}

impl Window {
    /// 8 am to 9 pm, local time at the called party's location: 47 CFR 64.1200(c)(1).
    pub(crate) const FEDERAL: Self = Self { opens: 8 * 60, closes: 21 * 60 };

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
        if at < self.opens() {
            Side::Before
        } else if at < self.closes() {
            Side::Within
        } else {
            Side::After
        }
    }

    /// The first quarter of an hour, from `now` on, at which the window is open on all clocks.
    pub(crate) fn next_open(self, clocks: &[TimeZone], now: Timestamp) -> Option<Timestamp> {
        let first = Timestamp::from_second(now.as_second().div_euclid(STEP_S) * STEP_S).ok()?;
        (0..=STEPS)
            .filter_map(|step| first.checked_add(SignedDuration::from_secs(step * STEP_S)).ok())
            .filter(|at| *at >= now)
            .find(|at| {
                clocks.iter().all(|clock| self.side(at.to_zoned(clock.clone()).time()) == Side::Within)
            })
    }
}

/// A time of day from minutes after midnight; past the end of the day it is midnight, which closes all day.
fn time_of(minutes: u16) -> Time {
    let (hour, minute) = (minutes / 60, minutes % 60);
    match (i8::try_from(hour), i8::try_from(minute)) {
        (Ok(hour), Ok(minute)) => Time::new(hour, minute, 0, 0).unwrap_or(Time::midnight()),
        _ => Time::midnight(),
    }
}
