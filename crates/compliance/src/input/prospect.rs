//! What a lead is about, as far as a gate depends on it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Whether the owner lives in the property.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnerOccupied {
    /// The lead does not say.
    #[default]
    Unknown,
    /// The owner lives there: state law may ask for disclosures.
    Yes,
    /// The owner lives elsewhere.
    No,
}

/// The lead's facts that have a gate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LeadFacts {
    /// Whether the owner lives in the property.
    pub owner_occupied: OwnerOccupied,
    /// The owner has died: whoever answers is a fiduciary or an heir.
    pub probate: bool,
    /// The property is or was sold for unpaid taxes.
    pub tax_lien: bool,
    /// The last day on which the owner can redeem it, local time.
    pub redemption_ends: Option<Date>,
}
