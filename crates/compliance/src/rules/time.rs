//! The calling hours and days, on every clock that the called person may live by.

use jiff::civil::DateTime;

use crate::facts::{Facts, Finding, Findings};
use crate::place::{Candidate, State, clock_text, place_label};
use crate::reason::{ClearedBy, ReasonCode};
use crate::rule_id::RuleId;
use crate::time::{Ban, Hours, Side, Window};

/// R-TIM-1, 47 CFR 64.1200(c)(1): not before 8 am, not after 9 pm, local time at the called party's location.
pub(super) fn federal(facts: &Facts<'_>, found: &mut Findings) {
    let hours = Hours::new(facts);
    let federal = hours.federal();
    if let Some((candidate, now, side)) = outside(facts, |_| Some(federal)) {
        // What the agent reads is when calls really end there: a state's law may be narrower.
        let window = hours.of_all(now.date());
        let limit = match side {
            Side::Before => format!("calls start at {} there", clock_text(window.opens())),
            _ => format!("calls end at {} there", clock_text(window.closes())),
        };
        let sentence = format!("It is {}: {limit}.", here(facts, candidate, now));
        found.push(
            facts
                .finding(RuleId::Time1, ReasonCode::FederalHours, sentence)
                .healing()
                .on_clock(candidate.zone),
        );
    }
}

/// R-TIM-2: every state's hours on every clock; one reason a state.
pub(super) fn state_hours(facts: &Facts<'_>, found: &mut Findings) {
    let hours = Hours::new(facts);
    for &state in &facts.places.states {
        let window_on =
            |local: DateTime| hours.of_state(facts.rules.state(state, local.date())?, local.date());
        let Some((candidate, now, side)) = outside(facts, window_on) else { continue };
        let Some(window) = window_on(now) else { continue };
        let limit = match side {
            Side::Before => format!("starts calls at {}", clock_text(window.opens())),
            _ => format!("ends calls at {}", clock_text(window.closes())),
        };
        let sentence = format!("It is {}: {} {limit}.", here(facts, candidate, now), state.name());
        let finding = facts.finding(RuleId::Time2, ReasonCode::StateHours, sentence);
        found.push(finding.about(state.code()).healing().on_clock(candidate.zone));
    }
}

/// R-TIM-3.
pub(super) fn sundays(facts: &Facts<'_>, found: &mut Findings) {
    banned(facts, RuleId::Time3, found);
}

/// R-TIM-4.
pub(super) fn holidays(facts: &Facts<'_>, found: &mut Findings) {
    banned(facts, RuleId::Time4, found);
}

/// R-TIM-5.
pub(super) fn emergencies(facts: &Facts<'_>, found: &mut Findings) {
    banned(facts, RuleId::Time5, found);
}

fn banned(facts: &Facts<'_>, rule: RuleId, found: &mut Findings) {
    let hours = Hours::new(facts);
    for &state in &facts.places.states {
        let mut told = false;
        for candidate in &facts.places.candidates {
            let Some(date) = candidate.now.map(DateTime::date) else { continue };
            let of_state = facts.rules.state(state, date);
            for (id, ban, lifted) in hours.bans(state, of_state, date, facts.now) {
                if id == rule && !told {
                    told = true;
                    found.push(ban_finding(facts, state, rule, ban, lifted));
                }
            }
        }
    }
}

/// Whether a Sunday or a holiday stands in the way that written consent helps to lift.
pub(super) fn consent_could_lift(facts: &Facts<'_>) -> bool {
    let hours = Hours::new(facts);
    let dates = || facts.places.candidates.iter().filter_map(|candidate| candidate.now).map(DateTime::date);
    facts.places.states.iter().any(|state| {
        dates().any(|date| {
            let rule = facts.rules.state(*state, date).filter(|rule| rule.consent_lifts_days);
            rule.is_some()
                && hours.bans(*state, rule, date, facts.now).any(|(_, ban, _)| ban != Ban::Emergency)
        })
    })
}

fn ban_finding(facts: &Facts<'_>, state: State, rule: RuleId, ban: Ban<'_>, lifted: bool) -> Finding {
    let (code, subject, when) = match ban {
        Ban::Sunday => (ReasonCode::StateSunday, state.code().to_owned(), "on Sundays".to_owned()),
        Ban::Holiday(name) => {
            (ReasonCode::StateHoliday, format!("{}:{name}", state.code()), format!("on {name}"))
        }
        Ban::Emergency => {
            (ReasonCode::StateEmergency, state.code().to_owned(), "in a state of emergency".to_owned())
        }
    };
    let sentence = format!("{} allows no sales calls {when}.", state.name());
    let finding = facts.finding(rule, code, sentence).about(subject).healing();
    // Whether the state lets an override count was already weighed.
    if lifted { finding.cleared(ClearedBy::Override) } else { finding.firm() }
}

/// The first clock on which it is not open now.
fn outside<'f>(
    facts: &'f Facts<'_>,
    window_on: impl Fn(DateTime) -> Option<Window>,
) -> Option<(&'f Candidate, DateTime, Side)> {
    facts.places.candidates.iter().find_map(|candidate| {
        let now = candidate.now?;
        let side = window_on(now)?.side(now.time());
        (side != Side::Within).then_some((candidate, now, side))
    })
}

fn here(facts: &Facts<'_>, candidate: &Candidate, now: DateTime) -> String {
    format!("{} in {}", clock_text(now.time()), place_label(candidate, &facts.places.candidates))
}
