//! Recordings on disk, so that they survive a restart: `{sid}.json`, `{sid}.mono.mp3` and `{sid}.dual.mp3`.

use std::io;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use tokio::fs;

use super::{Facts, Sound};
use crate::carrier::sid;

/// The folder.
#[derive(Debug, Clone)]
pub(crate) struct Disk(PathBuf);

impl Disk {
    /// Opens (and makes) the folder of recordings below `data_dir`.
    pub(crate) async fn open(data_dir: &Path) -> io::Result<Self> {
        let folder = data_dir.join("recordings");
        fs::create_dir_all(&folder).await?;
        Ok(Self(folder))
    }

    /// Everything that was kept, oldest first. What can't be read is left out, and said.
    pub(crate) async fn load(&self) -> io::Result<Vec<Facts>> {
        let mut all = Vec::new();
        let mut entries = fs::read_dir(&self.0).await?;
        while let Some(entry) = entries.next_entry().await? {
            let path = entry.path();
            if path.extension().is_none_or(|extension| extension != "json") {
                continue;
            }
            match serde_json::from_slice::<Facts>(&fs::read(&path).await?) {
                Ok(facts) if sid::is("RE", &facts.sid) => all.push(facts),
                _ => tracing::warn!(file = ?entry.file_name(), "not a recording's data; left alone"),
            }
        }
        all.sort_by_key(|facts| facts.start_time);
        Ok(all)
    }

    /// Keeps a recording. The data is written last: where it is, the sound is.
    pub(crate) async fn save(&self, facts: &Facts, sound: &Sound) -> io::Result<()> {
        let sid = &facts.sid;
        self.write(&format!("{sid}.mono.mp3"), &sound.mono).await?;
        self.write(&format!("{sid}.dual.mp3"), &sound.dual).await?;
        self.write(&format!("{sid}.json"), &serde_json::to_vec(facts)?).await
    }

    /// The sound of a recording.
    pub(crate) async fn sound(&self, sid: &str) -> io::Result<Sound> {
        let read = async |name: String| fs::read(self.0.join(name)).await.map(Bytes::from);
        Ok(Sound {
            mono: read(format!("{sid}.mono.mp3")).await?,
            dual: read(format!("{sid}.dual.mp3")).await?,
        })
    }

    /// Deletes all recordings.
    pub(crate) async fn clear(&self) -> io::Result<()> {
        for facts in self.load().await? {
            self.delete(&facts.sid).await?;
        }
        Ok(())
    }

    /// Deletes one recording. The data goes first: where it is, the sound is. What is not there was never written.
    pub(crate) async fn delete(&self, sid: &str) -> io::Result<()> {
        for extension in ["json", "mono.mp3", "dual.mp3"] {
            match fs::remove_file(self.0.join(format!("{sid}.{extension}"))).await {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// Writes under another name and renames, so that a file is never half there.
    async fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let unfinished = self.0.join(format!("{name}.part"));
        fs::write(&unfinished, bytes).await?;
        fs::rename(&unfinished, self.0.join(name)).await
    }
}
