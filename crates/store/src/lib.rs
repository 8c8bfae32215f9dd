//! What must not be lost: call records, their events, the audit log, the outbox and the do-not-call list.
//!
//! [`Store`] is one object-safe trait without a query language. Every write is one atomic unit that may be repeated:
//! the same [`Unit`] given twice is written once. [`sqlite::SqliteStore`] is its home on one machine,
//! [`firestore::FirestoreStore`] the one that several replicas share.

mod about;
mod audit;
mod call;
pub mod chain;
#[cfg(feature = "conformance")]
pub mod conformance;
mod erasure;
mod error;
mod file;
pub mod firestore;
mod outbox;
pub mod spool;
pub mod sqlite;
mod suppression;
mod unit;

use std::time::Duration;

use async_trait::async_trait;
use domain::{CallId, CallRecord, CallSid, E164, RecordingSid};
use jiff::Timestamp;
use serde_json::Value;
use tokio::sync::broadcast;

pub use about::About;
pub use audit::{AuditBreak, AuditEntry, AuditPage, AuditQuery, AuditReport, AuditRow};
pub use call::{CallQuery, Rev, SidMapping, StoreChange, Versioned};
pub use erasure::{Erasure, ErasureMark, PERSON_ERASED, Place, named_in};
pub use error::{Result, StoreError};
pub use file::{Claim, FileKey};
pub use outbox::{Done, Leased, OutboxEntry, OutboxRow, OutboxState};
pub use suppression::Suppression;
pub use unit::{Applied, NewEvent, StoredEvent, Unit};

