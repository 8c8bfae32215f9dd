//! Erasure: one transaction, and then a file that is written anew, because what was deleted stays in its unused parts.

use std::path::Path;

use domain::CallId;
use rusqlite::{Connection, OptionalExtension, params};

use super::writer::Writing;
use super::{audit, calls, files, open};
use crate::erasure::erased_payload;
use crate::{Erasure, FileKey, Place, Result, StoreError};

pub(super) fn erase(w: &mut Writing<'_>, erasure: &Erasure) -> Result<()> {
    let key = FileKey::Number(erasure.number.clone());
    files::swap(w.sql, &key, erasure.rev, Some(&erasure.file))?;
    erasure.rows.iter().try_for_each(|place| erase_row(w.sql, place))?;
    for read in &erasure.calls {
        let mut record = read.value.clone();
        record.erase(erasure.at);
        calls::replace(w, record.facts.id, read.rev, &record)?;
        erase_events(w.sql, record.facts.id)?;
    }
    w.append_audit(&erasure.audit_of(&erasure.rows))
}

fn erase_row(sql: &Connection, place: &Place) -> Result<()> {
    let found = sql
        .prepare_cached(&format!("SELECT {} FROM audit WHERE chain = ?1 AND seq = ?2", audit::COLUMNS))?
        .query_row(params![place.chain, place.seq], audit::link)
        .optional()?;
    let erased = found.and_then(|link| link.erased()).ok_or(StoreError::Conflict)?;
    sql.prepare_cached("UPDATE audit SET body = ?3 WHERE chain = ?1 AND seq = ?2")?.execute(params![
        erased.chain,
        erased.seq,
        erased.body
    ])?;
    Ok(())
}

fn erase_events(sql: &Connection, call: CallId) -> Result<()> {
    sql.prepare_cached("UPDATE events SET payload = ?2 WHERE call_id = ?1")?
        .execute(params![call.to_string(), erased_payload().to_string()])?;
    Ok(())
}

/// Writes the file anew without its unused parts, and empties the write-ahead log. A connection of its own, because
/// neither can be done within the writer's transactions; others wait meanwhile, as for any other write.
pub(super) fn rewrite(path: &Path) -> Result<()> {
    let emptied = open::beside(path).and_then(|file| {
        file.execute_batch("VACUUM")?;
        file.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>(0))
    });
    let why = match emptied {
        Ok(false) => return Ok(()),
        Ok(true) => "somebody reads it".to_owned(),
        Err(error) => error.to_string(),
    };
    Err(StoreError::Transient(format!(
        "it is erased, but still lies in unused parts of the file ({why}): erase again"
    )))
}
