//! What the agent said, given back a little later.

use std::collections::VecDeque;
use std::time::Duration;

use super::clip::frames;
use super::{decode, encode};
use crate::media::{FRAME, FarEnd, SILENCE};

/// Repeats what it hears after a delay, at half the level, so that an agent can tell that their voice arrives.
#[derive(Debug)]
pub struct EchoBack {
    delay: usize,
    heard: VecDeque<[u8; FRAME]>,
    /// Whether enough was heard for the delay to have passed.
    speaking: bool,
}

impl EchoBack {
    /// An echo after a delay of at least one frame.
    pub fn new(delay: Duration) -> Self {
        let delay = usize::try_from(frames(delay)).unwrap_or(usize::MAX).max(1);
        Self { delay, heard: VecDeque::new(), speaking: false }
    }
}

impl FarEnd for EchoBack {
    fn speak(&mut self) -> [u8; FRAME] {
        self.speaking |= self.heard.len() >= self.delay;
        if !self.speaking {
            return [SILENCE; FRAME];
        }
        let Some(frame) = self.heard.pop_front() else {
            // The agent's frames stopped coming: wait for the delay anew, or every hiccup would be heard twice.
            self.speaking = false;
            return [SILENCE; FRAME];
        };
        frame.map(|code| encode(decode(code) / 2))
    }

    fn hear(&mut self, frame: &[u8; FRAME]) {
        self.heard.push_back(*frame);
        // Frames can come in faster than they are spoken, by clock drift. The oldest give way.
        while self.heard.len() > self.delay.saturating_mul(2) {
            self.heard.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_comes_back_after_the_delay() {
        let mut echo = EchoBack::new(Duration::from_millis(60));
        let said = [encode(8_000); FRAME];
        let mut heard_at = None;
        for turn in 0..10 {
            let frame = if turn == 0 { said } else { [SILENCE; FRAME] };
            echo.hear(&frame);
            if echo.speak() != [SILENCE; FRAME] {
                heard_at.get_or_insert(turn);
            }
        }
        assert_eq!(heard_at, Some(2), "three frames were in the line");
    }

    #[test]
    fn it_does_not_grow_without_end() {
        let mut echo = EchoBack::new(Duration::from_millis(100));
        for _ in 0..1_000 {
            echo.hear(&[SILENCE; FRAME]);
        }
        assert!(echo.heard.len() <= 10);
    }
}
