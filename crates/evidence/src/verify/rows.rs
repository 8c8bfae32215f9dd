//! The rows: each on its own, then beside each other, then against the ends of their logs.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Broken, Place};
use crate::{Pack, Row};

/// Rows whose hash is that of their bytes, and that say what their bytes say.
pub(super) fn read(listed: &[Value]) -> Result<Vec<Row>, Broken> {
    let read_one = |(place, value): (usize, &Value)| one(value).map_err(|what| broken(place, value, what));
    listed.iter().enumerate().map(read_one).collect()
}

fn one(value: &Value) -> Result<Row, &'static str> {
    let row: Row = serde_json::from_value(value.clone()).map_err(|_| "it cannot be read")?;
    row.link().check()?;
    // Compared as JSON: a time in another spelling is not what was hashed.
    let says = said(&row.body).ok_or("its contents cannot be read")?;
    if value.get("says") != Some(&says) {
        return Err("it does not say what its hashed bytes say");
    }
    Ok(row)
}

/// What the bytes of a row say, in the form in which a pack repeats it.
fn said(body: &str) -> Option<Value> {
    let Ok(Value::Object(mut says)) = serde_json::from_str(body) else { return None };
    let has_digest = says.remove("digest").is_some();
    let has_salt = says.remove("salt").is_some();
    if has_digest && !has_salt {
        says.insert("payload".to_owned(), Value::Null);
        says.insert("erased".to_owned(), Value::Bool(true));
    }
    Some(Value::Object(says))
}

fn broken(place: usize, value: &Value, what: &'static str) -> Broken {
    let says = value.get("says");
    let chain = says.and_then(|says| says.get("chain")?.as_str());
    let seq = says.and_then(|says| says.get("seq")?.as_u64());
    let stands = chain.zip(seq).map(|(chain, seq)| Place { chain: chain.to_owned(), seq });
    Broken::Row { number: place + 1, place: stands, what }
}

/// How many rows stand next to another of the pack. Each of these must name the one before.
pub(super) fn neighbours(rows: &[Row]) -> Result<usize, Broken> {
    let mut places: BTreeMap<(&str, u64), (usize, &Row)> = BTreeMap::new();
    for (number, row) in rows.iter().enumerate() {
        if places.insert((&row.says.chain, row.says.seq), (number, row)).is_some() {
            return Err(at(number, row, "it is in the pack twice"));
        }
    }
    let mut linked = 0;
    for ((chain, seq), (number, row)) in &places {
        let before = seq.checked_sub(1).and_then(|before| places.get(&(*chain, before)));
        if let Some((_, before)) = before {
            if before.hash != row.prev {
                return Err(at(*number, row, "it does not follow the row before"));
            }
            linked += 1;
        }
    }
    Ok(linked)
}

/// Every row must lie within its log as far as that went, and the last row is the head.
pub(super) fn heads(pack: &Pack) -> Result<(), Broken> {
    let mut heads = BTreeMap::new();
    for head in &pack.chains {
        if heads.insert(head.chain.as_str(), head).is_some() {
            return Err(Broken::Head { chain: head.chain.clone(), what: "it is listed twice" });
        }
    }
    for (number, row) in pack.rows.iter().enumerate() {
        let Some(head) = heads.get(row.says.chain.as_str()) else {
            return Err(at(number, row, "its log is not among the listed ones"));
        };
        // The last row of a log of n rows has place n - 1.
        match (row.says.seq + 1).cmp(&head.rows) {
            std::cmp::Ordering::Greater => return Err(at(number, row, "it lies behind the end of its log")),
            std::cmp::Ordering::Equal if row.hash != head.hash => {
                return Err(Broken::Head {
                    chain: head.chain.clone(),
                    what: "its last row has another hash than the pack says",
                });
            }
            _ => {}
        }
    }
    Ok(())
}

fn at(number: usize, row: &Row, what: &'static str) -> Broken {
    let place = Place { chain: row.says.chain.clone(), seq: row.says.seq };
    Broken::Row { number: number + 1, place: Some(place), what }
}
