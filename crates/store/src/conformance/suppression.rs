//! The do-not-call list.

use std::sync::Arc;

use serde_json::json;

use super::samples::{audit, create, event, new_call, number, suppression};
use crate::{AuditQuery, FileKey, Store, StoreError};

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

/// Only with the file as it was read, and only what is on the list.
pub async fn a_suppression_is_lifted_with_its_file(store: Arc<dyn Store>) {
    let (key, file) = (FileKey::Number(number()), json!({ "lifted": "asked in writing" }));
    let asked = number();
    let lift = |rev| store.lift_suppression(&asked, rev, &file, audit("lifted", None));
    assert_eq!(lift(None).await, Err(StoreError::NotFound));
    store.suppress(suppression("asked"), audit("suppressed", None)).await.unwrap();
    assert_eq!(lift(None).await, Err(StoreError::Conflict), "the suppression has moved the file");
    assert_eq!(store.suppression(&number()).await, Ok(Some(suppression("asked"))));
    let rev = store.file(&key).await.unwrap().unwrap().rev;
    lift(Some(rev)).await.unwrap();
    assert_eq!(store.suppression(&number()).await, Ok(None));
    assert_eq!(store.file(&key).await.unwrap().unwrap().value, file);
    store.suppress(suppression("asked anew"), audit("suppressed", None)).await.unwrap();
    assert_eq!(store.suppression(&number()).await, Ok(Some(suppression("asked anew"))));
}
