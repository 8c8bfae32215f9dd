//! When calls are open on every clock and under every law at once, and when next.

use jiff::civil::{Date, DateTime, Weekday};
use jiff::{SignedDuration, Timestamp};

use super::{DayHours, Side, Window};
use crate::facts::Facts;
use crate::pack::StateRule;
use crate::place::{State, Zone};
use crate::rule_id::RuleId;

/// The next legal time is looked for in steps of this many seconds.
const STEP_S: i64 = 15 * 60;
/// How far it is looked for past the moment when everything but hours and days has healed. No closed stretch of hours,
/// Sundays and holidays is longer than eight days; emergencies may be.
const HORIZON: SignedDuration = SignedDuration::from_hours(40 * 24);

/// Why a state forbids calls all day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ban<'a> {
    Sunday,
    Holiday(&'a str),
    Emergency,
}

/// Until when calls stay closed.
enum Closed {
    Until(Timestamp),
    /// The time zone database does not have a clock, or the calendar ends.
    ForGood,
}

/// Hours and days, for the places of one call.
pub(crate) struct Hours<'a, 'f> {
    facts: &'f Facts<'a>,
    margin: u16,
}

impl<'a, 'f> Hours<'a, 'f> {
    pub(crate) fn new(facts: &'f Facts<'a>) -> Self {
        let asked = facts.context.settings.end_margin_minutes;
        let margin = asked.max(facts.rules.parameters().end_margin_min);
        Self { facts, margin }
    }

    /// The hours that count everywhere, margin taken off.
    pub(crate) fn federal(&self) -> Window {
        let numbers = self.facts.rules.parameters();
        let hours = numbers.federal_hours;
        let hours =
            if self.facts.places.anywhere { hours.within(numbers.unknown_state_hours) } else { hours };
        hours.closing_earlier(self.margin)
    }

    /// A state's hours on a date, margin taken off; a banned day has those of other days.
    pub(crate) fn of_state(&self, rule: &StateRule, date: Date) -> Option<Window> {
        let hours = rule.hours?;
        let day = match date.weekday() {
            Weekday::Saturday => hours.saturday,
            Weekday::Sunday => hours.sunday,
            _ => hours.weekdays,
        };
        match (day, hours.weekdays) {
            (DayHours::Open(window), _) | (DayHours::Closed, DayHours::Open(window)) => {
                Some(window.closing_earlier(self.margin))
            }
            (DayHours::Closed, DayHours::Closed) => None,
        }
    }

    /// Why a state forbids calls on a date, each ban with whether an override has lifted it at `at`.
    pub(crate) fn bans<'s>(
        &'s self,
        state: State,
        rule: Option<&'s StateRule>,
        date: Date,
        at: Timestamp,
    ) -> impl Iterator<Item = (RuleId, Ban<'s>, bool)> + 's {
        let known = &self.facts.context.known;
        let emergency = known
            .emergencies
            .iter()
            .any(|one| one.state == state && one.from <= date && one.to.is_none_or(|to| date <= to));
        let sunday = date.weekday() == Weekday::Sunday
            && rule.and_then(|rule| rule.hours).is_some_and(|hours| hours.sunday == DayHours::Closed);
        let extra = known.extra_holidays.iter().find(|day| day.state == state && day.date == date);
        let holiday = extra
            .map(|day| day.name.as_str())
            .or_else(|| rule.and_then(|rule| rule.holidays).and_then(|calendar| calendar.holiday(date)));
        let with_consent = move |id| {
            rule.is_some_and(|rule| rule.consent_lifts_days)
                && self.facts.lifted(id, at)
                && self.facts.written_consent(at)
        };
        let bans = [
            sunday.then_some((RuleId::Time3, Ban::Sunday)),
            holiday.map(|name| (RuleId::Time4, Ban::Holiday(name))),
            emergency.then_some((RuleId::Time5, Ban::Emergency)),
        ];
        bans.into_iter().flatten().filter(|(id, _)| self.facts.rules.in_force(*id, self.facts.today)).map(
            move |(id, ban)| {
                let lifted = match ban {
                    Ban::Emergency => self.facts.lifted(id, at),
                    Ban::Sunday | Ban::Holiday(_) => with_consent(id),
                };
                (id, ban, lifted)
            },
        )
    }

    /// What federal law and every state leave of a date.
    pub(crate) fn of_all(&self, date: Date) -> Window {
        let states = self.facts.places.states.iter();
        let windows = states.filter_map(|state| self.of_state(self.facts.rules.state(*state, date)?, date));
        windows.fold(self.federal(), Window::within)
    }

    /// When calling stops today, if it is open now on every clock: the first end, and the clock that it is on.
    pub(crate) fn closing(&self, at: Timestamp) -> Option<(Timestamp, DateTime, Zone)> {
        if self.closed(at).is_some() {
            return None;
        }
        let mut ends = Vec::new();
        for zone in &self.facts.places.zones {
            let date = zone.local(at)?.date();
            let end = date.to_datetime(self.of_all(date).closes());
            ends.push((zone.instant(end)?, end, *zone));
        }
        ends.into_iter().min_by_key(|(at, ..)| *at)
    }

    /// Whether calls are open on all clocks at this very moment.
    pub(crate) fn is_open(&self, at: Timestamp) -> bool {
        self.closed(at).is_none()
    }

    /// The first quarter of an hour, from `healed` on, at which calls are open on all clocks.
    pub(crate) fn next_open(&self, healed: Timestamp) -> Option<Timestamp> {
        let last = healed.checked_add(HORIZON).ok()?;
        let mut at = on_grid(healed)?;
        while at <= last {
            match self.closed(at) {
                None => return Some(at),
                Some(Closed::Until(later)) => {
                    let step = at.checked_add(SignedDuration::from_secs(STEP_S)).ok()?;
                    at = on_grid(later)?.max(step);
                }
                Some(Closed::ForGood) => return None,
            }
        }
        None
    }

    /// None when calls are open on every clock; otherwise until when the first closed one stays so.
    fn closed(&self, at: Timestamp) -> Option<Closed> {
        for zone in &self.facts.places.zones {
            let Some(local) = zone.local(at) else { return Some(Closed::ForGood) };
            let date = local.date();
            for state in &self.facts.places.states {
                let rule = self.facts.rules.state(*state, date);
                if self.bans(*state, rule, date, at).any(|(.., lifted)| !lifted) {
                    return Some(until(next_midnight(*zone, date)));
                }
            }
            let window = self.of_all(date);
            match window.side(local.time()) {
                Side::Within => {}
                Side::Before => return Some(until(zone.instant(date.to_datetime(window.opens())))),
                Side::After => return Some(until(next_midnight(*zone, date))),
            }
        }
        None
    }
}

fn until(at: Option<Timestamp>) -> Closed {
    at.map_or(Closed::ForGood, Closed::Until)
}

fn next_midnight(zone: Zone, date: Date) -> Option<Timestamp> {
    zone.instant(date.tomorrow().ok()?.to_datetime(jiff::civil::Time::midnight()))
}

/// The first quarter of an hour at or after an instant.
fn on_grid(at: Timestamp) -> Option<Timestamp> {
    let floor = Timestamp::from_second(at.as_second().div_euclid(STEP_S) * STEP_S).ok()?;
    if floor == at { Some(at) } else { floor.checked_add(SignedDuration::from_secs(STEP_S)).ok() }
}
