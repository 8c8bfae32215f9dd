//! Lines of a file, without holding more than one in memory.

use std::io::{BufRead, ErrorKind};

use memchr::memchr;

use super::{Fault, reading};
use crate::import::Reason;

/// The longest line that a list may have, in bytes.
pub(super) const LONGEST: usize = 4096;

/// Gives each line with its number, without its end. A last line without an end counts.
pub(super) fn each_line(
    reader: &mut dyn BufRead,
    mut each: impl FnMut(u64, &[u8]) -> Result<(), Reason>,
) -> Result<(), Fault> {
    let mut number = 1;
    // The beginning of a line whose end is not read yet.
    let mut carry: Vec<u8> = Vec::new();
    loop {
        let buffer = match reader.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(Fault::at(number, reading(&error))),
        };
        if buffer.is_empty() {
            break;
        }
        let mut rest = buffer;
        while let Some(end) = memchr(b'\n', rest) {
            let (line, after) = rest.split_at_checked(end).unwrap_or_default();
            if carry.is_empty() {
                give(number, line, &mut each)?;
            } else {
                carry.extend_from_slice(line);
                give(number, &carry, &mut each)?;
                carry.clear();
            }
            number += 1;
            rest = after.get(1..).unwrap_or_default();
        }
        if carry.len() + rest.len() > LONGEST {
            return Err(Fault::at(number, Reason::LongLine { limit: LONGEST }));
        }
        carry.extend_from_slice(rest);
        let read = buffer.len();
        reader.consume(read);
    }
    if carry.is_empty() { Ok(()) } else { give(number, &carry, &mut each) }
}

fn give(
    number: u64,
    line: &[u8],
    each: &mut impl FnMut(u64, &[u8]) -> Result<(), Reason>,
) -> Result<(), Fault> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if line.len() > LONGEST {
        return Err(Fault::at(number, Reason::LongLine { limit: LONGEST }));
    }
    each(number, line).map_err(|reason| Fault::at(number, reason))
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Read};

    use proptest::prelude::*;

    use super::*;

    fn lines(mut reader: impl BufRead) -> Result<Vec<(u64, Vec<u8>)>, Fault> {
        let mut out = Vec::new();
        each_line(&mut reader, |number, line| {
            out.push((number, line.to_owned()));
            Ok(())
        })?;
        Ok(out)
    }

    #[test]
    fn long_lines_end_the_reading() {
        let endless = BufReader::new(std::io::repeat(b'1').take(1 << 40));
        assert_eq!(lines(endless), Err(Fault::at(1, Reason::LongLine { limit: LONGEST })));
        let mut text = vec![b'1'; LONGEST + 1];
        text.push(b'\n');
        assert!(lines(&text[..]).is_err() && lines(&text[1..]).is_ok());
    }

    proptest! {
        /// However the reader cuts it up.
        #[test]
        fn lines_are_lines(text in "[0-9,\r\n]{0,60}", buffer in 1_usize..20) {
            let cut = BufReader::with_capacity(buffer, text.as_bytes());
            let expected: Vec<_> = text.split_inclusive('\n')
                .map(|line| line.strip_suffix('\n').unwrap_or(line))
                .map(|line| line.strip_suffix('\r').unwrap_or(line).as_bytes().to_owned())
                .zip(1..).map(|(line, number)| (number, line)).collect();
            prop_assert_eq!(lines(cut).unwrap(), expected);
        }
    }
}
