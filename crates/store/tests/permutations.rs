//! A call's callbacks in any order, any number of times, from several sides at once: the same record.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::sync::Arc;

use domain::call::{Change, LegStatus, RecordingState};
use domain::{CallRecord, Leg};
use proptest::prelude::*;
use store::conformance::samples::{at, create, event, new_call, recorded, status};
use store::sqlite::SqliteStore;
use store::{Applied, Store, Unit};
use tokio::task::JoinSet;

/// Everything that Twilio says of an answered call.
fn callbacks() -> Vec<Unit> {
    let recording = "RE0123456789abcdef0123456789abcdef".parse().unwrap();
    let mut runs = event("recording in-progress");
    runs.changes = vec![recorded(&recording, RecordingState::InProgress)];
    let mut done = event("recording completed");
    done.changes = vec![recorded(&recording, RecordingState::Completed)];
    let mut length = event("dial result");
    length.changes = vec![Change::LegDuration(Leg::Prospect, 62)];
    let legs = [
        (Leg::Agent, LegStatus::Initiated, 1),
        (Leg::Agent, LegStatus::Ringing, 2),
        (Leg::Agent, LegStatus::InProgress, 3),
        (Leg::Prospect, LegStatus::Initiated, 4),
        (Leg::Prospect, LegStatus::Ringing, 5),
        (Leg::Prospect, LegStatus::InProgress, 8),
        (Leg::Prospect, LegStatus::Completed, 70),
        (Leg::Agent, LegStatus::Completed, 71),
    ];
    let legs = legs.into_iter().map(|(leg, seen, seconds)| status(leg, seen, seconds));
    legs.chain([runs, done, length]).collect()
}

fn deliveries() -> impl Strategy<Value = Vec<Unit>> {
    let twice: Vec<Unit> = [callbacks(), callbacks()].concat();
    Just(twice).prop_shuffle()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_order_and_doubled(deliveries in deliveries(), sides in 1..5_usize) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
        runtime.block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let store = Arc::new(SqliteStore::open(&folder.path().join("twoleg.db")).unwrap());
            let record = new_call();
            let call = record.facts.id;
            create(&*store, &record).await;
            let mut told = JoinSet::new();
            for side in deliveries.chunks(deliveries.len().div_ceil(sides)) {
                let (store, side) = (Arc::clone(&store), side.to_vec());
                told.spawn(async move {
                    let mut new = 0;
                    for unit in side {
                        new += usize::from(store.record(&call, unit).await.unwrap() == Applied::New);
                    }
                    new
                });
            }
            let new: usize = told.join_all().await.into_iter().sum();
            let mut expected: CallRecord = record;
            callbacks().iter().flat_map(|unit| &unit.changes).for_each(|change| expected.apply(change));
            assert_eq!(new, callbacks().len());
            assert_eq!(store.call(&call).await.unwrap().map(|stored| stored.value), Some(expected.clone()));
            assert_eq!(expected.talk_seconds(), 62);
            assert_eq!(expected.prospect_leg.answered_at, Some(at(8)));
        });
    }
}
