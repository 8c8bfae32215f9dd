//! The Firestore home, against Google's emulator where it is installed.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a panic is how a test fails")]

mod audit;
mod conformance;
mod folding;
mod outage;
mod proxy;
mod replicas;
mod strategies;

use std::time::Duration;

use store::StoreChange;
use store::conformance::emulator::Emulator;
use store::firestore::{FirestoreConfig, FirestoreStore};
use tokio::sync::broadcast::Receiver;

/// Longer than anything takes, and short enough to wait for in vain.
const PATIENCE: Duration = Duration::from_secs(30);

/// An empty store of the emulator that these tests share.
async fn empty() -> Option<FirestoreStore> {
    Some(connect(&Emulator::shared()?.empty_store()).await)
}

async fn connect(config: &FirestoreConfig) -> FirestoreStore {
    FirestoreStore::connect(config.clone()).await.unwrap()
}

/// What a watcher is told next.
async fn next(news: &mut Receiver<StoreChange>) -> StoreChange {
    tokio::time::timeout(PATIENCE, news.recv()).await.expect("news").unwrap()
}
