//! From measurements to words: is the line good, and if not, what can the agent do?
//!
//! A [`Line`] is told what is measured, once a second, and judged at any time. What nobody can hear is worse than what is heard
//! badly, so the gravest fault is the one that is named.

use std::collections::VecDeque;

use super::Quality;

/// Without a byte of inbound sound for this long, the line counts as dead.
const DEAD_AFTER_S: u32 = 3;
/// A microphone that gives nothing at all for this long is asked about. A room is never that quiet; a switch is.
const SILENT_AFTER_S: u32 = 10;
/// The opinion score is averaged over this many seconds.
const SCORES: usize = 5;
/// At and above, users are satisfied or only some are not (ITU-T G.107 annex B, R = 70).
const GOOD_SCORE: f64 = 3.6;
/// At and above, many users are dissatisfied; below, nearly all (R = 60).
const FAIR_SCORE: f64 = 3.1;

/// A fault that the SDK reports and later takes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The network path is gone.
    PathLost,
    /// No sound comes in.
    NoSoundIn,
    /// No sound goes out.
    NoSoundOut,
    /// Sound is late.
    Delay,
    /// Sound has gaps.
    Gaps,
}

/// The line of one call, as measured so far.
#[derive(Debug, Default)]
pub struct Line {
    faults: Vec<Fault>,
    scores: VecDeque<f64>,
    dead_s: u32,
    silent_s: u32,
    microphone_stopped: bool,
}

impl Line {
    /// A second has passed.
    ///
    /// `muted`: by the agent, who then hears no complaint about the microphone. `level`: the loudest of the microphone in that
    /// second, 0 to 100. `stopped`: the browser says that the microphone gives nothing any more.
    pub fn second(&mut self, muted: bool, level: u8, stopped: bool) {
        self.dead_s = self.dead_s.saturating_add(1);
        self.silent_s = if muted || level > 0 { 0 } else { self.silent_s.saturating_add(1) };
        self.microphone_stopped = stopped;
    }

    /// The SDK measured a second of the call.
    pub fn measured(&mut self, bytes_received: f64, score: Option<f64>) {
        if bytes_received > 0.0 {
            self.dead_s = 0;
        }
        if let Some(score) = score {
            self.scores.push_back(score);
            if self.scores.len() > SCORES {
                self.scores.pop_front();
            }
        }
    }

    /// A fault has begun. Saying so twice is the same as once.
    pub fn raise(&mut self, fault: Fault) {
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// A fault is over.
    pub fn clear(&mut self, fault: Fault) {
        self.faults.retain(|known| *known != fault);
    }

    /// The judgement.
    pub fn quality(&self) -> Quality {
        let has = |fault| self.faults.contains(&fault);
        if has(Fault::PathLost) {
            return poor("The network connection of this call is lost. It is being restored.");
        }
        if self.dead_s >= DEAD_AFTER_S || has(Fault::NoSoundIn) {
            return poor("No sound is coming in. A firewall, a VPN or the network may be in the way.");
        }
        if self.microphone_stopped {
            return poor(
                "Your microphone has stopped. Check its switch and its plug, or choose another one.",
            );
        }
        if has(Fault::NoSoundOut) {
            return poor("Your voice is not getting out. Check the microphone and the network.");
        }
        if self.silent_s >= SILENT_AFTER_S {
            return fair("Your microphone gives no sound. Is it switched off?");
        }
        self.by_score()
    }

    fn by_score(&self) -> Quality {
        let Some(score) = self.average_score() else { return Quality::Unknown };
        let has = |fault| self.faults.contains(&fault);
        if score < FAIR_SCORE {
            poor("The line is bad. Words may be lost on both sides. A cable is better than Wi-Fi.")
        } else if has(Fault::Gaps) {
            fair("Some words may be lost. The network drops part of the sound.")
        } else if has(Fault::Delay) {
            fair("The sound is late. Leave a short pause before you answer.")
        } else if score < GOOD_SCORE {
            fair("The line is not quite clear.")
        } else {
            Quality::Good
        }
    }

    fn average_score(&self) -> Option<f64> {
        let count = u32::try_from(self.scores.len()).ok().filter(|count| *count > 0)?;
        Some(self.scores.iter().sum::<f64>() / f64::from(count))
    }
}

fn poor(sentence: &str) -> Quality {
    Quality::Poor(sentence.to_owned())
}

fn fair(sentence: &str) -> Quality {
    Quality::Fair(sentence.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line after `seconds` of sound with this score.
    fn line(seconds: usize, score: f64) -> Line {
        let mut line = Line::default();
        for _ in 0..seconds {
            line.second(false, 40, false);
            line.measured(8000.0, Some(score));
        }
        line
    }

    fn is_poor(line: &Line, word: &str) -> bool {
        matches!(line.quality(), Quality::Poor(sentence) if sentence.contains(word))
    }

    #[test]
    fn nothing_is_claimed_before_anything_is_measured() {
        assert_eq!(Line::default().quality(), Quality::Unknown);
    }

    #[test]
    fn scores_become_words() {
        assert_eq!(line(5, 4.4).quality(), Quality::Good);
        assert!(matches!(line(5, 3.3).quality(), Quality::Fair(_)));
        assert!(is_poor(&line(5, 2.0), "bad"));
    }

    #[test]
    fn one_bad_second_is_not_a_bad_line_and_a_bad_start_is_forgotten() {
        let mut line = line(5, 4.4);
        line.measured(8000.0, Some(2.9));
        assert_eq!(line.quality(), Quality::Good);
        let mut line = self::line(5, 1.0);
        (0..5).for_each(|_| line.measured(8000.0, Some(4.4)));
        assert_eq!(line.quality(), Quality::Good);
    }

    #[test]
    fn three_seconds_without_sound_are_a_dead_line_even_if_nothing_was_ever_measured() {
        let mut line = Line::default();
        line.second(false, 40, false);
        line.second(false, 40, false);
        assert_eq!(line.quality(), Quality::Unknown);
        line.second(false, 40, false);
        assert!(is_poor(&line, "No sound is coming in"));
        line.measured(160.0, Some(4.4));
        assert_eq!(line.quality(), Quality::Good);
    }

    #[test]
    fn measurements_of_nothing_do_not_keep_a_line_alive() {
        let mut line = line(2, 4.4);
        for _ in 0..3 {
            line.second(false, 40, false);
            line.measured(0.0, None);
        }
        assert!(is_poor(&line, "No sound is coming in"));
    }

    #[test]
    fn the_gravest_fault_is_named() {
        let mut line = line(5, 2.0);
        line.raise(Fault::Delay);
        line.raise(Fault::PathLost);
        line.raise(Fault::PathLost);
        assert!(is_poor(&line, "network connection"));
        line.clear(Fault::PathLost);
        assert!(is_poor(&line, "bad"));
    }

    #[test]
    fn a_silent_microphone_is_asked_about_unless_the_agent_muted_it() {
        let mut line = line(5, 4.4);
        let mut quiet = |muted: bool, seconds: u32| {
            for _ in 0..seconds {
                line.second(muted, 0, false);
                line.measured(8000.0, Some(4.4));
            }
            line.quality()
        };
        assert_eq!(quiet(false, 9), Quality::Good);
        assert_eq!(quiet(true, 20), Quality::Good);
        assert!(matches!(quiet(false, 10), Quality::Fair(sentence) if sentence.contains("microphone")));
    }

    #[test]
    fn a_stopped_microphone_is_said_at_once() {
        let mut line = line(5, 4.4);
        line.second(false, 0, true);
        assert!(is_poor(&line, "has stopped"));
    }
}
