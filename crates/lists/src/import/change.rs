//! A change list is worked into the list that is there, in the order of its days.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::full::redate;
use super::gather::{Change, Gather};
use super::stage::Made;
use super::{ImportOptions, Reason};
use crate::AreaCode;
use crate::disk::{Folder, ListEntry, read_area, write_area};
use crate::error::Result;
use crate::list_id::Coverage;
use crate::parse::Action;
use crate::set::{AreaSet, Bitmap};

/// Checks that there is something to change, changes it, and writes it.
pub(super) fn make(
    folder: &Folder,
    old: Option<&ListEntry>,
    options: &ImportOptions,
    day: Date,
    gather: Gather,
) -> Result<Made> {
    let list = options.list;
    let old = old.ok_or_else(|| Reason::NothingToChange { what: list.name() })?;
    let mut changes = gather.changes;
    // Stable: of one moment, the later line counts.
    changes.sort_by_key(|change| (change.place.area, change.when));
    let mut covers: BTreeSet<AreaCode> = changes.iter().map(|change| change.place.area).collect();
    covers.extend(gather.declared);
    match list.coverage() {
        Coverage::ByAreaCode => {
            for area in &covers {
                let what = format!("area code {area}");
                match old.areas.get(area) {
                    None => return Err(Reason::NothingToChange { what }.into()),
                    Some(file) => older(options, what, file.accessed_on, day)?,
                }
            }
        }
        Coverage::Whole => older(options, list.name(), old.accessed_on, day)?,
    }
    let mut made = Made { areas: old.areas.clone(), addresses: None, added: 0, removed: 0, covers };
    for group in changes.chunk_by(|a, b| a.place.area == b.place.area) {
        let Some(area) = group.first().map(|change| change.place.area) else { continue };
        let before = match old.areas.get(&area) {
            Some(file) => read_area(folder, area, file)
                .map_err(|_| Reason::DamagedBase { what: format!("area code {area}") })?
                .to_bitmap(),
            None => Bitmap::new(),
        };
        let after = apply(before.clone(), group);
        made.added += u64::from(after.len_without(&before));
        made.removed += u64::from(before.len_without(&after));
        let file = write_area(folder, list, area, &AreaSet::from(after), day)?;
        made.areas.insert(area, file);
    }
    let whole = list.coverage() == Coverage::Whole;
    redate(&mut made.areas, day, |area| whole || made.covers.contains(area));
    Ok(made)
}

fn apply(mut map: Bitmap, changes: &[Change]) -> Bitmap {
    for change in changes {
        match change.action {
            Action::Add => map.insert(change.place.index),
            Action::Delete => map.remove(change.place.index),
        };
    }
    map
}

/// A change list of an earlier day than the list belongs to an earlier list.
fn older(options: &ImportOptions, what: String, have: Date, offered: Date) -> Result<()> {
    if offered < have && !options.allow_older {
        return Err(Reason::Older { what, have, offered }.into());
    }
    Ok(())
}
