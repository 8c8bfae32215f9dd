//! The two tables, made from libphonenumber's metadata (crate `phonenumber-rs`) and the ZIP codes (crate `zipcodes`).

use std::collections::{BTreeMap, BTreeSet};

use phonenumber_rs::{PhoneNumber, description_for_number, is_valid_number_for_region, number_type};

use crate::clock::letter;
use crate::pinned;

/// The order of letters in a cell: as people name the clocks, from east to west.
const EAST_TO_WEST: &str = "TECMZPADHSG";
/// The letters' order inside the few states where most people keep the later clock.
const STATES: &str = include_str!("../../data/states.csv");

const AREA_CODES_HEAD: &str = "\
# Made by `cargo run -p compliance --example regenerate`; not to be edited.
# Every geographic area code of the 50 states and DC: area code, state, candidate time zones (see src/zone.rs).
# From libphonenumber's metadata and resources/timezones/map_data.txt (Apache-2.0, The Libphonenumber Authors, by way of
# the crate phonenumber-rs), joined with the ZIP codes of the crate zipcodes (MIT) in the area code's own state.
";

const ZIP_PREFIXES_HEAD: &str = "\
# Made by `cargo run -p compliance --example regenerate`; not to be edited.
# The first three digits of a ZIP code: first prefix, last prefix, state, every time zone of its ZIP codes there.
# A prefix that reaches into another state has a line for each. From the crate zipcodes (MIT); military prefixes name
# no place and are left out.
";

/// `data/area_codes.csv`.
pub(crate) fn area_codes() -> String {
    let mut table = AREA_CODES_HEAD.to_owned();
    for npa in (200..1000).map(|npa| npa.to_string()) {
        if !is_geographic(&npa) {
            continue;
        }
        let Some(state) = state_of(&npa) else { continue };
        let clocks = match pinned::AREA_CODE_CLOCKS.iter().find(|(pinned, _)| *pinned == npa) {
            Some((_, letters)) => (*letters).to_owned(),
            None => cell(clocks_of(&npa, &state), &state),
        };
        table += &[npa, state, clocks].join(",");
        table.push('\n');
    }
    table
}

/// `data/zip_prefixes.csv`.
pub(crate) fn zip_prefixes() -> String {
    let mut areas: BTreeMap<(String, String), BTreeSet<char>> = BTreeMap::new();
    for row in zipcodes::database() {
        let Some(prefix) = row.zip_code.get(..3) else { continue };
        if is_state(&row.state)
            && let Some(clock) = clock_of(row)
        {
            areas.entry((prefix.to_owned(), row.state.clone())).or_default().insert(clock);
        }
    }
    for (prefix, state, clock) in pinned::ZIP_PREFIX_CLOCKS {
        areas.entry((prefix.to_owned(), state.to_owned())).or_default().insert(clock);
    }
    let mut runs: Vec<(u16, u16, String, String)> = Vec::new();
    for ((prefix, state), clocks) in areas {
        let (number, clocks) = (prefix.parse().unwrap_or(0), cell(clocks, &state));
        match runs.iter_mut().rev().find(|run| run.2 == state) {
            // Prefixes without a ZIP code end a run: nothing is claimed of them.
            Some(run) if run.1 + 1 == number && run.3 == clocks => run.1 = number,
            _ => runs.push((number, number, state, clocks)),
        }
    }
    let lines =
        runs.iter().map(|(first, last, state, clocks)| format!("{first:03},{last:03},{state},{clocks}\n"));
    ZIP_PREFIXES_HEAD.to_owned() + &lines.collect::<String>()
}

/// One number of each exchange: libphonenumber knows some exchanges apart.
fn numbers(npa: &str) -> impl Iterator<Item = PhoneNumber> {
    let area: u64 = npa.parse().unwrap_or(0);
    (200..1000).map(move |exchange| PhoneNumber {
        country_code: 1,
        national_number: area * 10_000_000 + exchange * 10_000 + 4567,
        ..PhoneNumber::default()
    })
}

/// Whether people's phones in the 50 states and DC have this code.
fn is_geographic(npa: &str) -> bool {
    numbers(npa).nth(34).is_some_and(|number| {
        is_valid_number_for_region(&number, "US")
            && number_type(&number) == phonenumber_rs::PhoneNumberType::FixedLineOrMobile
    })
}

/// The state that libphonenumber names for the code, or else the one in which most of its ZIP codes lie.
fn state_of(npa: &str) -> Option<String> {
    let label = numbers(npa).next().and_then(|number| description_for_number(&number)).unwrap_or_default();
    let code = label.rsplit(", ").next().unwrap_or_default();
    if is_state(code) {
        return Some(code.to_owned());
    }
    if let Some(row) = states().find(|row| row[1] == label || label == format!("{} State", row[1])) {
        return Some(row[0].to_owned());
    }
    let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
    for row in zipcodes::database().iter().filter(|row| row.area_codes.iter().any(|code| code == npa)) {
        *votes.entry(row.state.as_str()).or_default() += 1;
    }
    votes.into_iter().max_by_key(|(_, count)| *count).map(|(state, _)| state.to_owned())
}

/// What libphonenumber says of any exchange, and the clocks of the ZIP codes inside the code's own state: elsewhere
/// the ZIP codes' lists of area codes spill over borders.
fn clocks_of(npa: &str, state: &str) -> BTreeSet<char> {
    let by_number =
        numbers(npa).flat_map(|number| phonenumber_rs::time_zones_for_number(&number)).filter_map(letter);
    let by_zip = zipcodes::database()
        .iter()
        .filter(|row| row.state == state && row.area_codes.iter().any(|code| code == npa))
        .filter_map(clock_of);
    by_number.chain(by_zip).filter(|clock| !pinned::NOT_IN_STATE.contains(&(state, *clock))).collect()
}

fn clock_of(row: &zipcodes::Zipcode) -> Option<char> {
    let pinned = pinned::ZIP_CLOCKS.iter().find(|(zip, _)| *zip == row.zip_code).map(|(_, clock)| *clock);
    pinned.or_else(|| letter(&row.timezone))
}

fn states() -> impl Iterator<Item = Vec<&'static str>> {
    STATES.lines().filter(|line| !line.starts_with('#')).map(|line| line.split(',').collect())
}

fn is_state(code: &str) -> bool {
    states().any(|row| row[0] == code)
}

/// The letters in the order of the state's own row, and strangers to it at the end.
fn cell(clocks: BTreeSet<char>, state: &str) -> String {
    let own = states().find(|row| row[0] == state).map_or("", |row| row[2]);
    own.chars()
        .chain(EAST_TO_WEST.chars().filter(|letter| !own.contains(*letter)))
        .filter(|letter| clocks.contains(letter))
        .collect()
}
