//! What a file is, by its first bytes.

use std::io::{BufRead, Cursor, Read};

use super::{Fault, reading};
use crate::import::Reason;

/// Enough to see what a file is.
const HEAD: u64 = 4096;

/// What a file of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Looks {
    Lines,
    Xml,
}

/// What a file is, and the file from its beginning, without a byte order mark.
pub(super) fn looks(reader: &mut dyn BufRead) -> Result<(Looks, impl BufRead), Fault> {
    let mut head = Vec::new();
    (&mut *reader).take(HEAD).read_to_end(&mut head).map_err(|error| Fault::whole(reading(&error)))?;
    let other = |what| Err(Fault::whole(Reason::NotText { what }));
    if head.starts_with(b"%PDF") {
        return other("a PDF");
    }
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        return other("text in UTF-16");
    }
    if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return other("an old Excel or Word file");
    }
    if head.contains(&0) {
        return other("not text");
    }
    if head.starts_with(&[0xef, 0xbb, 0xbf]) {
        head.drain(..3);
    }
    let looks = if head.trim_ascii_start().starts_with(b"<") { Looks::Xml } else { Looks::Lines };
    Ok((looks, Cursor::new(head).chain(reader)))
}
