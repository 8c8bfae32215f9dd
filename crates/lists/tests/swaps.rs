//! Looking up while lists are swapped, in this process and from another's: never a mix, never a pause.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use domain::E164;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use lists::{Ages, ImportOptions, ListId, Lists, Standing, import};

const TODAY: Date = date(2026, 11, 20);
/// Numbers that are always listed, so that no list is a tenth smaller than the last.
const ALWAYS: u32 = 100;
const AREAS: [&str; 3] = ["813", "727", "212"];

/// The list of a version: the marked number of each area code is on it in odd versions only.
fn list_of(version: u64) -> String {
    let mut text = String::new();
    for area in AREAS {
        (0..ALWAYS).for_each(|n| writeln!(text, "{area},{}", 3_000_000 + n).unwrap());
        if version % 2 == 1 {
            writeln!(text, "{area},5550142").unwrap();
        }
    }
    text
}

fn options(file: &Path, list: ListId) -> ImportOptions {
    let now: Timestamp = "2026-11-20T15:00:00Z".parse().unwrap();
    let mut options = ImportOptions::new(list, vec![file.to_owned()], now);
    options.accessed_on = Some(TODAY);
    options
}

fn number(area: &str) -> E164 {
    E164::parse(&format!("{area}5550142")).unwrap()
}

/// What a version says is what that version's file held, for every list and area code, on every thread.
fn look(lists: &Lists, numbers: &[E164; 3]) -> u64 {
    let mut newest = 0;
    for number in numbers {
        let status = lists.status(number, TODAY);
        for list in [ListId::National, ListId::Litigator] {
            let said = status.of(list);
            let wanted = match said.version {
                0 => Standing::NotLoaded,
                odd if odd % 2 == 1 => Standing::Hit,
                _ => Standing::Clear,
            };
            assert_eq!(said.standing, wanted, "{said:?}");
            newest = newest.max(said.version);
        }
    }
    newest
}

#[test]
fn lookups_during_swaps_never_see_a_mix() {
    let dir = tempfile::tempdir().unwrap();
    let (data, file) = (dir.path().join("lists"), dir.path().join("list.csv"));
    let numbers = AREAS.map(number);
    let here = Lists::open(&data, Ages::default()).unwrap();
    // As if in another process: it only shares the folder.
    let replica = Lists::open(&data, Ages::default()).unwrap();
    let (done, looks, reloads) = (AtomicBool::new(false), AtomicU64::new(0), AtomicU64::new(0));
    thread::scope(|scope| {
        for lists in [&here, &replica] {
            scope.spawn(|| {
                let mut last = 0;
                while !done.load(Ordering::Relaxed) {
                    let version = look(lists, &numbers);
                    assert!(version >= last, "went back from {last} to {version}");
                    last = version;
                    looks.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                reloads.fetch_add(u64::from(replica.reload_if_changed().unwrap()), Ordering::Relaxed);
            }
        });
        for version in 1..=12 {
            fs::write(&file, list_of(version)).unwrap();
            for list in [ListId::National, ListId::Litigator] {
                assert_eq!(here.import(&options(&file, list)).unwrap().record.version, version);
            }
        }
        done.store(true, Ordering::Relaxed);
    });
    assert!(looks.load(Ordering::Relaxed) > 0 && reloads.load(Ordering::Relaxed) > 0);
    replica.reload_if_changed().unwrap();
    assert_eq!((look(&here, &numbers), look(&replica, &numbers)), (12, 12));
    assert_eq!((here.generation(), replica.generation()), (24, 24));
    assert!(!replica.reload_if_changed().unwrap());
}

/// Of several that import at once, each comes to its end or is told that another is at work; none is lost.
#[test]
fn imports_take_turns_or_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let (data, file) = (dir.path().join("lists"), dir.path().join("list.csv"));
    fs::write(&file, list_of(1)).unwrap();
    let imported = AtomicU64::new(0);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..4 {
                    match import(&data, &options(&file, ListId::National)) {
                        Ok(_) => drop(imported.fetch_add(1, Ordering::Relaxed)),
                        Err(lists::ListError::Busy { .. }) => thread::yield_now(),
                        Err(other) => panic!("{other}"),
                    }
                }
            });
        }
    });
    let imported = imported.into_inner();
    let lists = Lists::open(&data, Ages::default()).unwrap();
    assert!(imported >= 1);
    let versions: Vec<_> = lists.imports().iter().map(|import| import.version).collect();
    assert_eq!(versions, (1..=imported).collect::<Vec<_>>());
}
