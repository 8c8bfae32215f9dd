//! Every number of an area code: what was imported is on the list, and nothing else is.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::world::World;
use crate::area::LINES;

/// About every eighth, without a pattern that lines up with exchanges.
fn is_listed(index: u32) -> bool {
    index.wrapping_mul(2_654_435_761) < u32::MAX / 8
}

#[test]
fn t17_an_area_codes_eight_million_numbers_come_back_exactly() {
    let listed: BTreeSet<u32> =
        (0..LINES).filter(|index| is_listed(*index)).map(|index| index + 2_000_000).collect();
    let mut text = String::with_capacity(listed.len() * 12);
    for number in &listed {
        writeln!(text, "813,{number}").unwrap();
    }
    let world = World::new();
    world.take("national", "813.txt", text).unwrap();
    // Sets of all that is there: whatever is in one and not in the other makes them differ.
    let found = world.numbers("national", "813");
    assert_eq!(found.len(), listed.len());
    assert!(found == listed, "the first that differs: {:?}", found.symmetric_difference(&listed).next());
    assert!(world.numbers("national", "814").is_empty());
}
