//! The walk over all logs.

use std::collections::{BTreeMap, BTreeSet};

use super::{Head, Link, NOTHING, body, named};
use crate::erasure::{PERSON_ERASED, named_in};
use crate::{AuditBreak, AuditReport, Place};

/// Walks logs row by row, as they come ordered by log and place.
#[derive(Debug, Default)]
pub struct Verifier {
    chains: usize,
    rows: u64,
    last: Option<Head>,
    /// How the rows of the log are hashed that the walk is in.
    scheme: u64,
    /// Rows that a later log has seen, and that the walk has not met yet.
    owed: BTreeMap<(String, u64), String>,
    /// Rows that were found erased.
    erased: BTreeSet<Place>,
    /// Rows of which a row says that they were erased, by somebody who could say why.
    accounted: BTreeSet<Place>,
    broken: Option<AuditBreak>,
}

impl Verifier {
    /// A walk that must meet every row which one of these first rows names.
    pub fn new(openings: &[Link]) -> Self {
        let owed = named(openings).into_iter().map(|head| ((head.chain, head.seq), head.hash)).collect();
        Self { owed, ..Self::default() }
    }

    /// Looks at the next row. After a break it looks no further.
    pub fn look(&mut self, link: &Link) {
        if self.broken.is_some() {
            return;
        }
        match self.check(link) {
            Ok(()) => self.rows += 1,
            Err(what) => self.broken = Some(AuditBreak { chain: link.chain.clone(), seq: link.seq, what }),
        }
    }

    fn check(&mut self, link: &Link) -> Result<(), &'static str> {
        let before = self.last.take().filter(|last| last.chain == link.chain);
        if before.is_none() {
            self.chains += 1;
        }
        let (expected, prev) = before.map_or((0, NOTHING.to_owned()), |head| (head.seq + 1, head.hash));
        if link.seq != expected {
            return Err("a row before it is missing");
        }
        if link.prev != prev {
            return Err("it does not follow the row before");
        }
        let row = link.check()?;
        if link.seq == 0 {
            self.scheme = body::scheme_of_log(&row.entry.payload);
        }
        if body::scheme_of_row(&link.body) != self.scheme {
            return Err("it is written in another way than its log");
        }
        if row.entry.kind == PERSON_ERASED {
            self.accounted.extend(named_in(&row.entry.payload));
        }
        if row.erased {
            self.erased.insert(Place { chain: link.chain.clone(), seq: link.seq });
        }
        let owed = self.owed.remove(&(link.chain.clone(), link.seq));
        if owed.is_some_and(|seen| seen != link.hash) {
            return Err("a later log saw another row here");
        }
        self.last = Some(Head { chain: link.chain.clone(), seq: link.seq, hash: link.hash.clone() });
        Ok(())
    }

    /// What was found.
    pub fn finish(self) -> AuditReport {
        let lost = self.owed.into_keys().next();
        let lost =
            lost.map(|(chain, seq)| AuditBreak { chain, seq, what: "a later log saw it, and it is gone" });
        let unsaid = self.erased.difference(&self.accounted).next().map(|place| AuditBreak {
            chain: place.chain.clone(),
            seq: place.seq,
            what: "it was erased, and no row says so",
        });
        AuditReport {
            chains: self.chains,
            rows: self.rows,
            erased: u64::try_from(self.erased.len()).unwrap_or(u64::MAX),
            broken: self.broken.or(lost).or(unsaid),
        }
    }
}
