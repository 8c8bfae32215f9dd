//! Reading a rule pack and an organisation's settings from their files.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use compliance::{OrgSettings, PackError, RulePack, Rules};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// The files that the rules are read from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleFiles {
    /// The rule pack; without it, the one of this version of Twoleg.
    pub pack: Option<PathBuf>,
    /// The organisation's settings, which can only be stricter; without them, the pack as it is.
    pub settings: Option<PathBuf>,
}

/// Which text it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Digest {
    /// The file; `built-in` for the pack of this version of Twoleg.
    pub file: String,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
}

/// A pack that was read and checked, with the settings, and where both come from.
#[derive(Debug)]
pub struct LoadedRules {
    /// The pack as its file says it.
    pub pack: RulePack,
    /// Which text that was.
    pub pack_text: Digest,
    /// The organisation's settings.
    pub settings: OrgSettings,
    /// Which text those were; none when there is no file.
    pub settings_text: Option<Digest>,
    /// Both, ready to judge calls.
    pub rules: Rules,
}

/// Why rules are refused. Whatever is in force stays.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// The disk.
    #[error("the file {path} cannot be read: {error}")]
    Read {
        /// Which file.
        path: String,
        /// What the system says.
        error: std::io::Error,
    },
    /// What the file says.
    #[error("{path} is refused: {error}")]
    Refused {
        /// Which file.
        path: String,
        /// Why.
        error: PackError,
    },
}

impl RuleFiles {
    /// Every file that is configured.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.pack.iter().chain(&self.settings).map(PathBuf::as_path)
    }

    /// Reads and checks both.
    ///
    /// # Errors
    /// When a file cannot be read, or says something that cannot be.
    pub fn load(&self) -> Result<LoadedRules, RulesError> {
        let (pack, pack_text) = read_pack(self.pack.as_deref())?;
        let (settings, settings_text) = match self.settings.as_deref() {
            Some(path) => {
                let (text, digest) = read(path)?;
                let settings = OrgSettings::parse(&text).map_err(|error| refused(&digest, error))?;
                (settings, Some(digest))
            }
            None => (OrgSettings::default(), None),
        };
        let rules = Rules::new(&pack, &settings).map_err(|error| refused(&pack_text, error))?;
        Ok(LoadedRules { pack, pack_text, settings, settings_text, rules })
    }
}

/// Reads and checks one pack; without a path, the built-in one.
///
/// # Errors
/// When the file cannot be read, or is no valid pack.
pub(crate) fn read_pack(path: Option<&Path>) -> Result<(RulePack, Digest), RulesError> {
    let (text, digest) = if let Some(path) = path {
        let (text, digest) = read(path)?;
        (Cow::Owned(text), digest)
    } else {
        let text = RulePack::built_in_text();
        (Cow::Borrowed(text), Digest::of(BUILT_IN, text))
    };
    let pack = RulePack::parse(&text).map_err(|error| refused(&digest, error))?;
    Ok((pack, digest))
}

/// How people name the pack of this version of Twoleg.
pub(crate) const BUILT_IN: &str = "built-in";

fn read(path: &Path) -> Result<(String, Digest), RulesError> {
    let name = path.display().to_string();
    let text =
        std::fs::read_to_string(path).map_err(|error| RulesError::Read { path: name.clone(), error })?;
    let digest = Digest::of(&name, &text);
    Ok((text, digest))
}

fn refused(text: &Digest, error: PackError) -> RulesError {
    RulesError::Refused { path: text.file.clone(), error }
}

impl Digest {
    fn of(file: &str, text: &str) -> Self {
        Self { file: file.to_owned(), sha256: hex::encode(Sha256::digest(text)) }
    }
}
