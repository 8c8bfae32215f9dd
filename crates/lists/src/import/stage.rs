//! Writing the new files and making the manifest that will name them. Until the swap, nothing of it exists.

use std::collections::{BTreeMap, BTreeSet};

use super::files::{Files, accessed_on, each_file};
use super::gather::{Counts, Gather};
use super::{ImportKind, ImportOptions, Report, addresses, change, full, report};
use crate::AreaCode;
use crate::disk::{FileEntry, Folder, ImportRecord, ListEntry, Manifest};
use crate::error::Result;

/// What an import makes of a list.
pub(super) struct Made {
    pub(super) areas: BTreeMap<AreaCode, FileEntry>,
    pub(super) addresses: Option<FileEntry>,
    pub(super) added: u64,
    pub(super) removed: u64,
    /// The area codes that it covers.
    pub(super) covers: BTreeSet<AreaCode>,
}

/// Reads and checks everything, and writes the files. Gives the manifest to swap in.
pub(super) fn stage(
    folder: &Folder,
    before: &Manifest,
    options: &ImportOptions,
) -> Result<(Manifest, Report)> {
    let (files, kind, counts, made) = if options.list.is_of_addresses() {
        let (files, counts, made) = addresses::make(folder, before, options)?;
        (files, ImportKind::Full, counts, made)
    } else {
        numbers(folder, before, options)?
    };
    folder.sync(options.list)?;
    let old = before.lists.get(&options.list);
    let entry = ListEntry {
        version: old.map_or(0, |old| old.version) + 1,
        accessed_on: accessed_on(options, files.day)?,
        imported_at: options.now,
        areas: made.areas,
        addresses: made.addresses,
    };
    let record = ImportRecord {
        list: options.list,
        version: entry.version,
        kind,
        sources: files.sources,
        count: entry.count(),
        added: made.added,
        removed: made.removed,
        imported_at: entry.imported_at,
        accessed_on: entry.accessed_on,
        area_codes: made.covers.into_iter().collect(),
        allow_smaller: options.allow_smaller,
        allow_older: options.allow_older,
    };
    let report = report::make(before, options, files.day, counts, &record);
    let mut manifest = before.clone();
    manifest.generation += 1;
    manifest.lists.insert(options.list, entry);
    manifest.imports.push(record);
    Ok((manifest, report))
}

fn numbers(
    folder: &Folder,
    before: &Manifest,
    options: &ImportOptions,
) -> Result<(Files, ImportKind, Counts, Made)> {
    let mut gather = Gather::new(options);
    let files = each_file(options, &mut |area, text| gather.read(area, text))?;
    let day = accessed_on(options, files.day)?;
    let old = before.lists.get(&options.list);
    // Every text holds a number or says that it is a change list.
    let kind = gather.kind.unwrap_or(ImportKind::Full);
    let counts = gather.counts;
    let made = match kind {
        ImportKind::Full => full::make(folder, old, options, day, gather)?,
        ImportKind::Change => change::make(folder, old, options, day, gather)?,
    };
    Ok((files, kind, counts, made))
}
