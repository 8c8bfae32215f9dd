//! The people at the other end, who do what the last digit of their number says.

use std::time::Duration;

use crate::carrier::status::Status;
use crate::media::audio::{Clip, EchoBack, Mix, Persona, Sequence, Silence, Tone};
use crate::media::{FarEnd, clips};

/// What a number does when it is dialled. All times are for a pace of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Prospect {
    digit: u32,
}

/// What becomes of ringing a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ringing {
    /// It never rings: the network says why, with a SIP response.
    Refused(Status, u16),
    /// It rings, and is answered after so long.
    Answered(Duration),
    /// It rings and rings.
    Endless,
}

impl Prospect {
    /// Who has this number.
    pub(super) fn of(number: &str) -> Self {
        Self { digit: number.chars().next_back().and_then(|last| last.to_digit(10)).unwrap_or(7) }
    }

    /// How long the network takes before the phone rings, or before it refuses.
    pub(super) fn set_up(self) -> Duration {
        match self.digit {
            9 => Duration::from_secs(8),
            4 | 7 => Duration::from_millis(1500),
            _ => Duration::from_millis(600),
        }
    }

    /// Whether and when it is answered.
    pub(super) fn ringing(self) -> Ringing {
        match self.digit {
            4 => Ringing::Refused(Status::Busy, 486),
            5 => Ringing::Endless,
            7 => Ringing::Refused(Status::Failed, 404),
            _ => Ringing::Answered(Duration::from_secs(3)),
        }
    }

    /// When they hang up by themselves, after answering.
    pub(super) fn patience(self) -> Option<Duration> {
        (self.digit == 8).then_some(Duration::from_secs(5))
    }

    /// What they say and hear.
    pub(super) fn voice(self) -> Box<dyn FarEnd> {
        match self.digit {
            3 => Box::new(Tone::new(440.0)),
            6 => {
                let greeting = clips::clip("voicemail_greeting").unwrap_or_default();
                Box::new(
                    Sequence::new()
                        .then(Clip::new(greeting))
                        .then(Tone::new(1000.0).lasting(Duration::from_millis(500)))
                        .then(Silence::forever()),
                )
            }
            digit => {
                let who = usize::try_from(digit).unwrap_or_default();
                let echo = EchoBack::new(Duration::from_millis(800));
                Box::new(Mix::new(Persona::new(clips::persona(who)), echo))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_digit_says_what_happens() {
        let answered = Ringing::Answered(Duration::from_secs(3));
        for number in ["+18135550140", "+18135550141", "+18135550142", "+18135550143", "+18135550146"] {
            assert_eq!(Prospect::of(number).ringing(), answered, "{number}");
            assert_eq!(Prospect::of(number).patience(), None, "{number}");
        }
        assert_eq!(Prospect::of("+18135550144").ringing(), Ringing::Refused(Status::Busy, 486));
        assert_eq!(Prospect::of("+18135550145").ringing(), Ringing::Endless);
        assert_eq!(Prospect::of("+18135550147").ringing(), Ringing::Refused(Status::Failed, 404));
        assert_eq!(Prospect::of("+18135550148").patience(), Some(Duration::from_secs(5)));
        assert_eq!(Prospect::of("+18135550149").set_up(), Duration::from_secs(8));
    }

    #[test]
    fn everybody_who_answers_makes_a_sound() {
        for digit in [0, 1, 2, 3, 6, 8, 9] {
            let mut voice = Prospect { digit }.voice();
            let loud = (0..100).any(|_| voice.speak().iter().any(|code| (code & 0x7F) < 0x60));
            assert!(loud, "{digit}");
        }
    }
}
