//! One listener in each process, on the small collection of calls that changed lately.
//!
//! The emulator resets its answer and sends all of it again on every change; Firestore itself may, and sends changes
//! alone otherwise. Either way what is sent again is known by its time, so a reset by itself means no gap. It is also
//! why only the newest few are listened to: what is sent does not grow with how many changed within a minute.

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::time::Duration;

use ::firestore::gcloud_sdk::google::firestore::v1::DocumentChange;
use ::firestore::{
    FirestoreDb, FirestoreListenEvent, FirestoreListener, FirestoreListenerParams, FirestoreListenerTarget,
    FirestoreListenerTargetChangeType as Change, FirestoreMemListenStateStorage, FirestoreResult,
};
use domain::CallId;
use tokio::sync::Notify;

use super::live::TOUCHED;
use super::news::News;
use crate::firestore::names::LIVE;
use crate::firestore::stamps::updated;

/// How many calls are listened to: those that changed last.
const NEWEST: u16 = 32;
/// How long after a lost connection the next one is tried.
const RETRY: Duration = Duration::from_millis(400);
/// How long an opening store waits for the listener to be there.
const ATTACHES_WITHIN: Duration = Duration::from_secs(5);

/// Listens until it is dropped.
pub(in crate::firestore) struct Listener {
    _listener: FirestoreListener<FirestoreDb, FirestoreMemListenStateStorage>,
}

/// How far the listener is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Stage {
    /// What comes was there before.
    Starting = 0,
    /// It took too long: the store is in use, and its watchers do not know what was there before.
    Late = 1,
    /// What comes is new.
    Listening = 2,
}

struct Ear {
    news: Arc<News>,
    stage: AtomicU8,
    attached: Notify,
    /// How many changes came since Firestore last said that it had told all.
    untold: AtomicUsize,
}

impl Listener {
    /// Starts to listen, and waits until it does: what others write from now on will be told. Where that takes too
    /// long it goes on alone, and watchers are told of a gap once it is there.
    pub(in crate::firestore) async fn start(db: &FirestoreDb, news: Arc<News>) -> FirestoreResult<Self> {
        let ear = Arc::new(Ear {
            news,
            stage: AtomicU8::new(Stage::Starting as u8),
            attached: Notify::new(),
            untold: AtomicUsize::new(0),
        });
        let params = FirestoreListenerParams::new().with_retry_delay(RETRY);
        let mut listener =
            db.create_listener_with_params(FirestoreMemListenStateStorage::new(), params).await?;
        let target = FirestoreListenerTarget::new(1);
        let newest = db.fluent().select().from(LIVE).limit(NEWEST.into());
        let newest = newest.order(|order| order.fields([order.field(TOUCHED).desc()]));
        newest.listen().add_target(target, &mut listener)?;
        let hearing = Arc::clone(&ear);
        listener
            .start(move |event| {
                hearing.hear(event);
                std::future::ready(Ok(()))
            })
            .await?;
        if tokio::time::timeout(ATTACHES_WITHIN, ear.attached.notified()).await.is_err() {
            let was = ear.advance(Stage::Starting, Stage::Late);
            if was {
                tracing::warn!("the listener for other replicas' news is not attached yet");
            }
        }
        Ok(Self { _listener: listener })
    }
}

impl Ear {
    fn is(&self, stage: Stage) -> bool {
        self.stage.load(Ordering::SeqCst) == stage as u8
    }

    fn advance(&self, from: Stage, to: Stage) -> bool {
        self.stage.compare_exchange(from as u8, to as u8, Ordering::SeqCst, Ordering::SeqCst).is_ok()
    }

    fn hear(&self, event: FirestoreListenEvent) {
        match event {
            FirestoreListenEvent::DocumentChange(change) => self.changed(&change),
            FirestoreListenEvent::TargetChange(change) => match Change::try_from(change.target_change_type) {
                // A new connection, where there was one before.
                Ok(Change::Add) if self.is(Stage::Listening) => self.news.gap(),
                Ok(Change::Current) => self.current(),
                Ok(Change::NoChange) if change.read_time.is_some() => self.complete(),
                _ => {}
            },
            // Old news taken away are no news.
            _ => {}
        }
    }

    fn current(&self) {
        if self.advance(Stage::Late, Stage::Listening) {
            self.news.gap();
        }
        if self.advance(Stage::Starting, Stage::Listening) {
            self.attached.notify_one();
        }
        self.complete();
    }

    /// Firestore has told all up to now. If as many changed at once as are listened to, there may have been more.
    fn complete(&self) {
        if self.untold.swap(0, Ordering::SeqCst) >= NEWEST.into() {
            self.news.gap();
        }
    }

    fn changed(&self, change: &DocumentChange) {
        let Some(document) = &change.document else { return };
        let id = document.name.rsplit('/').next().unwrap_or_default();
        let (Ok(call), Ok(at)) = (id.parse::<CallId>(), updated(document)) else { return };
        if !self.is(Stage::Listening) {
            self.news.know(call, at);
        } else if self.news.tell(call, Some(at)) {
            self.untold.fetch_add(1, Ordering::SeqCst);
        }
    }
}
