//! Gates by lead: the agent reads something before the call, and says so. An acknowledgement is for one call.

use jiff::civil::{Date, DateTime};

use crate::facts::{Facts, Findings};
use crate::input::{Duty, LeadFacts, OwnerOccupied};
use crate::reason::ReasonCode;
use crate::rule_id::RuleId;

/// R-GATE-1: an occupied home, or one that may be. Hard: the call is refused until the disclosure is acknowledged.
pub(super) fn owner_occupied(facts: &Facts<'_>, found: &mut Findings) {
    let Some(lead) = lead(facts, RuleId::Gate1, found) else { return };
    let (code, sentence) = match lead.owner_occupied {
        OwnerOccupied::No => return,
        OwnerOccupied::Yes => (
            ReasonCode::OwnerOccupied,
            "The owner lives in this property: read the disclosure and acknowledge it to unlock one call.",
        ),
        OwnerOccupied::Unknown => (
            ReasonCode::OccupancyUnknown,
            "The owner may live in this property: read the disclosure and acknowledge it to unlock one call.",
        ),
    };
    found.push(facts.finding(RuleId::Gate1, code, sentence));
}

/// R-GATE-2: the owner has died.
pub(super) fn probate(facts: &Facts<'_>, found: &mut Findings) {
    let Some(lead) = lead(facts, RuleId::Gate2, found) else { return };
    if lead.probate {
        let sentence = "This is a probate lead: you speak with a fiduciary or an heir, not with the owner.";
        found.push(facts.finding(RuleId::Gate2, ReasonCode::Probate, sentence));
    }
}

/// R-GATE-3: an owner who can still redeem the property, and soon no more. An unknown end may be near.
pub(super) fn redemption(facts: &Facts<'_>, found: &mut Findings) {
    let Some(lead) = lead(facts, RuleId::Gate3, found) else { return };
    let days = facts.rules.parameters().redemption_days;
    let sentence = match lead.redemption_ends {
        Some(end) if is_near(facts, end, days) => {
            format!(
                "The owner can redeem this property until {}: do not press for a decision.",
                end.strftime("%B %-d")
            )
        }
        None if lead.tax_lien => {
            "It is not known until when the owner can redeem this property: do not press for a decision."
                .to_owned()
        }
        _ => return,
    };
    found.push(facts.finding(RuleId::Gate3, ReasonCode::Redemption, sentence));
}

fn lead<'f>(facts: &'f Facts<'_>, rule: RuleId, found: &mut Findings) -> Option<&'f LeadFacts> {
    let lead = facts.context.known.lead.as_ref();
    if lead.is_none() {
        found.push(facts.unknown(rule, Duty::LeadGates, "What the lead is about"));
    }
    lead
}

/// Whether the end is today or in so many days, on any of the clocks.
fn is_near(facts: &Facts<'_>, end: Date, days: u32) -> bool {
    facts.places.candidates.iter().filter_map(|candidate| candidate.now).map(DateTime::date).any(|today| {
        let left = end.duration_since(today).as_hours() / 24;
        (0..=i64::from(days)).contains(&left)
    })
}
