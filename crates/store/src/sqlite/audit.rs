//! The audit log's rows.

use rusqlite::{Connection, Row, named_params, params};

use super::columns::parsed;
use crate::chain::{Head, Link, Verifier};
use crate::{AuditPage, AuditQuery, AuditReport, AuditRow, Result};

pub(super) const COLUMNS: &str = "chain, seq, body, prev, hash";

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
    Ok(select(sql, query, "DESC", i64::MIN)?.into_iter().map(|(_, row)| row).collect())
}

/// Oldest first. The cursor is the last row's position.
pub(super) fn page(sql: &Connection, query: &AuditQuery, after: Option<&str>) -> Result<AuditPage> {
    let after = after.map_or(Ok(i64::MIN), |after| parsed(after, "audit cursor"))?;
    let found = select(sql, query, "ASC", after)?;
    let next = found.last().filter(|_| found.len() == query.limit).map(|(position, _)| position.to_string());
    Ok(AuditPage { rows: found.into_iter().map(|(_, row)| row).collect(), next })
}

/// Rows with their positions, those after a position only. Only the conditions that are set: SQLite then picks the
/// index that fits them.
fn select(sql: &Connection, query: &AuditQuery, order: &str, after: i64) -> Result<Vec<(i64, AuditRow)>> {
    let mut wanted = vec!["position > :after"];
    wanted.extend(query.call.map(|_| "call_id = :call"));
    wanted.extend(query.kind.as_ref().map(|_| "kind = :kind"));
    // Rows say their time in their own bytes, to the microsecond; SQLite's clock functions know milliseconds.
    let at = |row: &AuditRow| {
        query.from.is_none_or(|from| row.at >= from) && query.to.is_none_or(|to| row.at < to)
    };
    let mut statement = sql.prepare_cached(&format!(
        "SELECT {COLUMNS}, position FROM audit WHERE {} ORDER BY position {order}",
        wanted.join(" AND ")
    ))?;
    let bind: &[(&str, &dyn rusqlite::ToSql)] = named_params! {
        ":after": after, ":call": query.call.map(|call| call.to_string()), ":kind": query.kind,
    };
    for (name, value) in bind {
        if let Some(index) = statement.parameter_index(name)? {
            statement.raw_bind_parameter(index, value)?;
        }
    }
    let mut rows = statement.raw_query();
    let mut found = Vec::new();
    while found.len() < query.limit
        && let Some(row) = rows.next()?
    {
        let read = link(row)?.row()?;
        if at(&read) {
            found.push((row.get(5)?, read));
        }
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

pub(super) fn link(row: &Row<'_>) -> rusqlite::Result<Link> {
    Ok(Link { chain: row.get(0)?, seq: row.get(1)?, body: row.get(2)?, prev: row.get(3)?, hash: row.get(4)? })
}
