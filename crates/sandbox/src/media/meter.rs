//! What is known of the audio that an agent sends.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::audio::decode;
use super::{FRAME, SAMPLE_RATE};

/// How far back levels and tones look.
const WINDOW: Duration = Duration::from_secs(1);

/// The peak below which a frame is taken for background noise and not measured for a tone.
const LOUD: i16 = 500;

/// What the carrier heard on a leg.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LegStats {
    /// Whether audio can flow now: connectivity checks passed, keys agreed, and the leg not ended.
    pub connected: bool,
    /// Frames of 20 ms that came from the agent, muted ones included.
    pub frames_received: u64,
    /// The largest magnitude of a sample in the last second, 0 to 32 124. A muted agent sends 0.
    pub last_second_peak: i16,
    /// The frequency of what came in the last second, in hertz, if it was loud enough to measure.
    /// It is exact for a tone and meaningless for speech.
    pub tone_hz: Option<u32>,
    /// The keys that the agent pressed, in order.
    pub digits: String,
}

/// Listens to what an agent sends.
#[derive(Debug, Default)]
pub(super) struct Meter {
    frames_received: u64,
    recent: VecDeque<(Instant, [u8; FRAME])>,
    digits: String,
}

impl Meter {
    /// Takes a frame that came at a time.
    pub(super) fn frame(&mut self, at: Instant, frame: [u8; FRAME]) {
        self.frames_received += 1;
        self.recent.push_back((at, frame));
        // Bounded by number as well as by time: a browser may send faster than it should.
        while self.recent.len() > 50 {
            self.recent.pop_front();
        }
    }

    /// Takes a key.
    pub(super) fn digit(&mut self, digit: char) {
        self.digits.push(digit);
    }

    /// What was heard until a time. `connected` is not for a meter to know.
    pub(super) fn stats(&self, now: Instant) -> LegStats {
        let frames: Vec<[i16; FRAME]> = self
            .recent
            .iter()
            .filter(|(at, _)| now.saturating_duration_since(*at) <= WINDOW)
            .map(|(_, frame)| frame.map(decode))
            .collect();
        LegStats {
            connected: false,
            frames_received: self.frames_received,
            last_second_peak: frames.iter().map(peak).max().unwrap_or_default(),
            tone_hz: tone(&frames),
            digits: self.digits.clone(),
        }
    }
}

fn peak(frame: &[i16; FRAME]) -> i16 {
    frame.iter().map(|sample| sample.saturating_abs()).max().unwrap_or_default()
}

/// The mean frequency of the loud stretches, from the times at which the wave rises through zero.
fn tone(frames: &[[i16; FRAME]]) -> Option<u32> {
    let (mut periods, mut samples) = (0_u32, 0.0_f64);
    for stretch in frames.split(|frame| peak(frame) < LOUD) {
        let rises = rises(stretch.as_flattened());
        if let (Some(first), Some(last)) = (rises.first(), rises.last()) {
            periods += u32::try_from(rises.len() - 1).unwrap_or_default();
            samples += last - first;
        }
    }
    // Less than a few periods is a click.
    if periods < 8 {
        return None;
    }
    let hertz = f64::from(periods) * f64::from(SAMPLE_RATE) / samples;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "positive, and below half the sample rate"
    )]
    Some(hertz.round() as u32)
}

/// Where the wave rises through zero, in samples from the start, interpolated between samples.
fn rises(samples: &[i16]) -> Vec<f64> {
    let mut at = 0.0_f64;
    let mut rises = Vec::new();
    for pair in samples.windows(2) {
        if let [before, after] = pair
            && *before < 0
            && *after >= 0
        {
            let (before, after) = (f64::from(*before), f64::from(*after));
            rises.push(at - before / (after - before));
        }
        at += 1.0;
    }
    rises
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::FarEnd as _;
    use crate::media::SILENCE;
    use crate::media::audio::Tone;

    #[test]
    fn silence_has_no_level_and_no_tone() {
        let mut meter = Meter::default();
        let now = Instant::now();
        for _ in 0..60 {
            meter.frame(now, [SILENCE; FRAME]);
        }
        let stats = meter.stats(now);
        assert_eq!((stats.frames_received, stats.last_second_peak, stats.tone_hz), (60, 0, None));
    }

    #[test]
    fn short_beeps_are_measured_by_themselves() {
        let mut meter = Meter::default();
        let now = Instant::now();
        let mut tone = Tone::new(500.0);
        for turn in 0..50 {
            let frame = if turn % 25 < 5 { tone.speak() } else { [SILENCE; FRAME] };
            meter.frame(now, frame);
        }
        let hertz = meter.stats(now).tone_hz.unwrap();
        assert!(hertz.abs_diff(500) <= 3, "{hertz} Hz");
    }

    #[test]
    fn what_is_older_than_a_second_is_forgotten() {
        let mut meter = Meter::default();
        let now = Instant::now();
        meter.frame(now, Tone::new(440.0).speak());
        assert!(meter.stats(now).last_second_peak > 0);
        let later = meter.stats(now + Duration::from_millis(1_100));
        assert_eq!((later.last_second_peak, later.frames_received), (0, 1));
    }
}
