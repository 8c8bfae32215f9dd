//! What is kept and handed over: rows of the audit log, evidence packs.

use jiff::Timestamp;
use serde_json::Value;
use store::AuditEntry;
use store::chain::{Appender, Link};

use crate::{parts, utf8};

/// A row of the audit log: one with any facts holds, also once they are taken away; one from elsewhere is looked at.
pub fn audit_row(data: &[u8]) {
    let [kind, payload] = parts::<2>(data);
    if let Ok(payload) = serde_json::from_slice::<Value>(payload) {
        let entry = AuditEntry { kind: utf8(kind).to_owned(), call: None, agent: None, payload };
        let mut log = Appender::new("log".to_owned());
        let link = log.append(&entry, Timestamp::UNIX_EPOCH);
        assert!(link.is_ok());
        if let Ok(link) = link {
            assert_eq!(link.check().map(|row| row.entry.kind), Ok(entry.kind.clone()));
            if let Some(erased) = link.erased() {
                let row = erased.check();
                assert!(row.is_ok_and(|row| row.erased && row.entry.payload.is_null()));
            }
        }
    }
    let (body, prev) = (utf8(data).to_owned(), "0".repeat(64));
    let link = Link { chain: "log".to_owned(), seq: 0, body, hash: prev.clone(), prev };
    assert!(link.check().is_err());
    let _ = (link.row(), link.erased());
}

/// An evidence pack from a file.
pub fn evidence_pack(data: &[u8]) {
    let report = evidence::verify(utf8(data));
    assert!(report.broken.is_some() || report.digest.len() == 64, "{report:?}");
}
