//! Dates and times as the agent reads them, in the agent's own zone.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The time zone in which an agent reads times.
#[derive(Debug, Clone)]
pub struct AgentZone(pub TimeZone);

impl AgentZone {
    /// The zone that is configured.
    pub fn of(dialer: &dialer::Dialer) -> Self {
        Self(dialer.settings().zone.clone())
    }

    /// `Nov 20, 2:41 pm`.
    pub fn moment(&self, at: Timestamp) -> String {
        format!("{}, {}", Self::day(at.to_zoned(self.0.clone()).date()), self.time(at))
    }

    /// `2:41 pm`.
    pub fn time(&self, at: Timestamp) -> String {
        at.to_zoned(self.0.clone()).strftime("%-I:%M %P").to_string()
    }

    /// `Nov 20, 2028`.
    pub fn date(&self, at: Timestamp) -> String {
        at.to_zoned(self.0.clone()).strftime("%b %-d, %Y").to_string()
    }

    /// `Nov 20`.
    pub fn day(day: Date) -> String {
        day.strftime("%b %-d").to_string()
    }
}
