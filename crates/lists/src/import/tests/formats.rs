//! The same numbers, however they come.

use std::collections::BTreeSet;

use super::world::{World, asked, gz, lines, zip};
use crate::{ImportKind, Standing};

const NUMBERS: [&str; 3] = ["5550142", "5550143", "9999999"];

fn wanted() -> BTreeSet<u32> {
    NUMBERS.iter().map(|number| number.parse().unwrap()).collect()
}

/// Every form, plain, as gz, as zip, as gz in a zip.
#[test]
fn the_same_numbers_by_every_format_and_compression() {
    let form = |line: &dyn Fn(&str) -> String| NUMBERS.iter().map(|number| line(number)).collect::<String>();
    let xml = form(&|n| format!("<ph val='{n}'/>\n"));
    for (name, text) in [
        ("813.txt", form(&|n| format!("{n}\n"))),
        ("list.txt", form(&|n| format!("813{n}\r\n"))),
        ("list.csv", form(&|n| format!("813,{n}\n"))),
        ("named.csv", format!("name,phone\n{}", form(&|n| format!("\"Doe, J\",(813) {n}\n")))),
        ("list.xml", format!("<list type='full' val='813'>\n<ac val='813'>\n{xml}</ac>\n</list>\n")),
    ] {
        let text = text.as_bytes();
        for (name, bytes) in [
            (name.to_owned(), text.to_vec()),
            (format!("{name}.gz"), gz(text)),
            (format!("{name}.zip"), zip(&[("__MACOSX/._x", b"litter"), (name, text)])),
            (format!("gz in {name}.zip"), zip(&[(&format!("{name}.gz"), &gz(text))])),
            // What a file is, is not a matter of its name.
            (format!("{name}.exe"), gz(text)),
        ] {
            let world = World::new();
            let report =
                world.take("national", &name, bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(world.numbers("national", "813"), wanted(), "{name}");
            assert_eq!(
                (report.record.count, report.record.kind, report.lines),
                (3, ImportKind::Full, 3),
                "{name}"
            );
        }
    }
}

#[test]
fn several_files_members_and_folders_are_one_import() {
    let world = World::new();
    world.file("all/813.txt", "5550142\n");
    world.file("all/deep/727.csv", "727,5550142\n");
    world.file("all/.DS_Store", "litter");
    world.file("all/more.zip", zip(&[("a/305.txt", b"5550142\n"), ("561.txt", b"5550142\n5550143\n")]));
    let report = world.import(&asked("national", world.downloads.join("all"))).unwrap();
    let codes: Vec<_> = report.record.area_codes.iter().map(ToString::to_string).collect();
    assert_eq!(codes, ["305", "561", "727", "813"]);
    assert_eq!((report.record.version, report.record.count), (1, 5));
    assert_eq!(
        report.record.sources.iter().map(|s| s.file.as_str()).collect::<Vec<_>>(),
        ["813.txt", "727.csv", "more.zip"]
    );
    assert_eq!(world.says("national", "5615550143"), Standing::Hit);
    assert_eq!(world.says("national", "3055550143"), Standing::Clear);
}

#[test]
fn gz_of_several_parts_is_read_to_its_end() {
    let world = World::new();
    let mut both = gz(b"8135550142\n");
    both.extend(gz(b"8135550143\n"));
    assert_eq!(world.take("national", "x.gz", both).unwrap().record.count, 2);
}

#[test]
fn every_list_takes_its_numbers() {
    let world = World::new();
    for list in ["national", "state-tx", "litigator", "reassigned", "local"] {
        world.take(list, "x.txt", lines("512", 20)).unwrap();
        assert_eq!(world.says(list, "5122000017"), Standing::Hit, "{list}");
        assert_eq!(world.says(list, "5122000018"), Standing::Clear, "{list}");
    }
    // The registry is had by area code; the others are one whole.
    assert_eq!(world.says("national", "8135550142"), Standing::NotSubscribed);
    assert_eq!(world.says("litigator", "8135550142"), Standing::Clear);
    assert_eq!(world.says("state-in", "8135550142"), Standing::NotLoaded);
}

#[test]
fn a_full_list_of_a_whole_takes_the_place_of_all_of_it() {
    let world = World::new();
    world.take("litigator", "x.txt", format!("{}2125550142\n", lines("512", 20))).unwrap();
    let report = world.take("litigator", "x.txt", lines("512", 20)).unwrap();
    assert_eq!((report.record.added, report.record.removed), (0, 1));
    assert_eq!(world.says("litigator", "2125550142"), Standing::Clear);
    // Of the registry, other area codes stay.
    world.take("national", "813.txt", lines("813", 20)).unwrap();
    let report = world.take("national", "727.txt", lines("727", 20)).unwrap();
    assert_eq!((report.record.count, report.count_before), (40, Some(20)));
    assert_eq!(world.says("national", "8132000017"), Standing::Hit);
}

#[test]
fn addresses_are_found_in_any_spelling() {
    let world = World::new();
    let text = "Address,ZIP\n\"1234 N. Broad Street, Unit 2\",19121\n52 S 52nd St,19139\n";
    let report = world.take("philadelphia", "list.csv", text).unwrap();
    assert_eq!((report.record.count, report.lines), (2, 2));
    let lists = world.lists();
    let says = |street: &str| lists.address_status(street, super::world::TODAY).standing;
    assert_eq!(says("1234 North Broad St"), Standing::Hit);
    assert_eq!(says("52 South 52 Street, Philadelphia, PA"), Standing::Hit);
    assert_eq!(says("1236 N Broad St"), Standing::Clear);
    assert_eq!(says("somewhere"), Standing::Unreadable);
    // A list of addresses says nothing of numbers.
    let number = domain::E164::parse("2155550142").unwrap();
    assert_eq!(lists.status(&number, super::world::TODAY).lists.len(), 1);
}
