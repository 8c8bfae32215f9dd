//! From facts to a decision: all rules, then the exceptions, then the next legal moment.

use jiff::{SignedDuration, Timestamp};

use crate::decision::Decision;
use crate::facts::{Facts, Finding};
use crate::input::{CallContext, Phase};
use crate::pack::Rules;
use crate::place::{Candidate, Zone, clock_text};
use crate::reason::{ClearedBy, Reason, Severity};
use crate::recording;
use crate::rule_id::RuleId;
use crate::rules::{findings, free_at, healed_at};
use crate::strip;
use crate::time::Hours;

/// Decides whether the call may be made at `context.now`, by the rule pack that this version of Twoleg comes with.
/// The same input always gives the same decision.
#[cfg(feature = "pack-parse")]
pub fn evaluate(context: &CallContext, phase: Phase) -> Decision {
    evaluate_with(context, phase, Rules::built_in())
}

/// Decides by other rules: an organisation's own, a newer pack, or in the browser the server's.
pub fn evaluate_with(context: &CallContext, phase: Phase, rules: &Rules) -> Decision {
    let facts = Facts::new(context, phase, rules, context.now);
    let found = findings(&facts);
    let mut next_allowed_at = None;
    let reasons = if found.is_empty() {
        Vec::new()
    } else {
        let mut reasons = Vec::with_capacity(found.len());
        let (mut lasting, mut healing) = (false, false);
        for finding in found {
            let (heals, zone) = (finding.heals, finding.zone);
            let reason = weigh(&facts, finding);
            lasting |= reason.blocks() && !heals;
            healing |= reason.blocks() && heals;
            reasons.push((reason, heals, zone));
        }
        if healing {
            let mut healings = reasons.iter().filter(|(reason, heals, _)| *heals && reason.blocks());
            let next = next_at(&facts, healings.all(|(reason, ..)| reason.rule == RuleId::Abuse1));
            next_allowed_at = next.filter(|at| !lasting && allowed_at(&facts, *at));
            for (reason, ..) in reasons.iter_mut().filter(|(reason, heals, _)| *heals && reason.blocks()) {
                reason.next_allowed_at = next;
            }
        }
        let told = |(reason, heals, zone)| tell_next(&facts, reason, heals, zone);
        reasons.into_iter().map(told).collect()
    };
    Decision {
        phase,
        call: context.call,
        to: context.to.clone(),
        reasons,
        recording: recording::mode(rules, &facts.places, facts.today),
        next_allowed_at,
        evaluated_at: context.now,
        rules_version: rules.shared_version(),
        // Only the agent who looks at the lead reads it.
        closing: if phase == Phase::Click { strip::closing(&facts) } else { None },
        candidates: facts.places.candidates,
        zones: facts.places.zones,
        states: facts.places.states,
    }
}

/// When everything that time heals is healed and calls are open: a quarter of an hour; where nothing but a limit on
/// dials stands in the way, the very moment at which it ends.
fn next_at(facts: &Facts<'_>, only_limits: bool) -> Option<Timestamp> {
    let (healed, free, hours) = (healed_at(facts)?, free_at(facts), Hours::new(facts));
    if only_limits && healed <= free && hours.is_open(free) {
        return Some(free);
    }
    hours.next_open(healed.max(free))
}

/// A finding with the exceptions weighed in.
fn weigh(facts: &Facts<'_>, finding: Finding) -> Reason {
    let mut reason = Reason {
        rule: finding.rule,
        code: finding.code,
        subject: finding.subject,
        severity: finding.severity,
        sentence: finding.sentence,
        citation: facts.rules.citation(finding.rule).to_owned(),
        cleared_by: finding.cleared_by,
        next_allowed_at: None,
    };
    if finding.yields && reason.blocks() {
        // An organisation may raise what only asks to a block: then no acknowledgement counts. The gate of an
        // occupied home is a block that an acknowledgement unlocks for one call.
        let asks = reason.asks();
        if facts.lifted(reason.rule, facts.now) {
            reason.cleared_by = Some(ClearedBy::Override);
        } else if asks && facts.acknowledged(reason.rule) {
            reason.cleared_by = Some(ClearedBy::Acknowledgement);
        }
        if reason.cleared_by.is_some() {
            reason.severity = Severity::Warn;
        }
    }
    reason
}

/// Whether no rule would stand in the way at another moment, all else as it is.
fn allowed_at(now: &Facts<'_>, at: Timestamp) -> bool {
    let later = Facts::new(now.context, now.phase, now.rules, at);
    findings(&later).into_iter().all(|finding| !weigh(&later, finding).blocks())
}

/// Adds when it is legal next to the sentence of a reason that time heals.
fn tell_next(facts: &Facts<'_>, mut reason: Reason, heals: bool, zone: Option<Zone>) -> Reason {
    if !heals || !reason.blocks() {
        return reason;
    }
    let zone = zone.or_else(|| facts.places.candidates.first().map(|candidate: &Candidate| candidate.zone));
    let next = match (reason.next_allowed_at, zone) {
        (Some(at), Some(zone)) => next_text(facts, at, zone),
        (None, _) => Some("No hour is allowed in all the places where this person may be.".to_owned()),
        (Some(_), None) => None,
    };
    if let Some(next) = next {
        reason.sentence.push(' ');
        reason.sentence.push_str(&next);
    }
    reason
}

fn next_text(facts: &Facts<'_>, at: Timestamp, zone: Zone) -> Option<String> {
    let wait = at.duration_since(facts.now);
    if wait < SignedDuration::from_mins(1) {
        let seconds = wait.as_secs() + i64::from(wait.subsec_nanos() > 0);
        return Some(format!(
            "Next allowed in {seconds} {}.",
            if seconds == 1 { "second" } else { "seconds" }
        ));
    }
    let there = zone.local(at)?;
    // A weekday alone is clear for less than a week.
    let soon = at.duration_since(facts.now).as_hours() < 6 * 24;
    let day = there.strftime(if soon { "%A" } else { "%A, %B %-d," });
    Some(format!("Next allowed {day} {} {}.", clock_text(there.time()), zone.label()))
}
