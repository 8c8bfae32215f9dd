//! Erasure, commit by commit: the file first, whose revision says whether all was looked up well; then the rows, each
//! commit with the row that names those which it erases; then the calls. What was done stays done after an error, and the
//! next attempt goes on.
//!
//! Each commit holds only while the file says what the first one has left of it. So a legal hold that is placed meanwhile
//! stops the erasure before its next commit.

use ::firestore::gcloud_sdk::google::firestore::v1::Write;

use super::client::Times;
use super::{Home, audit, calls, files, watch};
use crate::{AuditEntry, Erasure, FileKey, Result, Rev, StoreError};

/// How many rows, or events, one commit erases: Firestore takes 500 writes, and ten megabytes.
const BATCH: usize = 200;
/// How often one commit is sent again because the file was moved and says the same: by a request for no more calls, or by
/// a claim.
const TRIES: usize = 8;

pub(super) async fn erase(home: &Home, erasure: &Erasure) -> Result<()> {
    Erasing::begin(home, erasure).await?.finish().await
}

/// An erasure whose first commit is done.
struct Erasing<'a> {
    home: &'a Home,
    erasure: &'a Erasure,
    key: FileKey,
    /// At which the number's file says what the first commit has left of it.
    rev: Rev,
}

impl<'a> Erasing<'a> {
    /// Erases the file, and as many rows as go into the same commit.
    async fn begin(home: &'a Home, erasure: &'a Erasure) -> Result<Self> {
        let key = FileKey::Number(erasure.number.clone());
        let rows = erasure.rows.chunks(BATCH).next().unwrap_or_default();
        let mut writes = vec![files::swap(&home.client, &key, erasure.rev, Some(&erasure.file))?];
        writes.extend(audit::erased(&home.client, rows).await?);
        home.commit(writes, &[erasure.audit_of(rows)]).await.map_err(files::outrun)?;
        let rev = rev_of(home, &key, erasure).await?;
        Ok(Self { home, erasure, key, rev })
    }

    /// Erases the rest.
    async fn finish(mut self) -> Result<()> {
        let (home, erasure) = (self.home, self.erasure);
        for rows in erasure.rows.chunks(BATCH).skip(1) {
            let writes = audit::erased(&home.client, rows).await?;
            self.commit(&writes, &[erasure.audit_of(rows)]).await?;
        }
        for read in &erasure.calls {
            let call = read.value.facts.id;
            for events in calls::events::erased(&home.client, call).await?.chunks(BATCH) {
                self.commit(events, &[]).await?;
            }
            let mut record = read.value.clone();
            record.erase(erasure.at);
            let touched = watch::live::touch(&home.client, call);
            let writes = [touched, calls::replaced(home, read.rev, &record)?];
            let times = self.commit(&writes, &[]).await?;
            home.news.tell(call, times.first().copied().flatten());
        }
        Ok(())
    }

    /// Commits these writes while the file says what it was left to say. The times are theirs.
    async fn commit(&mut self, writes: &[Write], audit: &[AuditEntry]) -> Result<Times> {
        for _ in 0..TRIES {
            let mut all = vec![files::unmoved(&self.home.client, &self.key, self.rev, &self.erasure.file)?];
            all.extend_from_slice(writes);
            let error = match self.home.commit(all, audit).await {
                Ok(times) => return Ok(times.into_iter().skip(1).collect()),
                Err(failure) => files::outrun(failure),
            };
            if error != StoreError::Conflict {
                return Err(error);
            }
            let rev = rev_of(self.home, &self.key, self.erasure).await?;
            if rev == self.rev {
                return Err(error);
            }
            self.rev = rev;
        }
        Err(StoreError::Conflict)
    }
}

/// The revision of the number's file, if it says what the erasure leaves of it.
async fn rev_of(home: &Home, key: &FileKey, erasure: &Erasure) -> Result<Rev> {
    match files::find(&home.client, key).await? {
        Some(found) if found.value == erasure.file => Ok(found.rev),
        _ => Err(StoreError::Conflict),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Store as _;
    use crate::conformance::emulator::Emulator;
    use crate::conformance::erasure::{NOTES, a_life, erasure_of};
    use crate::conformance::samples::{audit as row, number, suppression};
    use crate::firestore::FirestoreStore;

    async fn store() -> Option<FirestoreStore> {
        let config = Emulator::shared()?.empty_store();
        Some(FirestoreStore::connect(config).await.unwrap())
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_hold_that_is_placed_meanwhile_stops_it_and_it_goes_on_when_that_is_lifted() {
        let Some(store) = store().await else { return };
        let call = a_life(&store).await;
        let erasure = erasure_of(&store, &number()).await;
        let begun = Erasing::begin(&store.home, &erasure).await.unwrap();
        let key = FileKey::Number(number());
        let left = store.file(&key).await.unwrap().unwrap();
        let mut held = left.value.clone();
        held["hold"] = json!({ "reason": "A claim" });
        store.put_file(&key, Some(left.rev), &held, row("hold.placed", None)).await.unwrap();

        assert_eq!(begun.finish().await, Err(StoreError::Conflict));
        let record = store.call(&call).await.unwrap().unwrap().value;
        assert_eq!((record.erased_at, record.wrap_up.unwrap().submission.notes.as_str()), (None, NOTES));
        assert_eq!(store.file(&key).await.unwrap().unwrap().value, held, "the hold is on");
        for stored in store.events(&call).await.unwrap() {
            assert_ne!(stored.event.payload, json!({ "erased": true }));
        }

        let rev = store.file(&key).await.unwrap().map(|file| file.rev);
        store.put_file(&key, rev, &left.value, row("hold.lifted", None)).await.unwrap();
        store.erase(&erasure_of(&store, &number()).await).await.unwrap();
        let record = store.call(&call).await.unwrap().unwrap().value;
        assert!(record.erased_at.is_some());
        assert_eq!(store.verify_audit().await.unwrap().broken, None);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_leaves_the_file_as_it_is_does_not_stop_it() {
        let Some(store) = store().await else { return };
        let call = a_life(&store).await;
        let erasure = erasure_of(&store, &number()).await;
        let begun = Erasing::begin(&store.home, &erasure).await.unwrap();
        store.suppress(suppression("asked again"), row("suppressed", None)).await.unwrap();
        begun.finish().await.unwrap();
        assert!(store.call(&call).await.unwrap().unwrap().value.erased_at.is_some());
    }
}
