//! Consent: taken back, or asked for by a state.

use crate::facts::{Facts, Findings};
use crate::input::{Duty, LineType};
use crate::reason::ReasonCode;
use crate::rule_id::RuleId;

/// R-DNC-2, 47 CFR 64.1200(a)(10): any reasonable means, in any channel.
pub(super) fn revoked(facts: &Facts<'_>, found: &mut Findings) {
    match &facts.context.known.consents {
        None => {
            found.push(facts.unknown(RuleId::Dnc2, Duty::Consents, "Whether this person asked us to stop"));
        }
        Some(file) if file.revoked => {
            let sentence = "This person asked us to stop: the number is never called.";
            found.push(facts.finding(RuleId::Dnc2, ReasonCode::ConsentRevoked, sentence));
        }
        Some(_) => {}
    }
}

/// R-CON-1: states where every sales call needs express written consent.
pub(super) fn written(facts: &Facts<'_>, found: &mut Findings) {
    if facts.written_consent(facts.now) {
        return;
    }
    for (state, _) in facts.state_rules().filter(|(_, rule)| rule.written_consent) {
        let sentence = format!(
            "{} asks for written consent to any sales call, and none is on file: get it before you call.",
            state.name()
        );
        let finding = facts.finding(RuleId::Consent1, ReasonCode::StateConsentRequired, sentence);
        found.push(finding.about(state.code()));
    }
}

/// R-CON-2: states where a sales call to a mobile needs consent or a relationship. An unknown line may be a mobile.
pub(super) fn mobile(facts: &Facts<'_>, found: &mut Findings) {
    if facts.context.known.line == LineType::Landline || facts.exemption().is_some() {
        return;
    }
    for (state, _) in facts.state_rules().filter(|(_, rule)| rule.mobile_consent) {
        let sentence = format!(
            "{} forbids sales calls to mobiles without consent, and this number is not known to be a landline.",
            state.name()
        );
        found.push(facts.finding(RuleId::Consent2, ReasonCode::MobileConsent, sentence));
    }
}
