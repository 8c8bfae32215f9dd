//! Full lists are exactly their files; change lists are what sets do.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use jiff::civil::date;
use proptest::prelude::*;

use super::world::{World, asked, lines};
use crate::{ImportKind, Standing};

#[test]
fn changes_count_in_the_order_of_their_days() {
    let world = World::new();
    world.take("national", "813.txt", lines("813", 100)).unwrap();
    let changes = "8135550142,2026-11-19T08:00:00,A\n\
                   8135550142,2026-11-18T08:00:00,D\n\
                   8132000017,2026-11-19T09:00:00,D\n\
                   8132000017,2026-11-19T08:00:00,A\n\
                   8135550143,2026-11-19,A\n\
                   8135550143,2026-11-19,D\n";
    let report = world.take("national", "813.txt", changes).unwrap();
    assert_eq!(report.record.kind, ImportKind::Change);
    assert_eq!((report.record.added, report.record.removed, report.record.count), (1, 1, 100));
    assert_eq!(world.says("national", "8135550142"), Standing::Hit);
    assert_eq!(world.says("national", "8132000017"), Standing::Clear);
    assert_eq!(world.says("national", "8135550143"), Standing::Clear);
}

/// What a change list covers is as new as the change list; the rest is not.
#[test]
fn the_age_is_of_each_area_code() {
    let world = World::new();
    let mut options = asked("national", world.file("a/x.txt", lines("813", 9) + &lines("727", 9)));
    options.accessed_on = Some(date(2026, 10, 1));
    world.import(&options).unwrap();
    let stale = Standing::Stale { days: 50 };
    assert_eq!((world.says("national", "8135550142"), world.says("national", "7275550142")), (stale, stale));
    // A number that is on a stale list is on the list.
    assert_eq!(world.says("national", "7272000017"), Standing::Hit);
    world.take("national", "813.txt", "8135550143,A\n").unwrap();
    assert_eq!(world.says("national", "8135550142"), Standing::Clear);
    assert_eq!(world.says("national", "7275550142"), stale);
    // Nothing changed in 727, which is known too.
    let mut options = asked("national", world.file("empty.txt", ""));
    options.kind = Some(ImportKind::Change);
    assert!(world.import(&options).is_err());
    options.area_codes = vec!["727".parse().unwrap()];
    let report = world.import(&options).unwrap();
    assert_eq!((report.record.version, report.record.added), (3, 0));
    assert_eq!(world.says("national", "7275550142"), Standing::Clear);
    let lists = world.lists();
    let info = lists.show(super::world::TODAY);
    assert_eq!((info[0].accessed_on, info[0].age_days, info[0].stale), (super::world::TODAY, 0, false));
    assert_eq!(lists.imports().len(), 3);
}

#[test]
fn an_import_is_recorded_and_told() {
    let world = World::new();
    let text = lines("813", 10);
    let report = world.take("national", "813.txt", &text).unwrap();
    let source = &report.record.sources[0];
    assert_eq!((source.file.as_str(), source.bytes), ("813.txt", 110));
    assert_eq!(source.sha256, hex::encode(<sha2::Sha256 as sha2::Digest>::digest(text.as_bytes())));
    let told = report.to_string();
    assert!(told.contains("version 1: a full list of 2026-11-20, 10 lines in 1 file."), "{told}");
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!((json["list"].as_str(), json["count"].as_u64()), (Some("national"), Some(10)));
    // The same file once more, as if it were new.
    let report = world.take("national", "813.txt", &text).unwrap();
    assert!(report.warnings[0].contains("does not make it newer"), "{:?}", report.warnings);
    assert_eq!(world.lists().imports(), [world.lists().imports()[0].clone(), report.record]);
}

type Sets = BTreeMap<u8, BTreeSet<u32>>;

const AREAS: [&str; 3] = ["813", "727", "212"];

fn written(sets: &Sets) -> String {
    let all = sets.iter().flat_map(|(area, set)| set.iter().map(|n| (AREAS[usize::from(*area)], *n)));
    all.map(|(area, n)| format!("{area},{n}")).collect::<Vec<_>>().join("\n")
}

fn sets() -> impl Strategy<Value = Sets> {
    // A number in each, so that every area code is covered.
    let numbers = || prop::collection::btree_set(2_000_000_u32..10_000_000, 1..300);
    (numbers(), numbers(), numbers()).prop_map(|(a, b, c)| [(0, a), (1, b), (2, c)].into())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_full_list_is_exactly_its_file(list in prop::sample::select(vec!["national", "litigator"]), sets in sets()) {
        let world = World::new();
        let report = world.take(list, "x.csv", written(&sets)).unwrap();
        prop_assert_eq!(report.record.count, sets.values().map(BTreeSet::len).sum::<usize>() as u64);
        for (area, set) in &sets {
            prop_assert_eq!(&world.numbers(list, AREAS[usize::from(*area)]), set);
        }
    }

    /// Changes at random moments, over numbers that are there and numbers that are not: as if worked in one by one,
    /// in the order of time.
    #[test]
    fn changes_are_what_sets_do(
        list in prop::sample::select(vec!["national", "litigator"]),
        sets in sets(),
        changes in prop::collection::vec((0_u8..3, any::<prop::sample::Index>(), any::<bool>(), any::<bool>(), 1..28), 1..200),
    ) {
        let world = World::new();
        world.take(list, "x.csv", written(&sets)).unwrap();
        let mut text = String::new();
        let mut steps = Vec::new();
        for (area, index, known, add, day) in changes {
            let number = if known {
                *index.get(&sets[&area].iter().collect::<Vec<_>>())
            } else {
                &(2_000_000 + u32::try_from(index.index(50)).unwrap())
            };
            let sign = if add { "A" } else { "D" };
            writeln!(text, "{}{number},2026-10-{day:02},{sign}", AREAS[usize::from(area)]).unwrap();
            steps.push((day, area, *number, add));
        }
        steps.sort_by_key(|(day, ..)| *day);
        let mut after = sets.clone();
        for (_, area, number, add) in steps {
            let set = after.get_mut(&area).unwrap();
            if add { set.insert(number); } else { set.remove(&number); }
        }
        let report = world.take(list, "changes.csv", text).unwrap();
        let sum = |of: &dyn Fn(u8) -> usize| (0..3).map(of).sum::<usize>() as u64;
        prop_assert_eq!(report.record.added, sum(&|area| after[&area].difference(&sets[&area]).count()));
        prop_assert_eq!(report.record.removed, sum(&|area| sets[&area].difference(&after[&area]).count()));
        for (area, set) in &after {
            prop_assert_eq!(&world.numbers(list, AREAS[usize::from(*area)]), set);
        }
    }
}
