//! The data folder as a whole: reading the manifest, swapping it, tidying up.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::manifest::FORMAT;
use super::{FileEntry, ImportLock, Manifest, write};
use crate::ListId;
use crate::error::{ListError, Result};
use crate::stamp::Stamp;

/// A data folder.
#[derive(Debug, Clone)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// The right to import, or the error that another process has it.
    pub(crate) fn lock(&self) -> Result<ImportLock> {
        ImportLock::take(&self.0)
    }

    /// The right to import. Waits half a second for a process that only tidies up.
    pub(crate) fn lock_soon(&self) -> Result<ImportLock> {
        for _ in 0..20 {
            match self.lock() {
                Err(ListError::Busy { .. }) => thread::sleep(Duration::from_millis(25)),
                other => return other,
            }
        }
        self.lock()
    }

    /// Where a file that the manifest names is.
    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.0.join(file)
    }

    fn manifest(&self) -> PathBuf {
        self.0.join("manifest.json")
    }

    /// What the lists are; nothing where there never was an import. Files of lists without a manifest are no fresh
    /// start: to take them for one would tidy them away.
    pub(crate) fn read(&self) -> Result<Manifest> {
        let path = self.manifest();
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let lists = children(&self.0).into_iter().filter(|(_, name)| name.parse::<ListId>().is_ok());
                return match lists.map(|(list, _)| children(&list).len()).sum() {
                    0_usize => Ok(Manifest::default()),
                    _ => Err(ListError::Damaged {
                        path,
                        detail: "it is gone, but its lists are there".to_owned(),
                    }),
                };
            }
            Err(error) => return Err(ListError::reading(&path)(error)),
        };
        let manifest: Manifest = serde_json::from_slice(&bytes)
            .map_err(|error| ListError::Damaged { path: path.clone(), detail: error.to_string() })?;
        if manifest.format > FORMAT {
            return Err(ListError::Newer { path, found: manifest.format, known: FORMAT });
        }
        Ok(manifest)
    }

    /// Tells one manifest from the next without reading it. `None` where there is none.
    pub(crate) fn stamp(&self) -> Result<Option<Stamp>> {
        let path = self.manifest();
        match fs::metadata(&path) {
            Ok(meta) => Ok(Some(meta.into())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(ListError::reading(&path)(error)),
        }
    }

    /// The swap: from this moment every process that looks sees the new lists.
    pub(crate) fn swap(&self, manifest: &Manifest, _lock: &ImportLock) -> Result<()> {
        let path = self.manifest();
        let bytes = serde_json::to_vec_pretty(manifest)
            .map_err(|error| ListError::Damaged { path: path.clone(), detail: error.to_string() })?;
        write::replace(&path, &[&bytes])
            .and_then(|()| write::folder(&self.0))
            .map_err(ListError::writing(&path))
    }

    /// What an import left that did not come to its swap, or is writing now, and what the last swap made superfluous.
    /// Only in the folders of lists.
    pub(crate) fn leftovers(&self, manifest: &Manifest) -> Vec<PathBuf> {
        let named: BTreeSet<&str> = manifest.files().map(|entry: &FileEntry| entry.file.as_str()).collect();
        let lists = children(&self.0).into_iter().filter(|(_, name)| name.parse::<ListId>().is_ok());
        let files = lists.flat_map(|(folder, list)| {
            let files = children(&folder).into_iter();
            files.map(move |(path, file)| (path, format!("{list}/{file}")))
        });
        let beside = Some(self.manifest().with_extension("new")).filter(|path| path.exists());
        files.filter(|(_, file)| !named.contains(file.as_str())).map(|(path, _)| path).chain(beside).collect()
    }

    /// Removes what no manifest names.
    pub(crate) fn tidy(&self, manifest: &Manifest, _lock: &ImportLock) {
        for path in self.leftovers(manifest) {
            if let Err(error) = fs::remove_file(&path) {
                tracing::warn!(%error, file = %path.display(), "a file of no list could not be removed");
            }
        }
    }

    /// Makes the folder of a list, and says where a file of it is to stand.
    pub(super) fn file_of(&self, list: ListId, name: &str) -> Result<(String, PathBuf)> {
        let folder = self.0.join(list.to_string());
        fs::create_dir_all(&folder).map_err(ListError::writing(&folder))?;
        Ok((format!("{list}/{name}"), folder.join(name)))
    }

    /// Makes the names of a list's new files durable, before a manifest names them.
    pub(crate) fn sync(&self, list: ListId) -> Result<()> {
        for path in [self.0.join(list.to_string()), self.0.clone()] {
            write::folder(&path).map_err(ListError::writing(&path))?;
        }
        Ok(())
    }
}

/// What is in a folder, with names; nothing where it cannot be read.
fn children(folder: &Path) -> Vec<(PathBuf, String)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| Some((entry.path(), entry.file_name().into_string().ok()?))).collect()
}
