//! Files: a document and a revision, by key.

use domain::E164;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use super::writer::Writing;
use crate::{AuditEntry, Claim, FileKey, Result, Rev, StoreError, Versioned};

pub(super) fn find(sql: &Connection, key: &FileKey) -> Result<Option<Versioned<Value>>> {
    let row: Option<(i64, String)> = sql
        .prepare_cached("SELECT rev, doc FROM files WHERE key = ?1")?
        .query_row([key.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    row.map(|(rev, doc)| Ok(Versioned { rev: Rev(rev), value: serde_json::from_str(&doc)? })).transpose()
}

pub(super) fn put(
    w: &mut Writing<'_>,
    key: &FileKey,
    rev: Option<Rev>,
    file: &Value,
    audit: &AuditEntry,
) -> Result<()> {
    swap(w.sql, key, rev, Some(file))?;
    w.append_audit(audit)
}

/// Moves the revision, whatever it is: something that bears on the number happened.
pub(super) fn touch(sql: &Connection, number: &E164) -> Result<()> {
    sql.prepare_cached(
        "INSERT INTO files (key, rev, doc) VALUES (?1, 1, 'null') ON CONFLICT (key) DO UPDATE SET rev = rev + 1",
    )?
    .execute([FileKey::Number(number.clone()).to_string()])?;
    Ok(())
}

/// Moves the revision if it is still the one that was read.
pub(super) fn claim(sql: &Connection, claim: &Claim) -> Result<()> {
    swap(sql, &FileKey::Number(claim.number.clone()), claim.rev, None)
}

/// Replaces the document, or leaves it and moves the revision only.
pub(super) fn swap(sql: &Connection, key: &FileKey, rev: Option<Rev>, file: Option<&Value>) -> Result<()> {
    let doc = file.map(serde_json::to_string).transpose()?;
    let changed = match rev {
        Some(rev) => sql
            .prepare_cached(
                "UPDATE files SET rev = rev + 1, doc = coalesce(?3, doc) WHERE key = ?1 AND rev = ?2",
            )?
            .execute(params![key.to_string(), rev.0, doc])?,
        None => sql
            .prepare_cached(
                "INSERT INTO files (key, rev, doc) VALUES (?1, 1, coalesce(?2, 'null')) ON CONFLICT DO NOTHING",
            )?
            .execute(params![key.to_string(), doc])?,
    };
    if changed == 0 { Err(StoreError::Conflict) } else { Ok(()) }
}
