//! The data folder, shared by every process that looks numbers up:
//!
//! ```text
//! manifest.json              which files are the lists now; replaced by a rename, which is the swap
//! import.lock                held by the one process that imports
//! national/813-<hash>.bits   the numbers of one area code; never changed once the manifest names it
//! philadelphia/<hash>.txt    addresses
//! ```
//!
//! What the manifest does not name does not exist: an import that stops half-way leaves only such files, and they are
//! removed at the next start.

mod address_file;
mod area_file;
mod folder;
mod lock;
mod manifest;
mod write;

pub(crate) use address_file::{read_addresses, write_addresses};
pub(crate) use area_file::{read_area, write_area};
pub(crate) use folder::Folder;
pub(crate) use lock::ImportLock;
pub(crate) use manifest::{FileEntry, ListEntry, Manifest};
pub use manifest::{ImportRecord, SourceRecord};
