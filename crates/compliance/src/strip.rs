//! What the agent reads beside a phone: the local time, and until when it may be called.

use jiff::Timestamp;
use serde::Serialize;

use crate::decision::Decision;
use crate::facts::Facts;
use crate::place::clock_text;
use crate::time::Hours;

/// The first end of calling hours among all clocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Closing {
    at: Timestamp,
    /// `8:55 pm`.
    time: String,
    zone_label: &'static str,
}

/// The line beside a phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Strip {
    /// Whether *Call* works.
    pub may_call: bool,
    /// `Calls until 8:55 pm`, or why not.
    pub sentence: String,
    /// `2:41 pm`, or `2:41 pm Eastern, 1:41 pm Central`; none when it cannot be told.
    pub local_time: Option<String>,
    /// When calling stops today; none when it is not allowed now.
    pub calls_until: Option<Timestamp>,
    /// When calling becomes legal, where time alone will do it.
    pub next_allowed_at: Option<Timestamp>,
}

/// When the hours end that are running now; none when they do not run on every clock.
pub(crate) fn closing(facts: &Facts<'_>) -> Option<Closing> {
    let (at, local, zone) = Hours::new(facts).closing(facts.now)?;
    Some(Closing { at, time: clock_text(local.time()), zone_label: zone.label() })
}

impl Decision {
    /// The line beside the phone that was judged.
    pub fn strip(&self) -> Strip {
        let local_times = self.local_times();
        let mut times: Vec<(&str, &str)> = Vec::new();
        for local in &local_times {
            let Some(time) = local.time.as_deref() else { continue };
            if !times.iter().any(|(known, _)| *known == time) {
                times.push((time, local.zone_label));
            }
        }
        let many = times.len() > 1;
        let named = |time: &str, zone: &str| if many { format!("{time} {zone}") } else { time.to_owned() };
        let local_time: Vec<String> = times.iter().map(|(time, zone)| named(time, zone)).collect();
        let closing = self.closing.as_ref().filter(|_| self.allowed());
        let sentence = match (self.shown(), closing) {
            (Some(reason), _) => reason.sentence.clone(),
            (None, Some(closing)) => format!("Calls until {}", named(&closing.time, closing.zone_label)),
            (None, None) => "Calls allowed now".to_owned(),
        };
        Strip {
            may_call: self.allowed(),
            sentence,
            local_time: (!local_time.is_empty()).then(|| local_time.join(", ")),
            calls_until: closing.map(|closing| closing.at),
            next_allowed_at: self.next_allowed_at(),
        }
    }
}
