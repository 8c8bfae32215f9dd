//! A pack against the store that it came from.

use std::collections::BTreeMap;

use serde_json::Value;
use store::{About, AuditRow, ErasureMark, FileKey, PERSON_ERASED, Store};

use super::{Broken, Place, Report, read};
use crate::gather::Pages;
use crate::make::GATHERED;
use crate::{Error, Pack, Row};

/// Checks a pack's file as [`verify`](super::verify) does, and then that the store says the same: each row stands there,
/// none about the number was left out, every log still holds the end that the pack names, the audit log is whole, and it
/// knows that this pack was made.
///
/// # Errors
/// When the store cannot be read. What it says is in the report.
pub async fn verify_against(store: &dyn Store, json: &str) -> Result<Report, Error> {
    let mut report = Report::default();
    let pack = match read(json, &mut report) {
        Ok(pack) => pack,
        Err(broken) => return Ok(Report { broken: Some(broken), ..report }),
    };
    report.against_store = true;
    let audit = store.verify_audit().await?;
    if let Some(broken) = audit.broken {
        report.broken = Some(Broken::Store(broken.to_string()));
        return Ok(report);
    }
    let file = store.file(&FileKey::Number(pack.number.clone())).await?;
    let mark = file.and_then(|file| ErasureMark::in_file(&file.value));
    let mut walk = Walk::of(&pack, mark.as_ref());
    let mut pages = Pages::default();
    while let Some(page) = pages.next(store).await? {
        for row in &page.rows {
            if let Err(what) = walk.look(row, &report.digest) {
                report.broken = Some(Broken::Store(format!("{}: {what}", place(&row.chain, row.seq))));
                return Ok(report);
            }
        }
    }
    report.broken = walk.finish().map(Broken::Store);
    Ok(report)
}

/// What is still to be met on the way through the store's log.
struct Walk<'a> {
    about: About,
    rows: BTreeMap<(String, u64), &'a Row>,
    /// How many rows each log had.
    lengths: BTreeMap<&'a str, u64>,
    /// The hash of the last row of each log.
    ends: BTreeMap<(String, u64), &'a str>,
    known: bool,
}

impl<'a> Walk<'a> {
    fn of(pack: &'a Pack, mark: Option<&ErasureMark>) -> Self {
        let calls = pack.calls.iter().map(|call| call.record.facts.id);
        let mut about = About::new(&pack.number, calls).marked(&pack.number, mark);
        for row in pack.rows.iter().filter(|row| row.says.kind == PERSON_ERASED) {
            if let Ok(row) = row.link().row() {
                about.learn(&row);
            }
        }
        let end = |head: &'a crate::ChainHead| {
            ((head.chain.clone(), head.rows.saturating_sub(1)), head.hash.as_str())
        };
        Self {
            about,
            rows: pack.rows.iter().map(|row| ((row.says.chain.clone(), row.says.seq), row)).collect(),
            lengths: pack.chains.iter().map(|head| (head.chain.as_str(), head.rows)).collect(),
            ends: pack.chains.iter().map(end).collect(),
            known: false,
        }
    }

    fn look(&mut self, row: &AuditRow, digest: &str) -> Result<(), &'static str> {
        let there = (row.chain.clone(), row.seq);
        if self.ends.remove(&there).is_some_and(|hash| hash != row.hash) {
            return Err("the pack saw another row at the end of this log");
        }
        match self.rows.remove(&there) {
            Some(packed) if !is_same(packed, row) => return Err("the pack has another row here"),
            Some(_) => {}
            None => {
                let was_there = self.lengths.get(row.chain.as_str()).is_some_and(|rows| row.seq < *rows);
                if was_there && self.about.takes(row) {
                    return Err("it is about the number, and the pack leaves it out");
                }
            }
        }
        let digest_of = |payload: &Value| payload.get("digest") == Some(&Value::from(digest));
        // An erased row no longer says which pack it was about: it may have been this one.
        self.known |= row.entry.kind == GATHERED && (row.erased || digest_of(&row.entry.payload));
        Ok(())
    }

    fn finish(self) -> Option<String> {
        let lost = self.rows.keys().chain(self.ends.keys()).next();
        match lost {
            Some((chain, seq)) => Some(format!("{}: it is gone", place(chain, *seq))),
            None if !self.known => Some("its audit log does not know that this pack was made".to_owned()),
            None => None,
        }
    }
}

/// Whether the pack has the store's row. Its facts may have been erased since; its hash proves them.
fn is_same(packed: &Row, row: &AuditRow) -> bool {
    let (link, stored) = (packed.link(), row.link());
    link == stored || link.erased().is_some_and(|erased| erased == stored)
}

fn place(chain: &str, seq: u64) -> Place {
    Place { chain: chain.to_owned(), seq }
}
