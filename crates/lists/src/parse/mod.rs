//! From bytes to numbers and addresses. Nothing here knows of lists; a line that cannot be understood is an error,
//! never skipped.

mod addresses;
mod columns;
mod field;
mod header;
mod lines;
mod numbers;
mod sniff;
#[cfg(test)]
mod tests;
mod text;
mod xml;

use jiff::civil::DateTime;

pub(crate) use addresses::read_addresses;
pub(crate) use numbers::read_numbers;

use crate::AreaCode;
use crate::import::{ImportKind, Reason};

/// A number as a line has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// Area code and number, as their values.
    Ten { area: u32, seven: u32 },
    /// The number alone: its area code stands elsewhere.
    Seven(u32),
}

/// What a change does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// Onto the list.
    Add,
    /// Off the list.
    Delete,
}

/// One number of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) number: Written,
    /// In a change list.
    pub(crate) action: Option<Action>,
    /// When it changed, or was listed.
    pub(crate) when: Option<DateTime>,
}

/// What is found in a file, in its order.
pub(crate) enum Found {
    /// The file says what it is.
    Kind(ImportKind),
    /// The file says its area code.
    Area(AreaCode),
    /// A number.
    Entry(Entry),
}

/// What is wrong, and in which line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) line: Option<u64>,
    pub(crate) reason: Reason,
}

impl Fault {
    pub(crate) const fn at(line: u64, reason: Reason) -> Self {
        Self { line: Some(line), reason }
    }

    pub(crate) const fn whole(reason: Reason) -> Self {
        Self { line: None, reason }
    }
}

/// A reader's error is a [`Reason`] of ours that had to go through `io`, or the file's fault.
pub(crate) fn reading(error: &std::io::Error) -> Reason {
    let ours = error.get_ref().and_then(|inner| inner.downcast_ref::<Reason>());
    ours.cloned().unwrap_or_else(|| Reason::Broken { detail: error.to_string() })
}
