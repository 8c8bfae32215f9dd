//! The do-not-call list.

use std::sync::Arc;

use super::samples::{audit, create, event, new_call, number, suppression};
use crate::{AuditQuery, Store};

/// The first request stands; every request is on the audit trail.
pub async fn a_number_stays_suppressed(store: Arc<dyn Store>) {
    assert_eq!(store.suppression(&number()).await, Ok(None));
    for reason in ["asked", "asked again"] {
        store.suppress(suppression(reason), audit("suppressed", None)).await.unwrap();
        assert_eq!(store.suppression(&number()).await, Ok(Some(suppression("asked"))));
    }
    assert_eq!(store.suppression(&"+14155550123".parse().unwrap()).await, Ok(None));
    let query = AuditQuery { kind: Some("suppressed".to_owned()), ..AuditQuery::default() };
    assert_eq!(store.audit(&query).await.unwrap().len(), 2);
}

/// A disposition's suppression is durable together with the disposition.
pub async fn a_unit_suppresses_at_once(store: Arc<dyn Store>) {
    let record = new_call();
    create(&*store, &record).await;
    let mut unit = event("wrapped up");
    unit.suppress = Some(suppression("do_not_call"));
    store.record(&record.facts.id, unit).await.unwrap();
    assert_eq!(store.suppression(&number()).await, Ok(Some(suppression("do_not_call"))));
}
