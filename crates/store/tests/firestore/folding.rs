//! Firestore's own maxima, minima and puts fold a call as the domain does.

use domain::CallRecord;
use proptest::prelude::*;
use store::conformance::emulator::Emulator;
use store::conformance::samples::{create, event, new_call};
use store::{Applied, CallQuery, Store};

use super::strategies::units;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_changes_fold_as_in_the_domain(units in units()) {
        let Some(emulator) = Emulator::shared() else { return Ok(()) };
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let store = super::connect(&emulator.empty_store()).await;
            let mut expected: CallRecord = new_call();
            let call = expected.facts.id;
            create(&store, &expected).await;
            for (place, changes) in units.iter().enumerate() {
                for change in changes {
 expected.apply(change);
 }
                let mut unit = event(&format!("event {place}"));
                unit.changes.clone_from(changes);
                assert_eq!(store.record(&call, unit).await, Ok(Applied::New));
            }
            let stored = store.call(&call).await.unwrap().expect("the call");
            assert_eq!(&stored.value, &expected);
            let unfinished = CallQuery { unfinished: true, ..CallQuery::default() };
            let is_unfinished = expected.is_open() || expected.owes_disposition();
            let found = store.calls(&unfinished).await.unwrap();
            assert_eq!(found, if is_unfinished { vec![expected.clone()] } else { Vec::new() });
            // A whole record, written at once, reads back as well.
            let mut rev = stored.rev;
            for _ in 0..2 {
                let edited = store.update_call(&call, rev, &expected).await.unwrap();
                assert!(edited > rev, "also an edit that changes nothing has a revision of its own");
                rev = edited;
            }
            assert_eq!(store.call(&call).await.unwrap().map(|stored| stored.value), Some(expected));
        });
    }
}
