//! The organisation's own duties: its rule pack, training, registrations, and what it never does.

use crate::facts::{Facts, Findings, days_long};
use crate::input::Duty;
use crate::reason::ReasonCode;
use crate::rule_id::RuleId;

/// R-PACK-1. Without rules that are in force, there is no leave to call.
pub(super) fn pack(facts: &Facts<'_>, found: &mut Findings) {
    if let Some(error) = facts.rules.unreadable() {
        let sentence = format!("No call can be judged: {error}.");
        found.push(facts.finding(RuleId::Pack1, ReasonCode::RulesUnreadable, sentence));
    }
    if let Some(last) = facts.rules.expires().filter(|last| *last < facts.today) {
        let sentence = format!("The rules ended on {last}: an administrator must load newer ones.");
        found.push(facts.finding(RuleId::Pack1, ReasonCode::RulesExpired, sentence));
    }
}

/// R-TRN-1.
pub(super) fn training(facts: &Facts<'_>, found: &mut Findings) {
    let Some(training) = &facts.context.known.training else {
        found.push(facts.unknown(
            RuleId::Training1,
            Duty::Training,
            "Your training in the do-not-call policy",
        ));
        return;
    };
    let longest = facts.rules.parameters().training_max_age_days;
    let age = facts.now.duration_since(training.completed_at);
    if !training.current_policy || age.is_negative() || age > days_long(longest) {
        let sentence = "Your training in the do-not-call policy has run out: take it again before you call.";
        found.push(facts.finding(RuleId::Training1, ReasonCode::TrainingExpired, sentence));
    }
}

/// R-REG-1.
pub(super) fn registration(facts: &Facts<'_>, found: &mut Findings) {
    let mut unknown = false;
    for (state, _) in facts.state_rules().filter(|(_, rule)| rule.registration) {
        match &facts.context.known.registrations {
            None => unknown = true,
            Some(registered) if registered.contains(&state) => {}
            Some(_) => {
                let sentence =
                    format!("This organisation is not registered with {} to make sales calls.", state.name());
                let finding = facts.finding(RuleId::Registration1, ReasonCode::RegistrationMissing, sentence);
                found.push(finding.about(state.code()));
            }
        }
    }
    if unknown {
        found.push(facts.unknown(
            RuleId::Registration1,
            Duty::Registrations,
            "The registration with the state",
        ));
    }
}

/// R-REC-1 never stands in the way: it sets [`Decision::recording`](crate::Decision::recording).
pub(super) fn recording(_: &Facts<'_>, _: &mut Findings) {}

/// R-VM-1. There is no sound that could be asked for: the type has no values, so there is nothing to find.
pub(super) fn prospect_audio(facts: &Facts<'_>, _: &mut Findings) {
    match facts.context.known.prospect_audio {
        None => {}
        Some(audio) => match audio {},
    }
}
