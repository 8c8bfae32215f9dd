//! The hash chain of the audit log, the same in every home of the store.
//!
//! A row's bytes are kept verbatim and hashed together with the hash of the row before. The first row of a log names the
//! last rows of all other logs, so a log that loses its end is found out once a newer one exists.
//!
//! There are two schemes. In the first, a row's hash is over all of its bytes: such a row can never be erased. In the
//! second, which every new log has and whose first row says so, the digest of the facts stands in the place of the
//! facts: they can go, and the chain still holds.

mod alone;
mod body;
mod verifier;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{AuditEntry, AuditRow, Result};
use body::Body;
pub use verifier::Verifier;

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
    /// What it says, verbatim. Of an erased row, what stayed.
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
        let (body, kept) = body::write(&self.chain, self.next, at, entry)?;
        let hash = hash(&self.prev, &kept);
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
    let payload = serde_json::json!({ "heads": heads, "scheme": body::SCHEME });
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
            erased: body.digest.is_some() && body.salt.is_none(),
            entry: AuditEntry {
                kind: body.kind,
                call: body.call,
                agent: body.agent,
                payload: body.payload.unwrap_or_default(),
            },
            body: self.body.clone(),
            prev: self.prev.clone(),
            hash: self.hash.clone(),
        })
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
