//! What an import did, for people and as JSON.

use std::fmt;

use jiff::civil::Date;
use serde::Serialize;

use super::gather::Counts;
use super::{ImportKind, ImportOptions};
use crate::ages::days_between;
use crate::disk::{ImportRecord, ListEntry, Manifest};

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// As it stands in the manifest.
    #[serde(flatten)]
    pub record: ImportRecord,
    /// How many there were before; `None` at the first import.
    pub count_before: Option<u64>,
    /// Numbers, addresses or changes in the files.
    pub lines: u64,
    /// Of these, how many were there twice.
    pub duplicates: u64,
    /// Of these, how many are numbers that no phone can have. They are left out: they cannot be dialled either.
    pub impossible: u64,
    /// What the operator should know, as sentences.
    pub warnings: Vec<String>,
}

/// Puts the report together, before the swap.
pub(super) fn make(
    before: &Manifest,
    options: &ImportOptions,
    named: Option<Date>,
    counts: Counts,
    record: &ImportRecord,
) -> Report {
    let Counts { lines, duplicates, impossible } = counts;
    let mut warnings = Vec::new();
    let days = days_between(record.accessed_on, options.today());
    if days > 0 {
        warnings.push(format!("The files are of {}: {days} days old already.", record.accessed_on));
    }
    if let Some(named) = named
        && named < record.accessed_on
    {
        warnings.push(format!(
            "A file's name says {named}, but {} was given as the day on which the list was had.",
            record.accessed_on
        ));
    }
    for source in &record.sources {
        let same = |import: &&ImportRecord| {
            import.list == record.list && import.sources.iter().any(|old| old.sha256 == source.sha256)
        };
        if let Some(old) = before.imports.iter().rev().find(same) {
            warnings.push(format!(
                "{} is the same file that made version {} (of {}): importing it again does not make it newer.",
                source.file, old.version, old.accessed_on
            ));
        }
    }
    if impossible > 0 {
        warnings.push(format!("{impossible} numbers were left out: no phone can have them."));
    }
    let count_before = before.lists.get(&record.list).map(ListEntry::count);
    Report { record: record.clone(), count_before, lines, duplicates, impossible, warnings }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { record, lines, duplicates, .. } = self;
        let files = record.sources.len();
        writeln!(
            f,
            "Imported the {} as version {}: a {} of {}, {lines} lines in {files} file{}.",
            record.list.name(),
            record.version,
            record.kind,
            record.accessed_on,
            if files == 1 { "" } else { "s" },
        )?;
        let of = if record.list.is_of_addresses() { "addresses" } else { "numbers" };
        write!(f, "It has {} {of} now", record.count)?;
        match self.count_before {
            Some(before) => {
                write!(f, ", and had {before}: {} are new, {} are gone", record.added, record.removed)?;
            }
            None => f.write_str(", and is the first")?,
        }
        f.write_str(".\n")?;
        if !record.area_codes.is_empty() {
            let codes: Vec<_> = record.area_codes.iter().take(20).map(ToString::to_string).collect();
            let more = record.area_codes.len().saturating_sub(20);
            let more = if more == 0 { String::new() } else { format!(" and {more} more") };
            writeln!(f, "Area codes: {}{more}.", codes.join(", "))?;
        }
        if *duplicates > 0 && record.kind == ImportKind::Full {
            writeln!(f, "{duplicates} lines were there twice; each counts once.")?;
        }
        self.warnings.iter().try_for_each(|warning| writeln!(f, "Note: {warning}"))
    }
}
