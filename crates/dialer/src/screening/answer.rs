//! From what the lists know to what the rules ask.

use compliance::{ListStatus, Reassigned};
use domain::E164;
use domain::lead::Address;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use lists::{ListId, Standing, View};

use super::local;

/// Every list's answer, of one moment.
pub(super) fn of(view: &View, number: &E164, property: Option<&Address>, today: Date) -> compliance::Lists {
    let said = view.status(number, today);
    let states = said.lists.iter().filter_map(|one| match one.list {
        // Both crates read the same two letters: a state that one of them did not know would not be on a list.
        ListId::State(state) => Some((state.to_string().parse().ok()?, status(*one))),
        _ => None,
    });
    compliance::Lists {
        national: status(said.of(ListId::National)),
        states: states.collect(),
        litigator: status(said.of(ListId::Litigator)),
        local: local::status(view, said.of(ListId::Local), property, today),
        reassigned: reassigned(said.of(ListId::Reassigned)),
    }
}

/// One list's answer. That it is too old is left to the rules, which get the day.
pub(super) fn status(said: lists::ListStatus) -> ListStatus {
    let hit = match said.standing {
        Standing::NotLoaded => return ListStatus::NotLoaded,
        Standing::NotSubscribed => return ListStatus::NotSubscribed,
        Standing::Unreadable => return ListStatus::Unavailable,
        Standing::Hit => true,
        Standing::Clear | Standing::Stale { .. } => false,
    };
    match said.accessed_on {
        Some(day) => loaded(said.list, hit, said.version, day),
        None => ListStatus::Unavailable,
    }
}

/// What a version of a list says.
pub(super) fn loaded(list: ListId, hit: bool, version: u64, day: Date) -> ListStatus {
    match begin(day) {
        Some(accessed_at) => ListStatus::Loaded { hit, accessed_at, version: format!("{list} {version}") },
        None => ListStatus::Unavailable,
    }
}

/// The list holds the numbers for which the database answered *yes*. That a number is not on it says nothing: nobody may
/// have asked about it.
fn reassigned(said: lists::ListStatus) -> Reassigned {
    match (said.standing, said.accessed_on.and_then(begin)) {
        (Standing::Hit, Some(checked_at)) => Reassigned::Checked { reassigned: true, checked_at },
        _ => Reassigned::NotChecked,
    }
}

/// The first moment of a day, UTC, which is before it is that day anywhere in the states: a list is never taken for
/// younger than it is.
fn begin(day: Date) -> Option<Timestamp> {
    day.to_zoned(TimeZone::UTC).ok().map(|at| at.timestamp())
}
