//! The do-not-call list.

use domain::E164;
use rusqlite::{Connection, OptionalExtension, params};

use super::columns::{micros, parsed, time};
use crate::{Result, Suppression};

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
    Ok(())
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
