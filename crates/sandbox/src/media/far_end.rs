//! The other side of an agent's leg.

use super::FRAME;

/// Who the agent talks to: it is asked for a frame every 20 ms, and is given every frame that the agent sends.
///
/// It is called on the media task, so it must not block.
pub trait FarEnd: Send {
    /// The next 20 ms of µ-law that the agent hears.
    fn speak(&mut self) -> [u8; FRAME];

    /// The next 20 ms of µ-law that the agent said.
    fn hear(&mut self, _frame: &[u8; FRAME]) {}

    /// A key that the agent pressed: `0`–`9`, `*`, `#`, `A`–`D`.
    fn digit(&mut self, _digit: char) {}

    /// Whether there is nothing left to say. What is finished speaks silence.
    fn finished(&self) -> bool {
        false
    }
}

impl FarEnd for Box<dyn FarEnd> {
    fn speak(&mut self) -> [u8; FRAME] {
        (**self).speak()
    }

    fn hear(&mut self, frame: &[u8; FRAME]) {
        (**self).hear(frame);
    }

    fn digit(&mut self, digit: char) {
        (**self).digit(digit);
    }

    fn finished(&self) -> bool {
        (**self).finished()
    }
}
