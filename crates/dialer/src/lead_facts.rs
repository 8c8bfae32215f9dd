//! What the CRM says of a lead, as the rules ask for it.

use compliance::{Consent, LeadFacts, OwnerOccupied};
use domain::lead_standing::{ConsentKind, ConsentRecord, Occupancy};
use domain::{E164, Lead};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// The facts that have a gate.
pub(crate) fn of(lead: &Lead) -> LeadFacts {
    let standing = &lead.standing;
    LeadFacts {
        owner_occupied: match standing.occupancy {
            None => OwnerOccupied::Unknown,
            Some(Occupancy::OwnerOccupied) => OwnerOccupied::Yes,
            Some(Occupancy::NonOwnerOccupied) => OwnerOccupied::No,
        },
        probate: standing.probate,
        tax_lien: standing.tax_lien,
        redemption_ends: standing.redemption_ends,
    }
}

/// The complete records of consent that the lead has for this number.
pub(crate) fn consents(lead: &Lead, number: &E164) -> Vec<Consent> {
    let complete = lead.standing.consents.iter().filter_map(|consent| consent.record.as_ref().ok());
    complete.filter(|record| record.number == *number).filter_map(consent).collect()
}

/// A day without an hour: its first moment counts, in UTC, so that a term is over rather early than late.
fn consent(record: &ConsentRecord) -> Option<Consent> {
    let expires_at = match record.expires_on {
        // The last day counts: it is over when the next one begins.
        Some(last) => Some(midnight(last.checked_add(1.day()).ok()?)?),
        None => None,
    };
    Some(Consent {
        kind: match record.kind {
            ConsentKind::ExpressWritten => compliance::ConsentKind::ExpressWritten,
            ConsentKind::Inquiry => compliance::ConsentKind::EbrInquiry,
            ConsentKind::Transaction => compliance::ConsentKind::EbrTransaction,
            ConsentKind::Personal => compliance::ConsentKind::Personal,
        },
        number: record.number.clone(),
        obtained_at: midnight(record.obtained_on)?,
        expires_at,
        revoked_at: None,
        evidence: record.evidence.clone(),
    })
}

fn midnight(day: Date) -> Option<Timestamp> {
    Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
}
