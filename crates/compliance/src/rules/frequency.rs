//! How often a number may be tried: organisation-wide, over all leads and agents, in UTC.

use jiff::{SignedDuration, Timestamp};

use crate::facts::{Facts, Findings, days_long};
use crate::input::{Duty, History};
use crate::reason::ReasonCode;
use crate::rule_id::RuleId;

const DAY: SignedDuration = SignedDuration::from_hours(24);
const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);
/// An attempt counts for a whole period: only the moment after it is free of it.
const MOMENT: SignedDuration = SignedDuration::from_nanos(1);

/// R-FRQ-1: the pack's cap, and that of every state where the person may be.
pub(super) fn day(facts: &Facts<'_>, found: &mut Findings) {
    let Some(history) = &facts.context.known.history else {
        found.push(facts.unknown(RuleId::Frequency1, Duty::Attempts, "How often this number was tried"));
        return;
    };
    let cap = day_cap(facts);
    let tried = within(history, facts.now, DAY);
    if tried >= cap {
        let sentence = format!("This number was tried {} in 24 hours: {cap} is the most.", times(tried));
        found.push(facts.finding(RuleId::Frequency1, ReasonCode::Frequency24h, sentence).healing());
    }
}

/// R-FRQ-2.
pub(super) fn gap_week_lifetime(facts: &Facts<'_>, found: &mut Findings) {
    let Some(history) = &facts.context.known.history else {
        found.push(facts.unknown(RuleId::Frequency2, Duty::Attempts, "How often this number was tried"));
        return;
    };
    let numbers = facts.rules.parameters();
    let add = |code, sentence| facts.finding(RuleId::Frequency2, code, sentence);
    if history.attempts.iter().any(|at| facts.now.duration_since(*at) < gap(facts)) {
        let minutes = numbers.attempt_gap_min;
        let sentence = format!("This number was tried less than {minutes} minutes ago.");
        found.push(add(ReasonCode::FrequencyGap, sentence).healing());
    }
    let tried = within(history, facts.now, WEEK);
    if tried >= numbers.attempts_7d {
        let cap = numbers.attempts_7d;
        let sentence = format!("This number was tried {} in seven days: {cap} is the most.", times(tried));
        found.push(add(ReasonCode::Frequency7d, sentence).healing());
    }
    if history.attempts_without_contact >= numbers.attempts_lifetime {
        let tried = times(history.attempts_without_contact);
        let sentence = format!("This number was tried {tried} and nobody answered: it is left alone.");
        found.push(add(ReasonCode::FrequencyLifetime, sentence));
    }
}

/// R-FRQ-3.
pub(super) fn cool_off(facts: &Facts<'_>, found: &mut Findings) {
    let Some(history) = &facts.context.known.history else {
        found.push(facts.unknown(
            RuleId::Frequency3,
            Duty::Attempts,
            "Whether this person was not interested",
        ));
        return;
    };
    let days = facts.rules.parameters().cool_off_days;
    if history.not_interested_at.is_some_and(|at| facts.now.duration_since(at) < days_long(days)) {
        let sentence = format!("This person was not interested less than {days} days ago.");
        found.push(facts.finding(RuleId::Frequency3, ReasonCode::CoolOff, sentence).healing());
    }
}

/// From when on no cap, gap or rest that time heals stands in the way any more, if nobody tries meanwhile.
pub(crate) fn healed_at(facts: &Facts<'_>) -> Option<Timestamp> {
    let Some(history) = &facts.context.known.history else { return Some(facts.now) };
    let numbers = facts.rules.parameters();
    let in_force = |rule| facts.rules.in_force(rule, facts.today);
    let mut newest_first = history.attempts.clone();
    newest_first.sort_unstable_by(|a, b| b.cmp(a));
    // With so many attempts allowed, the one that fills the cap must leave the period.
    let leaves = |cap: u32, period: SignedDuration| {
        let filling = newest_first.get(usize::try_from(cap).ok()?.checked_sub(1)?)?;
        filling.checked_add(period + MOMENT).ok()
    };
    let never = |cap: u32| cap == 0;
    let mut healed = facts.now;
    if in_force(RuleId::Frequency1) {
        if never(day_cap(facts)) {
            return None;
        }
        healed = healed.max(leaves(day_cap(facts), DAY).unwrap_or(healed));
    }
    if in_force(RuleId::Frequency2) {
        if never(numbers.attempts_7d) {
            return None;
        }
        healed = healed.max(leaves(numbers.attempts_7d, WEEK).unwrap_or(healed));
        if let Some(newest) = newest_first.first() {
            healed = healed.max(newest.checked_add(gap(facts)).ok()?);
        }
    }
    if let Some(at) = history.not_interested_at
        && in_force(RuleId::Frequency3)
        && !facts.lifted(RuleId::Frequency3, healed)
    {
        healed = healed.max(at.checked_add(days_long(numbers.cool_off_days)).ok()?);
    }
    Some(healed)
}

fn day_cap(facts: &Facts<'_>) -> u32 {
    let states = facts.state_rules().filter_map(|(_, rule)| rule.attempts_24h);
    states.fold(facts.rules.parameters().attempts_24h, u32::min)
}

fn gap(facts: &Facts<'_>) -> SignedDuration {
    SignedDuration::from_mins(i64::from(facts.rules.parameters().attempt_gap_min))
}

/// Attempts at most so long ago. One of the future counts: some clock is wrong, and not in our favour.
fn within(history: &History, now: Timestamp, period: SignedDuration) -> u32 {
    let tried = history.attempts.iter().filter(|at| now.duration_since(**at) <= period).count();
    u32::try_from(tried).unwrap_or(u32::MAX)
}

fn times(count: u32) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        count => format!("{count} times"),
    }
}
