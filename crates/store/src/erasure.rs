//! Taking away what is recorded of a person, so that what stays can still be verified.

use std::collections::BTreeMap;

use domain::{CallRecord, E164};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{AuditEntry, AuditRow, Rev, Versioned};

/// The kind of the row that says that rows were erased, and which. It holds nothing about the person.
pub const PERSON_ERASED: &str = "person.erased";

/// A place in the audit log.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The log.
    pub chain: String,
    /// The row's place there, from 0.
    pub seq: u64,
}

impl Place {
    /// Where a row stands.
    pub fn of(row: &AuditRow) -> Self {
        Self { chain: row.chain.clone(), seq: row.seq }
    }
}

/// What stays in a number's file, under `erasure`, so that its rows can still be found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureMark {
    /// What makes [`ErasureMark::person`] unguessable to whoever has the audit log alone, in hexadecimal.
    pub key: String,
    /// When the person was last erased.
    pub at: Timestamp,
}

impl ErasureMark {
    /// A mark with a key of its own.
    pub fn new(at: Timestamp) -> Self {
        Self { key: hex::encode(rand::random::<[u8; 32]>()), at }
    }

    /// The mark in a number's file.
    pub fn in_file(file: &Value) -> Option<Self> {
        serde_json::from_value(file.get("erasure")?.clone()).ok()
    }

    /// As what the audit log knows the person: SHA-256 over the key and the number, in hexadecimal.
    pub fn person(&self, number: &E164) -> String {
        hex::encode(Sha256::new().chain_update(&self.key).chain_update(number.as_str()).finalize())
    }
}

/// What is to be taken away, as it was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Erasure {
    /// Whose.
    pub number: E164,
    /// The revision of the number's file when all this was looked up.
    pub rev: Option<Rev>,
    /// What stays of the file; it has an [`ErasureMark`].
    pub file: Value,
    /// Rows of the audit log that can be erased.
    pub rows: Vec<Place>,
    /// The calls, as they were read.
    pub calls: Vec<Versioned<CallRecord>>,
    /// When, by the clock of whoever erases.
    pub at: Timestamp,
    /// The row that says so, of kind [`PERSON_ERASED`]; the store adds which rows went.
    pub audit: AuditEntry,
}

impl Erasure {
    /// The row that goes with the erasing of these rows.
    pub(crate) fn audit_of(&self, rows: &[Place]) -> AuditEntry {
        let mut by_log: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
        for place in rows {
            by_log.entry(&place.chain).or_default().push(place.seq);
        }
        let mut audit = self.audit.clone();
        if let Value::Object(facts) = &mut audit.payload {
            facts.insert("rows".to_owned(), json!(by_log));
        }
        audit
    }
}

/// What stands where an event's payload was.
pub(crate) fn erased_payload() -> Value {
    json!({ "erased": true })
}

/// The places that a row of kind [`PERSON_ERASED`] says were erased.
pub fn named_in(payload: &Value) -> Vec<Place> {
    let logs: Option<BTreeMap<String, Vec<u64>>> =
        payload.get("rows").and_then(|rows| serde_json::from_value(rows.clone()).ok());
    let places = |(chain, rows): (String, Vec<u64>)| {
        rows.into_iter().map(move |seq| Place { chain: chain.clone(), seq })
    };
    logs.unwrap_or_default().into_iter().flat_map(places).collect()
}
