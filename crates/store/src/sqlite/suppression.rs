//! The do-not-call list.

use domain::E164;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use super::columns::{micros, parsed, time};
use super::files;
use super::writer::Writing;
use crate::{AuditEntry, FileKey, Result, Rev, StoreError, Suppression};

pub(super) fn add(sql: &Connection, suppression: &Suppression) -> Result<()> {
    sql.prepare_cached(
        "INSERT INTO suppressions (number, reason, call_id, agent, at_us) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO NOTHING",
    )?
    .execute(params![
        suppression.number.as_str(),
        suppression.reason,
        suppression.call.map(|call| call.to_string()),
        suppression.agent.as_ref().map(domain::AgentId::as_str),
        micros(suppression.at),
    ])?;
    files::touch(sql, &suppression.number)
}

pub(super) fn lift(
    w: &mut Writing<'_>,
    number: &E164,
    rev: Option<Rev>,
    file: &Value,
    audit: &AuditEntry,
) -> Result<()> {
    let gone =
        w.sql.prepare_cached("DELETE FROM suppressions WHERE number = ?1")?.execute([number.as_str()])?;
    if gone == 0 {
        return Err(StoreError::NotFound);
    }
    files::swap(w.sql, &FileKey::Number(number.clone()), rev, Some(file))?;
    w.append_audit(audit)
}

pub(super) fn find(sql: &Connection, number: &E164) -> Result<Option<Suppression>> {
    type Columns = (String, Option<String>, Option<String>, i64);
    let row: Option<Columns> = sql
        .prepare_cached("SELECT reason, call_id, agent, at_us FROM suppressions WHERE number = ?1")?
        .query_row([number.as_str()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()?;
    row.map(|(reason, call, agent, at)| {
        Ok(Suppression {
            number: number.clone(),
            reason,
            call: call.map(|call| parsed(&call, "call id")).transpose()?,
            agent: agent.map(|agent| parsed(&agent, "agent id")).transpose()?,
            at: time(at)?,
        })
    })
    .transpose()
}
