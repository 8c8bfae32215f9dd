//! From the data folder into memory.

use std::io;
use std::sync::Arc;

use crate::ListId;
use crate::area::AREA_CODES;
use crate::disk::{FileEntry, Folder, ListEntry, Manifest, read_addresses, read_area};
use crate::snapshot::{Area, Loaded, Snapshot};

/// Reads what a manifest names; what `before` already has of it is taken from there. A file that cannot be read is kept
/// without contents, and blocks.
///
/// # Errors
/// Unless it is the `last` attempt, when a file is missing: this is what a swap by another process looks like, so read
/// the manifest again.
pub(crate) fn load(
    folder: &Folder,
    manifest: Manifest,
    before: &Snapshot,
    last: bool,
) -> io::Result<Snapshot> {
    let one = |(list, entry): (&ListId, &ListEntry)| {
        let before = before.list(*list).zip(before.manifest.lists.get(list));
        load_list(folder, *list, entry, before, last)
    };
    Ok(Snapshot { lists: manifest.lists.iter().map(one).collect::<io::Result<_>>()?, manifest })
}

fn load_list(
    folder: &Folder,
    list: ListId,
    entry: &ListEntry,
    before: Option<(&Loaded, &ListEntry)>,
    last: bool,
) -> io::Result<Loaded> {
    let mut areas: Vec<_> = std::iter::repeat_with(|| None).take(AREA_CODES).collect();
    for (area, file) in &entry.areas {
        let same = before.filter(|(_, old)| old.areas.get(area).is_some_and(|old| old.sha256 == file.sha256));
        let same = same.and_then(|(loaded, _)| loaded.areas.get(area.slot())?.as_ref()?.set.clone());
        let set = match same {
            Some(set) => Some(set),
            None => contents(file, last, || read_area(folder, *area, file))?,
        };
        if let Some(place) = areas.get_mut(area.slot()) {
            *place = Some(Area { set, accessed_on: file.accessed_on });
        }
    }
    let addresses = match &entry.addresses {
        Some(file) => contents(file, last, || read_addresses(folder, file))?.map(Arc::new),
        None => None,
    };
    let areas = areas.into_boxed_slice();
    Ok(Loaded { list, version: entry.version, accessed_on: entry.accessed_on, areas, addresses })
}

fn contents<T>(file: &FileEntry, last: bool, read: impl FnOnce() -> io::Result<T>) -> io::Result<Option<T>> {
    match read() {
        Ok(contents) => Ok(Some(contents)),
        Err(error) if error.kind() == io::ErrorKind::NotFound && !last => Err(error),
        Err(error) => {
            tracing::error!(%error, file = %file.file, "a do-not-call list cannot be read: it blocks");
            Ok(None)
        }
    }
}
