//! Files of lists, handed to their readers as bytes: the doors of the fuzz targets. What they find is counted, and
//! written to no disk.

use std::fmt::Write;
use std::io::{BufRead, BufReader, Cursor};

use crate::parse::{Fault, read_addresses, read_numbers};
use crate::source::{Unpacker, area_in, day_in, each_text};
use crate::{Limits, Reason, Refusal};

/// What a file of numbers says, one thing a line, read `chunk` bytes at a time.
///
/// # Errors
/// The line and the reason.
pub fn numbers(bytes: &[u8], chunk: usize) -> Result<String, (Option<u64>, Reason)> {
    let mut found = String::new();
    let note = |line, what: &dyn std::fmt::Debug, found: &mut String| {
        let _ = writeln!(found, "{line} {what:?}");
        Ok(())
    };
    read_numbers(&mut BufReader::with_capacity(chunk, bytes), |line, it| match it {
        crate::parse::Found::Kind(kind) => note(line, &kind, &mut found),
        crate::parse::Found::Area(area) => note(line, &area, &mut found),
        crate::parse::Found::Entry(entry) => note(line, &entry, &mut found),
    })
    .map_err(|Fault { line, reason }| (line, reason))?;
    Ok(found)
}

/// The addresses of a file, in their normal form.
///
/// # Errors
/// The line and the reason.
pub fn addresses(bytes: &[u8], chunk: usize) -> Result<Vec<String>, (Option<u64>, Reason)> {
    let mut found = Vec::new();
    read_addresses(&mut BufReader::with_capacity(chunk, bytes), |_, address| {
        found.push(address);
        Ok(())
    })
    .map_err(|Fault { line, reason }| (line, reason))?;
    Ok(found)
}

/// How many bytes of text come out of a file of any kind.
///
/// # Errors
/// Why it is refused.
pub fn unpacked(name: &str, bytes: &[u8], limits: Limits) -> Result<u64, Refusal> {
    let mut total = 0;
    let mut count = |member: &str, text: &mut dyn BufRead| {
        let _ = (area_in(member), day_in(member));
        let whole = |error: &std::io::Error| Fault { line: None, reason: crate::parse::reading(error) };
        let read = std::io::copy(text, &mut std::io::sink());
        total += read.map_err(|error| whole(&error))?;
        Ok(())
    };
    each_text(&Unpacker::new(limits), &mut Cursor::new(bytes), name, &mut count)?;
    Ok(total)
}
