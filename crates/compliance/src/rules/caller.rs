//! The number that the prospect sees.

use crate::facts::{Facts, Findings};
use crate::input::{Attestation, Duty};
use crate::reason::ReasonCode;
use crate::rule_id::RuleId;

/// R-CID-1, 47 CFR 64.1601(e): ours, and it answers.
pub(super) fn ours(facts: &Facts<'_>, found: &mut Findings) {
    let Some(caller_id) = &facts.context.known.caller_id else {
        found.push(facts.unknown(RuleId::Caller1, Duty::CallerId, "Whether the caller ID is ours"));
        return;
    };
    if !caller_id.owned {
        let sentence = "The caller ID is not a number of this organisation.";
        found.push(facts.finding(RuleId::Caller1, ReasonCode::CallerIdInvalid, sentence));
    }
    if !caller_id.answers {
        let sentence = "Nobody answers when the caller ID is called back.";
        found.push(facts.finding(RuleId::Caller1, ReasonCode::CallerIdNotCallable, sentence));
    }
}

/// R-CID-2: how much the carrier and the analytics engines believe it.
pub(super) fn vouched(facts: &Facts<'_>, found: &mut Findings) {
    let Some(caller_id) = &facts.context.known.caller_id else {
        found.push(facts.unknown(RuleId::Caller2, Duty::CallerId, "How the caller ID is attested"));
        return;
    };
    if caller_id.attestation != Attestation::A || caller_id.flagged {
        let sentence = "The caller ID is weakly attested or shown as spam: the call may not be answered.";
        found.push(facts.finding(RuleId::Caller2, ReasonCode::CallerIdWeak, sentence));
    }
}
