//! The hash of a file as it was downloaded.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use sha2::{Digest, Sha256};

use crate::stamp::Stamp;

/// A file's size in bytes, its SHA-256 in hex, and what it looked like.
pub(crate) struct Hashed {
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
    pub(crate) stamp: Stamp,
}

/// Hashes a file; ends early, with no use, when it is told to stop.
pub(crate) fn hash(path: &Path, stop: &AtomicBool) -> io::Result<Hashed> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    while !stop.load(Ordering::Relaxed) {
        let read = match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hasher.update(buffer.get(..read).unwrap_or_default());
        bytes += u64::try_from(read).unwrap_or(0);
    }
    Ok(Hashed { bytes, sha256: hex::encode(hasher.finalize()), stamp: file.metadata()?.into() })
}
