//! A list of addresses: always a full one.

use std::collections::{BTreeMap, BTreeSet};

use super::files::{Files, accessed_on, each_file};
use super::full::check;
use super::gather::Counts;
use super::stage::Made;
use super::{ImportKind, ImportOptions, Reason};
use crate::disk::{Folder, Manifest, read_addresses as read_old, write_addresses};
use crate::error::Result;
use crate::parse::{Fault, read_addresses};

/// The most addresses: three times those of Philadelphia.
const MOST: usize = 2_000_000;

/// Reads, checks and writes the addresses.
pub(super) fn make(
    folder: &Folder,
    before: &Manifest,
    options: &ImportOptions,
) -> Result<(Files, Counts, Made)> {
    if options.kind == Some(ImportKind::Change) {
        return Err(Reason::FullOnly.into());
    }
    let mut all = BTreeSet::new();
    let mut counts = Counts::default();
    let files = each_file(options, &mut |_, text| {
        let before = counts.lines;
        read_addresses(text, |_, address| {
            counts.lines += 1;
            counts.duplicates += u64::from(!all.insert(address));
            if all.len() > MOST { Err(Reason::TooManyAddresses { limit: MOST }) } else { Ok(()) }
        })?;
        if counts.lines == before { Err(Fault::whole(Reason::Empty)) } else { Ok(()) }
    })?;
    let day = accessed_on(options, files.day)?;
    let old = before.lists.get(&options.list);
    if let Some(old) = old {
        let after = u64::try_from(all.len()).unwrap_or(u64::MAX);
        check(options, options.list.name(), old.count(), old.accessed_on, after, day)?;
    }
    let was = old.and_then(|old| read_old(folder, old.addresses.as_ref()?).ok()).unwrap_or_default();
    let count = |some: usize| u64::try_from(some).unwrap_or(u64::MAX);
    let made = Made {
        areas: BTreeMap::new(),
        added: count(all.difference(&was).count()),
        removed: count(was.difference(&all).count()),
        addresses: Some(write_addresses(folder, options.list, &all, day)?),
        covers: BTreeSet::new(),
    };
    Ok((files, counts, made))
}
