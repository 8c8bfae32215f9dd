//! Checks a pack's file. Nothing of it is believed: the rows prove themselves, and the rest is held against them.

mod against;
mod calls;
mod claims;
mod report;
mod rows;

use serde::Deserialize;
use serde_json::Value;

use crate::pack::FORMER;
use crate::{FORMAT, Pack, Row, Summary, canonical};
pub use against::verify_against;
pub use report::{Broken, Place, Report};

/// A pack's file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    digest: String,
    pack: Pack,
}

/// Checks a pack's file without a store, and names the first broken thing in it: a row, before what rests on rows.
///
/// This shows that the pack is as Twoleg wrote it, unless somebody has made all of it anew: whether these are the rows
/// that the store has, [`verify_against`] says.
pub fn verify(json: &str) -> Report {
    let mut report = Report::default();
    report.broken = read(json, &mut report).err();
    report
}

/// The pack, if all of it holds. Of a pack that does not, the report has what was counted before the break.
fn read(json: &str, report: &mut Report) -> Result<Pack, Broken> {
    let file: Value = serde_json::from_str(json).map_err(|error| Broken::File(unreadable(&error)))?;
    let pack =
        file.get("pack").filter(|pack| pack.is_object()).ok_or_else(|| no_pack("there is no pack in it"))?;
    let format = pack.get("format").and_then(Value::as_str).unwrap_or_default();
    if ![FORMAT, FORMER].contains(&format) {
        return Err(no_pack("it is of another form than this version of Twoleg reads"));
    }
    let listed = pack.get("rows").and_then(Value::as_array).ok_or_else(|| no_pack("it has no rows"))?;
    let rows: Vec<Row> = rows::read(listed)?;
    report.rows = rows.len();
    report.erased = rows.iter().filter(|row| row.says.erased).count();
    report.linked = rows::neighbours(&rows)?;
    // From the text itself: there a name that stands twice, of which people may read the other, is an error.
    let File { digest, pack: given } =
        serde_json::from_str(json).map_err(|error| Broken::File(unreadable(&error)))?;
    rows::heads(&given)?;
    calls::check(&given, report)?;
    if given.summary != Summary::of(&given.calls, &given.rows) {
        return Err(Broken::Summary);
    }
    if canonical::digest(pack) != digest {
        return Err(Broken::Digest);
    }
    report.number = Some(given.number.clone());
    report.digest = digest;
    Ok(given)
}

fn no_pack(why: &str) -> Broken {
    Broken::File(why.to_owned())
}

/// The place of the trouble only: the text of the error may quote the file.
fn unreadable(error: &serde_json::Error) -> String {
    format!("it cannot be read at line {}, column {}", error.line(), error.column())
}
