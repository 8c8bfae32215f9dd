//! One sound after another.

use std::collections::VecDeque;

use crate::media::{FRAME, FarEnd, SILENCE};

/// Plays its parts in order, each until it is finished. Only the part that is playing hears the agent.
#[derive(Default)]
pub struct Sequence {
    parts: VecDeque<Box<dyn FarEnd>>,
}

impl Sequence {
    /// A sequence of nothing: it is finished at once.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same sequence with one more part at its end.
    #[must_use]
    pub fn then(mut self, part: impl FarEnd + 'static) -> Self {
        self.parts.push_back(Box::new(part));
        self
    }

    fn playing(&mut self) -> Option<&mut Box<dyn FarEnd>> {
        while self.parts.front().is_some_and(FarEnd::finished) {
            self.parts.pop_front();
        }
        self.parts.front_mut()
    }
}

impl FarEnd for Sequence {
    fn speak(&mut self) -> [u8; FRAME] {
        self.playing().map_or([SILENCE; FRAME], FarEnd::speak)
    }

    fn hear(&mut self, frame: &[u8; FRAME]) {
        if let Some(part) = self.playing() {
            part.hear(frame);
        }
    }

    fn digit(&mut self, digit: char) {
        if let Some(part) = self.playing() {
            part.digit(digit);
        }
    }

    fn finished(&self) -> bool {
        self.parts.iter().all(FarEnd::finished)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::audio::Clip;

    #[test]
    fn parts_follow_each_other_without_a_gap() {
        let mut sequence =
            Sequence::new().then(Clip::new(&[1; FRAME])).then(Clip::new(&[])).then(Clip::new(&[2; FRAME]));
        assert_eq!(sequence.speak(), [1; FRAME]);
        assert!(!sequence.finished());
        assert_eq!(sequence.speak(), [2; FRAME]);
        assert!(sequence.finished());
        assert_eq!(sequence.speak(), [SILENCE; FRAME]);
    }
}
