//! Every list at one moment, in memory.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;

use jiff::civil::Date;

use crate::ages::days_between;
use crate::area::{AREA_CODES, Place};
use crate::disk::{FileEntry, Folder, ListEntry, Manifest, read_addresses, read_area};
use crate::list_id::Coverage;
use crate::set::AreaSet;
use crate::{Ages, ListId, ListStatus, Standing};

/// Every list at one moment. Never changed: the next import makes another.
#[derive(Debug, Default)]
pub(crate) struct Snapshot {
    pub(crate) manifest: Manifest,
    pub(crate) lists: Vec<Loaded>,
}

/// One list in memory.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) list: ListId,
    version: u64,
    accessed_on: Date,
    /// By [`crate::AreaCode::slot`].
    areas: Box<[Option<Part<AreaSet>>]>,
    addresses: Option<Part<BTreeSet<String>>>,
}

/// A file in memory; without contents where it could not be read.
#[derive(Debug)]
struct Part<T> {
    entry: FileEntry,
    contents: Option<Arc<T>>,
}

impl Snapshot {
    /// Reads what the manifest names; what `before` already has of it is taken from there. A file that cannot be read
    /// is kept without contents, and blocks.
    ///
    /// # Errors
    /// Unless it is the `last` attempt, when a file is missing: this is what a swap by another process looks like, so
    /// read the manifest again.
    pub(crate) fn load(folder: &Folder, manifest: Manifest, before: &Self, last: bool) -> io::Result<Self> {
        let lists = manifest.lists.iter();
        let lists = lists.map(|(list, entry)| Loaded::load(folder, *list, entry, before.list(*list), last));
        Ok(Self { lists: lists.collect::<io::Result<_>>()?, manifest })
    }

    /// A list that was imported.
    pub(crate) fn list(&self, list: ListId) -> Option<&Loaded> {
        self.lists.iter().find(|loaded| loaded.list == list)
    }
}

impl Loaded {
    fn load(
        folder: &Folder,
        list: ListId,
        entry: &ListEntry,
        before: Option<&Self>,
        last: bool,
    ) -> io::Result<Self> {
        let mut areas: Vec<_> = std::iter::repeat_with(|| None).take(AREA_CODES).collect();
        for (area, file) in &entry.areas {
            let old = before.and_then(|before| before.areas.get(area.slot())?.as_ref());
            let part = Part::load(file, old, last, || read_area(folder, *area, file))?;
            if let Some(place) = areas.get_mut(area.slot()) {
                *place = Some(part);
            }
        }
        let old = before.and_then(|before| before.addresses.as_ref());
        let addresses = entry.addresses.as_ref();
        let addresses = addresses.map(|file| Part::load(file, old, last, || read_addresses(folder, file)));
        Ok(Self {
            list,
            version: entry.version,
            accessed_on: entry.accessed_on,
            areas: areas.into(),
            addresses: addresses.transpose()?,
        })
    }

    /// What this list says of a number.
    pub(crate) fn status(&self, place: Place, today: Date, ages: &Ages) -> ListStatus {
        let area = self.areas.get(place.area.slot()).and_then(Option::as_ref);
        match (area, self.list.coverage()) {
            (None, Coverage::ByAreaCode) => ListStatus {
                list: self.list,
                standing: Standing::NotSubscribed,
                version: self.version,
                accessed_on: None,
                due: false,
            },
            (None, Coverage::Whole) => self.judge(Some(false), self.accessed_on, today, ages),
            (Some(part), coverage) => {
                let day = match coverage {
                    Coverage::ByAreaCode => part.entry.accessed_on,
                    Coverage::Whole => self.accessed_on,
                };
                let hit = part.contents.as_ref().map(|set| set.contains(place.index));
                self.judge(hit, day, today, ages)
            }
        }
    }

    /// What this list of addresses says of a normalised one.
    pub(crate) fn address_status(&self, address: &str, today: Date, ages: &Ages) -> ListStatus {
        let known = self.addresses.as_ref().and_then(|part| part.contents.as_ref());
        self.judge(known.map(|set| set.contains(address)), self.accessed_on, today, ages)
    }

    /// `hit` is `None` where the file could not be read.
    fn judge(&self, hit: Option<bool>, accessed_on: Date, today: Date, ages: &Ages) -> ListStatus {
        let (days, limit) = (days_between(accessed_on, today), ages.of(self.list));
        let standing = match hit {
            None => Standing::Unreadable,
            Some(true) => Standing::Hit,
            Some(false) if limit.is_stale(days) => Standing::Stale { days },
            Some(false) => Standing::Clear,
        };
        ListStatus {
            list: self.list,
            standing,
            version: self.version,
            accessed_on: Some(accessed_on),
            due: limit.is_due(days),
        }
    }

    /// The files that could not be read.
    pub(crate) fn unreadable(&self) -> impl Iterator<Item = &str> {
        let areas = self.areas.iter().flatten().filter(|part| part.contents.is_none());
        let addresses = self.addresses.iter().filter(|part| part.contents.is_none());
        areas.map(|part| part.entry.file.as_str()).chain(addresses.map(|part| part.entry.file.as_str()))
    }

    /// Bytes of memory for numbers.
    pub(crate) fn memory(&self) -> usize {
        self.areas.iter().flatten().filter_map(|part| part.contents.as_ref()).map(|set| set.memory()).sum()
    }
}

impl<T> Part<T> {
    /// The contents of `old` where it is the same file.
    fn load(
        file: &FileEntry,
        old: Option<&Self>,
        last: bool,
        read: impl FnOnce() -> io::Result<T>,
    ) -> io::Result<Self> {
        let same = old.filter(|old| old.entry.sha256 == file.sha256).and_then(|old| old.contents.clone());
        let contents = match same {
            Some(contents) => Some(contents),
            None => match read() {
                Ok(contents) => Some(Arc::new(contents)),
                Err(error) if error.kind() == io::ErrorKind::NotFound && !last => return Err(error),
                Err(error) => {
                    tracing::error!(%error, file = %file.file, "a do-not-call list cannot be read: it blocks");
                    None
                }
            },
        };
        Ok(Self { entry: file.clone(), contents })
    }
}
