//! The audit log. How a home finds out about tampering is for its own tests.

use std::sync::Arc;

use super::samples::{audit, call_id, event, new_call};
use crate::chain::OPENED;
use crate::{AuditQuery, Store};

/// Rows come back as they went in, newest first, behind one row that opens the log.
pub async fn rows_are_chained_and_found(store: Arc<dyn Store>) {
    let (call, other) = (call_id(), call_id());
    let entries = [audit("one", Some(call)), audit("two", Some(other)), audit("one", None)];
    for entry in entries.clone() {
        store.append_audit(entry).await.unwrap();
    }
    let found = |query: AuditQuery| {
        let store = Arc::clone(&store);
        async move {
            let rows = store.audit(&query).await.unwrap();
            rows.into_iter().map(|row| row.entry).collect::<Vec<_>>()
        }
    };
    let [one, two, last] = entries;
    let all = store.audit(&AuditQuery::default()).await.unwrap();
    assert_eq!(all.iter().map(|row| row.seq).collect::<Vec<_>>(), [3, 2, 1, 0]);
    assert_eq!(all[3].entry.kind, OPENED);
    assert!(all.iter().all(|row| row.chain == all[0].chain && row.hash.len() == 64));
    assert!(all.iter().all(|row| row.link().check().as_ref() == Ok(row)), "each proves itself");
    assert!(all.windows(2).all(|rows| rows[0].prev == rows[1].hash), "each names the one before");
    assert_eq!(
        found(AuditQuery { call: Some(call), ..AuditQuery::default() }).await,
        std::slice::from_ref(&one)
    );
    let kind = Some("one".to_owned());
    assert_eq!(found(AuditQuery { kind: kind.clone(), ..AuditQuery::default() }).await, [last.clone(), one]);
    assert_eq!(found(AuditQuery { kind, limit: 1, ..AuditQuery::default() }).await, [last]);
    assert_eq!(found(AuditQuery { call: Some(other), ..AuditQuery::default() }).await, [two]);
    let report = store.verify_audit().await.unwrap();
    assert_eq!((report.chains, report.rows, report.broken), (1, 4, None));
}

/// A unit's rows are written with it, in their order.
pub async fn a_unit_brings_its_rows(store: Arc<dyn Store>) {
    let record = new_call();
    let call = Some(record.facts.id);
    let mut unit = event("clicked");
    unit.audit = vec![audit("decided", call), audit("dialled", call)];
    store.create_call(&record, unit).await.unwrap();
    let rows = store.audit(&AuditQuery { call, ..AuditQuery::default() }).await.unwrap();
    let kinds: Vec<&str> = rows.iter().map(|row| row.entry.kind.as_str()).collect();
    assert_eq!(kinds, ["dialled", "decided"]);
}

/// The whole log can be read page by page, oldest first, within a period.
pub async fn the_log_is_read_in_pages(store: Arc<dyn Store>) {
    for number in 0..7 {
        store.append_audit(audit(&format!("row {number}"), None)).await.unwrap();
    }
    let mut read = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let query = AuditQuery { limit: 3, ..AuditQuery::default() };
        let page = store.audit_page(&query, after.as_deref()).await.unwrap();
        assert!(page.rows.len() <= 3);
        read.extend(page.rows);
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    let kinds: Vec<&str> = read.iter().skip(1).map(|row| row.entry.kind.as_str()).collect();
    assert_eq!(kinds, ["row 0", "row 1", "row 2", "row 3", "row 4", "row 5", "row 6"]);
    let (from, to) = (read[2].at, read[5].at);
    let period = AuditQuery { from: Some(from), to: Some(to), ..AuditQuery::default() };
    let page = store.audit_page(&period, None).await.unwrap();
    let expected: Vec<_> = read.iter().filter(|row| row.at >= from && row.at < to).cloned().collect();
    assert_eq!((page.rows, page.next), (expected, None));
    assert!(store.audit_page(&period, Some("not a cursor")).await.is_err());
}
