//! The calls that changed lately: one small document each, which every commit touches, every process listens to, and
//! somebody takes away a minute later.

use std::sync::Weak;
use std::time::Duration;

use domain::CallId;
use jiff::{SignedDuration, Timestamp};

use ::firestore::gcloud_sdk::google::firestore::v1::Write;
use rand::RngExt as _;

use crate::Result;
use crate::firestore::Home;
use crate::firestore::client::Client;
use crate::firestore::names::LIVE;
use crate::firestore::query::Query;
use crate::firestore::stamps::updated;
use crate::firestore::value::instant;
use crate::firestore::write::{self, If, one_more};

/// When a call was last touched, by Firestore's clock: processes' clocks differ.
pub(super) const TOUCHED: &str = "touched_at";
/// How long a change stays to be listened to.
const KEPT: SignedDuration = SignedDuration::from_mins(1);
/// When Firestore's own deletion policy takes away what no process did.
const EXPIRES_AFTER: SignedDuration = SignedDuration::from_hours(1);
/// How often each process looks for what is to be taken away, about.
const EVERY: Duration = Duration::from_mins(1);

/// Says that a call changes with this commit.
pub(in crate::firestore) fn touch(client: &Client, call: CallId) -> Write {
    let puts = vec![("expire_at".to_owned(), instant(Timestamp::now() + EXPIRES_AFTER))];
    // The count makes every touch a change, even two within one tick of a clock.
    let transforms = vec![write::now(TOUCHED), one_more("changes")];
    write::changes(client.name(LIVE, &call.to_string()), puts, transforms, None)
}

/// Takes away what changed more than a minute ago, for as long as the home is there. Several processes may do so at
/// once: what was touched meanwhile stays.
pub(in crate::firestore) async fn clean(home: Weak<Home>) {
    loop {
        let pause = EVERY.mul_f64(rand::rng().random_range(0.8..1.2));
        tokio::time::sleep(pause).await;
        let Some(home) = home.upgrade() else { return };
        match clean_once(&home.client, Timestamp::now()).await {
            Ok(taken) => tracing::debug!(taken, "old news taken away"),
            Err(error) => tracing::debug!(%error, "old news stay for now"),
        }
    }
}

pub(in crate::firestore) async fn clean_once(client: &Client, now: Timestamp) -> Result<usize> {
    let old = Query::of(LIVE).at_most(TOUCHED, instant(now - KEPT)).rising(TOUCHED);
    let mut deletes = Vec::new();
    for found in client.find(&old).await? {
        deletes.push(write::delete(found.name.clone(), If::UnchangedSince(updated(&found)?)));
    }
    let taken = deletes.len();
    if taken > 0 {
        client.each(deletes).await?;
    }
    Ok(taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance::emulator::Emulator;
    use crate::conformance::samples::{create, new_call};
    use crate::firestore::FirestoreStore;
    use crate::{Store as _, StoreChange};

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn old_news_are_taken_away_without_a_word() {
        let Some(emulator) = Emulator::shared() else { return };
        let store = FirestoreStore::connect(emulator.empty_store()).await.unwrap();
        let client = &store.home.client;
        for _ in 0..3 {
            create(&store, &new_call()).await;
        }
        let mut news = store.watch();
        let now = Timestamp::now();
        assert_eq!(clean_once(client, now).await, Ok(0), "they are new");
        assert_eq!(clean_once(client, now + KEPT + KEPT).await, Ok(3));
        assert_eq!(clean_once(client, now + KEPT + KEPT).await, Ok(0));
        let call = new_call();
        create(&store, &call).await;
        assert_eq!(news.recv().await, Ok(StoreChange::Call(call.facts.id)));
    }
}
