//! The data folder as a whole: reading the manifest, swapping it, tidying up.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::manifest::FORMAT;
use super::{FileEntry, ImportLock, Manifest, write};
use crate::ListId;
use crate::error::{ListError, Result};

/// A data folder.
#[derive(Debug, Clone)]
pub(crate) struct Folder(PathBuf);

/// What changes whenever the manifest does: it is always a new file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    inode: u64,
}

impl Folder {
    pub(crate) fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    /// The right to import.
    pub(crate) fn lock(&self) -> Result<ImportLock> {
        ImportLock::take(&self.0)
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
            Ok(meta) => {
                #[cfg(unix)]
                let inode = std::os::unix::fs::MetadataExt::ino(&meta);
                #[cfg(not(unix))]
                let inode = 0;
                Ok(Some(Stamp { length: meta.len(), modified: meta.modified().ok(), inode }))
            }
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

    /// Removes what an import left that did not come to its swap, and what the last swap made superfluous.
    /// Looks only into the folders of lists.
    pub(crate) fn tidy(&self, manifest: &Manifest, _lock: &ImportLock) {
        let named: BTreeSet<&str> = manifest.files().map(|entry: &FileEntry| entry.file.as_str()).collect();
        let _ = fs::remove_file(self.manifest().with_extension("new"));
        for (folder, name) in children(&self.0) {
            if name.parse::<ListId>().is_err() {
                continue;
            }
            for (path, file) in children(&folder) {
                if !named.contains(format!("{name}/{file}").as_str())
                    && let Err(error) = fs::remove_file(&path)
                {
                    tracing::warn!(%error, file = %path.display(), "a file of no list could not be removed");
                }
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
