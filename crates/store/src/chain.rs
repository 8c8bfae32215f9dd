//! The hash chain of the audit log, the same in every home of the store.
//!
//! A row's bytes are written once, kept verbatim and hashed together with the hash of the row before. The first row
//! of a log names the last rows of all other logs, so a log that loses its end is found out once a newer one exists.

mod alone;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{AuditBreak, AuditEntry, AuditReport, AuditRow, Result};

/// The kind of a log's first row.
pub const OPENED: &str = "audit_log_opened";

/// What stands before the first row.
const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A row as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The log.
    pub chain: String,
    /// The place in it, from 0.
    pub seq: u64,
    /// The bytes that were hashed, verbatim.
    pub body: String,
    /// The hash of the row before.
    pub prev: String,
    /// The hash of this row.
    pub hash: String,
}

/// The last row of a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The log.
    pub chain: String,
    /// The last row's place.
    pub seq: u64,
    /// Its hash.
    pub hash: String,
}

/// What the bytes of a row say, in this order.
#[derive(Serialize, Deserialize)]
struct Body {
    chain: String,
    seq: u64,
    at: Timestamp,
    kind: String,
    call: Option<domain::CallId>,
    agent: Option<domain::AgentId>,
    payload: Value,
}

/// The end of the log that this process writes.
#[derive(Debug, Clone)]
pub struct Appender {
    chain: String,
    next: u64,
    prev: String,
}

impl Appender {
    /// A new log.
    pub fn new(chain: String) -> Self {
        Self { chain, next: 0, prev: NOTHING.to_owned() }
    }

    /// Whether nothing was added yet: then the first row is [`opening`].
    pub const fn is_new(&self) -> bool {
        self.next == 0
    }

    /// Makes the next row.
    ///
    /// # Errors
    /// When the payload cannot be written as JSON.
    pub fn append(&mut self, entry: &AuditEntry, at: Timestamp) -> Result<Link> {
        let body = serde_json::to_string(&Body {
            chain: self.chain.clone(),
            seq: self.next,
            at,
            kind: entry.kind.clone(),
            call: entry.call,
            agent: entry.agent.clone(),
            payload: entry.payload.clone(),
        })?;
        let hash = hash(&self.prev, &body);
        let prev = std::mem::replace(&mut self.prev, hash.clone());
        let link = Link { chain: self.chain.clone(), seq: self.next, body, prev, hash };
        self.next += 1;
        Ok(link)
    }
}

/// The first row of a new log. It names the ends of the other logs, those apart that an earlier first row names:
/// the logs hang together like the commits of a repository.
pub fn opening(heads: Vec<Head>, openings: &[Link]) -> AuditEntry {
    let known = named(openings);
    let heads: Vec<Head> = heads.into_iter().filter(|head| !known.contains(head)).collect();
    let payload = serde_json::json!({ "heads": heads });
    AuditEntry { kind: OPENED.to_owned(), call: None, agent: None, payload }
}

fn hash(prev: &str, body: &str) -> String {
    hex::encode(Sha256::new().chain_update(prev.as_bytes()).chain_update(body.as_bytes()).finalize())
}

impl Link {
    /// The row that the bytes say.
    ///
    /// # Errors
    /// When the bytes are not those of a row.
    pub fn row(&self) -> Result<AuditRow> {
        let body: Body = serde_json::from_str(&self.body)?;
        Ok(AuditRow {
            chain: body.chain,
            seq: body.seq,
            at: body.at,
            entry: AuditEntry { kind: body.kind, call: body.call, agent: body.agent, payload: body.payload },
            body: self.body.clone(),
            prev: self.prev.clone(),
            hash: self.hash.clone(),
        })
    }
}

/// Walks logs row by row, as they come ordered by log and place.
#[derive(Debug, Default)]
pub struct Verifier {
    chains: usize,
    rows: u64,
    last: Option<Head>,
    /// Rows that a later log has seen, and that the walk has not met yet.
    owed: BTreeMap<(String, u64), String>,
    broken: Option<AuditBreak>,
}

impl Verifier {
    /// A walk that must meet every row which one of these first rows names.
    pub fn new(openings: &[Link]) -> Self {
        let owed = named(openings).into_iter().map(|head| ((head.chain, head.seq), head.hash)).collect();
        Self { owed, ..Self::default() }
    }

    /// Looks at the next row. After a break it looks no further.
    pub fn look(&mut self, link: &Link) {
        if self.broken.is_some() {
            return;
        }
        match self.check(link) {
            Ok(()) => self.rows += 1,
            Err(what) => self.broken = Some(AuditBreak { chain: link.chain.clone(), seq: link.seq, what }),
        }
    }

    fn check(&mut self, link: &Link) -> std::result::Result<(), &'static str> {
        let before = self.last.take().filter(|last| last.chain == link.chain);
        if before.is_none() {
            self.chains += 1;
        }
        let (expected, prev) = before.map_or((0, NOTHING.to_owned()), |head| (head.seq + 1, head.hash));
        if link.seq != expected {
            return Err("a row before it is missing");
        }
        if link.prev != prev {
            return Err("it does not follow the row before");
        }
        link.check()?;
        let owed = self.owed.remove(&(link.chain.clone(), link.seq));
        if owed.is_some_and(|seen| seen != link.hash) {
            return Err("a later log saw another row here");
        }
        self.last = Some(Head { chain: link.chain.clone(), seq: link.seq, hash: link.hash.clone() });
        Ok(())
    }

    /// What was found.
    pub fn finish(self) -> AuditReport {
        let lost = self.owed.into_keys().next();
        let lost =
            lost.map(|(chain, seq)| AuditBreak { chain, seq, what: "a later log saw it, and it is gone" });
        AuditReport { chains: self.chains, rows: self.rows, broken: self.broken.or(lost) }
    }
}

/// Every row that these first rows name.
fn named(openings: &[Link]) -> Vec<Head> {
    openings
        .iter()
        .filter_map(|link| {
            let row = link.row().ok()?;
            serde_json::from_value::<Vec<Head>>(row.entry.payload.get("heads")?.clone()).ok()
        })
        .flatten()
        .collect()
}
