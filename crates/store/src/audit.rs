//! The audit log: rows that are only ever added, each holding the hash of the one before.

use std::fmt;

use domain::{AgentId, CallId};
use jiff::Timestamp;
use serde_json::Value;

/// A row to add.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEntry {
    /// What happened, `prospect_leg_decided`.
    pub kind: String,
    /// The call, where it is about one.
    pub call: Option<CallId>,
    /// The agent, where it is about one.
    pub agent: Option<AgentId>,
    /// The facts.
    pub payload: Value,
}

/// A row of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditRow {
    /// The log that it is in: one for each run of a writing process.
    pub chain: String,
    /// Its place there, from 0.
    pub seq: u64,
    /// When it was written, by the store's clock.
    pub at: Timestamp,
    /// What was added. Of an erased row, the payload is null.
    pub entry: AuditEntry,
    /// Whether what it said was taken away.
    pub erased: bool,
    /// Its bytes, verbatim. Of an erased row, what stayed of them.
    pub body: String,
    /// The hash of the row before.
    pub prev: String,
    /// SHA-256 over the hash before and this row's bytes, with the digest of the facts for the facts, in hexadecimal.
    pub hash: String,
}

/// Which rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditQuery {
    /// About this call.
    pub call: Option<CallId>,
    /// Of this kind.
    pub kind: Option<String>,
    /// Written at this time or later.
    pub from: Option<Timestamp>,
    /// Written before this time.
    pub to: Option<Timestamp>,
    /// At most so many.
    pub limit: usize,
}

impl Default for AuditQuery {
    /// The newest thousand.
    fn default() -> Self {
        Self { call: None, kind: None, from: None, to: None, limit: 1000 }
    }
}

/// Some rows of the log, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditPage {
    /// The rows.
    pub rows: Vec<AuditRow>,
    /// Where the next page begins; none when this is the last. Only the home that made it can read it.
    pub next: Option<String>,
}

/// What a walk over the whole log found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditReport {
    /// How many logs there are.
    pub chains: usize,
    /// How many rows were walked before the first break.
    pub rows: u64,
    /// How many of them were erased, with a row that says so.
    pub erased: u64,
    /// The first broken row; none when all hold.
    pub broken: Option<AuditBreak>,
}

/// A row that is not as it was written, or is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditBreak {
    /// The log.
    pub chain: String,
    /// The row's place there.
    pub seq: u64,
    /// What is wrong, as part of a sentence.
    pub what: &'static str,
}

impl fmt::Display for AuditBreak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {} of log {}: {}", self.seq, self.chain, self.what)
    }
}
