//! The home for several replicas: Google Firestore.
//!
//! Every write is one plain atomic commit of creations, transforms and puts under preconditions, with no read before
//! it and no transaction, so callbacks that race never wait for each other and no order can spoil a record.

mod audit;
mod calls;
mod client;
mod config;
mod connect;
mod cool_downs;
mod cut;
mod erasure;
mod failure;
mod files;
mod json;
mod names;
mod outbox;
mod query;
mod stamps;
mod suppression;
mod value;
mod watch;
mod write;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use async_trait::async_trait;
use domain::{CallId, CallRecord, CallSid, E164, RecordingSid};
use jiff::Timestamp;
use serde_json::Value;
use tokio::sync::broadcast;
use tokio::task::AbortHandle;

pub use config::{ConnectError, FirestoreConfig};

use crate::{
    Applied, AuditEntry, AuditPage, AuditQuery, AuditReport, AuditRow, CallQuery, Done, Erasure, FileKey,
    Leased, OutboxEntry, OutboxRow, Result, Rev, SidMapping, Store, StoreChange, StoredEvent, Suppression,
    Unit, Versioned,
};
use client::Client;
use failure::Failure;
use watch::Listener;
use watch::news::News;

/// What the parts share.
struct Home {
    client: Client,
    lanes: audit::Lanes,
    leads: calls::mappings::Leads,
    news: Arc<News>,
    /// Whether the last claim met other workers at the same entries.
    crowded: AtomicBool,
}

/// The Firestore home of the store. Cheap to clone; it stops listening when the last clone is gone.
#[derive(Clone)]
pub struct FirestoreStore {
    home: Arc<Home>,
    _background: Arc<Background>,
}

/// What runs beside the requests.
struct Background {
    _listener: Listener,
    cleaner: AbortHandle,
}

impl Drop for Background {
    fn drop(&mut self) {
        self.cleaner.abort();
    }
}

impl FirestoreStore {
    /// Connects, and tries again for a while where nobody answers. Needs a Tokio runtime that lives as long as the
    /// store does.
    ///
    /// # Errors
    /// When the key will not do, the database is not there or refuses us, or nobody answers.
    pub async fn connect(config: FirestoreConfig) -> std::result::Result<Self, ConnectError> {
        let client = connect::client(&config).await?;
        let news = Arc::new(News::default());
        let listener = Listener::start(&client.db, Arc::clone(&news)).await;
        let listener = listener.map_err(|error| connect::explain(&config, Failure::from(error)))?;
        let home = Arc::new(Home {
            client,
            lanes: audit::Lanes::default(),
            leads: calls::mappings::Leads::default(),
            news,
            crowded: AtomicBool::new(false),
        });
        let cleaner = tokio::spawn(watch::live::clean(Arc::downgrade(&home))).abort_handle();
        tracing::info!(%config, "store connected");
        Ok(Self { home, _background: Arc::new(Background { _listener: listener, cleaner }) })
    }
}

#[async_trait]
impl Store for FirestoreStore {
    async fn create_call(&self, record: &CallRecord, unit: Unit) -> Result<Applied> {
        calls::create(&self.home, record, &unit).await
    }

    async fn record(&self, call: &CallId, unit: Unit) -> Result<Applied> {
        calls::record(&self.home, *call, &unit).await
    }

    async fn call(&self, call: &CallId) -> Result<Option<Versioned<CallRecord>>> {
        calls::load(&self.home, *call).await
    }

    async fn update_call(&self, call: &CallId, rev: Rev, record: &CallRecord) -> Result<Rev> {
        calls::update(&self.home, *call, rev, record).await
    }

    async fn call_of_sid(&self, sid: &CallSid) -> Result<Option<SidMapping>> {
        calls::mappings::of_sid(&self.home, sid).await
    }

    async fn call_of_recording(&self, sid: &RecordingSid) -> Result<Option<CallId>> {
        calls::mappings::of_recording(&self.home.client, sid).await
    }

