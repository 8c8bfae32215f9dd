//! The lists as people see them: `twoleg dnc show` and `twoleg dnc lookup`.

use std::fmt;

use domain::E164;
use domain::phone::PhoneError;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use crate::ages::days_between;
use crate::disk::ListEntry;
use crate::snapshot::Loaded;
use crate::{Ages, AreaCode, ListId, Lists, Status};

/// One list, for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListInfo {
    /// The list.
    pub list: ListId,
    /// Its name for people.
    pub name: String,
    /// Counts its imports.
    pub version: u64,
    /// Numbers or addresses on it.
    pub count: u64,
    /// The area codes that it has. Empty for addresses.
    pub area_codes: Vec<AreaCode>,
    /// The day on which the oldest part of it was had from its source.
    pub accessed_on: Date,
    /// Days since then.
    pub age_days: u32,
    /// Old enough that people should be told.
    pub due: bool,
    /// Too old to be relied on.
    pub stale: bool,
    /// When it was last imported.
    pub imported_at: Timestamp,
    /// Its files that cannot be read: it blocks until it is imported again.
    pub unreadable: Vec<String>,
    /// Bytes of memory for its numbers.
    pub memory_bytes: usize,
}

/// A number, and what the lists say of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lookup {
    /// The number.
    pub number: E164,
    /// What the lists say.
    #[serde(flatten)]
    pub status: Status,
}

impl Lists {
    /// Every list that was ever imported.
    pub fn show(&self, today: Date) -> Vec<ListInfo> {
        self.show_by(today, self.ages())
    }

    /// The same by other ages: those of the rules in force, which may change while the lists are open.
    pub fn show_by(&self, today: Date, ages: &Ages) -> Vec<ListInfo> {
        let now = self.snapshot();
        let lists = now.lists.iter().filter_map(|loaded| {
            let (list, entry) = (loaded.list, now.manifest.lists.get(&loaded.list)?);
            let accessed_on = entry.areas.values().map(|file| file.accessed_on).min();
            let accessed_on = accessed_on.unwrap_or(entry.accessed_on);
            let (age_days, limit) = (days_between(accessed_on, today), ages.of(list));
            Some(ListInfo {
                list,
                name: list.name(),
                version: entry.version,
                count: entry.count(),
                area_codes: entry.areas.keys().copied().collect(),
                accessed_on,
                age_days,
                due: limit.is_due(age_days),
                stale: limit.is_stale(age_days),
                imported_at: entry.imported_at,
                unreadable: unreadable(loaded, entry),
                memory_bytes: loaded.memory(),
            })
        });
        lists.collect()
    }

    /// What the lists say of a number as somebody typed it.
    ///
    /// # Errors
    /// When the text is no US number.
    pub fn lookup(&self, number: &str, today: Date) -> Result<Lookup, PhoneError> {
        let number = E164::parse(number)?;
        let status = self.status(&number, today);
        Ok(Lookup { number, status })
    }
}

/// The files that could not be read.
fn unreadable(loaded: &Loaded, entry: &ListEntry) -> Vec<String> {
    let areas = entry.areas.iter().map(|(area, file)| (Some(*area), file));
    let files = areas.chain(entry.addresses.iter().map(|file| (None, file)));
    files.filter(|(area, _)| !loaded.has_read(*area)).map(|(_, file)| file.file.clone()).collect()
}

impl fmt::Display for ListInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, version, count, accessed_on, age_days, .. } = self;
        let of = if self.list.is_of_addresses() { "addresses" } else { "numbers" };
        write!(f, "{name}: version {version}, {count} {of}")?;
        if !self.area_codes.is_empty() {
            write!(f, " in {} area codes", self.area_codes.len())?;
        }
        write!(f, ", of {accessed_on} ({age_days} days old)")?;
        match (self.stale, self.due) {
            (true, _) => f.write_str(": STALE, import it again")?,
            (false, true) => f.write_str(": import it again soon")?,
            (false, false) => {}
        }
        self.unreadable
            .iter()
            .try_for_each(|file| write!(f, "; {file} CANNOT BE READ, import the list again"))
    }
}

impl fmt::Display for Lookup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.number.national(), self.status)
    }
}
