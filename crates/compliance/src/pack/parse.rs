//! Reading a pack from its file.

use super::{OrgSettings, PackError, RulePack};

/// The pack that this version of Twoleg comes with.
const BUILT_IN: &str = include_str!("../../data/rulepack.toml");

impl RulePack {
    /// Reads and validates a pack.
    ///
    /// # Errors
    /// When the text is not TOML of a pack, or says something that cannot be; the error names the entry.
    pub fn parse(text: &str) -> Result<Self, PackError> {
        let pack: Self = toml::from_str(text).map_err(|error| PackError::Unreadable(sentence(&error)))?;
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
    /// The text of that pack: what its hash is of.
    pub const fn built_in_text() -> &'static str {
        BUILT_IN
    }
}

impl OrgSettings {
    /// Reads an organisation's settings, TOML with the names of the fields here; an empty text sets nothing.
    ///
    /// # Errors
    /// When the text is not TOML, or has a name or a value that is none; the error shows the line.
    pub fn parse(text: &str) -> Result<Self, PackError> {
        toml::from_str(text).map_err(|error| PackError::UnreadableSettings(sentence(&error)))
    }
}

fn sentence(error: &toml::de::Error) -> String {
    error.to_string().trim_end().to_owned()
}
