//! The recording of a call, one channel a side.

use std::time::Duration;

use super::audio::decode;
use super::{FRAME, SAMPLE_RATE, SILENCE, mp3};

pub use super::mp3::RecordingError;

/// How far a frame's media time may lead or trail its arrival before the clock of that side is set anew: 0.4 s.
const TOLERANCE: u64 = 3_200;

/// The longest recording, 4 hours, as Twilio's longest call. What comes later is not kept.
const LONGEST: usize = 4 * 3_600 * SAMPLE_RATE as usize;

/// Collects both sides of a call.
///
/// Frames are placed by the time that they were spoken at, not in the order in which they came, so both sides
/// stay aligned when packets are late or lost.
#[derive(Debug, Default)]
pub struct Recorder {
    agent: Track,
    far_end: Track,
}

/// A finished recording.
#[derive(Clone, PartialEq, Eq)]
pub struct Recorded {
    /// How long it is.
    pub duration: Duration,
    /// MP3 at 8 kHz with two channels: the agent, who is the parent leg, is left; the far end is right.
    pub mp3: Vec<u8>,
    /// The same, both sides mixed into one channel.
    pub mono: Vec<u8>,
}

impl std::fmt::Debug for Recorded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recorded").field("duration", &self.duration).finish_non_exhaustive()
    }
}

impl Recorder {
    /// A recording of nothing so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Places what the agent said. `elapsed` is since the recording's start; `spoken` is the RTP time in samples.
    pub fn agent(&mut self, elapsed: Duration, spoken: u64, frame: &[u8; FRAME]) {
        self.agent.place(samples(elapsed), spoken, frame);
    }

    /// Places what the far end said; the times are as for [`agent`](Self::agent), each side with its own RTP time.
    pub fn far_end(&mut self, elapsed: Duration, spoken: u64, frame: &[u8; FRAME]) {
        self.far_end.place(samples(elapsed), spoken, frame);
    }

    /// Fills both sides with silence up to the recording's end.
    pub fn end(&mut self, elapsed: Duration) {
        let end = usize::try_from(samples(elapsed)).unwrap_or(LONGEST);
        self.agent.fill(end);
        self.far_end.fill(end);
    }

    #[cfg(test)]
    pub(super) fn sides(&self) -> [&[u8]; 2] {
        [&self.agent.mulaw, &self.far_end.mulaw]
    }

    /// Encodes the recording. It takes a while: keep it off the async threads, with `spawn_blocking`.
    pub fn finish(mut self) -> Result<Recorded, RecordingError> {
        let end = self.agent.mulaw.len().max(self.far_end.mulaw.len());
        self.agent.fill(end);
        self.far_end.fill(end);
        let agent = self.agent.linear();
        let far_end = self.far_end.linear();
        // Half of each, as one side seldom speaks over the other and the sum must fit.
        let mixed: Vec<i16> = agent.iter().zip(&far_end).map(|(one, other)| one / 2 + other / 2).collect();
        let duration = Duration::from_secs(end as u64) / SAMPLE_RATE;
        Ok(Recorded { duration, mp3: mp3::stereo(&agent, &far_end)?, mono: mp3::mono(&mixed)? })
    }
}

/// One side of a recording.
#[derive(Debug, Default)]
struct Track {
    mulaw: Vec<u8>,
    /// A media time and the sample at which it belongs.
    anchor: Option<(u64, u64)>,
}

impl Track {
    fn place(&mut self, arrived: u64, spoken: u64, frame: &[u8; FRAME]) {
        let by_clock = self
            .anchor
            .and_then(|(time, at)| at.checked_add_signed(spoken.cast_signed() - time.cast_signed()));
        let at = match by_clock {
            Some(at) if at.abs_diff(arrived) <= TOLERANCE => at,
            // The first frame, or a new stream, or a clock that drifts.
            _ => {
                self.anchor = Some((spoken, arrived));
                arrived
            }
        };
        let Ok(at) = usize::try_from(at) else { return };
        if at > LONGEST {
            return;
        }
        self.fill(at + FRAME);
        if let Some(place) = self.mulaw.get_mut(at..at + FRAME) {
            place.copy_from_slice(frame);
        }
    }

