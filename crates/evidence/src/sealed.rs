//! A pack with its digest: what is written to a file.

use serde::Serialize;

use crate::verify::{Report, verify};
use crate::{Error, Pack, canonical};

/// A pack that is finished.
#[derive(Debug, Clone)]
pub struct Sealed {
    pack: Pack,
    digest: String,
    json: String,
}

#[derive(Serialize)]
struct Envelope<'a> {
    digest: &'a str,
    pack: &'a Pack,
}

impl Sealed {
    /// Puts the digest on a pack.
    ///
    /// # Errors
    /// When the pack cannot be written as JSON.
    pub fn new(pack: Pack) -> Result<Self, Error> {
        let digest = canonical::digest(&serde_json::to_value(&pack)?);
        let mut json = serde_json::to_string_pretty(&Envelope { digest: &digest, pack: &pack })?;
        json.push('\n');
        Ok(Self { pack, digest, json })
    }

    /// What is in it.
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// SHA-256 over the canonical JSON of the pack, in hexadecimal.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The file.
    pub fn json(&self) -> &str {
        &self.json
    }

    /// What the verifier says of it: a store that was tampered with gives packs that do not hold.
    pub fn report(&self) -> Report {
        verify(&self.json)
    }

    /// What its files are called, without an extension.
    pub fn file_stem(&self) -> String {
        crate::file_stem(&self.pack.number, self.pack.gathered_at)
    }
}
