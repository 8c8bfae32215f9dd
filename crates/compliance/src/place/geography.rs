//! Where a number or an address may be: the tables of `data/`, read once.

use std::sync::LazyLock;

use super::State;
use super::zone::Zone;

/// The part of a state that an area code or a ZIP prefix covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) state: State,
    /// Every clock that some part of the area keeps.
    pub(crate) zones: Vec<Zone>,
}

/// By area code.
static AREA_CODES: LazyLock<Vec<Option<Area>>> = LazyLock::new(|| {
    let mut table = vec![None; 1000];
    for [npa, state, letters] in rows(include_str!("../../data/area_codes.csv")) {
        if let Some(place) = number(npa).and_then(|npa| table.get_mut(npa)) {
            *place = area(state, letters);
        }
    }
    table
});

/// By the first three digits; a prefix may reach into more than one state.
static ZIP_PREFIXES: LazyLock<Vec<Vec<Area>>> = LazyLock::new(|| {
    let mut table = vec![Vec::new(); 1000];
    for [first, last, state, letters] in rows(include_str!("../../data/zip_prefixes.csv")) {
        let (Some(first), Some(last)) = (number(first), number(last)) else { continue };
        for prefix in table.iter_mut().take(last + 1).skip(first) {
            prefix.extend(area(state, letters));
        }
    }
    table
});

/// Where the phones of an area code are, if it is one of the 50 states or DC.
pub(crate) fn area_code(npa: &str) -> Option<&'static Area> {
    AREA_CODES.get(number(npa)?)?.as_ref()
}

/// Where a ZIP code may be; nothing when there is no such ZIP code.
pub(crate) fn zip(zip: &str) -> &'static [Area] {
    let prefix = zip.trim().get(..3).and_then(number);
    prefix.and_then(|prefix| ZIP_PREFIXES.get(prefix)).map_or(&[], Vec::as_slice)
}

/// The lines of a table that have exactly `N` columns; comments left out.
pub(super) fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| <[&str; N]>::try_from(line.split(',').collect::<Vec<_>>()).ok())
}

pub(super) fn zones(letters: &str) -> Option<Vec<Zone>> {
    letters.chars().map(Zone::from_letter).collect()
}

fn area(state: &str, letters: &str) -> Option<Area> {
    Some(Area { state: state.parse().ok()?, zones: zones(letters)? })
}

/// Digits as a number: `+12` is none.
fn number(digits: &str) -> Option<usize> {
    if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(table: &str) -> usize {
        table.lines().filter(|line| !line.starts_with('#')).count()
    }

    fn clocks(zip_code: &str) -> Vec<Zone> {
        zip(zip_code).iter().flat_map(|area| area.zones.clone()).collect()
    }

    #[test]
    fn every_row_of_the_tables_is_read() {
        assert_eq!(State::count(), lines(include_str!("../../data/states.csv")));
        assert_eq!(AREA_CODES.iter().flatten().count(), lines(include_str!("../../data/area_codes.csv")));
        assert_eq!(AREA_CODES.iter().flatten().count(), 359);
        for [first, last, state, _] in rows(include_str!("../../data/zip_prefixes.csv")) {
            for prefix in [first, last] {
                let areas = zip(&format!("{prefix}01"));
                assert!(areas.iter().any(|area| area.state.code() == state), "{prefix} {state}");
            }
        }
    }

    #[test]
    fn an_area_never_keeps_a_clock_that_its_state_does_not() {
        for area in AREA_CODES.iter().flatten().chain(ZIP_PREFIXES.iter().flatten()) {
            assert!(!area.zones.is_empty(), "{area:?}");
            assert!(area.zones.iter().all(|zone| area.state.zones().contains(zone)), "{area:?}");
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
            ("458", &[Pacific, Mountain]),
            ("928", &[Arizona, Mountain]),
            ("907", &[Alaska, Aleutian]),
            ("813", &[Eastern]),
        ];
        for (npa, zones) in cases {
            assert_eq!(area_code(npa).map(|area| area.zones.as_slice()), Some(zones), "{npa}");
        }
        for foreign in ["416", "787", "809", "800", "900", "555", "211", "+81", ""] {
            assert_eq!(area_code(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn zip_codes_narrow_a_state() {
        assert_eq!(clocks("33611"), [Zone::Eastern]);
        assert_eq!(clocks("32501"), [Zone::Central]);
        assert_eq!(clocks("32456"), [Zone::Eastern, Zone::Central]);
        let states = |zip_code| zip(zip_code).iter().map(|area| area.state.code()).collect::<Vec<_>>();
        assert_eq!(states("00501"), ["NY"]);
        assert_eq!(states("99950"), ["AK"]);
        // Fishers Island, New York, gets its letters by way of Connecticut.
        assert_eq!(states("06390"), ["CT", "NY"]);
        for nowhere in ["", "12", "000", "34000", "abcde", "é1234"] {
            assert!(zip(nowhere).is_empty(), "{nowhere}");
        }
    }
}
