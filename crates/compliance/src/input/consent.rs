//! Consent and relationship: records with evidence, kept per number.

use domain::E164;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::names::names;

names! {
    /// What exempts a number from the registries: 47 CFR 64.1200(c)(2)(ii), (f)(5).
    ConsentKind, "kind of consent" {
        /// A signed agreement that names the seller and the number.
        ExpressWritten = "EXPRESS_WRITTEN",
        /// A purchase, a transaction or a listing that ended at most 18 months ago.
        EbrTransaction = "EBR_TRANSACTION",
        /// The consumer's own inquiry, at most three months ago.
        EbrInquiry = "EBR_INQUIRY",
        /// Family, a friend or an acquaintance of the calling agent.
        Personal = "PERSONAL",
    }
}

/// One record of consent or relationship.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// What it is.
    pub kind: ConsentKind,
    /// The number that it is for: it covers no other.
    pub number: E164,
    /// When it was given; for a relationship, when the transaction ended or the inquiry came.
    pub obtained_at: Timestamp,
    /// When it ends, where it says so itself.
    pub expires_at: Option<Timestamp>,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
    /// Where the evidence is. Without any, the record counts for nothing.
    pub evidence: String,
}

/// All that is on file for a number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConsentFile {
    /// The records.
    pub records: Vec<Consent>,
    /// The person asked us to stop, in whatever channel (R-DNC-2).
    pub revoked: bool,
}

/// The kind of line behind a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineType {
    /// Not looked up: it may be a mobile.
    #[default]
    Unknown,
    /// A mobile phone.
    Mobile,
    /// A number on the internet: it may ring on a mobile.
    Voip,
    /// A phone on a wire.
    Landline,
}
