//! XML in pieces of sane length, so that a parser that holds one piece (a tag, a comment, a text) holds little.

use std::io::{self, BufRead, Read};

use memchr::memchr_iter;

use crate::import::Reason;

/// The longest piece, bytes.
const LONGEST: usize = 64 * 1024;

/// A reader that stops where one piece has become too long, and counts lines.
pub(super) struct Pieces<R> {
    inner: R,
    /// Bytes of the piece that is being read.
    read: usize,
    line: u64,
}

impl<R> Pieces<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, read: 0, line: 1 }
    }

    /// What is read from now on is another piece.
    pub(super) fn next(&mut self) {
        self.read = 0;
    }

    /// The line up to which was read.
    pub(super) fn line(&self) -> u64 {
        self.line
    }
}

impl<R: BufRead> BufRead for Pieces<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.read > LONGEST {
            return Err(io::Error::other(Reason::LongLine { limit: LONGEST }));
        }
        // Not more at once than a piece may have: it could be as long as the buffer else.
        let buffer = self.inner.fill_buf()?;
        Ok(buffer.get(..LONGEST).unwrap_or(buffer))
    }

    fn consume(&mut self, amount: usize) {
        // The same buffer again: it is not empty, so nothing is read.
        if let Some(used) = self.inner.fill_buf().ok().and_then(|buffer| buffer.get(..amount)) {
            self.line += u64::try_from(memchr_iter(b'\n', used).count()).unwrap_or(0);
        }
        self.read += amount;
        self.inner.consume(amount);
    }
}

impl<R: BufRead> Read for Pieces<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(out)?;
        self.consume(read);
        Ok(read)
    }
}
