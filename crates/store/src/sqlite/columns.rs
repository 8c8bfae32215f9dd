//! Between columns and values, and SQLite's errors as ours.

use std::str::FromStr;

use jiff::Timestamp;
use rusqlite::ErrorCode;

use crate::StoreError;

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::DiskFull) => {
                Self::Transient(error.to_string())
            }
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Permanent(format!("the file is damaged ({error})"))
            }
            _ => Self::Permanent(error.to_string()),
        }
    }
}

/// A time as it is kept: microseconds.
pub(super) fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// A time as it was kept.
pub(super) fn time(micros: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(micros).map_err(|_| unreadable("time"))
}

/// An identifier as it was kept.
pub(super) fn parsed<T: FromStr>(text: &str, what: &'static str) -> Result<T, StoreError> {
    text.parse().map_err(|_| unreadable(what))
}

/// A `LIMIT`.
pub(super) fn limit(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

/// A stored value that is none.
pub(super) fn unreadable(what: &'static str) -> StoreError {
    StoreError::Permanent(format!("a stored {what} cannot be read"))
}
