//! The bytes of a row.
//!
//! In the second scheme they are `{…,"digest":"D","salt":"S","payload":P}`, where D is the SHA-256 of S and P. What the
//! hash of the row is over ends behind D: that part is kept when the row is erased, and then is all that there is. The
//! salt keeps short facts, such as a phone number, from being guessed from their digest; it goes with them.

use domain::{AgentId, CallId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{AuditEntry, Result};

/// The scheme of new logs.
pub(super) const SCHEME: u64 = 2;

// As `schema/0004.sql` has them, which lets SQLite itself refuse every other change of a row.
const DIGEST: &str = r#","digest":""#;
const SALT: &str = r#","salt":""#;
const PAYLOAD: &str = r#","payload":"#;
/// Both are written in hexadecimal.
const DIGEST_CHARACTERS: usize = 64;
const SALT_BYTES: usize = 16;

/// What the bytes of a row say, in either scheme.
#[derive(Deserialize)]
pub(super) struct Body {
    pub(super) chain: String,
    pub(super) seq: u64,
    pub(super) at: Timestamp,
    pub(super) kind: String,
    pub(super) call: Option<CallId>,
    pub(super) agent: Option<AgentId>,
    /// None in the first scheme.
    #[serde(default)]
    pub(super) digest: Option<String>,
    /// None in the first scheme, and of an erased row.
    #[serde(default)]
    pub(super) salt: Option<String>,
    #[serde(default)]
    pub(super) payload: Option<Value>,
}

/// What stays of a row, in this order.
#[derive(Serialize)]
struct Kept<'a> {
    chain: &'a str,
    seq: u64,
    at: Timestamp,
    kind: &'a str,
    call: Option<CallId>,
    agent: Option<&'a AgentId>,
    digest: &'a str,
}

/// The bytes of a row, and the part of them that its hash is over.
pub(super) fn write(chain: &str, seq: u64, at: Timestamp, entry: &AuditEntry) -> Result<(String, String)> {
    let payload = serde_json::to_string(&entry.payload)?;
    let salt = hex::encode(rand::random::<[u8; SALT_BYTES]>());
    let digest = digest(&salt, &payload);
    let (kind, call, agent) = (entry.kind.as_str(), entry.call, entry.agent.as_ref());
    let kept = serde_json::to_string(&Kept { chain, seq, at, kind, call, agent, digest: &digest })?;
    let open = kept.strip_suffix('}').unwrap_or(&kept);
    Ok((format!("{open}{SALT}{salt}\"{PAYLOAD}{payload}}}"), kept))
}

fn digest(salt: &str, payload: &str) -> String {
    hex::encode(Sha256::new().chain_update(salt).chain_update(payload).finalize())
}

/// A row of the second scheme that has its facts.
struct Sealed<'a> {
    /// What is kept, without the brace at its end.
    open: &'a str,
    digest: &'a str,
    salt: &'a str,
    payload: &'a str,
}

impl<'a> Sealed<'a> {
    /// None of any other bytes. No text within the kept part can look like a mark: its quotes are escaped.
    fn of(body: &'a str) -> Option<Self> {
        let (open, rest) = body.split_once(SALT)?;
        let digest = open.rsplit_once(DIGEST)?.1.strip_suffix('"')?;
        let (salt, rest) = rest.split_once('"')?;
        let payload = rest.strip_prefix(PAYLOAD)?.strip_suffix('}')?;
        // In the first scheme all of this may stand within the facts.
        let is_in_facts = open.contains(PAYLOAD);
        let fits = digest.len() == DIGEST_CHARACTERS && salt.len() == 2 * SALT_BYTES && !is_in_facts;
        fits.then_some(Self { open, digest, salt, payload })
    }
}

/// What stays of a row that can be erased.
pub(super) fn kept(body: &str) -> Option<String> {
    Sealed::of(body).map(|sealed| format!("{}}}", sealed.open))
}

/// What the row's hash is over, if the facts are those of their digest.
pub(super) fn hashed(body: &str) -> Option<String> {
    match Sealed::of(body) {
        None => Some(body.to_owned()),
        Some(sealed) => {
            (digest(sealed.salt, sealed.payload) == sealed.digest).then(|| format!("{}}}", sealed.open))
        }
    }
}

/// The scheme that a log's first row names.
pub(super) fn scheme_of_log(payload: &Value) -> u64 {
    payload.get("scheme").and_then(Value::as_u64).unwrap_or(1)
}

/// The scheme that a row is written in, whether or not it was erased.
pub(super) fn scheme_of_row(body: &str) -> u64 {
    let has_digest = serde_json::from_str::<Body>(body).is_ok_and(|body| body.digest.is_some());
    if has_digest { SCHEME } else { 1 }
}
