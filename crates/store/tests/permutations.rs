//! A call's callbacks in any order, any number of times, from several sides at once: the same record.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::sync::Arc;

use proptest::prelude::*;
use store::Unit;
use store::conformance::calls::told_from_many_sides;
use store::conformance::emulator::Emulator;
use store::conformance::samples::callbacks;
use store::firestore::FirestoreStore;
use store::sqlite::SqliteStore;
use tokio::runtime::{Builder, Runtime};

fn deliveries() -> impl Strategy<Value = Vec<Unit>> {
    let twice: Vec<Unit> = [callbacks(), callbacks()].concat();
    Just(twice).prop_shuffle()
}

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_order_and_doubled(deliveries in deliveries(), sides in 1..5_usize) {
        runtime().block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let store = SqliteStore::open(&folder.path().join("twoleg.db")).unwrap();
            told_from_many_sides(Arc::new(store), deliveries, sides).await;
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn any_order_and_doubled_on_firestore(deliveries in deliveries(), sides in 1..5_usize) {
        let Some(emulator) = Emulator::shared() else { return Ok(()) };
        runtime().block_on(async {
            let store = FirestoreStore::connect(emulator.empty_store()).await.unwrap();
            told_from_many_sides(Arc::new(store), deliveries, sides).await;
        });
    }
}
