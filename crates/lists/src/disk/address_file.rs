//! The file of a list of addresses: one normalised address a line, in order.

use std::collections::BTreeSet;
use std::fs;
use std::io;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::area_file::damaged;
use super::{FileEntry, Folder, write};
use crate::ListId;
use crate::error::{ListError, Result};

/// Writes addresses; the file is named by its contents.
pub(crate) fn write_addresses(
    folder: &Folder,
    list: ListId,
    addresses: &BTreeSet<String>,
    accessed_on: Date,
) -> Result<FileEntry> {
    let text: String = addresses.iter().flat_map(|address| [address.as_str(), "\n"]).collect();
    let sha256 = hex::encode(Sha256::digest(text.as_bytes()));
    let short = sha256.get(..16).unwrap_or_default();
    let (file, path) = folder.file_of(list, &format!("{short}.txt"))?;
    write::replace(&path, &[text.as_bytes()]).map_err(ListError::writing(&path))?;
    let count = u64::try_from(addresses.len()).unwrap_or(u64::MAX);
    Ok(FileEntry { file, count, sha256, accessed_on })
}

/// Reads addresses, and makes sure that they are what was written.
pub(crate) fn read_addresses(folder: &Folder, entry: &FileEntry) -> io::Result<BTreeSet<String>> {
    let path = folder.path(&entry.file);
    let bytes = fs::read(&path)?;
    if hex::encode(Sha256::digest(&bytes)) != entry.sha256 {
        return Err(damaged(&path));
    }
    let text = String::from_utf8(bytes).map_err(|_| damaged(&path))?;
    Ok(text.lines().map(str::to_owned).collect())
}
