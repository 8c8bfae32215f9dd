//! Every refusal, with its file, line and reason; after each the folder is what it was.

use jiff::civil::date;

use super::world::{World, asked, gz, lines, zip};
use crate::{ImportKind, Limits, ListError, Reason, Standing};

/// A world with a registry of area code 813, 1000 numbers.
fn world() -> World {
    let world = World::new();
    world.take("national", "813.txt", lines("813", 1000)).unwrap();
    world
}

#[test]
fn garbled_lines_and_cut_off_files() {
    let world = world();
    let whole = lines("813", 1000);
    let (line, reason) = world.refuses("national", "813.txt", &whole[..whole.len() - 5]);
    assert_eq!((line, reason), (Some(1000), Reason::Garbled { shape: "######".to_owned() }));
    let packed = gz(whole.as_bytes());
    for cut in [packed.len() / 2, packed.len() - 1] {
        let (line, reason) = world.refuses("national", "813.txt.gz", &packed[..cut]);
        assert!(line.is_some() && matches!(reason, Reason::Broken { .. }), "{reason:?}");
    }
    let packed = zip(&[("813.txt", whole.as_bytes())]);
    for cut in [10, packed.len() / 2, packed.len() - 1] {
        let (_, reason) = world.refuses("national", "813.zip", &packed[..cut]);
        assert!(matches!(reason, Reason::Broken { .. }), "{reason:?}");
    }
    let mut flipped = packed;
    flipped[60] ^= 0x55;
    assert!(matches!(world.refuses("national", "813.zip", flipped).1, Reason::Broken { .. }));
    for empty in ["", "\n\n", "phone\n"] {
        assert_eq!(world.refuses("national", "813.txt", empty), (None, Reason::Empty));
    }
    assert_eq!(world.refuses("national", "813.zip", zip(&[])), (None, Reason::Empty));
}

/// One bad member, or one bad file of a folder, refuses all of them, and is named.
#[test]
fn one_bad_file_refuses_all() {
    let world = world();
    let good = lines("727", 10);
    let packed = zip(&[("727.txt", good.as_bytes()), ("305.txt", b"3055550142\nx\n")]);
    let refusal = world.refused(&asked("national", world.file("all.zip", packed)));
    assert_eq!((refusal.file.as_deref(), refusal.line), (Some("all.zip: 305.txt"), Some(2)));
    let sentence = refusal.to_string();
    assert!(sentence.contains("all.zip: 305.txt, line 2 is neither a number nor a change (x)"), "{sentence}");
    world.file("all/727.txt", &good);
    world.file("all/x.txt", "oops\n");
    let refusal = world.refused(&asked("national", world.downloads.join("all")));
    assert_eq!((refusal.file.as_deref(), refusal.line), (Some("x.txt"), Some(1)));
}

#[test]
fn other_area_codes() {
    let world = world();
    let (found, expected) = ("727".parse().unwrap(), "813".parse().unwrap());
    let other = Reason::OtherAreaCode { found, expected };
    assert_eq!(world.refuses("national", "813.txt", "8135550142\n7275550142\n"), (Some(2), other.clone()));
    let xml = "<list><ac val='727'><ph val='5550142'/></ac></list>";
    assert_eq!(world.refuses("national", "813.xml", xml), (Some(1), other));
    assert_eq!(world.refuses("national", "x.txt", "5550142\n"), (Some(1), Reason::NoAreaCode));
    let mut options = asked("national", world.file("x.txt", lines("813", 1000)));
    options.area_codes = vec![found];
    assert_eq!(world.refused(&options).reason, Reason::NotGiven { found: expected });
    options.area_codes = vec![expected, found];
    assert_eq!(world.refused(&options).reason, Reason::Missing { area: found });
    options.area_codes = vec![expected];
    world.import(&options).unwrap();
    // With one area code given, seven digits are enough.
    options.paths = vec![world.file("x.txt", lines("", 1000))];
    assert_eq!(world.import(&options).unwrap().record.count, 1000);
}

#[test]
fn mixed_kinds() {
    let world = world();
    assert_eq!(world.refuses("national", "813.txt", "8135550142\n8135550143,A\n"), (Some(2), Reason::Mixed));
    assert_eq!(world.refuses("national", "813.txt", "8135550143,A\n8135550142\n"), (Some(2), Reason::Mixed));
    let dates = "8135550143,2026-11-01,A\n8135550142,D\n";
    assert_eq!(world.refuses("national", "813.txt", dates), (Some(2), Reason::MixedDates));
    let packed = zip(&[("a/813.txt", b"8135550142\n"), ("b/813.txt", b"8135550142,A\n")]);
    assert_eq!(world.refuses("national", "x.zip", packed).1, Reason::Mixed);
    let mut options = asked("national", world.file("813.txt", lines("813", 1000)));
    options.kind = Some(ImportKind::Change);
    let other = Reason::OtherKind { said: ImportKind::Change, found: ImportKind::Full };
    assert_eq!(world.refused(&options).reason, other);
    let xml = "<list type='change'><ac val='813'><ph val='5550142'/></ac></list>";
    assert_eq!(world.refuses("national", "813.xml", xml).1, Reason::Mixed);
}

