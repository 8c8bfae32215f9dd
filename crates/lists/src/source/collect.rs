//! The files that an operator names, with those of folders, in the order of their names.

use std::fs;
use std::path::{Path, PathBuf};

use super::Limits;
use crate::error::{ListError, Result};
use crate::import::Reason;

/// How deep folders are looked into.
const DEEPEST: usize = 8;

/// Every file, each once; those whose name begins with a full stop left out, which systems put into folders by
/// themselves. A file that is named stays where it was named.
pub(crate) fn collect(paths: &[PathBuf], limits: Limits) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        add(path, 0, limits, &mut files)?;
    }
    if files.is_empty() {
        return Err(Reason::NoFiles.into());
    }
    Ok(files)
}

fn add(path: &Path, depth: usize, limits: Limits, files: &mut Vec<PathBuf>) -> Result<()> {
    let meta = fs::metadata(path).map_err(ListError::reading(path))?;
    if !meta.is_dir() {
        if !files.iter().any(|known| known == path) {
            files.push(path.to_owned());
        }
        if files.len() > limits.files {
            return Err(Reason::TooManyFiles { limit: limits.files }.into());
        }
        return Ok(());
    }
    if depth == DEEPEST {
        return Ok(());
    }
    let entries = fs::read_dir(path).and_then(Iterator::collect::<std::io::Result<Vec<_>>>);
    let mut children: Vec<_> =
        entries.map_err(ListError::reading(path))?.iter().map(fs::DirEntry::path).collect();
    children.sort();
    let hidden =
        |child: &PathBuf| child.file_name().is_none_or(|name| name.as_encoded_bytes().starts_with(b"."));
    children.iter().filter(|child| !hidden(child)).try_for_each(|child| add(child, depth + 1, limits, files))
}
