//! The calling hours, on every clock that the called person may live by.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Facts;
use crate::hours::Side;
use crate::local::{Candidate, clock_text, place_label};
use crate::reason::{Reason, ReasonCode};

/// 47 CFR 64.1200(c)(1): not before 8 am, not after 9 pm, local time at the called party's location.
pub(super) fn federal(facts: &Facts<'_>) -> Option<Reason> {
    let (candidate, time, side) = facts.candidates.iter().find_map(|candidate| {
        let time = candidate.now.as_ref()?.time();
        let side = facts.window.side(time);
        (side != Side::Within).then_some((candidate, time, side))
    })?;
    let (place, now) = (place_label(candidate, &facts.candidates), clock_text(time));
    let limit = if side == Side::Before {
        format!("calls start at {} there", clock_text(facts.window.opens()))
    } else {
        format!("calls end at {} there", clock_text(facts.window.closes()))
    };
    let clocks: Vec<TimeZone> =
        facts.candidates.iter().filter_map(|candidate| candidate.zone.clock()).collect();
    let next_allowed_at = facts.window.next_open(&clocks, facts.context.now);
    let next = next_allowed_at
        .and_then(|at| next_text(at, candidate))
        .unwrap_or_else(|| "No hour is allowed in all the places where this person may be.".to_owned());
    Some(Reason {
        code: ReasonCode::FederalHours,
        sentence: format!("It is {now} in {place}: {limit}. {next}"),
        next_allowed_at,
    })
}

fn next_text(at: Timestamp, candidate: &Candidate) -> Option<String> {
    let there = at.to_zoned(candidate.zone.clock()?);
    let (day, time) = (there.strftime("%A"), clock_text(there.time()));
    Some(format!("Next allowed {day} {time} {}.", candidate.zone.label()))
}

/// Whatever is not known counts as a no.
pub(super) fn clock_known(facts: &Facts<'_>) -> Option<Reason> {
    let unknown = facts.candidates.iter().find(|candidate| candidate.now.is_none())?;
    Some(Reason::lasting(
        ReasonCode::ZoneUnknown,
        format!("The local time in {} is not known, so the call is not made.", unknown.place),
    ))
}
