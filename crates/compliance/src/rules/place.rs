//! R-TIM-6: whatever is not known of the place counts as a no, or as anywhere.

use crate::facts::{Facts, Findings};
use crate::input::{Duty, PlaceKind};
use crate::place::AddressFault;
use crate::reason::{ReasonCode, Severity};
use crate::rule_id::RuleId;

pub(super) fn known(facts: &Facts<'_>, found: &mut Findings) {
    for candidate in facts.places.candidates.iter().filter(|candidate| candidate.now.is_none()) {
        let place = candidate.place();
        let sentence = format!("The local time in {place} is not known, so the call is not made.");
        found.push(facts.finding(RuleId::Time6, ReasonCode::ZoneUnknown, sentence));
    }
    let asked = facts.context.settings.operations.fulfil(Duty::Addresses);
    for fault in &facts.places.faults {
        let (code, sentence) = match fault {
            AddressFault::Missing if asked => (
                ReasonCode::AddressMissing,
                "The lead has no address with a state or ZIP code: add it in Podio.".to_owned(),
            ),
            AddressFault::Missing => (
                ReasonCode::ZoneWeak,
                "No address says where this person is: the area code alone decides the hours.".to_owned(),
            ),
            AddressFault::Unreadable(kind, text) => {
                let kind = address(*kind);
                let sentence = format!(
                    "The {kind} address is not in the United States ({text:?}): correct it in Podio."
                );
                (ReasonCode::ZoneUnknown, sentence)
            }
            AddressFault::Contradiction(kind, state, zip) => {
                let (kind, state) = (address(*kind), state.name());
                let sentence = format!(
                    "The {kind} address says {state}, but ZIP code {zip} is elsewhere: correct it in Podio."
                );
                (ReasonCode::AddressContradicts, sentence)
            }
        };
        let finding = facts.finding(RuleId::Time6, code, sentence);
        // Where addresses are not asked for, every clock and law that they may mean still counts.
        found.push(if asked { finding } else { finding.only(Severity::Warn) });
    }
}

fn address(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::Property => "property's",
        PlaceKind::Mailing => "mailing",
    }
}
