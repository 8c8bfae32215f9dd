//! What a lead says that decides under which conditions it may be called: who lives in the property, probate, tax
//! liens, and consent.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::E164;

/// The standing of a lead and its property, as the CRM's fields say it. What is not said is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LeadStanding {
    /// Who lives in the property; `None` where the lead does not say, or not clearly.
    pub occupancy: Option<Occupancy>,
    /// The owner has died, or may have: whoever answers is a fiduciary or an heir.
    pub probate: bool,
    /// The property is or was sold for unpaid taxes, or has a redemption deadline that cannot be read.
    pub tax_lien: bool,
    /// The last day on which the owner can redeem the property, by the property's own calendar.
    pub redemption_ends: Option<Date>,
    /// What is on file of consent and relationship. Only a record that is complete counts.
    pub consents: Vec<LeadConsent>,
}

/// Whether a property is its owner's home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occupancy {
    /// The owner lives there.
    OwnerOccupied,
    /// A tenant lives there, or nobody.
    NonOwnerOccupied,
}

/// Consent as the CRM has it: kept whatever it lacks, so that an agent can see why it does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadConsent {
    /// The CRM's own words for the kind; empty where it has none.
    pub raw: String,
    /// The record, or why it counts for nothing.
    pub record: Result<ConsentRecord, ConsentGap>,
}

/// A complete record of consent or relationship, for one number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentRecord {
    /// What it is.
    pub kind: ConsentKind,
    /// The number that it is for: it covers no other.
    pub number: E164,
    /// The day on which it was given; for a relationship, when the transaction ended or the inquiry came. The CRM's
    /// calendar: whoever needs a moment takes the day's first.
    pub obtained_on: Date,
    /// The last day on which it counts, where it says so itself.
    pub expires_on: Option<Date>,
    /// A link to the evidence, or its text; never empty.
    pub evidence: String,
}

/// What a consent rests on: 47 CFR 64.1200(c)(2)(ii), (f)(5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ConsentKind {
    /// A signed agreement that names the seller and the number.
    ExpressWritten,
    /// The consumer's own inquiry.
    Inquiry,
    /// A purchase, a transaction or a listing.
    Transaction,
    /// Family, a friend or an acquaintance of the calling agent.
    Personal,
}

/// What a record of consent lacks, so that it counts for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentGap {
    /// No kind, several, or one that exempts from nothing.
    #[error("the lead does not say which kind of consent it has")]
    Kind,
    /// No date, or one that cannot be read.
    #[error("the lead does not say when consent was obtained")]
    Date,
    /// An expiry that cannot be read: it may be over.
    #[error("it cannot be read until when the consent counts")]
    Expiry,
    /// No evidence.
    #[error("there is no evidence of the consent")]
    Evidence,
    /// A consent counts for one number, and this one does not say which.
    #[error("the lead does not say for which of its numbers the consent is")]
    Number,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standing_that_was_kept_before_a_field_came_is_still_read() {
        assert_eq!(serde_json::from_str::<LeadStanding>("{}").unwrap(), LeadStanding::default());
    }

    #[test]
    fn kinds_have_the_names_of_the_catalogue() {
        let names = [ConsentKind::ExpressWritten, ConsentKind::Personal]
            .map(|kind| serde_json::to_string(&kind).unwrap());
        assert_eq!(names, ["\"EXPRESS_WRITTEN\"", "\"PERSONAL\""]);
    }
}
