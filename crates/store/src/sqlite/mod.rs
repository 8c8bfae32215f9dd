//! The home on one machine: a SQLite file, one writing thread, and read-only connections beside it.
//!
//! Writes wait in a queue; the writer takes all that wait (up to 256) into one transaction, so that many writes cost
//! one sync of the disk. A write is answered after its transaction is on the disk.

mod audit;
mod calls;
mod columns;
mod cool_downs;
mod erasure;
mod files;
mod open;
mod outbox;
mod readers;
mod suppression;
mod writer;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::{CallId, CallRecord, CallSid, E164, RecordingSid};
use jiff::Timestamp;
use serde_json::Value;
use tokio::sync::broadcast;

pub use open::OpenError;
pub(crate) use open::create_private;

use crate::{
    Applied, AuditEntry, AuditPage, AuditQuery, AuditReport, AuditRow, CallQuery, Done, Erasure, FileKey,
    Leased, OutboxEntry, OutboxRow, Result, Rev, SidMapping, Store, StoreChange, StoredEvent, Suppression,
    Unit, Versioned,
};
use readers::Readers;
use writer::Writer;

/// How many changes a watcher may be behind before it misses some.
const CHANGES_KEPT: usize = 1024;

/// The SQLite home of the store. Cheap to clone; the file is closed when the last clone is gone.
#[derive(Clone)]
pub struct SqliteStore {
    // Closed in this order: the connection that is closed last tidies the file up, and must be able to write.
    readers: Arc<Readers>,
    writer: Writer,
    changes: broadcast::Sender<StoreChange>,
}

impl SqliteStore {
    /// Opens the file, makes it where there is none, and brings an older one up to date. Blocks for a moment.
    ///
    /// # Errors
    /// When the file cannot be opened, is damaged, is of something else, or of a newer Twoleg.
    pub fn open(path: &Path) -> std::result::Result<Self, OpenError> {
        let connection = open::writing(path)?;
        let (changes, _) = broadcast::channel(CHANGES_KEPT);
        let writer = Writer::start(connection, changes.clone()).map_err(|error| open::thread(path, error))?;
        tracing::info!(path = %path.display(), "store opened");
        Ok(Self { readers: Arc::new(Readers::new(path.to_owned())), writer, changes })
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn create_call(&self, record: &CallRecord, unit: Unit) -> Result<Applied> {
        let record = record.clone();
        self.writer.write(move |w| calls::create(w, record, &unit)).await
    }

    async fn record(&self, call: &CallId, unit: Unit) -> Result<Applied> {
        let call = *call;
        self.writer.write(move |w| calls::record(w, call, &unit)).await
    }

    async fn call(&self, call: &CallId) -> Result<Option<Versioned<CallRecord>>> {
        let call = *call;
        self.readers.read(move |c| calls::load(c, call)).await
    }

    async fn update_call(&self, call: &CallId, rev: Rev, record: &CallRecord) -> Result<Rev> {
        let (call, record) = (*call, record.clone());
        self.writer.write(move |w| calls::update(w, call, rev, &record)).await
    }

    async fn call_of_sid(&self, sid: &CallSid) -> Result<Option<SidMapping>> {
        let sid = sid.clone();
        self.readers.read(move |c| calls::of_sid(c, &sid)).await
    }

    async fn call_of_recording(&self, sid: &RecordingSid) -> Result<Option<CallId>> {
        let sid = sid.clone();
        self.readers.read(move |c| calls::of_recording(c, &sid)).await
    }

    async fn calls(&self, query: &CallQuery) -> Result<Vec<CallRecord>> {
        let query = query.clone();
        self.readers.read(move |c| calls::find(c, &query)).await
    }

    async fn count_calls(&self, queries: &[CallQuery]) -> Result<Vec<u64>> {
        let queries = queries.to_vec();
        self.readers.read(move |c| queries.iter().map(|query| calls::count(c, query)).collect()).await
    }

    async fn events(&self, call: &CallId) -> Result<Vec<StoredEvent>> {
        let call = *call;
        self.readers.read(move |c| calls::events(c, call)).await
    }

    async fn owe(&self, entry: OutboxEntry) -> Result<()> {
        self.writer.write(move |w| outbox::add(w, &entry)).await
    }

    async fn claim(
        &self,
        worker: &str,
        now: Timestamp,
        lease: Duration,
        limit: usize,
    ) -> Result<Vec<Leased>> {
        let worker = worker.to_owned();
        self.writer.write(move |w| outbox::claim(w, &worker, now, lease, limit)).await
    }

    async fn release(&self, worker: &str, now: Timestamp) -> Result<usize> {
        let worker = worker.to_owned();
        self.writer.write(move |w| outbox::release(w, &worker, now)).await
    }

    async fn finish(&self, leased: &Leased, done: Done) -> Result<()> {
        let (id, rev) = (leased.entry.id.clone(), leased.rev);
        self.writer.write(move |w| outbox::finish(w, &id, rev, &done)).await
    }

    async fn outbox(&self) -> Result<Vec<OutboxRow>> {
        self.readers.read(outbox::all).await
    }

    async fn retry_entry(&self, id: &str, now: Timestamp, audit: AuditEntry) -> Result<()> {
        let id = id.to_owned();
        self.writer.write(move |w| outbox::retry(w, &id, now, &audit)).await
    }

    async fn drop_entry(&self, id: &str, now: Timestamp, audit: AuditEntry) -> Result<()> {
        let id = id.to_owned();
        self.writer.write(move |w| outbox::take_off(w, &id, now, &audit)).await
    }

    async fn cool_down(&self, credential: &str, until: Timestamp) -> Result<()> {
        let credential = credential.to_owned();
        self.writer.write(move |w| cool_downs::set(w.sql, &credential, until)).await
    }

    async fn cooling_until(&self, credential: &str) -> Result<Option<Timestamp>> {
        let credential = credential.to_owned();
        self.readers.read(move |c| cool_downs::find(c, &credential)).await
    }

    async fn append_audit(&self, entry: AuditEntry) -> Result<()> {
        self.writer.write(move |w| w.append_audit(&entry)).await
    }

    async fn audit(&self, query: &AuditQuery) -> Result<Vec<AuditRow>> {
        let query = query.clone();
        self.readers.read(move |c| audit::find(c, &query)).await
    }

    async fn audit_page(&self, query: &AuditQuery, after: Option<&str>) -> Result<AuditPage> {
        let (query, after) = (query.clone(), after.map(str::to_owned));
        self.readers.read(move |c| audit::page(c, &query, after.as_deref())).await
    }

    async fn verify_audit(&self) -> Result<AuditReport> {
        self.readers.read(audit::verify).await
    }

    async fn suppress(&self, suppression: Suppression, audit: AuditEntry) -> Result<()> {
        let write = move |w: &mut writer::Writing<'_>| {
            suppression::add(w.sql, &suppression)?;
            w.append_audit(&audit)
        };
        self.writer.write(write).await
    }

