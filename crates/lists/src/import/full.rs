//! A full list takes the place of what was there.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::gather::Gather;
use super::stage::Made;
use super::{ImportOptions, Reason};
use crate::AreaCode;
use crate::disk::{FileEntry, Folder, ListEntry, read_area, write_area};
use crate::error::Result;
use crate::list_id::Coverage;
use crate::set::{AreaSet, Bitmap};

/// Checks a full list against the one that is there, and writes it.
pub(super) fn make(
    folder: &Folder,
    old: Option<&ListEntry>,
    options: &ImportOptions,
    day: Date,
    gather: Gather,
) -> Result<Made> {
    let sets = gather.areas.into_iter().enumerate();
    let sets: Vec<(AreaCode, Bitmap)> =
        sets.filter_map(|(slot, map)| Some((AreaCode::at(slot)?, map?))).collect();
    let covers: BTreeSet<AreaCode> = sets.iter().map(|(area, _)| *area).collect();
    if let Some(area) = gather.declared.iter().find(|area| !covers.contains(area)) {
        return Err(Reason::Missing { area: *area }.into());
    }
    let by_area = options.list.coverage() == Coverage::ByAreaCode;
    let was = |area: AreaCode| old.and_then(|old| old.areas.get(&area));
    if by_area {
        for (area, map) in &sets {
            if let Some(was) = was(*area) {
                let what = format!("area code {area}");
                check(options, what, was.count, was.accessed_on, u64::from(map.len()), day)?;
            }
        }
    } else if let Some(old) = old {
        let after = sets.iter().map(|(_, map)| u64::from(map.len())).sum();
        check(options, options.list.name(), old.count(), old.accessed_on, after, day)?;
    }
    // Of a list that is one whole, what is not in the new one is gone.
    let kept = old.filter(|_| by_area).map(|old| old.areas.clone()).unwrap_or_default();
    let mut made = Made { areas: kept, addresses: None, added: 0, removed: 0, covers };
    if let Some(old) = old.filter(|_| !by_area) {
        let gone = old.areas.iter().filter(|(area, _)| !made.covers.contains(area));
        made.removed += gone.map(|(_, file)| file.count).sum::<u64>();
    }
    for (area, map) in sets {
        let (added, removed) = difference(folder, area, was(area), &map);
        made.added += added;
        made.removed += removed;
        let set = AreaSet::from(map);
        let file = write_area(folder, options.list, area, &set, day)?;
        made.areas.insert(area, file);
    }
    Ok(made)
}

/// Neither much smaller than before, nor older, without leave.
pub(super) fn check(
    options: &ImportOptions,
    what: String,
    before: u64,
    have: Date,
    after: u64,
    day: Date,
) -> Result<()> {
    if day < have && !options.allow_older {
        return Err(Reason::Older { what, have, offered: day }.into());
    }
    if after * 10 < before * 9 && !options.allow_smaller {
        return Err(Reason::Smaller { what, before, after }.into());
    }
    Ok(())
}

/// How many are new, and how many are gone. Where the old file cannot be read, all are new: the import mends it.
fn difference(folder: &Folder, area: AreaCode, was: Option<&FileEntry>, map: &Bitmap) -> (u64, u64) {
    let old = was.and_then(|file| read_area(folder, area, file).ok());
    match old.map(|old| old.to_bitmap()) {
        Some(old) => (u64::from(map.len_without(&old)), u64::from(old.len_without(map))),
        None => (u64::from(map.len()), 0),
    }
}

/// The day of what is covered becomes the day of the import.
pub(super) fn redate(
    areas: &mut BTreeMap<AreaCode, FileEntry>,
    day: Date,
    covers: impl Fn(&AreaCode) -> bool,
) {
    areas.iter_mut().filter(|(area, _)| covers(area)).for_each(|(_, file)| file.accessed_on = day);
}
