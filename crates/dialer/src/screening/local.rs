//! Local lists: numbers that were entered by hand, and Philadelphia's addresses.

use compliance::ListStatus;
use domain::lead::Address;
use jiff::civil::Date;
use lists::{ListId, View};

use super::answer;

/// What the numbers and Philadelphia's addresses say together: a hit on either is one, and what is not known of either
/// is not known.
pub(super) fn status(
    view: &View,
    numbers: lists::ListStatus,
    property: Option<&Address>,
    today: Date,
) -> ListStatus {
    let numbers = answer::status(numbers);
    let addresses = property.and_then(|property| philadelphia(view, property, today));
    let Some(addresses) = addresses else { return numbers };
    let hit = |status: &ListStatus| matches!(status, ListStatus::Loaded { hit: true, .. });
    match (numbers, addresses) {
        (numbers, _) if hit(&numbers) => numbers,
        (_, addresses) if hit(&addresses) => addresses,
        (ListStatus::Unavailable, _) | (_, ListStatus::Unavailable) => ListStatus::Unavailable,
        // Clear on both: the older of them is the one that goes stale first.
        (
            ListStatus::Loaded { accessed_at: one, hit, version },
            ListStatus::Loaded { accessed_at: other, .. },
        ) if one < other => ListStatus::Loaded { accessed_at: one, hit, version },
        (_, addresses) => addresses,
    }
}

/// What Philadelphia's list says of a property; `None` where it has nothing to say.
fn philadelphia(view: &View, property: &Address, today: Date) -> Option<ListStatus> {
    let elsewhere = property.state.as_deref().is_some_and(|state| !state.trim().eq_ignore_ascii_case("PA"));
    if elsewhere {
        return None;
    }
    if may_be_there(property) {
        let street = property.street.as_deref().unwrap_or(&property.line);
        return Some(answer::status(view.address_status(street, today)));
    }
    // Somewhere else in Pennsylvania, where no other town is known to keep such a list. A state that is not named
    // tells nothing of the kind.
    property.state.as_ref()?;
    let (version, day) = view.issue(ListId::Philadelphia)?;
    Some(answer::loaded(ListId::Philadelphia, false, version, day))
}

/// The city's own ZIP codes begin with 191. An address that names neither city nor ZIP code may be there.
fn may_be_there(property: &Address) -> bool {
    let city = property.city.as_deref().map(|city| city.trim().to_ascii_lowercase());
    let zip = property.zip.as_deref().map(str::trim);
    match (city, zip) {
        (None, None) => true,
        (city, zip) => {
            city.is_some_and(|city| city.starts_with("phil")) || zip.is_some_and(|zip| zip.starts_with("191"))
        }
    }
}
