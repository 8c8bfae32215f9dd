//! The data file: read once at the start, written off the request path soon after each change.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use super::catalog::Catalog;
use super::lock;
use super::state::State;

const FILE: &str = "sandbox-crm.json";
/// How long changes are gathered before they are written: a save makes a handful at once.
const GATHER: Duration = Duration::from_millis(100);

/// The data file in `dir`, which is made if need be.
pub(super) fn data_file(dir: PathBuf) -> io::Result<PathBuf> {
    fs::create_dir_all(&dir)?;
    Ok(dir.join(FILE))
}

/// What the file holds; `None` when there is none, when it is of other apps, or when it cannot be read (it is
/// set aside then, so that it can be looked at).
pub(super) fn load(file: &Path, catalog: &Catalog) -> Option<State> {
    let text = match fs::read(file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => {
            tracing::warn!(%error, "the CRM's data file cannot be read: starting from the seeds");
            return None;
        }
    };
    match serde_json::from_slice::<State>(&text) {
        Ok(state) if state.items.values().all(|item| catalog.app(item.app_id).is_some()) => Some(state),
        Ok(_) => {
            tracing::warn!("the CRM's data file is of other apps: starting from the seeds");
            set_aside(file);
            None
        }
        Err(error) => {
            tracing::warn!(%error, "the CRM's data file is damaged: starting from the seeds");
            set_aside(file);
            None
        }
    }
}

fn set_aside(file: &Path) {
    if let Err(error) = fs::rename(file, file.with_extension("json.old")) {
        tracing::warn!(%error, "the CRM's old data file could not be set aside");
    }
}

/// A thread that writes the state after changes, and once more when the CRM is dropped.
pub(super) struct Saver {
    // `None` only while dropping.
    changes: Option<Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Saver {
    pub(super) fn start(file: PathBuf, state: Arc<Mutex<State>>) -> io::Result<Self> {
        let (changes, queue) = mpsc::channel();
        let thread = thread::Builder::new()
            .name("sandbox-crm-saver".to_owned())
            .spawn(move || save_changes(&queue, &file, &state))?;
        Ok(Self { changes: Some(changes), thread: Some(thread) })
    }

    /// Says that the state is no longer what the file holds.
    pub(super) fn changed(&self) {
        if let Some(changes) = &self.changes {
            // The thread only ends when this sender does.
            let _ = changes.send(());
        }
    }
}

impl Drop for Saver {
    fn drop(&mut self) {
        self.changes = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn save_changes(queue: &Receiver<()>, file: &Path, state: &Mutex<State>) {
    while queue.recv().is_ok() {
        thread::sleep(GATHER);
        while queue.try_recv().is_ok() {}
        // A copy: a slow disk must not hold up requests.
        let copy = lock(state).clone();
        if let Err(error) = write(file, &copy) {
            tracing::error!(%error, "the CRM's data file could not be written");
        }
    }
}

/// Writes beside the file, then renames: a crash leaves the old file or the new one, never half of one.
fn write(file: &Path, state: &State) -> io::Result<()> {
    let beside = file.with_extension("json.new");
    let mut out = BufWriter::new(File::create(&beside)?);
    serde_json::to_writer(&mut out, state)?;
    out.flush()?;
    out.get_ref().sync_all()?;
    fs::rename(&beside, file)
}
