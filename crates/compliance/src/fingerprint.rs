//! A short name for everything that a decision rested on.

use sha2::{Digest, Sha256};

use crate::input::CallContext;

impl CallContext {
    /// The SHA-256 of the inputs in JSON, in hex: two decisions with the same rule pack and the same fingerprint are
    /// the same. None when the inputs cannot be written as JSON, which no value of these types causes.
    pub fn fingerprint(&self) -> Option<String> {
        let json = serde_json::to_vec(self).ok()?;
        Some(hex::encode(Sha256::digest(json)))
    }
}
