//! How many members an archive says it has, read before anything makes room for them.

use std::io::{self, Read, Seek, SeekFrom};

/// The end record without its comment, and the longest comment (APPNOTE 4.3.16).
const END: usize = 22;
const LONGEST_COMMENT: usize = 0xffff;
/// The record that says where that of a large archive is, right before the end record (4.3.15).
const LOCATOR: usize = 20;
/// That record as far as its count of members (4.3.14).
const LARGE_END: usize = 40;

/// The number of members; `None` where the file has not exactly one end, or the end leads nowhere: readers would
/// disagree about what is in it.
pub(super) fn members(file: &mut (impl Read + Seek)) -> io::Result<Option<u64>> {
    let size = file.seek(SeekFrom::End(0))?;
    let longest = u64::try_from(END + LONGEST_COMMENT + LOCATOR).unwrap_or(u64::MAX);
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(size.saturating_sub(longest)))?;
    file.take(longest).read_to_end(&mut tail)?;
    let mut ends = memchr::memmem::find_iter(&tail, b"PK\x05\x06");
    let (Some(end), None) = (ends.next(), ends.next()) else { return Ok(None) };
    let locator = end.checked_sub(LOCATOR).and_then(|at| tail.get(at..end));
    match locator.filter(|locator| locator.starts_with(b"PK\x06\x07")) {
        Some(locator) => members_of_large(file, locator),
        None => Ok(tail.get(end + 10..end + 12).map(little_endian)),
    }
}

fn members_of_large(file: &mut (impl Read + Seek), locator: &[u8]) -> io::Result<Option<u64>> {
    file.seek(SeekFrom::Start(little_endian(locator.get(8..16).unwrap_or_default())))?;
    let mut record = Vec::new();
    file.take(u64::try_from(LARGE_END).unwrap_or(0)).read_to_end(&mut record)?;
    let count = record.get(32..LARGE_END).filter(|_| record.starts_with(b"PK\x06\x06"));
    Ok(count.map(little_endian))
}

fn little_endian(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte))
}
