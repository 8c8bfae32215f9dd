//! The files of an import: found in folders, told apart from what is packed, and never unpacked without end.

mod bounded;
mod collect;
mod directory;
mod hash;
mod name;
mod unpack;

pub(crate) use collect::collect;
pub(crate) use hash::{Hashed, hash};
pub(crate) use name::{area_in, day_in};
pub(crate) use unpack::{Unpacker, each_text};

/// How much is unpacked at most. The whole national registry is about 3 GB of text, and 6 GB of XML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one import, unpacked.
    pub bytes: u64,
    /// How many times its packed size a file may unpack to. Numbers in order pack well, to a tenth or a twentieth.
    pub times: u64,
    /// Bytes up to which a file may unpack to any multiple: a small text of one number repeated is no bomb.
    pub harmless: u64,
    /// Files of one import; also files of one archive.
    pub files: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 16 << 30, times: 200, harmless: 64 << 20, files: 4096 }
    }
}
