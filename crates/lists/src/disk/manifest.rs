//! Which files are the lists now, and every import that there was.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::import::ImportKind;
use crate::{AreaCode, ListId};

/// What this version writes.
pub(super) const FORMAT: u32 = 1;

/// The contents of `manifest.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// The form of this file.
    pub(crate) format: u32,
    /// Counts the swaps of the whole folder.
    pub(crate) generation: u64,
    /// The lists that there are.
    pub(crate) lists: BTreeMap<ListId, ListEntry>,
    /// Every import that was ever swapped in, oldest first.
    pub(crate) imports: Vec<ImportRecord>,
}

impl Default for Manifest {
    fn default() -> Self {
        Self { format: FORMAT, generation: 0, lists: BTreeMap::new(), imports: Vec::new() }
    }
}

impl Manifest {
    /// Every file that it names.
    pub(crate) fn files(&self) -> impl Iterator<Item = &FileEntry> {
        self.lists.values().flat_map(|list| list.areas.values().chain(&list.addresses))
    }
}

/// One list as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ListEntry {
    /// Counts the imports of this list.
    pub(crate) version: u64,
    /// Of the last import.
    pub(crate) accessed_on: Date,
    /// Of the last import.
    pub(crate) imported_at: Timestamp,
    /// The numbers, by area code.
    pub(crate) areas: BTreeMap<AreaCode, FileEntry>,
    /// The addresses, of a list of addresses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) addresses: Option<FileEntry>,
}

impl ListEntry {
    /// How many numbers or addresses there are.
    pub(crate) fn count(&self) -> u64 {
        self.areas.values().chain(&self.addresses).map(|file| file.count).sum()
    }
}

/// One file of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileEntry {
    /// Its path in the data folder, with `/`.
    pub(crate) file: String,
    /// How many numbers or addresses it holds.
    pub(crate) count: u64,
    /// Of its contents, hex.
    pub(crate) sha256: String,
    /// The day on which these were had from the source.
    pub(crate) accessed_on: Date,
}

/// One import, for good: which issue of a list was in use when, and where it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRecord {
    /// The list.
    pub list: ListId,
    /// The version that it made.
    pub version: u64,
    /// Full or change.
    pub kind: ImportKind,
    /// The files that it was made of, in the order in which they were read.
    pub sources: Vec<SourceRecord>,
    /// Numbers or addresses on the whole list after it.
    pub count: u64,
    /// How many of them were not on it before.
    pub added: u64,
    /// How many were before, and are not now.
    pub removed: u64,
    /// When it was swapped in.
    pub imported_at: Timestamp,
    /// The day on which the files were had from the source.
    pub accessed_on: Date,
    /// The area codes that it covers. Empty for addresses.
    pub area_codes: Vec<AreaCode>,
    /// The operator gave leave for a list more than a tenth smaller.
    #[serde(default)]
    pub allow_smaller: bool,
    /// The operator gave leave to go back to an older list.
    #[serde(default)]
    pub allow_older: bool,
}

/// A file that was imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRecord {
    /// Its name, without folders.
    pub file: String,
    /// Its size in bytes, as it was (packed).
    pub bytes: u64,
    /// Of its bytes, hex.
    pub sha256: String,
}
