//! Dates, with or without a time. `T`, `Z` and offsets are not Podio's.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use super::super::read::DATETIME;
use super::{ApiError, Field, filled, known_keys};

const KEYS: [&str; 10] = [
    "start",
    "start_date",
    "start_time",
    "start_utc",
    "start_date_utc",
    "start_time_utc",
    "end",
    "end_date",
    "end_time",
    "end_utc",
];

/// A date as stored: `{"start": {"utc": "…"} | {"date": "…"}, "end": …}`. `zone` is the account's: a time
/// that does not say that it is UTC is meant there.
pub(super) fn date(field: &Field, zone: &str, given: &Value) -> Result<Value, ApiError> {
    let scalar;
    let parts = match given {
        Value::Object(parts) => parts,
        other => {
            scalar = Map::from_iter([("start".to_owned(), other.clone())]);
            &scalar
        }
    };
    known_keys(parts, &KEYS)?;
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let timed = field.settings.get("time").and_then(Value::as_str) != Some("disabled");
    let start = end_of(parts, "start", &zone, timed)?
        .ok_or_else(|| ApiError::invalid_value(given, "must have a start date"))?;
    let mut stored = Map::from_iter([("start".to_owned(), start)]);
    if let Some(end) = end_of(parts, "end", &zone, timed)? {
        stored.insert("end".to_owned(), end);
    }
    Ok(Value::Object(stored))
}

fn end_of(
    parts: &Map<String, Value>,
    end: &str,
    zone: &TimeZone,
    timed: bool,
) -> Result<Option<Value>, ApiError> {
    let get = |suffix: &str| parts.get(&format!("{end}{suffix}"));
    if let Some(utc) = get("_utc") {
        return Ok(Some(moment(datetime(utc)?, &TimeZone::UTC, timed)));
    }
    let (day, time, zone) = match get("_date") {
        Some(day) => (Some(day), get("_time"), zone),
        None => (get("_date_utc"), get("_time_utc"), &TimeZone::UTC),
    };
    if let Some(day) = day {
        let day = date_only(day)?;
        return Ok(Some(match time {
            Some(time) => moment(day.to_datetime(time_only(time)?), zone, timed),
            None => json!({ "date": day }),
        }));
    }
    match get("") {
        None => Ok(None),
        Some(text) => match date_only(text) {
            Ok(day) => Ok(Some(json!({ "date": day }))),
            Err(_) => Ok(Some(moment(datetime(text)?, zone, timed))),
        },
    }
}

/// A time in a field without times keeps its day.
fn moment(at: DateTime, zone: &TimeZone, timed: bool) -> Value {
    if !timed {
        return json!({ "date": at.date() });
    }
    let utc = at.to_zoned(zone.clone()).map(|at| at.timestamp().strftime(DATETIME).to_string());
    json!({ "utc": utc.unwrap_or_else(|_| at.strftime(DATETIME).to_string()) })
}

/// Exactly `YYYY-MM-DD HH:MM:SS`.
fn datetime(given: &Value) -> Result<DateTime, ApiError> {
    let text = filled(given)?;
    let shaped = text.len() == 19 && text.as_bytes().get(10) == Some(&b' ');
    shaped
        .then(|| DateTime::strptime(DATETIME, text).ok())
        .flatten()
        .ok_or_else(|| ApiError::invalid_value(given, "must be a datetime (YYYY-MM-DD HH:MM:SS)"))
}

/// Exactly `YYYY-MM-DD`.
pub(in super::super) fn date_only(given: &Value) -> Result<Date, ApiError> {
    let text = filled(given)?;
    (text.len() == 10)
        .then(|| Date::strptime("%Y-%m-%d", text).ok())
        .flatten()
        .ok_or_else(|| ApiError::invalid_value(given, "must be a date (YYYY-MM-DD)"))
}

/// Exactly `HH:MM:SS`.
pub(in super::super) fn time_only(given: &Value) -> Result<Time, ApiError> {
    let text = filled(given)?;
    (text.len() == 8)
        .then(|| Time::strptime("%H:%M:%S", text).ok())
        .flatten()
        .ok_or_else(|| ApiError::invalid_value(given, "must be a time (HH:MM:SS)"))
}