    fn fill(&mut self, length: usize) {
        if self.mulaw.len() < length {
            self.mulaw.resize(length.min(LONGEST + FRAME), SILENCE);
        }
    }

    fn linear(&self) -> Vec<i16> {
        self.mulaw.iter().map(|code| decode(*code)).collect()
    }
}

fn samples(elapsed: Duration) -> u64 {
    u64::try_from(elapsed.as_micros() * u128::from(SAMPLE_RATE) / 1_000_000).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SPOKEN: [u8; FRAME] = [0x20; FRAME];

    fn millis(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn a_gap_is_silence_and_does_not_shift_what_follows() {
        let mut recorder = Recorder::new();
        recorder.agent(millis(0), 5_000, &SPOKEN);
        // Four frames are lost, and the next is late by 30 ms.
        recorder.agent(millis(130), 5_000 + 5 * 160, &SPOKEN);
        let track = &recorder.agent.mulaw;
        assert_eq!(track.len(), 6 * FRAME);
        assert_eq!(track[..FRAME], SPOKEN);
        assert!(track[FRAME..5 * FRAME].iter().all(|code| *code == SILENCE));
        assert_eq!(track[5 * FRAME..], SPOKEN);
    }

    #[test]
    fn both_sides_share_one_time_line() {
        let mut recorder = Recorder::new();
        recorder.far_end(millis(0), 0, &SPOKEN);
        recorder.agent(millis(1_000), 77_777, &SPOKEN);
        recorder.end(millis(2_000));
        assert_eq!(recorder.agent.mulaw.iter().position(|code| *code != SILENCE), Some(8_000));
        assert_eq!(recorder.far_end.mulaw.len(), 16_000);
        assert_eq!(recorder.agent.mulaw.len(), 16_000);
    }

    #[test]
    fn a_clock_that_jumps_is_not_believed() {
        let mut recorder = Recorder::new();
        recorder.agent(millis(0), 0, &SPOKEN);
        recorder.agent(millis(20), u64::MAX / 2, &SPOKEN);
        recorder.agent(millis(40), 3, &SPOKEN);
        assert_eq!(recorder.agent.mulaw.len(), 3 * FRAME);
    }

    #[test]
    fn it_stops_growing_at_the_longest() {
        let mut track = Track::default();
        track.fill(usize::MAX);
        assert_eq!(track.mulaw.len(), LONGEST + FRAME);
        track.place(u64::MAX, 0, &SPOKEN);
        assert_eq!(track.mulaw.len(), LONGEST + FRAME);
    }

    #[test]
    fn the_recording_is_as_long_as_the_longer_side() {
        let mut recorder = Recorder::new();
        recorder.agent(millis(480), 0, &SPOKEN);
        let recorded = recorder.finish().unwrap();
        assert_eq!(recorded.duration, millis(500));
        assert!(!recorded.mp3.is_empty());
        assert!(!recorded.mono.is_empty());
    }

    proptest! {
        #[test]
        fn frames_land_in_the_same_place_in_any_order(mut order in Just((0_u64..8).collect::<Vec<_>>()).prop_shuffle()) {
            // The first sets the clock, so it stays the first.
            order.retain(|frame| *frame != 0);
            let mut track = Track::default();
            track.place(0, 1_000, &[0; FRAME]);
            for frame in order {
                let code = u8::try_from(frame).unwrap();
                track.place(frame * 160, 1_000 + frame * 160, &[code; FRAME]);
            }
            let expected: Vec<u8> = (0..8).flat_map(|code| [code; FRAME]).collect();
            prop_assert_eq!(track.mulaw, expected);
        }
    }
}
