//! A number's file.

use compliance::{Consent, LineType, Override};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::ErasureMark;

/// What is kept on a number besides its calls and its suppression.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NumberFile {
    /// Consents and relationships that a supervisor has recorded.
    pub consents: Vec<Consent>,
    /// When the person took every consent back, in whatever channel.
    pub revoked_at: Option<Timestamp>,
    /// Exceptions that a supervisor made, also those that have ended.
    pub overrides: Vec<Override>,
    /// What kind of line it is, where somebody looked it up.
    pub line: LineType,
    /// Somebody has asked to take it off the do-not-call list; not done yet.
    pub removal: Option<RemovalRequest>,
    /// Nothing of the person may be erased: a claim is expected or under way.
    pub hold: Option<LegalHold>,
    /// The person was erased; how the audit log knows them.
    pub erasure: Option<ErasureMark>,
    /// Recordings of calls to it are evidence of what is gone from here, or from the do-not-call list: that the person
    /// asked for no more calls, or gave or took back a consent.
    pub keep_long: bool,
}

impl NumberFile {
    /// Whether recordings of calls to it are evidence of what is or was kept here.
    pub(crate) fn is_evidenced(&self) -> bool {
        self.keep_long || !self.consents.is_empty() || self.revoked_at.is_some()
    }
}

/// A legal hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalHold {
    /// Why, in the words of whoever placed it.
    pub reason: String,
    /// Who that was.
    pub placed_by: String,
    /// When.
    pub placed_at: Timestamp,
}

/// The first step of taking a number off the do-not-call list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovalRequest {
    /// Which supervisor asked.
    pub asked_by: String,
    /// Why, in their words.
    pub reason: String,
    /// Where the person's new written request is.
    pub evidence: String,
    /// When.
    pub asked_at: Timestamp,
}
