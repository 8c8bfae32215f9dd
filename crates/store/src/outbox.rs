//! Work that is owed to somebody else's system, done at least once and in order.

use jiff::Timestamp;
use serde_json::Value;

use crate::Rev;

/// One piece of work.
#[derive(Debug, Clone, PartialEq)]
pub struct OutboxEntry {
    /// Unique for good; contains the id of the event that caused it.
    pub id: String,
    /// Entries with the same key are done one after the other, oldest first.
    pub order_key: String,
    /// What is to be done, `call_activity`.
    pub kind: String,
    /// What the worker needs to know.
    pub payload: Value,
    /// Not before this time.
    pub due_at: Timestamp,
}

/// An entry that one worker has for a while.
#[derive(Debug, Clone, PartialEq)]
pub struct Leased {
    /// The work.
    pub entry: OutboxEntry,
    /// Who has it.
    pub worker: String,
    /// Until when. Past it, another worker may take it.
    pub until: Timestamp,
    /// How many times it was claimed, this one included.
    pub attempts: u32,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// The claim's revision: it fences off a worker that was too slow.
    pub rev: Rev,
}

/// How the work came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// It is done: the entry goes away.
    Ok,
    /// It failed; try again.
    RetryAt {
        /// Not before this time.
        at: Timestamp,
        /// Why it failed, as a sentence.
        error: String,
    },
    /// It will never work. The entry is kept to be seen, and no longer holds up those after it.
    Dead {
        /// Why, as a sentence.
        error: String,
    },
}

/// Where an entry is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutboxState {
    /// It waits for its time.
    Waiting,
    /// A worker has it.
    Leased {
        /// Who.
        worker: String,
        /// Until when.
        until: Timestamp,
    },
    /// It was given up.
    Dead,
}

/// An entry, for people to look at.
#[derive(Debug, Clone, PartialEq)]
pub struct OutboxRow {
    /// The work.
    pub entry: OutboxEntry,
    /// When it was written, by the store's clock.
    pub owed_since: Timestamp,
    /// Where it is.
    pub state: OutboxState,
    /// How many times it was claimed.
    pub attempts: u32,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
}