/// Where the records live. Every method is safe to repeat after an error: see the notes of each.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// Writes a new call with its first unit, all or nothing. [`Applied::Duplicate`] when the call already exists:
    /// then nothing is written.
    async fn create_call(&self, record: &CallRecord, unit: Unit) -> Result<Applied>;

    /// Writes a unit of a call, all or nothing, and only once: an event whose id the call already has is a
    /// [`Applied::Duplicate`], and nothing of its unit is written.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the unit has a [`Claim`] and something that bears on the number happened since.
    async fn record(&self, call: &CallId, unit: Unit) -> Result<Applied>;

    /// The record of a call.
    async fn call(&self, call: &CallId) -> Result<Option<Versioned<CallRecord>>>;

    /// Replaces a record if it still has this revision. For people's edits, not for callbacks.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody was faster, [`StoreError::NotFound`] when there is no such call,
    /// [`StoreError::Permanent`] when the facts fixed at the click differ.
    async fn update_call(&self, call: &CallId, rev: Rev, record: &CallRecord) -> Result<Rev>;

    /// Whose leg this is.
    async fn call_of_sid(&self, sid: &CallSid) -> Result<Option<SidMapping>>;

    /// Whose recording this is.
    async fn call_of_recording(&self, sid: &RecordingSid) -> Result<Option<CallId>>;

    /// Calls, newest first unless the query says otherwise.
    async fn calls(&self, query: &CallQuery) -> Result<Vec<CallRecord>>;

    /// How many calls each query finds, without reading them; its limit is where the counting stops. `skip` is not for
    /// counts.
    async fn count_calls(&self, queries: &[CallQuery]) -> Result<Vec<u64>>;

    /// What happened to a call, in the order in which it was written.
    async fn events(&self, call: &CallId) -> Result<Vec<StoredEvent>>;

    /// Writes down work that no call has caused. An entry whose id is there already, also as one that was given up, stays as
    /// it is.
    async fn owe(&self, entry: OutboxEntry) -> Result<()>;

    /// Leases up to `limit` due entries to `worker` until `now + lease`. An entry waits while an older one with the
    /// same order key is unfinished.
    async fn claim(&self, worker: &str, now: Timestamp, lease: Duration, limit: usize)
    -> Result<Vec<Leased>>;

    /// Gives back at once what a former run of `worker` had leased: for a worker that starts and knows that nobody
    /// else has its name. Answers how many entries that were.
    async fn release(&self, worker: &str, now: Timestamp) -> Result<usize>;

    /// Says how the work on a leased entry came out.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the lease was lost to another worker: its word counts then.
    async fn finish(&self, leased: &Leased, done: Done) -> Result<()>;

    /// Everything that is still owed, and what was given up, oldest first.
    async fn outbox(&self) -> Result<Vec<OutboxRow>>;

    /// Makes a waiting or dead entry due now, with its audit row. It counts as tried once, however often it was: the
    /// worker then knows that an attempt before may have carried it out.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such entry, [`StoreError::Conflict`] while a worker has it.
    async fn retry_entry(&self, id: &str, now: Timestamp, audit: AuditEntry) -> Result<()>;

    /// Takes an entry off for good, with its audit row.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such entry, [`StoreError::Conflict`] while a worker has it.
    async fn drop_entry(&self, id: &str, now: Timestamp, audit: AuditEntry) -> Result<()>;

    /// Nobody is to use this credential before `until`; the latest time that was said counts.
    async fn cool_down(&self, credential: &str, until: Timestamp) -> Result<()>;

    /// Until when nobody is to use this credential, if that was ever said. May be past.
    async fn cooling_until(&self, credential: &str) -> Result<Option<Timestamp>>;

    /// Adds a row to the audit log.
    async fn append_audit(&self, entry: AuditEntry) -> Result<()>;

    /// Rows of the audit log, newest first.
    async fn audit(&self, query: &AuditQuery) -> Result<Vec<AuditRow>>;

    /// Rows of the audit log, oldest first, `query.limit` at a time; `after` is the page before's [`AuditPage::next`].
    ///
    /// # Errors
    /// [`StoreError::Permanent`] when this home cannot read `after`.
    async fn audit_page(&self, query: &AuditQuery, after: Option<&str>) -> Result<AuditPage>;

    /// Walks the whole audit log and names the first broken row.
    async fn verify_audit(&self) -> Result<AuditReport>;

    /// Puts a number on the do-not-call list, with its audit row. A number that is on it stays as it is. Moves the
    /// revision of the number's file.
    async fn suppress(&self, suppression: Suppression, audit: AuditEntry) -> Result<()>;

    /// Why a number must not be called.
    async fn suppression(&self, number: &E164) -> Result<Option<Suppression>>;

    /// Takes a number off the do-not-call list and replaces its file, with the audit row, all or nothing.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the file has another revision than `rev`, [`StoreError::NotFound`] when the
    /// number is not on the list.
    async fn lift_suppression(
        &self,
        number: &E164,
        rev: Option<Rev>,
        file: &Value,
        audit: AuditEntry,
    ) -> Result<()>;

    /// A file, if there is one. Its value is null when nobody has written it: it then only has a revision.
    async fn file(&self, key: &FileKey) -> Result<Option<Versioned<Value>>>;

    /// Writes a file that has this revision, or makes one where there is none, with the audit row.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when somebody was faster: read it again.
    async fn put_file(&self, key: &FileKey, rev: Option<Rev>, file: &Value, audit: AuditEntry) -> Result<()>;

    /// The same without a row on the audit log: for what counts, and decides nothing.
    ///
    /// # Errors
    /// As [`Store::put_file`].
    async fn note_file(&self, key: &FileKey, rev: Option<Rev>, file: &Value) -> Result<()>;

    /// Takes away what is recorded of a person: the facts of these rows, names and notes in these calls, the payloads of
    /// their events, and what the file loses. The suppression, and when and how the calls were, stay. Rows are erased in
    /// one unit with the row that says so. Where a home cannot do all of it at once, the same request goes on after an
    /// error; it also finishes what was erased but still lay in unused parts of a file.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the file or a call changed since, or a row cannot be erased: look all of it up again.
    async fn erase(&self, erasure: &Erasure) -> Result<()>;

    /// Changes from now on, told after they are durable. A receiver that lags has missed some: treat
    /// `RecvError::Lagged` as [`StoreChange::Gap`].
    fn watch(&self) -> broadcast::Receiver<StoreChange>;

    /// Whether the store can read and write now.
    async fn ready(&self) -> Result<()>;
}
