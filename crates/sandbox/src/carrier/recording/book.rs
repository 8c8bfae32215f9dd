//! All recordings: started, paused, stopped, kept, found.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;

use super::{Disk, Facts, Recording, Sound, Source, State};
use crate::carrier::call::Call;
use crate::carrier::pace::Pace;
use crate::carrier::sid;
use crate::carrier::twiml::Subscription;
use crate::clock::Clock;
use crate::faults::Faults;
use crate::media::{Media, Recorder};

/// How long Twilio takes to make a file of a recording.
const PROCESSING: Duration = Duration::from_millis(500);
/// How often a held recording looks whether it may be finished.
const HELD: Duration = Duration::from_millis(50);

/// The recordings, oldest first.
pub(crate) struct Recordings {
    media: Media,
    clock: Clock,
    pace: Pace,
    faults: Faults,
    disk: Option<Disk>,
    /// The API's address, which is in every recording's URL.
    base: String,
    all: Mutex<Vec<Arc<Recording>>>,
}

/// The call's audio is being recorded already.
#[derive(Debug, thiserror::Error)]
#[error("the call is being recorded already")]
pub(crate) struct AlreadyRecording;

impl Recordings {
    /// Opens the book, with what was kept on disk.
    pub(crate) async fn open(
        media: Media,
        clock: Clock,
        pace: Pace,
        faults: Faults,
        disk: Option<Disk>,
        base: String,
    ) -> io::Result<Self> {
        let kept = match &disk {
            Some(disk) => disk.load().await?,
            None => Vec::new(),
        };
        let kept =
            kept.into_iter().map(|facts| Arc::new(Recording::new(facts, String::new(), None))).collect();
        Ok(Self { media, clock, pace, faults, disk, base, all: Mutex::new(kept) })
    }

    /// Starts to record a leg that is up.
    pub(crate) fn start(
        &self,
        call: &Call,
        source: Source,
        channels: u8,
        callback: Option<Subscription>,
    ) -> Result<Arc<Recording>, AlreadyRecording> {
        let now = self.clock.now();
        let facts = Facts {
            sid: sid::recording(),
            call_sid: call.sid().to_owned(),
            source,
            channels,
            start_time: now,
            updated: now,
            duration: None,
            status: State::InProgress,
        };
        let recording = Arc::new(Recording::new(facts, call.media_leg().to_owned(), callback));
        {
            let mut all = self.lock();
            let running = |other: &Arc<Recording>| {
                other.media_leg() == call.media_leg() && other.facts().state_is_running()
            };
            if all.iter().any(running) {
                return Err(AlreadyRecording);
            }
            all.push(Arc::clone(&recording));
        }
        self.media.record(call.media_leg(), Recorder::new());
        recording.tell(call, &self.base);
        Ok(recording)
    }

    /// Pauses or resumes; a recording that is done stays as it is, and `false` is answered.
    pub(crate) fn pause(&self, recording: &Recording, paused: bool) -> bool {
        if !recording.facts().state_is_running() {
            return false;
        }
        self.media.pause_recording(recording.media_leg(), paused);
        let now = self.clock.now();
        recording.change(|facts| {
            facts.status = if paused { State::Paused } else { State::InProgress };
            facts.updated = now;
        });
        true
    }

    /// Stops; the file is made afterwards. `false` if it was stopped before.
    pub(crate) async fn stop(self: &Arc<Self>, recording: &Arc<Recording>, call: &Arc<Call>) -> bool {
        let now = self.clock.now();
        let mut was_running = false;
        recording.change(|facts| {
            was_running = facts.state_is_running();
            if was_running {
                facts.status = State::Processing;
                facts.duration = Some(recording.seconds());
                facts.updated = now;
            }
        });
        if was_running {
            let recorder = self.media.stop_recording(recording.media_leg()).await;
            let (book, recording, call) = (Arc::clone(self), Arc::clone(recording), Arc::clone(call));
            tokio::spawn(async move { book.keep(&recording, &call, recorder).await });
        }
        was_running
    }

    /// Makes the file and tells that it is there.
    async fn keep(&self, recording: &Recording, call: &Call, recorder: Option<Recorder>) {
        tokio::time::sleep(self.pace.of(PROCESSING)).await;
        while self.faults.get().recordings_held {
            tokio::time::sleep(HELD).await;
        }
        let sound = encode(recorder).await;
        if self.find(&recording.facts().sid).is_none() {
            return; // The sandbox was reset meanwhile.
        }
        let now = self.clock.now();
        recording.change(|facts| {
            facts.status = if sound.is_some() { State::Completed } else { State::Absent };
            facts.updated = now;
        });
        if let Some(sound) = sound
            && !self.is_on_disk(&recording.facts(), &sound).await
        {
            recording.lock().sound = Some(sound);
        }
        recording.tell(call, &self.base);
    }

    /// Writes a recording to disk, if there is one, and says whether it is there.
    async fn is_on_disk(&self, facts: &Facts, sound: &Sound) -> bool {
        let Some(disk) = &self.disk else { return false };
        let result = disk.save(facts, sound).await;
        if let Err(error) = &result {
            tracing::error!(%error, "a recording could not be written to disk; it is kept in memory");
        }
        result.is_ok()
    }

    /// The sound of a recording that is done.
    pub(crate) async fn sound(&self, recording: &Recording) -> Option<Sound> {
        let facts = recording.facts();
        if facts.status != State::Completed {
            return None;
        }
        let in_memory = recording.lock().sound.clone();
        match (in_memory, &self.disk) {
            (Some(sound), _) => Some(sound),
            (None, Some(disk)) => disk.sound(&facts.sid).await.ok(),
            (None, None) => None,
        }
    }

    /// The API's address.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    pub(crate) fn find(&self, sid: &str) -> Option<Arc<Recording>> {
        self.lock().iter().find(|recording| recording.facts().sid == sid).cloned()
    }

    /// Those that were started on a leg.
    pub(crate) fn of_call(&self, call_sid: &str) -> Vec<Arc<Recording>> {
        self.lock().iter().filter(|recording| recording.facts().call_sid == call_sid).cloned().collect()
    }

    pub(crate) fn all(&self) -> Vec<Arc<Recording>> {
        self.lock().clone()
    }

    /// Deletes one, and says whether it was there.
    pub(crate) async fn delete(&self, sid: &str) -> io::Result<bool> {
        let Some(recording) = self.find(sid) else { return Ok(false) };
        if let (State::Completed, Some(disk)) = (recording.facts().status, &self.disk) {
            disk.delete(sid).await?;
        }
        self.lock().retain(|other| other.facts().sid != sid);
        Ok(true)
    }

    /// Forgets and deletes all.
    pub(crate) async fn clear(&self) -> io::Result<()> {
        self.lock().clear();
        match &self.disk {
            Some(disk) => disk.clear().await,
            None => Ok(()),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Arc<Recording>>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Encodes what was recorded, off the tasks that carry audio. `None` if there is nothing.
async fn encode(recorder: Option<Recorder>) -> Option<Sound> {
    let recorder = recorder?;
    match tokio::task::spawn_blocking(|| recorder.finish()).await {
        Ok(Ok(recorded)) if !recorded.duration.is_zero() => {
            Some(Sound { mono: Bytes::from(recorded.mono), dual: Bytes::from(recorded.mp3) })
        }
        Ok(Ok(_)) => None,
        Ok(Err(error)) => {
            tracing::error!(%error, "a recording could not be encoded");
            None
        }
        Err(error) => {
            tracing::error!(%error, "a recording's encoder failed");
            None
        }
    }
}
