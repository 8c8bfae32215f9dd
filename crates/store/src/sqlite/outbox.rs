//! The outbox: leases, fencing by revision, order within a key.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, Row, params};

use super::columns::{limit, micros, time};
use super::writer::Writing;
use crate::{AuditEntry, Done, Leased, OutboxEntry, OutboxRow, OutboxState, Result, Rev, StoreError};

pub(super) fn add(w: &Writing<'_>, entry: &OutboxEntry) -> Result<()> {
    w.sql.prepare_cached(
        "INSERT INTO outbox (id, order_key, kind, payload, due_us, owed_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT DO NOTHING",
    )?
    .execute(params![
        entry.id,
        entry.order_key,
        entry.kind,
        serde_json::to_string(&entry.payload)?,
        micros(entry.due_at),
        micros(w.now),
    ])?;
    Ok(())
}

pub(super) fn claim(
    w: &mut Writing<'_>,
    worker: &str,
    now: Timestamp,
    lease: Duration,
    most: usize,
) -> Result<Vec<Leased>> {
    let lease = SignedDuration::try_from(lease).unwrap_or(SignedDuration::MAX);
    let until = now.checked_add(lease).unwrap_or(Timestamp::MAX);
    // A leased entry has its due time in the future and is still unfinished, so it holds up those after it.
    let mut statement = w.sql.prepare_cached(
        "UPDATE outbox SET due_us = ?1, worker = ?2, attempts = attempts + 1, rev = rev + 1
         WHERE position IN (
             SELECT position FROM outbox AS entry
             WHERE due_us <= ?3 AND NOT EXISTS (
                 SELECT 1 FROM outbox AS older
                 WHERE older.order_key = entry.order_key AND older.position < entry.position
                   AND older.due_us IS NOT NULL)
             ORDER BY due_us, position LIMIT ?4)
         RETURNING id, order_key, kind, payload, due_us, worker, attempts, last_error, rev, position",
    )?;
    let mut rows = statement.query(params![micros(until), worker, micros(now), limit(most)])?;
    let mut leased: Vec<(i64, Leased)> = Vec::new();
    while let Some(row) = rows.next()? {
        let read = Columns::of(row)?;
        leased.push((
            row.get(9)?,
            Leased {
                entry: read.entry,
                worker: worker.to_owned(),
                until,
                attempts: read.attempts,
                last_error: read.last_error,
                rev: Rev(row.get(8)?),
            },
        ));
    }
    // RETURNING keeps no order.
    leased.sort_by_key(|(position, _)| *position);
    Ok(leased.into_iter().map(|(_, leased)| leased).collect())
}

pub(super) fn release(w: &mut Writing<'_>, worker: &str, now: Timestamp) -> Result<usize> {
    // A new revision: should the former run still be alive, its word no longer counts.
    Ok(w.sql
        .prepare_cached(
            "UPDATE outbox SET due_us = ?2, worker = NULL, rev = rev + 1
             WHERE worker = ?1 AND due_us IS NOT NULL",
        )?
        .execute(params![worker, micros(now)])?)
}

pub(super) fn finish(w: &mut Writing<'_>, id: &str, rev: Rev, done: &Done) -> Result<()> {
    let changed = match done {
        Done::Ok => w
            .sql
            .prepare_cached("DELETE FROM outbox WHERE id = ?1 AND rev = ?2")?
            .execute(params![id, rev.0])?,
        Done::RetryAt { at, error } => set_aside(w.sql, id, rev, Some(micros(*at)), error)?,
        Done::Dead { error } => set_aside(w.sql, id, rev, None, error)?,
    };
    if changed == 0 { Err(StoreError::Conflict) } else { Ok(()) }
}

fn set_aside(sql: &Connection, id: &str, rev: Rev, due_us: Option<i64>, error: &str) -> Result<usize> {
    Ok(sql
        .prepare_cached(
            "UPDATE outbox SET due_us = ?3, worker = NULL, last_error = ?4, rev = rev + 1
             WHERE id = ?1 AND rev = ?2",
        )?
        .execute(params![id, rev.0, due_us, error])?)
}

pub(super) fn retry(w: &mut Writing<'_>, id: &str, now: Timestamp, audit: &AuditEntry) -> Result<()> {
    let changed = w
        .sql
        .prepare_cached(
            "UPDATE outbox SET due_us = ?2, worker = NULL, attempts = 1, rev = rev + 1
             WHERE id = ?1 AND (worker IS NULL OR due_us <= ?2)",
        )?
        .execute(params![id, micros(now)])?;
    after_a_persons_word(w, id, changed, audit)
}

pub(super) fn take_off(w: &mut Writing<'_>, id: &str, now: Timestamp, audit: &AuditEntry) -> Result<()> {
    let changed = w
        .sql
        .prepare_cached("DELETE FROM outbox WHERE id = ?1 AND (worker IS NULL OR due_us <= ?2)")?
        .execute(params![id, micros(now)])?;
    after_a_persons_word(w, id, changed, audit)
}

/// The audit row of what a person decided; or why it was not to be decided now.
fn after_a_persons_word(w: &mut Writing<'_>, id: &str, changed: usize, audit: &AuditEntry) -> Result<()> {
    if changed > 0 {
        return w.append_audit(audit);
    }
    let known = w.sql.prepare_cached("SELECT 1 FROM outbox WHERE id = ?1")?.exists([id])?;
    Err(if known { StoreError::Conflict } else { StoreError::NotFound })
}

pub(super) fn all(sql: &Connection) -> Result<Vec<OutboxRow>> {
    let mut statement = sql.prepare_cached(
        "SELECT id, order_key, kind, payload, due_us, worker, attempts, last_error, owed_us FROM outbox
         ORDER BY position",
    )?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let read = Columns::of(row)?;
        let state = match (read.dead, read.worker) {
            (true, _) => OutboxState::Dead,
            (false, Some(worker)) => OutboxState::Leased { worker, until: read.entry.due_at },
            (false, None) => OutboxState::Waiting,
        };
        all.push(OutboxRow {
            entry: read.entry,
            owed_since: time(row.get(8)?)?,
            state,
            attempts: read.attempts,
            last_error: read.last_error,
        });
    }
    Ok(all)
}

/// The first eight columns of every query here.
struct Columns {
    entry: OutboxEntry,
    dead: bool,
    worker: Option<String>,
    attempts: u32,
    last_error: Option<String>,
}

impl Columns {
    fn of(row: &Row<'_>) -> Result<Self> {
        let payload: String = row.get(3)?;
        let due_us: Option<i64> = row.get(4)?;
        Ok(Self {
            entry: OutboxEntry {
                id: row.get(0)?,
                order_key: row.get(1)?,
                kind: row.get(2)?,
                payload: serde_json::from_str(&payload)?,
                due_at: due_us.map_or(Ok(Timestamp::UNIX_EPOCH), time)?,
            },
            dead: due_us.is_none(),
            worker: row.get(5)?,
            attempts: row.get(6)?,
            last_error: row.get(7)?,
        })
    }
}
