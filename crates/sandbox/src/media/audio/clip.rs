//! Recorded speech, and its absence.

use std::time::Duration;

use crate::media::{FRAME, FarEnd, SAMPLE_RATE, SILENCE};

/// Plays µ-law bytes once, then is silent.
#[derive(Debug)]
pub struct Clip {
    left: &'static [u8],
}

impl Clip {
    /// A clip of raw µ-law at 8 kHz, such as [`clips::clip`](crate::media::clips::clip) gives.
    pub const fn new(mulaw: &'static [u8]) -> Self {
        Self { left: mulaw }
    }
}

impl FarEnd for Clip {
    fn speak(&mut self) -> [u8; FRAME] {
        let (now, later) = self.left.split_at(self.left.len().min(FRAME));
        self.left = later;
        let mut frame = [SILENCE; FRAME];
        for (to, from) in frame.iter_mut().zip(now) {
            *to = *from;
        }
        frame
    }

    fn finished(&self) -> bool {
        self.left.is_empty()
    }
}

/// Says nothing, for a time or for ever.
#[derive(Debug)]
pub struct Silence {
    frames_left: Option<u32>,
}

impl Silence {
    /// An open line: it never finishes.
    pub const fn forever() -> Self {
        Self { frames_left: None }
    }

    /// A pause.
    pub fn lasting(duration: Duration) -> Self {
        Self { frames_left: Some(frames(duration)) }
    }
}

impl FarEnd for Silence {
    fn speak(&mut self) -> [u8; FRAME] {
        self.frames_left = self.frames_left.map(|left| left.saturating_sub(1));
        [SILENCE; FRAME]
    }

    fn finished(&self) -> bool {
        self.frames_left == Some(0)
    }
}

/// The whole frames of 20 ms in a duration.
pub(super) fn frames(duration: Duration) -> u32 {
    const FRAME_MS: u128 = FRAME as u128 * 1_000 / SAMPLE_RATE as u128;
    u32::try_from(duration.as_millis() / FRAME_MS).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clip_is_played_once_and_its_last_frame_is_padded() {
        let mut clip = Clip::new(&[0x10; 200]);
        assert_eq!(clip.speak(), [0x10; FRAME]);
        assert!(!clip.finished());
        let last = clip.speak();
        assert_eq!(last[..40], [0x10; 40]);
        assert_eq!(last[40..], [SILENCE; 120]);
        assert!(clip.finished());
        assert_eq!(clip.speak(), [SILENCE; FRAME]);
    }

    #[test]
    fn a_pause_ends_and_an_open_line_does_not() {
        let mut pause = Silence::lasting(Duration::from_millis(40));
        pause.speak();
        assert!(!pause.finished());
        pause.speak();
        assert!(pause.finished());
        assert!(!Silence::forever().finished());
    }
}
