//! The committed tables are what the sources give, and agree with the research.

#[path = "../tools/regenerate/clock.rs"]
mod clock;
#[path = "../tools/regenerate/derive.rs"]
mod derive;
#[path = "../tools/regenerate/pinned.rs"]
mod pinned;

use std::collections::{BTreeMap, BTreeSet};

const FRESH: &str = "run `cargo run -p compliance --example regenerate` and read what changed";

#[test]
fn the_area_codes_are_what_the_sources_give() {
    assert!(derive::area_codes() == include_str!("../data/area_codes.csv"), "{FRESH}");
}

#[test]
fn the_zip_prefixes_are_what_the_sources_give() {
    assert!(derive::zip_prefixes() == include_str!("../data/zip_prefixes.csv"), "{FRESH}");
}

/// `tests/data/npa-zones.csv` is the research's own join of the same sources (2026-11-20, its pinned exceptions included).
#[test]
fn the_area_codes_agree_with_the_research() {
    let research: BTreeMap<&str, BTreeSet<char>> = include_str!("data/npa-zones.csv")
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_digit()))
        .map(|line| {
            let npa = line.split(',').next().unwrap();
            let zones =
                line.split(',').find(|cell| cell.starts_with("America/") || cell.starts_with("Pacific/"));
            (npa, zones.unwrap().split('|').map(|zone| clock::letter(zone).unwrap()).collect())
        })
        .collect();
    let ours: BTreeMap<&str, BTreeSet<char>> = include_str!("../data/area_codes.csv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| (&line[..3], line.rsplit(',').next().unwrap().chars().collect()))
        .collect();
    assert_eq!(ours.len(), 359);
    let differing: Vec<&str> = ours
        .keys()
        .chain(research.keys())
        .copied()
        .filter(|npa| ours.get(npa) != research.get(npa))
        .collect();
    // No part of Alaska keeps Hawaii's clock (see tools/regenerate/pinned.rs); everything else is the same.
    assert_eq!(differing.into_iter().collect::<BTreeSet<_>>(), BTreeSet::from(["907"]));
    let (mut alaska, ours) = (research["907"].clone(), &ours["907"]);
    assert!(alaska.remove(&'H') && alaska == *ours);
}
