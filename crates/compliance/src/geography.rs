//! Where a number or an address may be: the tables of `data/`, read once.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::LazyLock;

use crate::zone::Zone;

/// A state or territory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct State {
    /// `Florida`.
    pub(crate) name: &'static str,
    /// Every clock that some part of it keeps.
    pub(crate) zones: Vec<Zone>,
}

/// The part of a state that an area code or a ZIP prefix covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Area {
    /// The state's two letters.
    pub(crate) state: &'static str,
    /// Every clock that some part of the area keeps.
    pub(crate) zones: Vec<Zone>,
}

static STATES: LazyLock<BTreeMap<&'static str, State>> = LazyLock::new(|| {
    rows(include_str!("../data/states.csv"))
        .filter_map(|[code, name, letters]| Some((code, State { name, zones: zones(letters)? })))
        .collect()
});

static AREA_CODES: LazyLock<BTreeMap<&'static str, Area>> = LazyLock::new(|| {
    rows(include_str!("../data/area_codes.csv"))
        .filter_map(|[npa, state, letters]| Some((npa, Area { state, zones: zones(letters)? })))
        .collect()
});

/// By the last prefix of a range; the first one stands beside the area.
static ZIP_PREFIXES: LazyLock<BTreeMap<&'static str, (&'static str, Area)>> = LazyLock::new(|| {
    rows(include_str!("../data/zip_prefixes.csv"))
        .filter_map(|[first, last, state, letters]| {
            Some((last, (first, Area { state, zones: zones(letters)? })))
        })
        .collect()
});

/// The state with these two letters.
pub(crate) fn state(code: &str) -> Option<&'static State> {
    STATES.get(code)
}

/// Where the phones of an area code are, if it is one of the 50 states or DC.
pub(crate) fn area_code(npa: &str) -> Option<&'static Area> {
    AREA_CODES.get(npa)
}

/// Where a ZIP code is.
pub(crate) fn zip(zip: &str) -> Option<&'static Area> {
    let prefix = zip.trim().get(..3)?;
    let (_, (first, area)) =
        ZIP_PREFIXES.range::<str, _>((Bound::Included(prefix), Bound::Unbounded)).next()?;
    (*first <= prefix).then_some(area)
}

/// The lines of a table that have exactly `N` columns; comments left out.
fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| <[&str; N]>::try_from(line.split(',').collect::<Vec<_>>()).ok())
}

fn zones(letters: &str) -> Option<Vec<Zone>> {
    letters.chars().map(Zone::from_letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(table: &str) -> usize {
        table.lines().filter(|line| !line.starts_with('#')).count()
    }

    #[test]
    fn every_row_of_the_tables_is_read() {
        assert_eq!(STATES.len(), lines(include_str!("../data/states.csv")));
        assert_eq!(AREA_CODES.len(), lines(include_str!("../data/area_codes.csv")));
        assert_eq!(ZIP_PREFIXES.len(), lines(include_str!("../data/zip_prefixes.csv")));
        assert_eq!(AREA_CODES.len(), 359);
    }

    #[test]
    fn an_area_never_keeps_a_clock_that_its_state_does_not() {
        let areas = AREA_CODES.values().chain(ZIP_PREFIXES.values().map(|(_, area)| area));
        for area in areas {
            let state = state(area.state).unwrap_or_else(|| panic!("{} is no state", area.state));
            assert!(!area.zones.is_empty(), "{area:?}");
            assert!(area.zones.iter().all(|zone| state.zones.contains(zone)), "{area:?} {state:?}");
        }
    }

    /// The rows where libphonenumber alone is wrong, or where one area code keeps two clocks.
    #[test]
    fn area_codes_with_a_trap() {
        use Zone::{Alaska, Aleutian, Arizona, Central, Eastern, Mountain, Pacific};
        let cases: [(&str, &[Zone]); 9] = [
            ("689", &[Eastern]),
            ("850", &[Eastern, Central]),
            ("448", &[Eastern, Central]),
            ("364", &[Eastern, Central]),
            ("930", &[Eastern, Central]),
            ("458", &[Mountain, Pacific]),
            ("928", &[Mountain, Arizona]),
            ("907", &[Alaska, Aleutian]),
            ("813", &[Eastern]),
        ];
        for (npa, zones) in cases {
            assert_eq!(area_code(npa).map(|area| area.zones.as_slice()), Some(zones), "{npa}");
        }
        for foreign in ["416", "787", "809", "800", "900", "555", "211"] {
            assert_eq!(area_code(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn zip_codes_narrow_a_state() {
        assert_eq!(zip("33611").map(|area| area.zones.clone()), Some(vec![Zone::Eastern]));
        assert_eq!(zip("32501").map(|area| area.zones.clone()), Some(vec![Zone::Central]));
        assert_eq!(zip("32456").map(|area| area.zones.clone()), Some(vec![Zone::Eastern, Zone::Central]));
        assert_eq!(zip("00501").map(|area| area.state), Some("NY"));
        assert_eq!(zip("99950").map(|area| area.state), Some("AK"));
        for nowhere in ["", "12", "000", "34000", "abcde", "é1234"] {
            assert_eq!(zip(nowhere), None, "{nowhere}");
        }
    }
}