    async fn suppression(&self, number: &E164) -> Result<Option<Suppression>> {
        let number = number.clone();
        self.readers.read(move |c| suppression::find(c, &number)).await
    }

    async fn lift_suppression(
        &self,
        number: &E164,
        rev: Option<Rev>,
        file: &Value,
        audit: AuditEntry,
    ) -> Result<()> {
        let (number, file) = (number.clone(), file.clone());
        self.writer.write(move |w| suppression::lift(w, &number, rev, &file, &audit)).await
    }

    async fn file(&self, key: &FileKey) -> Result<Option<Versioned<Value>>> {
        let key = key.clone();
        self.readers.read(move |c| files::find(c, &key)).await
    }

    async fn put_file(&self, key: &FileKey, rev: Option<Rev>, file: &Value, audit: AuditEntry) -> Result<()> {
        let (key, file) = (key.clone(), file.clone());
        self.writer.write(move |w| files::put(w, &key, rev, &file, &audit)).await
    }

    async fn note_file(&self, key: &FileKey, rev: Option<Rev>, file: &Value) -> Result<()> {
        let (key, file) = (key.clone(), file.clone());
        self.writer.write(move |w| files::swap(w.sql, &key, rev, Some(&file))).await
    }

    async fn erase(&self, erasure: &Erasure) -> Result<()> {
        let erasure = erasure.clone();
        self.writer.write(move |w| erasure::erase(w, &erasure)).await?;
        self.readers.with_file(erasure::rewrite).await
    }

    fn watch(&self) -> broadcast::Receiver<StoreChange> {
        self.changes.subscribe()
    }

    async fn ready(&self) -> Result<()> {
        self.writer.write(readiness).await?;
        self.readers.read(|c| Ok(c.query_row("SELECT 1", [], |_| Ok(()))?)).await
    }
}

/// A real write: a disk that is full, or a file that somebody holds, says so to nothing less.
fn readiness(w: &mut writer::Writing<'_>) -> Result<()> {
    w.sql
        .prepare_cached(
            "INSERT INTO readiness (id, at_us) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET at_us = ?1",
        )?
        .execute([columns::micros(w.now)])?;
    Ok(())
}
