//! Until when a credential rests.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::columns::{micros, time};
use crate::Result;

pub(super) fn set(sql: &Connection, credential: &str, until: Timestamp) -> Result<()> {
    sql.prepare_cached(
        "INSERT INTO cool_downs (credential, until_us) VALUES (?1, ?2)
         ON CONFLICT (credential) DO UPDATE SET until_us = max(until_us, excluded.until_us)",
    )?
    .execute(params![credential, micros(until)])?;
    Ok(())
}

pub(super) fn find(sql: &Connection, credential: &str) -> Result<Option<Timestamp>> {
    let until: Option<i64> = sql
        .prepare_cached("SELECT until_us FROM cool_downs WHERE credential = ?1")?
        .query_row([credential], |row| row.get(0))
        .optional()?;
    until.map(time).transpose()
}
