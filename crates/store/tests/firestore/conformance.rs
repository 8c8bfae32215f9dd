//! It passes the suite of every home.

use std::sync::Arc;

use store::Store;

async fn home() -> Option<((), Arc<dyn Store>)> {
    let store = super::empty().await?;
    store.ready().await.unwrap();
    Some(((), Arc::new(store)))
}

store::conformance_tests!(home);
