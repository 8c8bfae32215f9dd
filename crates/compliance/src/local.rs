//! What time it is where the phone may ring: a set of clocks, never the best guess.

use jiff::{Timestamp, Zoned};

use crate::context::{CallContext, Place, PlaceKind};
use crate::geography;
use crate::zone::Zone;

/// Why a clock is in the set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Source {
    AreaCode,
    Property,
    Mailing,
    /// Nothing is known of the place, so it may be anywhere.
    Unknown,
}

/// One clock that the called person may live by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) zone: Zone,
    /// `Florida`.
    pub(crate) place: &'static str,
    pub(crate) source: Source,
    /// Now, there; none when the time zone database does not have the zone.
    pub(crate) now: Option<Zoned>,
}

const UNKNOWN_PLACE: &str = "an unknown state";

/// Every clock that counts for this call: the area code's, and those of every address.
pub(crate) fn candidates(context: &CallContext) -> Vec<Candidate> {
    let mut set = Set { now: context.now, found: Vec::new() };
    if let Some(area) = geography::area_code(context.to.npa()) {
        set.add(Source::AreaCode, name(area.state), &area.zones);
    }
    for place in &context.places {
        set.add_place(place);
    }
    if set.found.is_empty() {
        set.add(Source::Unknown, UNKNOWN_PLACE, &Zone::STATES);
    }
    set.found
}

struct Set {
    now: Timestamp,
    found: Vec<Candidate>,
}

impl Set {
    fn add_place(&mut self, place: &Place) {
        let source = match place.kind {
            PlaceKind::Property => Source::Property,
            PlaceKind::Mailing => Source::Mailing,
        };
        let area = place.zip.as_deref().and_then(geography::zip);
        if let Some(area) = area {
            self.add(source, name(area.state), &area.zones);
        }
        let Some(code) = place.state.as_deref().map(str::trim).filter(|code| !code.is_empty()) else {
            return;
        };
        let code = code.to_ascii_uppercase();
        match geography::state(&code) {
            // The ZIP code says where in the state; where the two disagree, both count.
            Some(_) if area.is_some_and(|area| area.state == code) => {}
            Some(state) => self.add(source, state.name, &state.zones),
            None => self.add(source, UNKNOWN_PLACE, &Zone::STATES),
        }
    }

    fn add(&mut self, source: Source, place: &'static str, zones: &[Zone]) {
        for &zone in zones {
            if !self.found.iter().any(|known| known.zone == zone && known.place == place) {
                let now = zone.clock().map(|clock| self.now.to_zoned(clock));
                self.found.push(Candidate { zone, place, source, now });
            }
        }
    }
}

fn name(code: &str) -> &'static str {
    geography::state(code).map_or(UNKNOWN_PLACE, |state| state.name)
}

/// `Florida`, or `Florida (Central)` where the place is in the set with more than one clock.
pub(crate) fn place_label(of: &Candidate, all: &[Candidate]) -> String {
    if all.iter().any(|other| other.place == of.place && other.zone != of.zone) {
        format!("{} ({})", of.place, of.zone.label())
    } else {
        of.place.to_owned()
    }
}

/// `9:12 pm`.
pub(crate) fn clock_text(time: jiff::civil::Time) -> String {
    time.strftime("%-I:%M %P").to_string()
}
