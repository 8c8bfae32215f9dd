//! The sandbox's clock: it can be set, so that calling hours can be shown at any time of day.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

/// A clock that runs at the usual speed, at an offset from the machine's own. Clones share the offset.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    offset_ms: Arc<AtomicI64>,
    /// Where the offset survives a restart: a call that began by this clock has to end by it.
    file: Option<PathBuf>,
}

impl Clock {
    /// A clock whose setting is kept in `file`, and that begins at `first` where nothing is kept there yet. What cannot be
    /// read there counts as not set.
    pub fn kept_in(file: PathBuf, first: Option<Timestamp>) -> Self {
        let is_new = !file.exists();
        let offset =
            fs::read_to_string(&file).ok().and_then(|text| text.trim().parse().ok()).unwrap_or_default();
        let clock = Self { offset_ms: Arc::new(AtomicI64::new(offset)), file: Some(file) };
        if let Some(first) = first.filter(|_| is_new) {
            clock.set(first);
        }
        clock
    }

    /// A clock that is kept nowhere.
    pub fn unkept(first: Option<Timestamp>) -> Self {
        let clock = Self::default();
        if let Some(first) = first {
            clock.set(first);
        }
        clock
    }

    /// The time now, by this clock.
    pub fn now(&self) -> Timestamp {
        let real = Timestamp::now();
        let offset = SignedDuration::from_millis(self.offset_ms.load(Ordering::Relaxed));
        real.checked_add(offset).unwrap_or(real)
    }

    /// Sets the clock; it runs on from there.
    pub fn set(&self, now: Timestamp) {
        let offset = now.as_millisecond().saturating_sub(Timestamp::now().as_millisecond());
        self.keep(offset);
    }

    /// Back to the machine's own time.
    pub fn reset(&self) {
        self.keep(0);
    }

    fn keep(&self, offset_ms: i64) {
        self.offset_ms.store(offset_ms, Ordering::Relaxed);
        if let Some(file) = &self.file
            && let Err(error) = fs::write(file, offset_ms.to_string())
        {
            tracing::warn!(error = %error, "the sandbox's clock will not be kept over a restart");
        }
    }

    /// Whether the clock was set.
    pub fn is_set(&self) -> bool {
        self.offset_ms.load(Ordering::Relaxed) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_survives_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("clock");
        let set_to: Timestamp = "2026-11-20T18:00:00Z".parse().unwrap();
        Clock::kept_in(file.clone(), None).set(set_to);
        let clock = Clock::kept_in(file.clone(), None);
        assert!(clock.is_set());
        assert!(clock.now() >= set_to && clock.now() < set_to + SignedDuration::from_hours(1));
        clock.reset();
        assert!(!Clock::kept_in(file, None).is_set());
    }

    #[test]
    fn where_a_clock_begins_counts_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("clock");
        let first: Timestamp = "2026-11-20T18:00:00Z".parse().unwrap();
        let later = first + SignedDuration::from_hours(48);
        let clock = Clock::kept_in(file.clone(), Some(first));
        assert!(clock.now() >= first && clock.now() < first + SignedDuration::from_hours(1));
        clock.set(later);
        assert!(Clock::kept_in(file, Some(first)).now() >= later);
    }
}
