//! The sandbox's clock: it can be set, so that calling hours can be shown at any time of day.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

/// A clock that runs at the usual speed, at an offset from the machine's own. Clones share the offset.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    offset_ms: Arc<AtomicI64>,
}

impl Clock {
    /// The time now, by this clock.
    pub fn now(&self) -> Timestamp {
        let real = Timestamp::now();
        let offset = SignedDuration::from_millis(self.offset_ms.load(Ordering::Relaxed));
        real.checked_add(offset).unwrap_or(real)
    }

    /// Sets the clock; it runs on from there.
    pub fn set(&self, now: Timestamp) {
        let offset = now.as_millisecond().saturating_sub(Timestamp::now().as_millisecond());
        self.offset_ms.store(offset, Ordering::Relaxed);
    }

    /// Back to the machine's own time.
    pub fn reset(&self) {
        self.offset_ms.store(0, Ordering::Relaxed);
    }

    /// Whether the clock was set.
    pub fn is_set(&self) -> bool {
        self.offset_ms.load(Ordering::Relaxed) != 0
    }
}
