//! Requests to Firestore, each tried a few times: all that we write is keyed, so it may be sent again.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ::firestore::gcloud_sdk::google::firestore::v1::{Document, Write};
use ::firestore::{
    FirestoreBatchWriter as _, FirestoreDb, FirestoreSimpleBatchWriteOptions, FirestoreTransaction,
    FirestoreTransactionData,
};
use backon::{ExponentialBuilder, Retryable as _};
use jiff::Timestamp;
use tokio::time::timeout;

use super::failure::{Failure, Refused};
use super::names::document_id;
use super::query::{COUNT, Query};
use super::value::{Reading, unreadable};
use crate::{Result, StoreError};

/// How long one request may take, its retries included: a callback from Twilio waits for 15 s at most.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many writes Firestore takes in one batch.
const BATCH: usize = 400;

/// When each of a commit's documents was changed, in the order of the writes.
pub(super) type Times = Vec<Option<Timestamp>>;

/// The connection.
#[derive(Clone)]
pub(super) struct Client {
    pub(super) db: FirestoreDb,
}

impl Client {
    /// The full name of a document.
    pub(super) fn name(&self, collection: &str, id: &str) -> String {
        format!("{}/{collection}/{}", self.db.get_documents_path(), document_id(id))
    }

    /// Writes all or nothing.
    pub(super) async fn commit(&self, writes: Vec<Write>) -> std::result::Result<Times, Failure> {
        // Once one attempt may have been done, a later "it exists" may speak of ourselves.
        let doubt = AtomicBool::new(false);
        let attempt = || async {
            let sent = self.commit_once(writes.clone()).await;
            sent.inspect_err(|failure| {
                doubt.fetch_or(failure.outcome_unknown, Ordering::Relaxed);
            })
        };
        let tried = timeout(PATIENCE, attempt.retry(pauses()).when(Failure::is_transient));
        let outcome = tried.await.unwrap_or_else(|_| Err(Failure::timeout()));
        outcome.map_err(|failure| Failure {
            outcome_unknown: failure.outcome_unknown || doubt.load(Ordering::Relaxed),
            ..failure
        })
    }

    async fn commit_once(&self, writes: Vec<Write>) -> std::result::Result<Times, Failure> {
        // Without a transaction id this is one plain atomic commit, with no transaction begun before it.
        let data = FirestoreTransactionData::new(
            Vec::new(),
            self.db.get_documents_path().clone(),
            tracing::Span::none(),
            writes,
        );
        let response = FirestoreTransaction::from_data(&self.db, data).commit().await?;
        Ok(response.write_results.into_iter().map(|result| result.update_time).collect())
    }

    /// Writes each by itself. Answers when each was changed; none for those whose condition did not hold.
    pub(super) async fn each(&self, writes: Vec<Write>) -> Result<Times> {
        let mut times = Vec::with_capacity(writes.len());
        let options = FirestoreSimpleBatchWriteOptions::new().with_retry_max_elapsed_time(PATIENCE / 2);
        for batch in writes.chunks(BATCH) {
            let writer = self
                .db
                .create_simple_batch_writer_with_options(options.clone())
                .await
                .map_err(Failure::from)?;
            let written = timeout(PATIENCE, writer.write(batch.to_vec()));
            let written = written.await.map_err(|_| Failure::timeout())?.map_err(Failure::from)?;
            let results = written.write_results.into_iter().map(|result| result.update_time);
            let done = written.statuses.iter().map(|status| status.code == 0);
            times.extend(results.zip(done).map(|(at, done)| at.filter(|_| done)));
        }
        Ok(times)
    }

    /// One document, if it is there.
    pub(super) async fn get(&self, collection: &str, id: &str) -> Result<Option<Document>> {
        self.get_at(None, collection, id, None).await
    }

    /// One document below another one.
    pub(super) async fn get_below(
        &self,
        parent: &str,
        collection: &str,
        id: &str,
    ) -> Result<Option<Document>> {
        self.get_at(Some(parent), collection, id, None).await
    }

    /// Some fields of one document.
    pub(super) async fn get_fields(
        &self,
        collection: &str,
        id: &str,
        fields: &[&str],
    ) -> Result<Option<Document>> {
        self.get_at(None, collection, id, Some(fields)).await
    }

    async fn get_at(
        &self,
        parent: Option<&str>,
        collection: &str,
        id: &str,
        fields: Option<&[&str]>,
    ) -> Result<Option<Document>> {
        let id = document_id(id);
        patiently(|| async {
            let select = self.db.fluent().select();
            let select = match fields {
                Some(fields) => select.fields(fields.iter().copied()),
                None => select,
            };
            let select = select.by_id_in(collection);
            let select = match parent {
                Some(parent) => select.parent(parent),
                None => select,
            };
            select.one(id.as_str()).await.map_err(Failure::from)
        })
        .await
    }

    /// The documents that a query finds.
    pub(super) async fn find(&self, query: &Query) -> Result<Vec<Document>> {
        patiently(|| async { query.run(&self.db).await.map_err(Failure::from) }).await
    }

    /// How many documents a query finds, up to its limit.
    pub(super) async fn count(&self, query: &Query) -> Result<u64> {
        let found = patiently(|| async { query.count(&self.db).await.map_err(Failure::from) }).await?;
        let count = found.first().and_then(|found| Reading(&found.fields).integer_if_any(COUNT).transpose());
        let count = count.unwrap_or_else(|| Err(unreadable("count")))?;
        u64::try_from(count).map_err(|_| unreadable("count"))
    }

    /// What is read of every document that a query finds, page by page. Its order ends with the name.
    pub(super) async fn every<T: Send>(
        &self,
        query: Query,
        mut read: impl FnMut(&Document) -> Result<T> + Send,
    ) -> Result<Vec<T>> {
        let mut all = Vec::new();
        let mut next = Some(query);
        while let Some(query) = next {
            let page = self.find(&query).await?;
            for found in &page {
                all.push(read(found)?);
            }
            next = query.behind(&page);
        }
        Ok(all)
    }
}

/// Reads, a few times if need be.
async fn patiently<T, R: Future<Output = std::result::Result<T, Failure>>>(
    read: impl FnMut() -> R,
) -> Result<T> {
    let tried = timeout(PATIENCE, read.retry(pauses()).when(Failure::is_transient));
    let outcome = tried.await.unwrap_or_else(|_| Err(Failure::timeout()));
    outcome.map_err(|failure| match failure.why {
        Refused::Failed(error) => error,
        // No read sets a condition: this is how Firestore speaks of the whole database.
        _ => StoreError::Permanent("Firestore has no such database, or not in native mode".to_owned()),
    })
}

/// Four attempts within about half a second, apart by chance, so that those who collided do not collide again.
fn pauses() -> ExponentialBuilder {
    ExponentialBuilder::default().with_min_delay(Duration::from_millis(40)).with_max_times(3).with_jitter()
}
