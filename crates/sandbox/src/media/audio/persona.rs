//! A prospect who takes turns.

use std::collections::VecDeque;

use super::{Clip, decode};
use crate::media::{FRAME, FarEnd, SILENCE};

/// The level above which a frame counts as speech; a quiet room stays below.
const SPEECH: i16 = 600;

/// How many frames the agent must be quiet after speaking before the prospect answers: 0.8 s.
const TURN: u32 = 40;

/// How many frames the prospect bears that nobody speaks before going on by itself: 6 s.
const PATIENCE: u32 = 300;

/// Says its first line at once, and each next one when the agent has said something and stopped.
#[derive(Debug)]
pub struct Persona {
    lines: VecDeque<&'static [u8]>,
    speaking: Clip,
    agent_spoke: bool,
    quiet: u32,
}

impl Persona {
    /// A prospect with lines of µ-law, such as [`clips::persona`](crate::media::clips::persona) gives.
    pub fn new(lines: impl IntoIterator<Item = &'static [u8]>) -> Self {
        let mut lines: VecDeque<_> = lines.into_iter().collect();
        let first = lines.pop_front().unwrap_or_default();
        Self { lines, speaking: Clip::new(first), agent_spoke: false, quiet: 0 }
    }

    fn is_its_turn(&self) -> bool {
        (self.agent_spoke && self.quiet >= TURN) || self.quiet >= PATIENCE
    }
}

impl FarEnd for Persona {
    fn speak(&mut self) -> [u8; FRAME] {
        if !self.speaking.finished() {
            return self.speaking.speak();
        }
        self.quiet = self.quiet.saturating_add(1);
        if self.is_its_turn()
            && let Some(line) = self.lines.pop_front()
        {
            (self.agent_spoke, self.quiet) = (false, 0);
            self.speaking = Clip::new(line);
            return self.speaking.speak();
        }
        [SILENCE; FRAME]
    }

    fn hear(&mut self, frame: &[u8; FRAME]) {
        if frame.iter().any(|code| decode(*code).saturating_abs() > SPEECH) {
            self.agent_spoke = true;
            self.quiet = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPEECH_FRAME: [u8; FRAME] = [0x80; FRAME];

    /// The first byte of every frame, as many as asked for, while the agent is quiet.
    fn listen(persona: &mut Persona, frames: usize) -> Vec<u8> {
        (0..frames).map(|_| persona.speak()[0]).collect()
    }

    #[test]
    fn it_greets_then_waits_for_its_turn() {
        let mut persona = Persona::new([&[1; FRAME][..], &[2; FRAME][..]]);
        assert_eq!(listen(&mut persona, 2), [1, SILENCE]);
        persona.hear(&SPEECH_FRAME);
        let answer = listen(&mut persona, 60);
        assert_eq!(answer.iter().position(|byte| *byte == 2), Some(39), "0.8 s after the agent stopped");
    }

    #[test]
    fn it_is_not_kept_waiting_for_ever() {
        let mut persona = Persona::new([&[1; FRAME][..], &[2; FRAME][..]]);
        assert!(listen(&mut persona, 302).contains(&2));
    }

    #[test]
    fn it_does_not_interrupt() {
        let mut persona = Persona::new([&[1; FRAME][..], &[2; FRAME][..]]);
        for _ in 0..400 {
            persona.hear(&SPEECH_FRAME);
            assert_ne!(persona.speak()[0], 2);
        }
    }
}
