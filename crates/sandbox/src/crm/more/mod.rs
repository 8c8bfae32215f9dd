//! Generated leads beside the named ones, for tools that call many numbers once each.
//!
//! They are made when somebody looks, a hundred at a time, and are the same in every sandbox. One that is edited becomes
//! an item like any other; the rest are never written to the data file.

mod values;

use std::sync::OnceLock;

use jiff::{SignedDuration, Timestamp};

use self::values::{Fields, Place};
use super::CrmError;
use super::access::Principal;
use super::catalog::Catalog;
use super::state::Item;

/// A hundred fictional numbers, 555-0100 to 555-0199, in each of the area codes of the seed file.
pub const MOST_MORE_LEADS: usize = 20_000;

const PLACES: &str = include_str!("../../../seeds/more_leads.csv");
const IN_A_PLACE: usize = 100;
/// Ids that neither a named lead nor a new item has: the first generated lead has the one after it.
const BEFORE_FIRST: u64 = 3_212_000_000;
const NUMBER_BEFORE_FIRST: u64 = 1_000;
/// Older than the named leads are wont to be, so that these head every list.
const NEWEST: Timestamp = Timestamp::constant(1_767_625_200, 0);

/// The generated leads.
#[derive(Debug, Default)]
pub(super) struct MoreLeads {
    app_id: u64,
    count: usize,
    fields: Fields,
    places: Vec<(Place, OnceLock<Vec<Item>>)>,
}

impl MoreLeads {
    /// The first `count` of them, [`MOST_MORE_LEADS`] at most.
    ///
    /// # Errors
    /// When the seed files do not fit together.
    pub(super) fn new(catalog: &Catalog, count: usize) -> Result<Self, CrmError> {
        let count = count.min(MOST_MORE_LEADS);
        let lines = PLACES.lines().filter(|line| !line.starts_with('#'));
        let places = lines
            .take(count.div_ceil(IN_A_PLACE))
            .map(|line| Ok((Place::read(catalog, line)?, OnceLock::new())))
            .collect::<Result<_, CrmError>>()?;
        Ok(Self { app_id: catalog.leads().id, count, fields: Fields::of(catalog)?, places })
    }

    pub(super) fn get(&self, item_id: u64) -> Option<&Item> {
        let position = usize::try_from(item_id.checked_sub(BEFORE_FIRST + 1)?).ok()?;
        self.of_place(position / IN_A_PLACE).get(position % IN_A_PLACE)
    }

    /// Those of an app: all, or none.
    pub(super) fn of_app(&self, app_id: u64) -> impl Iterator<Item = &Item> {
        let places = if app_id == self.app_id { self.places.len() } else { 0 };
        (0..places).flat_map(|place| self.of_place(place))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Item> {
        self.of_app(self.app_id)
    }

    fn of_place(&self, at: usize) -> &[Item] {
        let Some((place, made)) = self.places.get(at) else { return &[] };
        let first = at * IN_A_PLACE;
        let there = IN_A_PLACE.min(self.count - first);
        made.get_or_init(|| (0..there).map(|line| self.item(place, first + line, line)).collect())
    }

    /// The lead at a position among all, whose number ends in `line`.
    fn item(&self, place: &Place, position: usize, line: usize) -> Item {
        let nth = u64::try_from(position).unwrap_or_default() + 1;
        let age = SignedDuration::from_mins(i64::try_from(nth).unwrap_or_default());
        let created_on = NEWEST.checked_sub(age).unwrap_or(NEWEST);
        Item {
            id: BEFORE_FIRST + nth,
            app_id: self.app_id,
            app_item_id: NUMBER_BEFORE_FIRST + nth,
            external_id: None,
            values: self.fields.values(place, nth, line),
            tags: Vec::new(),
            revision: 0,
            created_on,
            created_by: Principal::ACCOUNT,
            edited_on: created_on,
            edited_by: Principal::ACCOUNT,
            deleted: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::config::PodioConfig;
    use super::super::seed;
    use super::*;

    fn catalog() -> Catalog {
        let app = |id: u64| (id, "token".to_owned());
        let text = String::new;
        Catalog::load(&PodioConfig {
            client_id: text(),
            client_secret: text(),
            username: text(),
            password: text(),
            lead_app: app(1),
            activity_app: app(2),
            task_app: app(3),
            more_leads: 0,
        })
        .unwrap()
    }

    /// The texts of the item's phones.
    fn phones(catalog: &Catalog, item: &Item) -> Vec<String> {
        let fields = ["phone", "second-contact-phone", "third-contact-phone"];
        let ids = fields.map(|name| catalog.leads().field(name).unwrap().id);
        let values = ids.iter().flat_map(|id| item.values.get(id).into_iter().flatten());
        values.map(|value| value["value"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn every_number_is_fictional_and_in_no_named_leads_area_code() {
        let catalog = catalog();
        let named = seed::state(&catalog, Timestamp::UNIX_EPOCH).unwrap();
        let area_code = |text: &String| -> String {
            text.trim_start_matches("+1").chars().filter(char::is_ascii_digit).take(3).collect()
        };
        let of_named: BTreeSet<String> = named
            .items
            .values()
            .flat_map(|item| phones(&catalog, item))
            .map(|text| area_code(&text))
            .collect();
        let more = MoreLeads::new(&catalog, MOST_MORE_LEADS).unwrap();
        let numbers: BTreeSet<String> = more.iter().flat_map(|item| phones(&catalog, item)).collect();
        assert_eq!((more.iter().count(), numbers.len()), (MOST_MORE_LEADS, MOST_MORE_LEADS));
        for number in numbers {
            assert_eq!(&number[5..12], " 555-01", "{number}");
            assert!(!of_named.contains(&area_code(&number)), "{number}");
        }
        // Their laws ask for more than the tools that call these numbers do.
        let address = catalog.leads().field("address").unwrap().id;
        let state = |item: &Item| item.values[&address][0]["state"].as_str().unwrap().to_owned();
        let states: BTreeSet<String> = more.iter().map(state).collect();
        assert!(["FL", "OK", "MD", "OR", "WA", "CT", "NJ"].iter().all(|strict| !states.contains(*strict)));
    }

    #[test]
    fn each_is_found_by_its_id_and_no_other_is_there() {
        let catalog = catalog();
        let more = MoreLeads::new(&catalog, 150).unwrap();
        let ids: Vec<u64> = more.iter().map(|item| item.id).collect();
        assert_eq!(ids, (BEFORE_FIRST + 1..=BEFORE_FIRST + 150).collect::<Vec<_>>());
        assert!(ids.iter().all(|id| more.get(*id).unwrap().id == *id));
        for absent in [0, BEFORE_FIRST, BEFORE_FIRST + 151, u64::MAX] {
            assert!(more.get(absent).is_none(), "{absent}");
        }
        assert_eq!(more.of_app(2).count(), 0);
        assert_eq!(MoreLeads::new(&catalog, 0).unwrap().iter().count(), 0);
    }
}
