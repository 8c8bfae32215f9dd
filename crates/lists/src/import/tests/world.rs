//! A data folder, and files to import into it.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

use domain::E164;
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{Ages, ImportOptions, ListError, ListId, Lists, Reason, Refusal, Report, Standing, import};

pub(super) const TODAY: Date = date(2026, 11, 20);

/// A data folder, and a folder of downloads beside it.
pub(super) struct World {
    _dir: tempfile::TempDir,
    pub(super) data: PathBuf,
    pub(super) downloads: PathBuf,
}

impl World {
    pub(super) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (data, downloads) = (dir.path().join("lists"), dir.path().join("downloads"));
        fs::create_dir(&downloads).unwrap();
        Self { _dir: dir, data, downloads }
    }

    /// A downloaded file.
    pub(super) fn file(&self, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        let path = self.downloads.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, contents).unwrap();
        path
    }

    pub(super) fn import(&self, options: &ImportOptions) -> Result<Report, ListError> {
        import(&self.data, options)
    }

    /// Imports a text under a name.
    pub(super) fn take(&self, list: &str, name: &str, text: impl AsRef<[u8]>) -> Result<Report, ListError> {
        self.import(&asked(list, self.file(name, text)))
    }

    /// Imports what must be refused, and makes sure that nothing changed by it.
    pub(super) fn refused(&self, options: &ImportOptions) -> Refusal {
        let before = self.everything();
        let refusal = self.import(options).expect_err("refused").refusal().expect("a refusal").clone();
        assert_eq!(self.everything(), before, "{refusal}");
        assert!(refusal.to_string().starts_with("nothing was imported: "), "{refusal}");
        refusal
    }

    /// As [`World::refused`], for a text.
    pub(super) fn refuses(&self, list: &str, name: &str, text: impl AsRef<[u8]>) -> (Option<u64>, Reason) {
        let refusal = self.refused(&asked(list, self.file(name, text)));
        (refusal.line, refusal.reason)
    }

    pub(super) fn lists(&self) -> Lists {
        Lists::open(&self.data, Ages::default()).unwrap()
    }

    /// What one list says of a number today.
    pub(super) fn says(&self, list: &str, number: &str) -> Standing {
        let status = self.lists().status(&E164::parse(number).unwrap(), TODAY);
        status.of(list.parse().unwrap()).standing
    }

    /// Every file of the data folder with its contents; the lock apart.
    pub(super) fn everything(&self) -> Vec<(String, Vec<u8>)> {
        let mut all = Vec::new();
        for folder in [self.data.clone()].into_iter().chain(self.list_folders()) {
            for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                let name = entry.path().strip_prefix(&self.data).unwrap().display().to_string();
                if entry.path().is_file() && name != "import.lock" {
                    all.push((name, fs::read(entry.path()).unwrap()));
                }
            }
        }
        all.sort();
        all
    }

    fn list_folders(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.data).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
    }

    /// The numbers of one area code as they stand in the folder, as seven digits.
    pub(super) fn numbers(&self, list: &str, area: &str) -> BTreeSet<u32> {
        let folder = crate::disk::Folder::new(&self.data);
        let (list, area): (ListId, crate::AreaCode) = (list.parse().unwrap(), area.parse().unwrap());
        let manifest = folder.read().unwrap();
        let Some(file) = manifest.lists.get(&list).and_then(|list| list.areas.get(&area)) else {
            return BTreeSet::new();
        };
        let set = crate::disk::read_area(&folder, area, file).unwrap();
        set.to_bitmap().iter().map(|index| index + 2_000_000).collect()
    }
}

/// Options for a file, had today.
pub(super) fn asked(list: &str, path: PathBuf) -> ImportOptions {
    let now: Timestamp = "2026-11-20T15:00:00Z".parse().unwrap();
    let mut options = ImportOptions::new(list.parse().unwrap(), vec![path], now);
    options.accessed_on = Some(TODAY);
    options
}

pub(super) fn gz(text: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::best());
    out.write_all(text).unwrap();
    out.finish().unwrap()
}

pub(super) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in members {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(text).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// `count` numbers of an area code, one a line, from 200-0000 on.
pub(super) fn lines(area: &str, count: u32) -> String {
    (0..count).flat_map(|n| [area.to_owned(), (2_000_000 + n * 17).to_string(), "\n".to_owned()]).collect()
}
