//! Every list at one moment, in memory.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::E164;
use jiff::civil::Date;

use crate::address::normalise_address;
use crate::ages::days_between;
use crate::area::Place;
use crate::disk::Manifest;
use crate::list_id::Coverage;
use crate::set::AreaSet;
use crate::{Ages, AreaCode, ListId, ListStatus, Standing, Status};

/// Every list at one moment. Never changed: the next import makes another.
#[derive(Debug, Default)]
pub(crate) struct Snapshot {
    pub(crate) manifest: Manifest,
    pub(crate) lists: Vec<Loaded>,
}

/// One list in memory.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) list: ListId,
    pub(crate) version: u64,
    pub(crate) accessed_on: Date,
    /// By [`crate::AreaCode::slot`]. Small, so that a look-up finds it in the cache.
    pub(crate) areas: Box<[Option<Area>]>,
    /// `None` where there are none, or where their file could not be read.
    pub(crate) addresses: Option<Arc<BTreeSet<String>>>,
}

/// One area code of a list in memory.
#[derive(Debug)]
pub(crate) struct Area {
    /// `None` where the file could not be read.
    pub(crate) set: Option<AreaSet>,
    pub(crate) accessed_on: Date,
}

impl Snapshot {
    /// A list that was imported.
    pub(crate) fn list(&self, list: ListId) -> Option<&Loaded> {
        self.lists.iter().find(|loaded| loaded.list == list)
    }

    /// What every list of numbers says.
    pub(crate) fn status(&self, number: &E164, today: Date, ages: &Ages) -> Status {
        let mut lists = Vec::with_capacity(self.lists.len() + 1);
        if self.list(ListId::National).is_none() {
            lists.push(ListStatus::not_loaded(ListId::National));
        }
        let place = Place::of(number);
        let of_numbers = self.lists.iter().filter(|loaded| !loaded.list.is_of_addresses());
        lists.extend(of_numbers.map(|loaded| match place {
            Some(place) => loaded.status(place, today, ages),
            // A number that cannot be placed is not known to be clear.
            None => loaded.unreadable(),
        }));
        Status { lists }
    }

    /// What one list of numbers says.
    pub(crate) fn status_of(&self, list: ListId, number: &E164, today: Date, ages: &Ages) -> ListStatus {
        match (self.list(list), Place::of(number)) {
            (None, _) => ListStatus::not_loaded(list),
            (Some(loaded), Some(place)) if !list.is_of_addresses() => loaded.status(place, today, ages),
            (Some(loaded), _) => loaded.unreadable(),
        }
    }

    /// What the list of addresses says.
    pub(crate) fn address_status(&self, street: &str, today: Date, ages: &Ages) -> ListStatus {
        match (self.list(ListId::Philadelphia), normalise_address(street)) {
            (None, _) => ListStatus::not_loaded(ListId::Philadelphia),
            (Some(loaded), Some(address)) => loaded.address_status(&address, today, ages),
            (Some(loaded), None) => loaded.unreadable(),
        }
    }
}

impl Loaded {
    /// Nothing is known.
    fn unreadable(&self) -> ListStatus {
        ListStatus {
            standing: Standing::Unreadable,
            version: self.version,
            ..ListStatus::not_loaded(self.list)
        }
    }

    /// What this list says of a number.
    fn status(&self, place: Place, today: Date, ages: &Ages) -> ListStatus {
        let area = self.areas.get(place.area.slot()).and_then(Option::as_ref);
        match (area, self.list.coverage()) {
            (None, Coverage::ByAreaCode) => ListStatus {
                list: self.list,
                standing: Standing::NotSubscribed,
                version: self.version,
                accessed_on: None,
                due: false,
            },
            (None, Coverage::Whole) => self.judge(Some(false), self.accessed_on, today, ages),
            (Some(area), coverage) => {
                let day = match coverage {
                    Coverage::ByAreaCode => area.accessed_on,
                    Coverage::Whole => self.accessed_on,
                };
                let hit = area.set.as_ref().map(|set| set.contains(place.index));
                self.judge(hit, day, today, ages)
            }
        }
    }

    /// What this list of addresses says of a normalised one.
    fn address_status(&self, address: &str, today: Date, ages: &Ages) -> ListStatus {
        let hit = self.addresses.as_ref().map(|set| set.contains(address));
        self.judge(hit, self.accessed_on, today, ages)
    }

    /// `hit` is `None` where the file could not be read.
    fn judge(&self, hit: Option<bool>, accessed_on: Date, today: Date, ages: &Ages) -> ListStatus {
        let (days, limit) = (days_between(accessed_on, today), ages.of(self.list));
        let standing = match hit {
            None => Standing::Unreadable,
            Some(true) => Standing::Hit,
            Some(false) if limit.is_stale(days) => Standing::Stale { days },
            Some(false) => Standing::Clear,
        };
        ListStatus {
            list: self.list,
            standing,
            version: self.version,
            accessed_on: Some(accessed_on),
            due: limit.is_due(days),
        }
    }

    /// Whether the file of an area code, or that of the addresses, could be read.
    pub(crate) fn has_read(&self, area: Option<AreaCode>) -> bool {
        match area {
            Some(area) => {
                self.areas.get(area.slot()).is_some_and(|area| area.as_ref().is_some_and(|a| a.set.is_some()))
            }
            None => self.addresses.is_some(),
        }
    }

    /// Bytes of memory for numbers.
    pub(crate) fn memory(&self) -> usize {
        self.areas.iter().flatten().filter_map(|area| area.set.as_ref()).map(AreaSet::memory).sum()
    }
}
