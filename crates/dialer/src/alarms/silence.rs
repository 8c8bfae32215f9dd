//! For how long nobody has raised an alarm, counted on this machine alone: the times in the file are of other machines'
//! clocks, and a wrong clock may be what the alarm is about.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::AlarmKind;
use super::file::{AlarmsFile, Mark};

/// A server that has an alarm on raises it every minute. Past this there is none any more.
const GONE_AFTER: Duration = Duration::from_mins(5);

/// What was seen of the alarms that stand, and since when it is so.
#[derive(Default)]
pub(super) struct Silence(BTreeMap<AlarmKind, (Mark, Instant)>);

impl Silence {
    /// Takes in the file as it is now.
    pub(super) fn look(&mut self, file: &AlarmsFile, now: Instant) {
        self.0.retain(|kind, _| file.stands(*kind));
        for (kind, mark) in file.marks() {
            if self.0.get(&kind).is_none_or(|(known, _)| *known != mark) {
                self.0.insert(kind, (mark, now));
            }
        }
    }

    /// The mark of an alarm that nobody has raised for long.
    pub(super) fn of(&self, kind: AlarmKind, now: Instant) -> Option<Mark> {
        let (mark, since) = self.0.get(&kind)?;
        (now.saturating_duration_since(*since) >= GONE_AFTER).then_some(*mark)
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    const KIND: AlarmKind = AlarmKind::ClockSkew;

    #[test]
    fn only_what_is_not_raised_for_five_minutes_is_silent() {
        let (start, minute) = (Instant::now(), Duration::from_mins(1));
        let (mut silence, mut file) = (Silence::default(), AlarmsFile::default());
        // Whatever the clock says of the server that raises it.
        let raise = |file: &mut AlarmsFile| file.raise(KIND, "Wrong.", 1, "a", Timestamp::UNIX_EPOCH);
        raise(&mut file);
        silence.look(&file, start);
        assert_eq!(silence.of(KIND, start + 4 * minute), None);
        raise(&mut file);
        silence.look(&file, start + 4 * minute);
        silence.look(&file, start + 8 * minute);
        assert_eq!(silence.of(KIND, start + 8 * minute), None);
        let silent = silence.of(KIND, start + 9 * minute);
        assert!(silent.is_some());
        file.settle(KIND, "b", silent);
        silence.look(&file, start + 9 * minute);
        assert_eq!(silence.of(KIND, start + 60 * minute), None, "nothing stands");
    }
}
