//! Recordings: what is known of each, who is told, and where its sound is.

mod book;
mod disk;
mod events;
mod facts;

pub(crate) use book::Recordings;
pub(crate) use disk::Disk;
pub(crate) use facts::{Facts, Source, State};

use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use tokio::time::Instant;

use super::twiml::Subscription;

/// The sound of a recording that is done, as MP3.
#[derive(Debug, Clone)]
pub(crate) struct Sound {
    /// Both sides in one channel.
    pub(crate) mono: Bytes,
    /// A channel a side: the agent left, the prospect right.
    pub(crate) dual: Bytes,
}

/// A recording, running or done.
#[derive(Debug)]
pub(crate) struct Recording {
    /// Who is told about it.
    callback: Option<Subscription>,
    /// The leg whose audio is recorded: the agent's.
    media_leg: String,
    started: Instant,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    facts: Facts,
    /// The sound, unless it is on disk.
    sound: Option<Sound>,
}

impl Recording {
    fn new(facts: Facts, media_leg: String, callback: Option<Subscription>) -> Self {
        Self { callback, media_leg, started: Instant::now(), inner: Mutex::new(Inner { facts, sound: None }) }
    }

    /// What is known now.
    pub(crate) fn facts(&self) -> Facts {
        self.lock().facts.clone()
    }

    /// The leg whose audio is recorded.
    pub(crate) fn media_leg(&self) -> &str {
        &self.media_leg
    }

    /// Seconds since it was started; begun ones count.
    pub(crate) fn seconds(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis().div_ceil(1000)).unwrap_or(u64::MAX)
    }

    fn change(&self, change: impl FnOnce(&mut Facts)) {
        change(&mut self.lock().facts);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
