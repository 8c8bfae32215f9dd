//! Sine waves: test tones, beeps, and the call progress tones of North America.
#![expect(
    clippy::cast_possible_truncation,
    reason = "a sine of at most 32767 rounds into an i16; the sums here are kept below that"
)]

use std::f64::consts::TAU;
use std::time::Duration;

use super::clip::frames;
use super::encode;
use crate::media::{FRAME, FarEnd, SAMPLE_RATE, SILENCE};

/// How loud a single tone is: about 9 dB below the loudest that µ-law can say.
const LEVEL: f64 = 11_000.0;

/// One sine wave, without end unless [`lasting`](Tone::lasting) says so.
#[derive(Debug)]
pub struct Tone {
    wave: Wave,
    frames_left: Option<u32>,
}

impl Tone {
    /// A tone of so many hertz.
    pub fn new(hertz: f64) -> Self {
        Self { wave: Wave::new(hertz), frames_left: None }
    }

    /// The same tone, ended after a time.
    #[must_use]
    pub fn lasting(self, duration: Duration) -> Self {
        Self { frames_left: Some(frames(duration)), ..self }
    }
}

impl FarEnd for Tone {
    fn speak(&mut self) -> [u8; FRAME] {
        match &mut self.frames_left {
            Some(0) => return [SILENCE; FRAME],
            Some(left) => *left -= 1,
            None => {}
        }
        let mut frame = [SILENCE; FRAME];
        frame.fill_with(|| encode((self.wave.next() * LEVEL) as i16));
        frame
    }

    fn finished(&self) -> bool {
        self.frames_left == Some(0)
    }
}

/// What a caller hears while the other telephone rings: 440 and 480 Hz, two seconds on, four off.
#[derive(Debug)]
pub struct Ringback(Cadence);

impl Ringback {
    /// The tone, from the start of a ring.
    pub fn new() -> Self {
        Self(Cadence::new([440.0, 480.0], Duration::from_secs(2), Duration::from_secs(4)))
    }
}

/// What a caller hears when the line is busy: 480 and 620 Hz, half a second on, half a second off.
#[derive(Debug)]
pub struct Busy(Cadence);

impl Busy {
    /// The tone, from the start of a beep.
    pub fn new() -> Self {
        Self(Cadence::new([480.0, 620.0], Duration::from_millis(500), Duration::from_millis(500)))
    }
}

impl Default for Ringback {
    fn default() -> Self {
        Self::new()
    }
}

impl Default for Busy {
    fn default() -> Self {
        Self::new()
    }
}

impl FarEnd for Ringback {
    fn speak(&mut self) -> [u8; FRAME] {
        self.0.speak()
    }
}

impl FarEnd for Busy {
    fn speak(&mut self) -> [u8; FRAME] {
        self.0.speak()
    }
}

/// Two short falling notes: what is played for a sentence that has no clip.
pub fn chime() -> super::Sequence {
    let note = |hertz| Tone::new(hertz).lasting(Duration::from_millis(160));
    super::Sequence::new().then(note(880.0)).then(note(660.0))
}

/// Two sine waves at once, switched on and off.
#[derive(Debug)]
struct Cadence {
    waves: [Wave; 2],
    on: u32,
    period: u32,
    frame: u32,
}

impl Cadence {
    fn new(hertz: [f64; 2], on: Duration, off: Duration) -> Self {
        Self { waves: hertz.map(Wave::new), on: frames(on), period: frames(on + off), frame: 0 }
    }

    fn speak(&mut self) -> [u8; FRAME] {
        let sounding = self.frame < self.on;
        self.frame = (self.frame + 1) % self.period;
        let mut frame = [SILENCE; FRAME];
        if sounding {
            // Half the level each, so that both together are as loud as one tone.
            frame.fill_with(|| {
                let sum: f64 = self.waves.iter_mut().map(Wave::next).sum();
                encode((sum * LEVEL / 2.0) as i16)
            });
        }
        frame
    }
}

/// A sine of amplitude 1.
#[derive(Debug)]
struct Wave {
    phase: f64,
    step: f64,
}

impl Wave {
    fn new(hertz: f64) -> Self {
        Self { phase: 0.0, step: TAU * hertz / f64::from(SAMPLE_RATE) }
    }

    fn next(&mut self) -> f64 {
        let value = self.phase.sin();
        // Kept small, or the sine loses precision in a long call.
        self.phase = (self.phase + self.step) % TAU;
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::meter::Meter;
    use std::time::Instant;

    /// What a meter says of one second of a sound.
    fn measured(sound: &mut dyn FarEnd) -> (i16, Option<u32>) {
        let mut meter = Meter::default();
        let now = Instant::now();
        for _ in 0..50 {
            meter.frame(now, sound.speak());
        }
        let stats = meter.stats(now);
        (stats.last_second_peak, stats.tone_hz)
    }

    #[test]
    fn a_tone_has_its_frequency_and_level() {
        for hertz in [440_u32, 660, 880, 1_000] {
            let (peak, measured) = measured(&mut Tone::new(f64::from(hertz)));
            let measured = measured.unwrap();
            assert!(measured.abs_diff(hertz) <= 2, "{hertz} Hz was measured as {measured} Hz");
            assert!((10_000..=11_500).contains(&peak), "peak {peak}");
        }
    }

    #[test]
    fn a_tone_is_silent_after_its_time() {
        let mut tone = Tone::new(440.0).lasting(Duration::from_millis(20));
        assert_ne!(tone.speak(), [SILENCE; FRAME]);
        assert!(tone.finished());
        assert_eq!(tone.speak(), [SILENCE; FRAME]);
    }

    #[test]
    fn ringback_sounds_two_seconds_in_six() {
        let mut ringback = Ringback::new();
        let sounding: Vec<bool> = (0..300).map(|_| ringback.speak() != [SILENCE; FRAME]).collect();
        assert!(sounding[..100].iter().all(|on| *on));
        assert!(sounding[100..].iter().all(|on| !on));
        assert_ne!(ringback.speak(), [SILENCE; FRAME], "the next ring");
    }

    #[test]
    fn busy_beeps_every_second() {
        let mut busy = Busy::new();
        let sounding: Vec<bool> = (0..50).map(|_| busy.speak() != [SILENCE; FRAME]).collect();
        assert!(sounding[..25].iter().all(|on| *on));
        assert!(sounding[25..].iter().all(|on| !on));
    }
}
