//! The audit log's rows.

use rusqlite::{Connection, Row, named_params, params};

use super::columns::limit;
use crate::chain::{Head, Link, Verifier};
use crate::{AuditQuery, AuditReport, AuditRow, Result};

const COLUMNS: &str = "chain, seq, body, prev, hash";

pub(super) fn insert(sql: &Connection, link: &Link) -> Result<()> {
    sql.prepare_cached("INSERT INTO audit (chain, seq, body, prev, hash) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![link.chain, link.seq, link.body, link.prev, link.hash])?;
    Ok(())
}

/// The last row of every log.
pub(super) fn heads(sql: &Connection) -> Result<Vec<Head>> {
    // With max(), SQLite takes the other columns from the row that has it.
    let mut statement = sql.prepare("SELECT chain, max(seq), hash FROM audit GROUP BY chain")?;
    let heads = statement
        .query_map([], |row| Ok(Head { chain: row.get(0)?, seq: row.get(1)?, hash: row.get(2)? }))?;
    Ok(heads.collect::<rusqlite::Result<_>>()?)
}

/// The first row of every log.
pub(super) fn openings(sql: &Connection) -> Result<Vec<Link>> {
    let mut statement = sql.prepare(&format!("SELECT {COLUMNS} FROM audit WHERE seq = 0 ORDER BY chain"))?;
    let links = statement.query_map([], link)?;
    Ok(links.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn find(sql: &Connection, query: &AuditQuery) -> Result<Vec<AuditRow>> {
    let mut statement = sql.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM audit
         WHERE (:call IS NULL OR call_id = :call) AND (:kind IS NULL OR kind = :kind)
         ORDER BY position DESC LIMIT :limit"
    ))?;
    let call = query.call.map(|call| call.to_string());
    let mut rows = statement.query(named_params! {
        ":call": call, ":kind": query.kind, ":limit": limit(query.limit),
    })?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(link(row)?.row()?);
    }
    Ok(found)
}

pub(super) fn verify(sql: &Connection) -> Result<AuditReport> {
    let mut verifier = Verifier::new(&openings(sql)?);
    let mut statement = sql.prepare(&format!("SELECT {COLUMNS} FROM audit ORDER BY chain, seq"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        verifier.look(&link(row)?);
    }
    Ok(verifier.finish())
}

fn link(row: &Row<'_>) -> rusqlite::Result<Link> {
    Ok(Link { chain: row.get(0)?, seq: row.get(1)?, body: row.get(2)?, prev: row.get(3)?, hash: row.get(4)? })
}
