//! A person calls a person: one click, one agent on the line, one call at a time.

use crate::facts::{Facts, Findings};
use crate::input::{Duty, Phase};
use crate::reason::ReasonCode;
use crate::rule_id::RuleId;

/// R-HUM-1. A phone that is only looked at has no click yet; a call must have one, and a record.
pub(super) fn click(facts: &Facts<'_>, found: &mut Findings) {
    let mut add = |code, sentence| found.push(facts.finding(RuleId::Human1, code, sentence));
    if facts.phase == Phase::ProspectLeg && facts.context.call.is_none() {
        add(ReasonCode::NoCall, "This call has no record, so the prospect was not called.");
    }
    if facts.phase == Phase::Click && facts.context.call.is_none() {
        return;
    }
    let longest = i64::from(facts.rules.parameters().click_max_age_s);
    match facts.context.known.click {
        Some(click) => {
            if !click.trusted {
                add(ReasonCode::NoHumanClick, "No person's click stands behind this call.");
            }
            if click.used {
                add(ReasonCode::TokenReused, "This click already made a call. Click Call again.");
            }
            if !(0..=longest).contains(&click.age_s) {
                add(ReasonCode::TokenExpired, "The click is too old. Click Call again.");
            }
        }
        None if facts.context.settings.operations.fulfil(Duty::ClickTokens) => {
            add(ReasonCode::NoHumanClick, "No person's click stands behind this call.");
        }
        None => found.push(facts.unknown(RuleId::Human1, Duty::ClickTokens, "The click's token")),
    }
}

/// R-HUM-2. A prospect is only ever rung for an agent who is already on the line.
pub(super) fn leg_up(facts: &Facts<'_>, found: &mut Findings) {
    if facts.phase == Phase::ProspectLeg && !facts.context.agent.leg_up {
        let sentence = "Your own line is not connected, so the prospect was not called.";
        found.push(facts.finding(RuleId::Human2, ReasonCode::AgentLegNotUp, sentence));
    }
}

/// R-HUM-3. The agent has no other open call, and nobody else talks to this number.
pub(super) fn one_call(facts: &Facts<'_>, found: &mut Findings) {
    if facts.context.agent.other_open_call {
        let sentence = "You have a call open: end it before you call again.";
        found.push(facts.finding(RuleId::Human3, ReasonCode::AgentBusy, sentence));
    }
    if facts.context.number_in_call {
        let sentence = "Somebody is in a call with this number right now.";
        found.push(facts.finding(RuleId::Human3, ReasonCode::NumberInCall, sentence));
    }
}

/// R-HUM-4. The agent said how every earlier call came out.
pub(super) fn disposition(facts: &Facts<'_>, found: &mut Findings) {
    if facts.context.agent.owes_disposition {
        let sentence = "Save the disposition of your last call before you call again.";
        found.push(facts.finding(RuleId::Human4, ReasonCode::DispositionPending, sentence));
    }
}
