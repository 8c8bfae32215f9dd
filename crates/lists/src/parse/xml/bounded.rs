//! XML whose tags are of sane length, so that a parser that holds one tag in memory holds little.

use std::io::{self, BufRead, Read};

use memchr::{memchr_iter, memrchr};

use crate::import::Reason;

/// The longest tag or text, bytes.
const LONGEST: usize = 64 * 1024;

/// A reader that stops where nothing was closed for too long, and counts lines.
pub(super) struct Tags<R> {
    inner: R,
    /// Bytes since the last `>`.
    open: usize,
    line: u64,
}

impl<R> Tags<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, open: 0, line: 1 }
    }

    /// The line up to which was read.
    pub(super) fn line(&self) -> u64 {
        self.line
    }
}

impl<R: BufRead> BufRead for Tags<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.open > LONGEST {
            return Err(io::Error::other(Reason::LongLine { limit: LONGEST }));
        }
        // Not more at once than may be open: a tag could be as long as the buffer else.
        let buffer = self.inner.fill_buf()?;
        Ok(buffer.get(..LONGEST).unwrap_or(buffer))
    }

    fn consume(&mut self, amount: usize) {
        // The same buffer again: it is not empty, so nothing is read.
        if let Some(used) = self.inner.fill_buf().ok().and_then(|buffer| buffer.get(..amount)) {
            self.line += u64::try_from(memchr_iter(b'\n', used).count()).unwrap_or(0);
            self.open = match memrchr(b'>', used) {
                Some(close) => amount - close - 1,
                None => self.open + amount,
            };
        }
        self.inner.consume(amount);
    }
}

impl<R: BufRead> Read for Tags<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(out)?;
        self.consume(read);
        Ok(read)
    }
}
