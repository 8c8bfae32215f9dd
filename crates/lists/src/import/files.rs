//! The files of an import: hashed, unpacked, and shown to be the same at the end as at the beginning.

use std::fs::File;
use std::io::BufRead;
use std::path::Path;

use jiff::civil::Date;

use super::{ImportOptions, Reason, Refusal};
use crate::AreaCode;
use crate::disk::SourceRecord;
use crate::error::{ListError, Result};
use crate::parse::Fault;
use crate::source::{Unpacker, area_in, collect, day_in, each_text, hash};

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
        let (sha256, bytes) = hash(&mut file).map_err(ListError::reading(&path))?;
        let before = stamp(&file, &path)?;
        each_text(&unpacker, &mut file, &name, &mut |member, text| {
            // A member's own name says more than that of its archive.
            let area = area_in(member).or_else(|| area_in(&name));
            let day = day_in(member).or_else(|| day_in(&name));
            files.day = [files.day, day].into_iter().flatten().min();
            read(area, text)
        })?;
        if stamp(&file, &path)? != before {
            let detail = "it was changed while it was read".to_owned();
            return Err(Refusal::of_file(&name, Reason::Broken { detail }).into());
        }
        files.sources.push(SourceRecord { file: name, bytes, sha256 });
    }
    Ok(files)
}

fn stamp(file: &File, path: &Path) -> Result<(u64, Option<std::time::SystemTime>)> {
    let meta = file.metadata().map_err(ListError::reading(path))?;
    Ok((meta.len(), meta.modified().ok()))
}

/// The day on which the files were had: what the operator says, or what the names say.
pub(super) fn accessed_on(options: &ImportOptions, named: Option<Date>) -> Result<Date> {
    let date = options.accessed_on.or(named).ok_or(Reason::NoAccessDate)?;
    if date > options.today() { Err(Reason::Future { date }.into()) } else { Ok(date) }
}
