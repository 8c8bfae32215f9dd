//! Makes a pack, and puts on the audit log that it was made.

use domain::E164;
use jiff::Timestamp;
use serde_json::json;
use store::{AuditEntry, Store};

use crate::{Error, MadeBy, Sealed, gather};

/// The kind of the row that says that a pack was made.
pub const GATHERED: &str = "evidence.gathered";

/// Gathers and seals a pack. It is handed out only once the audit log has who made it, and its digest.
///
/// # Errors
/// When nothing is on record, or the store cannot be read or written.
pub async fn make(
    store: &dyn Store,
    number: &E164,
    made_by: MadeBy,
    now: Timestamp,
) -> Result<Sealed, Error> {
    let sealed = Sealed::new(gather(store, number, made_by, now).await?)?;
    let pack = sealed.pack();
    let entry = AuditEntry {
        kind: GATHERED.to_owned(),
        call: None,
        agent: pack.made_by.agent.clone(),
        payload: json!({
            "number": number,
            "digest": sealed.digest(),
            "via": pack.made_by.via,
            "calls": pack.calls.len(),
            "rows": pack.rows.len(),
        }),
    };
    store.append_audit(entry).await?;
    Ok(sealed)
}

/// What the files of a pack are called, without an extension: the last four digits and the day (UTC) only, for a file's name
/// is read by more people than the file.
pub fn file_stem(number: &E164, at: Timestamp) -> String {
    format!("evidence-{}-{}", number.line(), at.strftime("%Y-%m-%d"))
}
