//! What an operator asks for.

use std::path::PathBuf;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::ImportKind;
use crate::source::Limits;
use crate::{AreaCode, ListId};

/// An import that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportOptions {
    /// The list.
    pub list: ListId,
    /// Files, or folders of files, as they were downloaded. One import takes them all or none.
    pub paths: Vec<PathBuf>,
    /// Full or change, where the operator wants it checked. A file shows which it is; only an empty change list does
    /// not.
    pub kind: Option<ImportKind>,
    /// The day on which the files were had from the source. Without it the files' names must say it
    /// (`2026-11-20_813.zip`); of several the earliest counts.
    pub accessed_on: Option<Date>,
    /// The area codes that the files are to cover: every one must occur, and no other. Empty: whatever they hold. For
    /// change lists also the area codes in which nothing changed.
    pub area_codes: Vec<AreaCode>,
    /// Leave for a full list that is more than a tenth smaller than the last.
    pub allow_smaller: bool,
    /// Leave to go back to an older list.
    pub allow_older: bool,
    /// The clock.
    pub now: Timestamp,
    /// How much is unpacked at most.
    pub limits: Limits,
}

impl ImportOptions {
    /// The plain case: what the files say.
    pub fn new(list: ListId, paths: Vec<PathBuf>, now: Timestamp) -> Self {
        Self {
            list,
            paths,
            kind: None,
            accessed_on: None,
            area_codes: Vec::new(),
            allow_smaller: false,
            allow_older: false,
            now,
            limits: Limits::default(),
        }
    }

    /// The latest day that it is anywhere in the US or in UTC.
    pub(crate) fn today(&self) -> Date {
        self.now.to_zoned(TimeZone::UTC).date()
    }
}