/// A tenth smaller passes, more does not; with leave it does, and the manifest says so.
#[test]
fn much_smaller_lists() {
    let world = world();
    let what = "area code 813".to_owned();
    let smaller = Reason::Smaller { what, before: 1000, after: 899 };
    assert_eq!(world.refuses("national", "813.txt", lines("813", 899)), (None, smaller));
    world.take("national", "813.txt", lines("813", 900)).unwrap();
    let mut options = asked("national", world.file("813.txt", lines("813", 3)));
    assert!(matches!(world.refused(&options).reason, Reason::Smaller { .. }));
    options.allow_smaller = true;
    assert!(world.import(&options).unwrap().record.allow_smaller);
    assert_eq!(world.says("national", "8132000051"), Standing::Clear);
    // Of a list that is one whole, the whole counts.
    world.take("litigator", "x.txt", format!("{}2125550142\n", lines("512", 100))).unwrap();
    world.take("litigator", "x.txt", lines("512", 100)).unwrap();
    assert!(matches!(world.refuses("litigator", "x.txt", lines("512", 89)).1, Reason::Smaller { .. }));
}

#[test]
fn days_that_cannot_be() {
    let world = world();
    let mut options = asked("national", world.file("813.txt", lines("813", 1000)));
    options.accessed_on = None;
    assert_eq!(world.refused(&options).reason, Reason::NoAccessDate);
    options.accessed_on = Some(date(2026, 11, 21));
    assert_eq!(world.refused(&options).reason, Reason::Future { date: date(2026, 11, 21) });
    options.accessed_on = Some(date(2026, 11, 19));
    assert!(matches!(world.refused(&options).reason, Reason::Older { .. }));
    let change = world.file("changes.txt", "8135550142,A\n");
    options.paths = vec![change];
    assert!(matches!(world.refused(&options).reason, Reason::Older { .. }));
    options.allow_older = true;
    world.import(&options).unwrap();
    let (line, reason) = world.refuses("national", "x.txt", "8135550142,2026-11-21,A\n");
    assert_eq!((line, reason), (Some(1), Reason::Future { date: date(2026, 11, 21) }));
    // The day of the file's name.
    options.paths = vec![world.file("2026-11-20_813.txt", lines("813", 1000))];
    options.accessed_on = None;
    assert_eq!(world.import(&options).unwrap().record.accessed_on, date(2026, 11, 20));
}

#[test]
fn changes_to_what_is_not_there() {
    let world = world();
    for (list, what) in [("national", "area code 727"), ("state-tx", "TX state do-not-call list")] {
        let reason = Reason::NothingToChange { what: what.to_owned() };
        assert_eq!(world.refuses(list, "x.txt", "7275550142,A\n").1, reason);
    }
    let mut options = asked("philadelphia", world.file("x.txt", "12 Elm St\n"));
    options.kind = Some(ImportKind::Change);
    assert_eq!(world.refused(&options).reason, Reason::FullOnly);
}

/// A few numbers that no phone has are left out and counted; many are shifted columns.
#[test]
fn impossible_numbers() {
    let world = world();
    let mut text = lines("813", 2000);
    text.push_str("8131550142\n");
    let report = world.take("national", "813.txt", &text).unwrap();
    assert_eq!((report.record.count, report.impossible, report.warnings.len()), (2000, 1, 1));
    text.push_str("8130550142\n8130550143\n");
    let reason = Reason::Impossible { count: 3, lines: 2003, first: 2001 };
    assert_eq!(world.refuses("national", "813.txt", &text), (None, reason));
}

#[test]
fn archives_that_are_traps() {
    let world = world();
    let bomb = vec![b'\n'; 2 << 20];
    for file in [world.file("813.txt.gz", gz(&bomb)), world.file("813.zip", zip(&[("813.txt", &bomb)]))] {
        let mut options = asked("national", file);
        options.limits.harmless = 1 << 20;
        assert_eq!(world.refused(&options).reason, Reason::Bomb { times: 200 });
    }
    let inner = zip(&[("813.txt", b"8135550142\n")]);
    assert_eq!(world.refuses("national", "x.zip", zip(&[("y.zip", &inner)])).1, Reason::Nested);
    assert_eq!(world.refuses("national", "x.gz", gz(&inner)).1, Reason::Nested);
    assert_eq!(world.refuses("national", "x.gz", gz(&gz(b"8135550142\n"))).1, Reason::Nested);
    let sheet = zip(&[("[Content_Types].xml", b"<x/>")]);
    assert!(matches!(world.refuses("national", "x.xlsx", sheet).1, Reason::NotText { .. }));
    let mut options = asked("national", world.file("813.txt", lines("813", 1000)));
    options.limits.bytes = 5000;
    assert_eq!(world.refused(&options).reason, Reason::TooBig { limit: 5000 });
    options.limits = Limits { files: 1, ..Limits::default() };
    options.paths.push(world.file("727.txt", lines("727", 10)));
    assert_eq!(world.refused(&options).reason, Reason::TooManyFiles { limit: 1 });
    options.paths = vec![world.downloads.join("empty")];
    std::fs::create_dir(&options.paths[0]).unwrap();
    assert_eq!(world.refused(&options).reason, Reason::NoFiles);
}

#[test]
fn no_two_imports_at_once() {
    let world = world();
    let lock = crate::disk::Folder::new(&world.data).lock().unwrap();
    let before = world.everything();
    let error = world.take("national", "813.txt", lines("813", 1000)).unwrap_err();
    assert!(
        matches!(error, ListError::Busy { .. }) && error.to_string().contains("another import is running")
    );
    // Looking up goes on meanwhile.
    assert_eq!(world.says("national", "8132000017"), Standing::Hit);
    assert_eq!(world.everything(), before);
    drop(lock);
    world.take("national", "813.txt", lines("813", 1000)).unwrap();
}
