//! Two sounds at once.

use super::{decode, encode};
use crate::media::{FRAME, FarEnd};

/// The sum of two sounds. Both hear the agent; it is finished when both are.
#[derive(Debug)]
pub struct Mix<A, B> {
    one: A,
    other: B,
}

impl<A: FarEnd, B: FarEnd> Mix<A, B> {
    /// Both at once.
    pub const fn new(one: A, other: B) -> Self {
        Self { one, other }
    }
}

impl<A: FarEnd, B: FarEnd> FarEnd for Mix<A, B> {
    fn speak(&mut self) -> [u8; FRAME] {
        let mut frame = self.one.speak();
        for (code, other) in frame.iter_mut().zip(self.other.speak()) {
            *code = encode(decode(*code).saturating_add(decode(other)));
        }
        frame
    }

    fn hear(&mut self, frame: &[u8; FRAME]) {
        self.one.hear(frame);
        self.other.hear(frame);
    }

    fn digit(&mut self, digit: char) {
        self.one.digit(digit);
        self.other.digit(digit);
    }

    fn finished(&self) -> bool {
        self.one.finished() && self.other.finished()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::audio::Clip;

    #[test]
    fn samples_are_added_and_clipped() {
        static LOUD: [u8; FRAME] = [0x80; FRAME];
        static SOFT: [u8; FRAME] = [0xF0; FRAME];
        let mut mix = Mix::new(Clip::new(&SOFT), Clip::new(&SOFT));
        // Within half a step of µ-law at that level.
        assert!(decode(mix.speak()[0]).abs_diff(2 * decode(0xF0)) <= 8);
        assert!(mix.finished());
        let mut mix = Mix::new(Clip::new(&LOUD), Clip::new(&LOUD));
        assert_eq!(decode(mix.speak()[0]), decode(0x80));
    }
}
