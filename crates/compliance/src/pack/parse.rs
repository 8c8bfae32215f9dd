//! Reading a pack from its file.

use super::{PackError, RulePack};

/// The pack that this version of Twoleg comes with.
const BUILT_IN: &str = include_str!("../../data/rulepack.toml");

impl RulePack {
    /// Reads and validates a pack.
    ///
    /// # Errors
    /// When the text is not TOML of a pack, or says something that cannot be; the error names the entry.
    pub fn parse(text: &str) -> Result<Self, PackError> {
        let pack: Self = toml::from_str(text).map_err(|error| PackError::Unreadable(error.to_string()))?;
        pack.validate()?;
        Ok(pack)
    }

    /// The pack that this version of Twoleg comes with.
    ///
    /// # Errors
    /// Never, as long as the tests are green.
    pub fn built_in() -> Result<Self, PackError> {
        Self::parse(BUILT_IN)
    }
}
