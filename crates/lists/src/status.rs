//! What the lists say of a number or an address.

use std::fmt;

use jiff::civil::Date;
use serde::Serialize;

use crate::ListId;

/// What one list says. Only [`Standing::Clear`] says that the list does not have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It is on the list, however old the list is.
    Hit,
    /// It is not on the list, and the list may be relied on.
    Clear,
    /// The list was never imported.
    NotLoaded,
    /// The list is had by area code, and not of this one.
    NotSubscribed,
    /// It is not on the list, but the list is too old to be relied on.
    Stale {
        /// Days since the list was had from its source.
        days: u32,
    },
    /// The list's file is damaged or missing. Nothing is known: never allow on it.
    Unreadable,
}

/// What one list says, and which issue of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ListStatus {
    /// The list.
    pub list: ListId,
    /// What it says.
    pub standing: Standing,
    /// The list's version: counts its imports. 0 where it was never imported.
    pub version: u64,
    /// The day on which it was had from its source, for this number's area code.
    pub accessed_on: Option<Date>,
    /// Whether it is old enough that people should be told.
    pub due: bool,
}

impl ListStatus {
    /// A list that was never imported.
    pub(crate) const fn not_loaded(list: ListId) -> Self {
        Self { list, standing: Standing::NotLoaded, version: 0, accessed_on: None, due: false }
    }
}

/// What all lists say of a number, from one moment: never a mix of two versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// The national registry, and every other list that was ever imported; in the order of [`ListId`].
    pub lists: Vec<ListStatus>,
}

impl Status {
    /// What one list says.
    pub fn of(&self, list: ListId) -> ListStatus {
        let found = self.lists.iter().find(|status| status.list == list);
        found.copied().unwrap_or(ListStatus::not_loaded(list))
    }
}

impl fmt::Display for ListStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.list.name();
        match self.standing {
            Standing::Hit => write!(f, "{name}: LISTED")?,
            Standing::Clear => write!(f, "{name}: not listed")?,
            Standing::NotLoaded => return write!(f, "{name}: never imported"),
            Standing::NotSubscribed => write!(f, "{name}: this area code was not imported")?,
            Standing::Stale { days } => write!(f, "{name}: not listed, but the list is {days} days old")?,
            Standing::Unreadable => write!(f, "{name}: its file cannot be read, import it again")?,
        }
        write!(f, " (version {}", self.version)?;
        match self.accessed_on {
            Some(day) => write!(f, ", of {day})"),
            None => write!(f, ")"),
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lists.iter().try_for_each(|status| writeln!(f, "{status}"))
    }
}
