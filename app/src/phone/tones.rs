//! Keypad tones, one after another. The SDK hands a tone to the browser at once, and there a new tone takes the place of those
//! that still wait: keys that are typed fast would be lost.

use std::collections::VecDeque;
use std::time::Duration;

/// How long a tone takes: the SDK's 160 ms of sound and 70 ms of silence, and a little for a browser that is busy.
pub const EACH_TAKES: Duration = Duration::from_millis(250);

/// The keys that were typed and not sent yet, in order.
#[derive(Debug, Default)]
pub struct Tones {
    waiting: VecDeque<char>,
    sounding: bool,
}

impl Tones {
    /// Takes a key. It is given back if it can be sent now; [`Tones::over`] gives it back later otherwise.
    #[must_use = "the key is to be sent"]
    pub fn typed(&mut self, key: char) -> Option<char> {
        if self.sounding {
            self.waiting.push_back(key);
            return None;
        }
        self.sounding = true;
        Some(key)
    }

    /// The tone that was sent last is over. Gives the key to send next.
    #[must_use = "the key is to be sent"]
    pub fn over(&mut self) -> Option<char> {
        let next = self.waiting.pop_front();
        self.sounding = next.is_some();
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_typed_in_silence_is_sent_at_once() {
        let mut tones = Tones::default();
        assert_eq!(tones.typed('1'), Some('1'));
        assert_eq!(tones.over(), None);
        assert_eq!(tones.typed('2'), Some('2'));
    }

    #[test]
    fn keys_typed_fast_are_sent_one_by_one_in_order() {
        let mut tones = Tones::default();
        let at_once: Vec<_> = "120#".chars().map(|key| tones.typed(key)).collect();
        assert_eq!(at_once, [Some('1'), None, None, None]);
        assert_eq!(
            [tones.over(), tones.over(), tones.over(), tones.over()],
            [Some('2'), Some('0'), Some('#'), None]
        );
    }

    #[test]
    fn no_order_of_typing_and_ending_loses_or_swaps_a_key() {
        // Every sequence of eight steps: a bit says whether a key is typed or a tone ends.
        for steps in 0_u32..256 {
            let (mut tones, mut typed, mut sent) = (Tones::default(), String::new(), String::new());
            for step in 0..8 {
                if steps & (1 << step) == 0 {
                    sent.extend(tones.over());
                } else {
                    let key = char::from_digit(step, 10).unwrap();
                    typed.push(key);
                    sent.extend(tones.typed(key));
                }
                assert!(typed.starts_with(&sent), "{steps:08b}: {typed} {sent}");
            }
            while let Some(key) = tones.over() {
                sent.push(key);
            }
            assert_eq!(sent, typed, "{steps:08b}");
        }
    }

    #[test]
    fn two_tones_never_sound_at_once() {
        let mut tones = Tones::default();
        assert!(tones.typed('1').is_some());
        assert!(tones.typed('1').is_none());
        // The second sounds now; a third has to wait for it.
        assert!(tones.over().is_some());
        assert!(tones.typed('1').is_none());
    }
}
