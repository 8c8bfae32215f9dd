//! Which numbers are never dialled, whoever owns them.

use super::Facts;
use crate::geography;
use crate::reason::{Reason, ReasonCode};

/// The area code must be one of the 50 states or DC.
pub(super) fn area_code(facts: &Facts<'_>) -> Option<Reason> {
    let npa = facts.context.to.npa();
    if geography::area_code(npa).is_some() {
        return None;
    }
    Some(match npa {
        "800" | "822" | "833" | "844" | "855" | "866" | "877" | "888" => {
            Reason::lasting(ReasonCode::TollFree, format!("{npa} is a toll-free code, nobody's own phone."))
        }
        "900" => Reason::lasting(ReasonCode::Premium, "900 is a premium-rate code: calls to it cost extra."),
        _ => Reason::lasting(
            ReasonCode::NotUs,
            format!("The area code {npa} is in none of the 50 states: only US numbers are called."),
        ),
    })
}

/// The exchange must be one that people's phones have.
pub(super) fn exchange(facts: &Facts<'_>) -> Option<Reason> {
    let number = &facts.context.to;
    match number.exchange() {
        // 555-0100 to 555-0199 are kept free for fiction; the rest of 555 is directory services.
        "555" if number.line().starts_with("01") && facts.context.settings.fictional_numbers => None,
        "555" => {
            Some(Reason::lasting(ReasonCode::InvalidNumber, "No phone has a number that starts with 555."))
        }
        exchange @ ("950" | "958" | "959") => Some(Reason::lasting(
            ReasonCode::InvalidNumber,
            format!("Numbers that start with {exchange} belong to the phone company's own tests."),
        )),
        "976" => Some(Reason::lasting(
            ReasonCode::Premium,
            "Numbers that start with 976 are premium-rate: they cost extra.",
        )),
        _ => None,
    }
}
