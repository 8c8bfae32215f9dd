//! What time it is where the phone may ring, and whose law counts there.

use jiff::Timestamp;
use jiff::civil::{DateTime, Time};

use super::geography::{self, Area};
use super::{State, Zone};
use crate::input::{CallContext, Place, PlaceKind};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) zone: Zone,
    /// None: it may be in any state.
    pub(crate) state: Option<State>,
    pub(crate) source: Source,
    /// Now, there; none when the time zone database does not have the zone.
    pub(crate) now: Option<DateTime>,
}

impl Candidate {
    /// `Florida`.
    pub(crate) fn place(&self) -> &'static str {
        self.state.map_or("an unknown state", State::name)
    }
}

/// What is wrong with the lead's addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AddressFault {
    /// No address says in which state it is.
    Missing,
    /// What stands for the state, or for the ZIP code where there is no state, is none of the United States.
    Unreadable(PlaceKind, String),
    /// The ZIP code lies in another state.
    Contradiction(PlaceKind, State, String),
}

/// Where the called party may be.
#[derive(Debug, Default)]
pub(crate) struct Whereabouts {
    /// Every clock that counts; never empty.
    pub(crate) candidates: Vec<Candidate>,
    /// Their clocks, each once.
    pub(crate) zones: Vec<Zone>,
    /// Every state whose law counts.
    pub(crate) states: Vec<State>,
    /// Some part of what is known may be anywhere.
    pub(crate) anywhere: bool,
    pub(crate) faults: Vec<AddressFault>,
}

impl Whereabouts {
    /// The area code's place, and those of every address.
    pub(crate) fn of(context: &CallContext, now: Timestamp) -> Self {
        let mut found = Self::default();
        let mut addressed = false;
        if let Some(area) = geography::area_code(context.to.npa()) {
            found.add_area(Source::AreaCode, area, now);
        }
        for place in &context.places {
            addressed |= found.add_place(place, now);
        }
        if !addressed {
            found.faults.push(AddressFault::Missing);
        }
        if found.candidates.is_empty() {
            found.add_anywhere(now);
        }
        found
    }

    /// Adds an address, and says whether it names a place at all, rightly or wrongly.
    fn add_place(&mut self, place: &Place, now: Timestamp) -> bool {
        let source = match place.kind {
            PlaceKind::Property => Source::Property,
            PlaceKind::Mailing => Source::Mailing,
        };
        let text = place.state.as_deref().map_or("", str::trim);
        let zip = place.zip.as_deref().map_or("", str::trim);
        let areas = geography::zip(zip);
        if text.is_empty() && zip.is_empty() {
            return false;
        }
        let Ok(state) = text.parse::<State>() else {
            // Without a state, a ZIP code alone is enough.
            if !text.is_empty() || areas.is_empty() {
                let unreadable = if text.is_empty() { zip } else { text };
                self.faults.push(AddressFault::Unreadable(place.kind, unreadable.to_owned()));
                self.add_anywhere(now);
            }
            for area in areas {
                self.add_area(source, area, now);
            }
            return true;
        };
        if let Some(area) = areas.iter().find(|area| area.state == state) {
            // The ZIP code says where in the state.
            self.add_area(source, area, now);
            return true;
        }
        self.add(source, Some(state), state.zones(), now);
        if !areas.is_empty() {
            self.faults.push(AddressFault::Contradiction(place.kind, state, zip.to_owned()));
        }
        // Where the two disagree, both count.
        for area in areas {
            self.add_area(source, area, now);
        }
        true
    }

    fn add_area(&mut self, source: Source, area: &Area, now: Timestamp) {
        self.add(source, Some(area.state), &area.zones, now);
    }

    fn add_anywhere(&mut self, now: Timestamp) {
        self.anywhere = true;
        self.add(Source::Unknown, None, &Zone::STATES, now);
    }

    fn add(&mut self, source: Source, state: Option<State>, zones: &[Zone], now: Timestamp) {
        for &zone in zones {
            if !self.candidates.iter().any(|known| known.zone == zone && known.state == state) {
                self.candidates.push(Candidate { zone, state, source, now: zone.local(now) });
            }
            if !self.zones.contains(&zone) {
                self.zones.push(zone);
            }
        }
        if let Some(state) = state
            && !self.states.contains(&state)
        {
            self.states.push(state);
        }
    }
}

/// `Florida`, or `Florida (Central)` where the place is in the set with more than one clock.
pub(crate) fn place_label(of: &Candidate, all: &[Candidate]) -> String {
    if all.iter().any(|other| other.state == of.state && other.zone != of.zone) {
        format!("{} ({})", of.place(), of.zone.label())
    } else {
        of.place().to_owned()
    }
}

/// `9:12 pm`.
pub(crate) fn clock_text(time: Time) -> String {
    time.strftime("%-I:%M %P").to_string()
}
