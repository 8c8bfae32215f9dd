//! Which pack is in force, and who vouches for it.

use jiff::civil::Date;

use super::RulePack;

/// What a pack says of itself, for people who ask by which rules calls are judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackAbout {
    /// Which pack.
    pub id: String,
    /// Which version of it.
    pub version: String,
    /// The first day of its use.
    pub effective_from: Date,
    /// The last one; none until further notice.
    pub effective_to: Option<Date>,
    /// `unreviewed`, or who reviewed it.
    pub reviewed_by: String,
    /// `unreviewed`, or when.
    pub reviewed_on: String,
}

impl From<&RulePack> for PackAbout {
    fn from(pack: &RulePack) -> Self {
        Self {
            id: pack.id.clone(),
            version: pack.version.clone(),
            effective_from: pack.effective_from,
            effective_to: pack.effective_to,
            reviewed_by: pack.reviewed_by.clone(),
            reviewed_on: pack.reviewed_on.clone(),
        }
    }
}
