//! What is in a file: itself, or what is packed in it.

use std::cell::Cell;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};

use flate2::bufread::MultiGzDecoder;
use zip::ZipArchive;
use zip::result::ZipError;

use super::Limits;
use super::bounded::Bounded;
use super::directory::members;
use super::name::shown;
use crate::import::{Reason, Refusal};
use crate::parse::Fault;

const BUFFER: usize = 128 * 1024;

/// Reads one text of a file: its name (of the member, in an archive), and the text.
pub(crate) type Read1<'a> = dyn FnMut(&str, &mut dyn BufRead) -> Result<(), Fault> + 'a;

/// Unpacks the files of one import, within its limits.
pub(crate) struct Unpacker {
    limits: Limits,
    /// Bytes so far.
    total: Cell<u64>,
}

impl Unpacker {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, total: Cell::new(0) }
    }

    fn bounded<'a, R: Read + 'a>(&'a self, inner: R, packed: u64) -> BufReader<Bounded<'a, R>> {
        BufReader::with_capacity(BUFFER, Bounded::new(inner, packed, self.limits, &self.total))
    }
}

/// Gives every text of a file: the file, what is in a `.gz`, or each member of a `.zip`, which may be a `.gz` again.
/// What a file is, is seen from its first bytes, not from its name.
pub(crate) fn each_text(
    unpacker: &Unpacker,
    file: &mut (impl Read + Seek),
    name: &str,
    read: &mut Read1<'_>,
) -> Result<(), Refusal> {
    let refuse =
        |fault: Fault| Refusal { file: Some(name.to_owned()), line: fault.line, reason: fault.reason };
    let io = |error: std::io::Error| Refusal::of_file(name, Reason::Broken { detail: error.to_string() });
    let size = file.seek(SeekFrom::End(0)).map_err(io)?;
    file.rewind().map_err(io)?;
    let mut magic = Vec::new();
    (&mut *file).take(4).read_to_end(&mut magic).map_err(io)?;
    file.rewind().map_err(io)?;
    if is_zip(&magic) {
        each_member(unpacker, file, name, read)
    } else {
        text(unpacker, &mut unpacker.bounded(file, size), size, name, read).map_err(refuse)
    }
}

/// One text, unpacked if it is a `.gz`.
fn text(
    unpacker: &Unpacker,
    reader: &mut dyn BufRead,
    packed: u64,
    name: &str,
    read: &mut Read1<'_>,
) -> Result<(), Fault> {
    let start = reader.fill_buf().map_err(|error| Fault::whole(crate::parse::reading(&error)))?;
    if is_zip(start) {
        return Err(Fault::whole(Reason::Nested));
    }
    if !start.starts_with(&[0x1f, 0x8b]) {
        return read(name, reader);
    }
    let mut unpacked = unpacker.bounded(MultiGzDecoder::new(reader), packed);
    if unpacked.fill_buf().is_ok_and(|start| is_zip(start) || start.starts_with(&[0x1f, 0x8b])) {
        return Err(Fault::whole(Reason::Nested));
    }
    read(name, &mut unpacked)
}

fn each_member(
    unpacker: &Unpacker,
    file: &mut (impl Read + Seek),
    name: &str,
    read: &mut Read1<'_>,
) -> Result<(), Refusal> {
    let refuse = |reason| Refusal::of_file(name, reason);
    let broken = |error: ZipError| refuse(Reason::Broken { detail: error.to_string() });
    let too_many = || refuse(Reason::TooManyFiles { limit: unpacker.limits.files });
    // The library makes room for as many as the archive says.
    match members(file).map_err(|error| broken(error.into()))? {
        Some(count) if usize::try_from(count).is_ok_and(|count| count <= unpacker.limits.files) => {}
        Some(_) => return Err(too_many()),
        None => return Err(refuse(Reason::Broken { detail: "it has not one end".to_owned() })),
    }
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(broken)?;
    if archive.len() > unpacker.limits.files {
        return Err(too_many());
    }
    // Tricks that no honest archive needs: one member over another, and two of one name.
    if archive.has_overlapping_files().map_err(broken)? || archive.has_duplicate_names() {
        return Err(refuse(Reason::Broken {
            detail: "its members overlap or have the same name".to_owned(),
        }));
    }
    let mut texts = 0;
    for at in 0..archive.len() {
        let member = match archive.by_index(at) {
            Ok(member) => member,
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(refuse(Reason::Encrypted));
            }
            Err(error) => return Err(broken(error)),
        };
        let inner = member.name().map_err(broken)?.into_owned();
        if inner == "[Content_Types].xml" {
            return Err(refuse(Reason::NotText { what: "an Excel or Word file" }));
        }
        if member.is_dir() || is_litter(&inner) {
            continue;
        }
        texts += 1;
        let packed = member.compressed_size();
        text(unpacker, &mut unpacker.bounded(member, packed), packed, &inner, read).map_err(|fault| {
            Refusal {
                file: Some(format!("{name}: {}", shown(&inner))),
                line: fault.line,
                reason: fault.reason,
            }
        })?;
    }
    if texts == 0 { Err(refuse(Reason::Empty)) } else { Ok(()) }
}

fn is_zip(start: &[u8]) -> bool {
    // The second is an archive without members.
    start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06")
}

/// What systems put into archives by themselves.
fn is_litter(name: &str) -> bool {
    let base = name.rsplit('/').next().unwrap_or(name);
    name.starts_with("__MACOSX/") || base.starts_with('.')
}
