//! A recording that is under way on a leg.

use std::time::{Duration, Instant};

use super::{FRAME, Recorder, SILENCE};

/// Where one side of a call is placed: [`Recorder::agent`] or [`Recorder::far_end`].
pub(super) type Side = fn(&mut Recorder, Duration, u64, &[u8; FRAME]);

pub(super) struct Tape {
    recorder: Recorder,
    started: Instant,
    paused: bool,
}

impl Tape {
    pub(super) fn new(recorder: Recorder, started: Instant) -> Self {
        Self { recorder, started, paused: false }
    }

    pub(super) fn pause(&mut self, paused: bool) {
        self.paused = paused;
    }

    /// Records a frame of either side; while paused, its time passes in silence.
    pub(super) fn keep(&mut self, side: Side, now: Instant, spoken: u64, frame: &[u8; FRAME]) {
        let frame = if self.paused { &[SILENCE; FRAME] } else { frame };
        side(&mut self.recorder, now.saturating_duration_since(self.started), spoken, frame);
    }

    pub(super) fn end(mut self, now: Instant) -> Recorder {
        self.recorder.end(now.saturating_duration_since(self.started));
        self.recorder
    }
}
