//! The files of an import: hashed, unpacked, and shown to be the same at the end as at the beginning.

use std::fs::File;
use std::io::{self, BufRead};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use jiff::civil::Date;

use super::{ImportOptions, Reason, Refusal};
use crate::AreaCode;
use crate::disk::SourceRecord;
use crate::error::{ListError, Result};
use crate::parse::Fault;
use crate::source::{Hashed, Unpacker, area_in, collect, day_in, each_text, hash};
use crate::stamp::Stamp;

/// What is known of the files after they were read.
pub(super) struct Files {
    pub(super) sources: Vec<SourceRecord>,
    /// The earliest day that a name says.
    pub(super) day: Option<Date>,
}

/// Reads one text; its name says the area code or not.
type ReadText<'a> = dyn FnMut(Option<AreaCode>, &mut dyn BufRead) -> std::result::Result<(), Fault> + 'a;

/// Gives every text of every file, with the area code that its name says.
pub(super) fn each_file(options: &ImportOptions, read: &mut ReadText<'_>) -> Result<Files> {
    let unpacker = Unpacker::new(options.limits);
    let mut files = Files { sources: Vec::new(), day: None };
    for path in collect(&options.paths, options.limits)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut file = File::open(&path).map_err(ListError::reading(&path))?;
        let before = stamp(&file, &path)?;
        let stop = AtomicBool::new(false);
        // Hashing takes longer than reading numbers: at the same time, where there are two cores.
        let (text, hashed) = thread::scope(|scope| {
            let hashing = scope.spawn(|| hash(&path, &stop));
            let text = each_text(&unpacker, &mut file, &name, &mut |member, text| {
                // A member's own name says more than that of its archive.
                let area = area_in(member).or_else(|| area_in(&name));
                let day = day_in(member).or_else(|| day_in(&name));
                files.day = [files.day, day].into_iter().flatten().min();
                read(area, text)
            });
            stop.store(text.is_err(), Ordering::Relaxed);
            (
                text,
                hashing.join().unwrap_or_else(|_| Err(io::Error::other("the thread that hashed it failed"))),
            )
        });
        text?;
        let Hashed { bytes, sha256, stamp: after } = hashed.map_err(ListError::reading(&path))?;
        if stamp(&file, &path)? != before || after != before {
            let detail = "it was changed while it was read".to_owned();
            return Err(Refusal::of_file(&name, Reason::Broken { detail }).into());
        }
        files.sources.push(SourceRecord { file: name, bytes, sha256 });
    }
    Ok(files)
}

fn stamp(file: &File, path: &Path) -> Result<Stamp> {
    Ok(file.metadata().map_err(ListError::reading(path))?.into())
}

/// The day on which the files were had: what the operator says, or what the names say.
pub(super) fn accessed_on(options: &ImportOptions, named: Option<Date>) -> Result<Date> {
    let date = options.accessed_on.or(named).ok_or(Reason::NoAccessDate)?;
    if date > options.today() { Err(Reason::Future { date }.into()) } else { Ok(date) }
}
