//! The lists as a server uses them.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use domain::E164;
use jiff::civil::Date;

use crate::disk::Folder;
use crate::error::{ListError, Result};
use crate::load::load;
use crate::snapshot::Snapshot;
use crate::stamp::Stamp;
use crate::{Ages, ImportOptions, ImportRecord, ListId, ListStatus, Report, Status};

/// How often a manifest is read again when a file that it names is gone: somebody is importing faster than we read.
const ATTEMPTS: usize = 5;

/// Every do-not-call list of a data folder. Looking up takes no lock, and sees one moment of all lists.
#[derive(Debug)]
pub struct Lists {
    path: PathBuf,
    folder: Folder,
    ages: Ages,
    now: ArcSwap<Snapshot>,
    // What the manifest's file looked like when it was last read; held while reading it.
    stamp: Mutex<Option<Stamp>>,
}

impl Lists {
    /// Reads the lists of a data folder, which is made by the first import, and removes what a broken-off import left.
    ///
    /// A list whose file is damaged is kept, and says [`crate::Standing::Unreadable`].
    ///
    /// # Errors
    /// When the folder or its manifest cannot be read.
    pub fn open(path: &Path, ages: Ages) -> Result<Self> {
        let folder = Folder::new(path);
        // A process that imports now has files there too, and the lock. A replica may have no right to write.
        if !folder.leftovers(&folder.read()?).is_empty()
            && let Ok(lock) = folder.lock()
        {
            folder.tidy(&folder.read()?, &lock);
        }
        let lists =
            Self { path: path.to_owned(), folder, ages, now: ArcSwap::default(), stamp: Mutex::new(None) };
        lists.reload_if_changed()?;
        Ok(lists)
    }

    /// What every list says of a number, on this day. Nanoseconds; never fails, never blocks.
    pub fn status(&self, number: &E164, today: Date) -> Status {
        self.now.load().status(number, today, &self.ages)
    }

    /// What one list says of a number. Without allocation.
    pub fn status_of(&self, list: ListId, number: &E164, today: Date) -> ListStatus {
        self.now.load().status_of(list, number, today, &self.ages)
    }

    /// What Philadelphia's do-not-solicit list says of a street address there, `1234 N Broad St, Apt 2`. Ask only for
    /// properties in Philadelphia: the city is not looked at. An address without a house number is
    /// [`crate::Standing::Unreadable`], unless the list was never imported.
    pub fn address_status(&self, street: &str, today: Date) -> ListStatus {
        self.now.load().address_status(street, today, &self.ages)
    }

    /// All lists at this moment, for going through many numbers: they are all asked of the same versions, and the
    /// processor may fetch several at once.
    pub fn view(&self) -> View {
        View { now: self.now.load_full(), ages: self.ages }
    }

    /// Takes over what another process has imported. Cheap when nothing was: one look at the manifest's file. Whether
    /// there was something new.
    ///
    /// # Errors
    /// When the manifest cannot be read. The lists stay as they are then.
    pub fn reload_if_changed(&self) -> Result<bool> {
        let mut stamp = self.stamp.lock().unwrap_or_else(PoisonError::into_inner);
        let found = self.folder.stamp()?;
        if *stamp == found {
            return Ok(false);
        }
        if found.is_none() {
            // It was there before: a manifest is replaced, never removed.
            let path = self.path.join("manifest.json");
            return Err(ListError::Damaged { path, detail: "it is gone".to_owned() });
        }
        let before = self.now.load_full();
        let next = self.load(&before)?;
        let changed = next.manifest.generation != before.manifest.generation;
        self.now.store(Arc::new(next));
        *stamp = found;
        Ok(changed)
    }

    fn load(&self, before: &Snapshot) -> Result<Snapshot> {
        let mut attempt = 1;
        loop {
            let manifest = self.folder.read()?;
            match load(&self.folder, manifest, before, attempt == ATTEMPTS) {
                Ok(snapshot) => return Ok(snapshot),
                // Swapped away between the manifest and the file, most likely.
                Err(_) if attempt < ATTEMPTS => attempt += 1,
                Err(source) => return Err(ListError::reading(&self.path)(source)),
            }
        }
    }

    /// Imports, and uses the new list at once. See [`crate::import()`].
    ///
    /// # Errors
    /// As [`crate::import()`]; and when the new list cannot be read back.
    pub fn import(&self, options: &ImportOptions) -> Result<Report> {
        let report = crate::import(&self.path, options)?;
        self.reload_if_changed()?;
        Ok(report)
    }

    /// Counts the swaps of the data folder: two look-ups with the same generation before and after saw the same lists.
    pub fn generation(&self) -> u64 {
        self.now.load().manifest.generation
    }

    /// Every import that there was, oldest first: for evidence.
    pub fn imports(&self) -> Vec<ImportRecord> {
        self.now.load().manifest.imports.clone()
    }

    /// How old each list may be.
    pub const fn ages(&self) -> &Ages {
        &self.ages
    }

    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        self.now.load_full()
    }
}

/// All lists at one moment; see [`Lists::view`].
#[derive(Debug, Clone)]
pub struct View {
    now: Arc<Snapshot>,
    ages: Ages,
}

impl View {
    /// As [`Lists::status`].
    pub fn status(&self, number: &E164, today: Date) -> Status {
        self.now.status(number, today, &self.ages)
    }

    /// As [`Lists::status_of`].
    pub fn status_of(&self, list: ListId, number: &E164, today: Date) -> ListStatus {
        self.now.status_of(list, number, today, &self.ages)
    }

    /// As [`Lists::address_status`].
    pub fn address_status(&self, street: &str, today: Date) -> ListStatus {
        self.now.address_status(street, today, &self.ages)
    }

    /// Which version of a list there is, and the day on which it was had: for what is known not to be on it without
    /// asking. `None` where it was never imported.
    pub fn issue(&self, list: ListId) -> Option<(u64, Date)> {
        self.now.list(list).map(|loaded| (loaded.version, loaded.accessed_on))
    }

    /// As [`Lists::generation`].
    pub fn generation(&self) -> u64 {
        self.now.manifest.generation
    }
}
