//! A row of the audit log as the pack carries it: what it says, and the very bytes that were hashed.

use domain::{AgentId, CallId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::AuditRow;
use store::chain::Link;

/// What a row says, for people. It repeats the hashed bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Says {
    /// The log that it is in.
    pub chain: String,
    /// Its place there, from 0.
    pub seq: u64,
    /// When it was written, by the store's clock.
    pub at: Timestamp,
    /// What happened.
    pub kind: String,
    /// The call, where it is about one.
    pub call: Option<CallId>,
    /// Who did it, where somebody did.
    pub agent: Option<AgentId>,
    /// The facts; null when they were erased.
    pub payload: Value,
    /// Whether they were erased.
    #[serde(default, skip_serializing_if = "is_false")]
    pub erased: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// A row with its proof.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// What it says.
    pub says: Says,
    /// The hash of the row before it in its log, which need not be in the pack.
    pub prev: String,
    /// SHA-256 over `prev` and `body`, with the digest of the facts for the facts, in hexadecimal.
    pub hash: String,
    /// Its bytes, verbatim. Of an erased row, what stayed of them.
    pub body: String,
}

impl Row {
    /// The row as it is kept.
    pub fn link(&self) -> Link {
        Link {
            chain: self.says.chain.clone(),
            seq: self.says.seq,
            body: self.body.clone(),
            prev: self.prev.clone(),
            hash: self.hash.clone(),
        }
    }

    /// Whether what it says belongs to a family of kinds: `consent.given` to `consent`.
    pub(crate) fn is_of(&self, family: &str) -> bool {
        self.says.kind.strip_prefix(family).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

impl From<AuditRow> for Row {
    fn from(row: AuditRow) -> Self {
        let says = Says {
            chain: row.chain,
            seq: row.seq,
            at: row.at,
            kind: row.entry.kind,
            call: row.entry.call,
            agent: row.entry.agent,
            payload: row.entry.payload,
            erased: row.erased,
        };
        Self { says, prev: row.prev, hash: row.hash, body: row.body }
    }
}
