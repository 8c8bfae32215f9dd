//! The file of one area code: 64 bytes of header, then the numbers.
//!
//! | bytes | what |
//! |---|---|
//! | 0..8 | `TWOLEGB1` |
//! | 8..10 | area code, little-endian |
//! | 10 | 0: a bitmap of 1,000,000 bytes; 1: a table of four-byte indices in order |
//! | 11..16 | 0 |
//! | 16..24 | how many numbers, little-endian |
//! | 24..28 | CRC-32 of bytes 0..24, bytes 32..64 and the body, little-endian |
//! | 28..32 | 0 |
//! | 32..64 | SHA-256 of bytes 0..24 and the body |
//!
//! The CRC finds damage at every start, twenty times as fast as the SHA-256, which is for evidence: it stands in the
//! manifest and names the file.

use std::fs;
use std::io;
use std::path::Path;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::{FileEntry, Folder, write};
use crate::error::{ListError, Result};
use crate::set::{AreaSet, Shape};
use crate::{AreaCode, ListId};

const MAGIC: &[u8; 8] = b"TWOLEGB1";
const HEADER: usize = 64;

/// Writes the numbers of an area code. The file's name is of its contents: a file that a manifest names is only ever
/// replaced by the same bytes, which mends it if it was damaged.
pub(crate) fn write_area(
    folder: &Folder,
    list: ListId,
    area: AreaCode,
    set: &AreaSet,
    accessed_on: Date,
) -> Result<FileEntry> {
    let body = set.to_bytes();
    let count = u64::from(set.len());
    let fields: [&[u8]; 5] =
        [MAGIC, &area.value().to_le_bytes(), &[shape_byte(set.shape())], &[0; 5], &count.to_le_bytes()];
    let head = fields.concat();
    let digest = Sha256::new().chain_update(&head).chain_update(&body).finalize();
    let crc = crc(&head, &digest, &body).to_le_bytes();
    let sha256 = hex::encode(digest);
    let short = sha256.get(..16).unwrap_or_default();
    let (file, path) = folder.file_of(list, &format!("{area}-{short}.bits"))?;
    write::replace(&path, &[&head, &crc, &[0; 4], &digest, &body]).map_err(ListError::writing(&path))?;
    Ok(FileEntry { file, count, sha256, accessed_on })
}

/// Reads the numbers of an area code, and makes sure that they are what was written.
pub(crate) fn read_area(folder: &Folder, area: AreaCode, entry: &FileEntry) -> io::Result<AreaSet> {
    let bytes = fs::read(folder.path(&entry.file))?;
    parse(&bytes, area, entry).ok_or_else(|| damaged(folder.path(&entry.file).as_path()))
}

pub(super) fn damaged(path: &Path) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{} is not as it was written", path.display()))
}

fn parse(bytes: &[u8], area: AreaCode, entry: &FileEntry) -> Option<AreaSet> {
    let (header, body) = bytes.split_at_checked(HEADER)?;
    let (head, sums) = header.split_at_checked(24)?;
    let (written, digest) = (sums.get(..4)?, sums.get(8..)?);
    let ours = head.starts_with(MAGIC)
        && head.get(8..10)? == area.value().to_le_bytes()
        && written == crc(head, digest, body).to_le_bytes()
        && hex::encode(digest) == entry.sha256;
    let shape = match head.get(10)? {
        0 => Shape::Bitmap,
        1 => Shape::Table,
        _ => return None,
    };
    ours.then(|| AreaSet::from_bytes(shape, body)).flatten().filter(|set| u64::from(set.len()) == entry.count)
}

fn crc(head: &[u8], digest: &[u8], body: &[u8]) -> u32 {
    let mut crc = crc32fast::Hasher::new();
    for part in [head, digest, body] {
        crc.update(part);
    }
    crc.finalize()
}

const fn shape_byte(shape: Shape) -> u8 {
    match shape {
        Shape::Bitmap => 0,
        Shape::Table => 1,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::set::Bitmap;

    #[test]
    fn a_changed_byte_anywhere_is_found() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(dir.path());
        let area = "813".parse().unwrap();
        for count in [10, 10_000] {
            let mut map = Bitmap::new();
            assert!((0..count).all(|n| map.insert(n * 31)));
            let set = AreaSet::from(map);
            let entry = write_area(&folder, ListId::National, area, &set, date(2026, 11, 20)).unwrap();
            assert_eq!(read_area(&folder, area, &entry).unwrap(), set);
            assert!(read_area(&folder, "727".parse().unwrap(), &entry).is_err());
            let path = folder.path(&entry.file);
            let good = fs::read(&path).unwrap();
            let last = good.len() - 1;
            for at in [0, 8, 10, 16, 24, 40, 64, last / 2 + 32, last] {
                let mut bad = good.clone();
                bad[at] ^= 1;
                fs::write(&path, &bad).unwrap();
                assert!(read_area(&folder, area, &entry).is_err(), "byte {at}");
            }
            fs::write(&path, &good[..last]).unwrap();
            assert!(read_area(&folder, area, &entry).is_err());
        }
    }
}
