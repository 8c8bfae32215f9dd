//! A reader that gives up rather than unpack without end.

use std::cell::Cell;
use std::io::{self, Read};

use super::Limits;
use crate::import::Reason;

/// Counts what is read, of this file and of the whole import.
pub(super) struct Bounded<'a, R> {
    inner: R,
    limits: Limits,
    /// Bytes on disk.
    packed: u64,
    /// Bytes of this file so far.
    read: u64,
    /// Bytes of the import so far.
    total: &'a Cell<u64>,
}

impl<'a, R: Read> Bounded<'a, R> {
    pub(super) fn new(inner: R, packed: u64, limits: Limits, total: &'a Cell<u64>) -> Self {
        Self { inner, limits, packed, read: 0, total }
    }
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(out)?;
        let bytes = u64::try_from(count).unwrap_or(u64::MAX);
        self.read = self.read.saturating_add(bytes);
        self.total.set(self.total.get().saturating_add(bytes));
        if self.total.get() > self.limits.bytes {
            return Err(io::Error::other(Reason::TooBig { limit: self.limits.bytes }));
        }
        if self.read > self.limits.harmless && self.read / self.limits.times > self.packed {
            return Err(io::Error::other(Reason::Bomb { times: self.limits.times }));
        }
        Ok(count)
    }
}