    async fn calls(&self, query: &CallQuery) -> Result<Vec<CallRecord>> {
        calls::find(&self.home, query).await
    }

    async fn count_calls(&self, queries: &[CallQuery]) -> Result<Vec<u64>> {
        futures::future::try_join_all(queries.iter().map(|query| calls::count(&self.home, query))).await
    }

    async fn events(&self, call: &CallId) -> Result<Vec<StoredEvent>> {
        calls::events::all(&self.home.client, *call).await
    }

    async fn claim(
        &self,
        worker: &str,
        now: Timestamp,
        lease: Duration,
        limit: usize,
    ) -> Result<Vec<Leased>> {
        outbox::claim(&self.home, worker, now, lease, limit).await
    }

    async fn release(&self, worker: &str, now: Timestamp) -> Result<usize> {
        outbox::release(&self.home.client, worker, now).await
    }

    async fn finish(&self, leased: &Leased, done: Done) -> Result<()> {
        outbox::finish(&self.home.client, leased, &done).await
    }

    async fn outbox(&self) -> Result<Vec<OutboxRow>> {
        outbox::all(&self.home.client).await
    }

    async fn owe(&self, entry: OutboxEntry) -> Result<()> {
        outbox::owe(&self.home, &entry).await
    }

    async fn retry_entry(&self, id: &str, now: Timestamp, audit: AuditEntry) -> Result<()> {
        outbox::retry(&self.home, id, now, audit).await
    }

    async fn drop_entry(&self, id: &str, now: Timestamp, audit: AuditEntry) -> Result<()> {
        outbox::take_off(&self.home, id, now, audit).await
    }

    async fn cool_down(&self, credential: &str, until: Timestamp) -> Result<()> {
        cool_downs::set(&self.home.client, credential, until).await
    }

    async fn cooling_until(&self, credential: &str) -> Result<Option<Timestamp>> {
        cool_downs::until(&self.home.client, credential).await
    }

    async fn append_audit(&self, entry: AuditEntry) -> Result<()> {
        Ok(self.home.commit(Vec::new(), &[entry]).await.map(drop)?)
    }

    async fn audit(&self, query: &AuditQuery) -> Result<Vec<AuditRow>> {
        audit::find(&self.home.client, query).await
    }

    async fn audit_page(&self, query: &AuditQuery, after: Option<&str>) -> Result<AuditPage> {
        audit::page(&self.home.client, query, after).await
    }

    async fn verify_audit(&self) -> Result<AuditReport> {
        audit::verify(&self.home.client).await
    }

    async fn suppress(&self, suppression: Suppression, audit: AuditEntry) -> Result<()> {
        let writes = suppression::add(&self.home.client, &suppression);
        Ok(self.home.commit(writes.into(), &[audit]).await.map(drop)?)
    }

    async fn lift_suppression(
        &self,
        number: &E164,
        rev: Option<Rev>,
        file: &Value,
        audit: AuditEntry,
    ) -> Result<()> {
        suppression::lift(&self.home, number, rev, file, audit).await
    }

    async fn file(&self, key: &FileKey) -> Result<Option<Versioned<Value>>> {
        files::find(&self.home.client, key).await
    }

    async fn put_file(&self, key: &FileKey, rev: Option<Rev>, file: &Value, audit: AuditEntry) -> Result<()> {
        files::put(&self.home, key, rev, file, audit).await
    }

    async fn note_file(&self, key: &FileKey, rev: Option<Rev>, file: &Value) -> Result<()> {
        files::note(&self.home, key, rev, file).await
    }

    async fn suppression(&self, number: &E164) -> Result<Option<Suppression>> {
        suppression::find(&self.home.client, number).await
    }

    async fn erase(&self, erasure: &Erasure) -> Result<()> {
        erasure::erase(&self.home, erasure).await
    }

    fn watch(&self) -> broadcast::Receiver<StoreChange> {
        self.home.news.watch()
    }

    async fn ready(&self) -> Result<()> {
        self.home.client.ready().await
    }
}
