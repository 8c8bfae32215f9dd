//! The days on which a state forbids sales calls, computed for any year.

use jiff::Span;
use jiff::civil::{Date, Weekday};

use crate::names::names;

names! {
    /// A state's list of holidays. Every list holds all federal ones (5 USC 6103(a)): the careful reading of laws that
    /// say "legal holiday" (`compliance.md` section 3).
    Calendar, "holiday calendar" {
        /// The federal holidays, also when observed on another day: the nearest weekday.
        Alabama = "AL",
        /// And Mardi Gras. What a governor proclaims is added by hand.
        Louisiana = "LA",
        /// And Good Friday, Flag Day and Election Day.
        Pennsylvania = "PA",
        /// And Independence Day of 4 May, and Victory Day.
        RhodeIsland = "RI",
        /// And Pioneer Day.
        Utah = "UT",
    }
}

impl Calendar {
    /// The holiday that falls on a date.
    pub fn holiday(self, date: Date) -> Option<&'static str> {
        federal(date).or_else(|| self.own(date))
    }

    fn own(self, date: Date) -> Option<&'static str> {
        let (month, day) = (date.month(), date.day());
        match self {
            Self::Alabama => observed(date),
            Self::Louisiana => (is_easter_plus(date, -47)).then_some("Mardi Gras"),
            Self::Pennsylvania if (month, day) == (6, 14) => Some("Flag Day"),
            Self::Pennsylvania if month == 11 && is_election_day(date) => Some("Election Day"),
            Self::Pennsylvania => (is_easter_plus(date, -2)).then_some("Good Friday"),
            Self::RhodeIsland if (month, day) == (5, 4) => Some("Rhode Island Independence Day"),
            Self::RhodeIsland => (month == 8 && is_nth(date, Weekday::Monday, 2)).then_some("Victory Day"),
            Self::Utah => ((month, day) == (7, 24)).then_some("Pioneer Day"),
        }
    }
}

/// The eleven federal holidays, on their own dates.
fn federal(date: Date) -> Option<&'static str> {
    match (date.month(), date.day()) {
        (1, 1) => Some("New Year's Day"),
        (1, _) if is_nth(date, Weekday::Monday, 3) => Some("Martin Luther King Jr. Day"),
        (2, _) if is_nth(date, Weekday::Monday, 3) => Some("Washington's Birthday"),
        (5, 25..) if date.weekday() == Weekday::Monday => Some("Memorial Day"),
        (6, 19) => Some("Juneteenth"),
        (7, 4) => Some("Independence Day"),
        (9, _) if is_nth(date, Weekday::Monday, 1) => Some("Labor Day"),
        (10, _) if is_nth(date, Weekday::Monday, 2) => Some("Columbus Day"),
        (11, 11) => Some("Veterans Day"),
        (11, _) if is_nth(date, Weekday::Thursday, 4) => Some("Thanksgiving Day"),
        (12, 25) => Some("Christmas Day"),
        _ => None,
    }
}

/// A Friday before a Saturday's holiday, or a Monday after a Sunday's.
fn observed(date: Date) -> Option<&'static str> {
    match date.weekday() {
        Weekday::Friday => federal(date.tomorrow().ok()?),
        Weekday::Monday => federal(date.yesterday().ok()?),
        _ => None,
    }
}

fn is_nth(date: Date, weekday: Weekday, nth: i8) -> bool {
    date.weekday() == weekday && (date.day() - 1) / 7 == nth - 1
}

/// The Tuesday after the first Monday of November.
fn is_election_day(date: Date) -> bool {
    date.weekday() == Weekday::Tuesday && (2..=8).contains(&date.day())
}

fn is_easter_plus(date: Date, days: i64) -> bool {
    // Both days that are asked for fall between 3 February and 23 April.
    (2..=4).contains(&date.month())
        && easter(date.year()).and_then(|easter| easter.checked_add(Span::new().days(days)).ok())
            == Some(date)
}

/// Easter Sunday of the Gregorian calendar (the anonymous computus of Meeus, Jones and Butcher).
fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let golden = year % 19;
    let (century, in_century) = (year / 100, year % 100);
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late + 114;
    Date::new(i16::try_from(year).ok()?, i8::try_from(days / 31).ok()?, i8::try_from(days % 31 + 1).ok()?)
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(calendar: Calendar, date: &str) -> Option<&'static str> {
        calendar.holiday(date.parse().unwrap())
    }

    #[test]
    fn easter_of_years_that_people_know() {
        for date in ["2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2038-04-25"] {
            let date: Date = date.parse().unwrap();
            assert_eq!(easter(date.year()), Some(date));
        }
    }

    #[test]
    fn each_list_has_its_own_days() {
        assert_eq!(named(Calendar::Pennsylvania, "2026-06-14"), Some("Flag Day"));
        assert_eq!(named(Calendar::Pennsylvania, "2026-04-03"), Some("Good Friday"));
        assert_eq!(named(Calendar::Pennsylvania, "2026-11-03"), Some("Election Day"));
        assert_eq!(named(Calendar::Pennsylvania, "2022-11-08"), Some("Election Day"));
        assert_eq!(named(Calendar::Pennsylvania, "2022-11-01"), None);
        assert_eq!(named(Calendar::Louisiana, "2026-02-17"), Some("Mardi Gras"));
        assert_eq!(named(Calendar::Louisiana, "2027-02-09"), Some("Mardi Gras"));
        assert_eq!(named(Calendar::Utah, "2026-07-24"), Some("Pioneer Day"));
        assert_eq!(named(Calendar::RhodeIsland, "2026-08-10"), Some("Victory Day"));
        assert_eq!(named(Calendar::RhodeIsland, "2026-05-04"), Some("Rhode Island Independence Day"));
        assert_eq!(named(Calendar::Utah, "2026-06-14"), None);
    }

    #[test]
    fn every_list_has_the_federal_days() {
        let days = [
            "2026-01-01",
            "2026-01-19",
            "2026-02-16",
            "2026-05-25",
            "2026-06-19",
            "2026-07-04",
            "2026-09-07",
            "2026-10-12",
            "2026-11-11",
            "2026-11-26",
            "2026-12-25",
        ];
        for calendar in Calendar::ALL {
            for day in days {
                assert!(named(*calendar, day).is_some(), "{calendar} {day}");
            }
        }
        assert_eq!(named(Calendar::Utah, "2026-11-19"), None);
        assert_eq!(named(Calendar::Utah, "2026-05-18"), None);
    }

    /// 1 January 2028 is a Saturday: Alabama keeps it on 31 December 2027, and on the day itself.
    #[test]
    fn alabama_observes_the_nearest_weekday() {
        assert_eq!(named(Calendar::Alabama, "2027-12-31"), Some("New Year's Day"));
        assert_eq!(named(Calendar::Alabama, "2028-01-01"), Some("New Year's Day"));
        assert_eq!(named(Calendar::Alabama, "2026-07-03"), Some("Independence Day"));
        assert_eq!(named(Calendar::Alabama, "2027-07-05"), Some("Independence Day"));
        assert_eq!(named(Calendar::Utah, "2026-07-03"), None);
    }
}
