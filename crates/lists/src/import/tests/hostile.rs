//! Files that somebody made to do harm: to fill a disk or the memory, or to write where nothing is to be written.

use std::fs;
use std::io::{Read, repeat};

use super::world::{World, asked, gz, lines, zip};
use crate::{Limits, ListError, Reason};

/// A world with a registry of area code 813, 1000 numbers.
fn world() -> World {
    let world = World::new();
    world.take("national", "813.txt", lines("813", 1000)).unwrap();
    world
}

/// A zip of one member that says nothing but `byte`, `size` times.
fn bomb(size: u64, byte: u8) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().large_file(true);
    out.start_file("813.txt", options).unwrap();
    std::io::copy(&mut repeat(byte).take(size), &mut out).unwrap();
    out.finish().unwrap().into_inner()
}

fn broken(reason: &Reason) -> bool {
    matches!(reason, Reason::Broken { .. })
}

/// What it would unpack to is not what is unpacked: the import ends at the limits.
#[test]
fn a_zip_bomb_is_refused_long_before_it_is_unpacked() {
    let world = world();
    let packed = bomb(16 << 20, b'\n');
    assert!(packed.len() < 50_000, "{} bytes", packed.len());
    let mut options = asked("national", world.file("813.zip", &packed));
    options.limits.harmless = 1 << 20;
    let refusal = world.refused(&options);
    let most = (1 << 20) + 200 * u64::try_from(packed.len()).unwrap();
    // Each line of it is empty.
    assert!(refusal.line.is_some_and(|line| line < 2 * most), "{refusal}");
    assert_eq!(refusal.reason, Reason::Bomb { times: Limits::default().times });
    // One line without an end, a gz, and a gz in a zip.
    let (line, reason) = world.refuses("national", "813.zip", bomb(1 << 20, b'1'));
    assert_eq!((line, reason), (Some(1), Reason::LongLine { limit: 4096 }));
    let text = vec![b'\n'; 4 << 20];
    options.paths = vec![world.file("813.txt.gz", gz(&text))];
    assert_eq!(world.refused(&options).reason, Reason::Bomb { times: 200 });
    options.paths = vec![world.file("813.zip", zip(&[("813.txt.gz", &gz(&text))]))];
    assert_eq!(world.refused(&options).reason, Reason::Bomb { times: 200 });
}

/// Many small bombs are one large one.
#[test]
fn a_bomb_in_many_members_is_refused() {
    let world = world();
    let text = [lines("813", 1000).into_bytes(), vec![b'\n'; 100_000]].concat();
    let names: Vec<String> = (0..20).map(|at| format!("{at}/813.txt")).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &text[..])).collect();
    let mut options = asked("national", world.file("813.zip", zip(&members)));
    options.limits.bytes = 1 << 20;
    assert_eq!(world.refused(&options).reason, Reason::TooBig { limit: 1 << 20 });
}

#[test]
fn an_archive_within_an_archive_is_refused_at_any_depth() {
    let world = world();
    let mut packed = zip(&[("813.txt", b"8135550142\n")]);
    for _ in 0..3 {
        packed = zip(&[("inner.zip", &packed)]);
        assert_eq!(world.refuses("national", "813.zip", &packed).1, Reason::Nested);
    }
    assert_eq!(world.refuses("national", "x.zip", zip(&[("a.gz", &gz(&gz(b"1")))])).1, Reason::Nested);
}

#[test]
fn more_members_than_a_list_has_are_refused() {
    let world = world();
    let names: Vec<String> = (0..20).map(|at| format!("{at}.txt")).collect();
    let members: Vec<(&str, &[u8])> =
        names.iter().map(|name| (name.as_str(), &b"8135550142\n"[..])).collect();
    let mut options = asked("national", world.file("813.zip", zip(&members)));
    options.limits = Limits { files: 19, ..Limits::default() };
    assert_eq!(world.refused(&options).reason, Reason::TooManyFiles { limit: 19 });
}

/// Room is made for no member that is only announced.
#[test]
fn an_archive_that_announces_more_than_it_has_is_refused() {
    let world = world();
    let packed = zip(&[("813.txt", b"8135550142\n")]);
    let end = packed.len() - 22;
    let mut many = packed.clone();
    many[end + 8..end + 12].copy_from_slice(&[0xff, 0xfe, 0xff, 0xfe]);
    let too_many = Reason::TooManyFiles { limit: 4096 };
    assert_eq!(world.refuses("national", "813.zip", many), (None, too_many.clone()));
    // The same by the records of large archives: four milliards of members.
    let mut large = packed[..end].to_vec();
    let record = large.len() as u64;
    large.extend([b"PK\x06\x06".as_slice(), &44_u64.to_le_bytes(), &[45, 0, 45, 0], &[0; 8]].concat());
    for value in [1_u64 << 32, 1 << 32, 1 << 40, 0] {
        large.extend(value.to_le_bytes());
    }
    large.extend([b"PK\x06\x07".as_slice(), &[0; 4], &record.to_le_bytes(), &[1, 0, 0, 0]].concat());
    large.extend([b"PK\x05\x06".as_slice(), &[0; 4], &[0xff; 12], &[0; 2]].concat());
    assert_eq!(world.refuses("national", "813.zip", &large), (None, too_many));
    // Two ends: readers could choose.
    let twice = [packed.as_slice(), &packed[end..]].concat();
    assert!(broken(&world.refuses("national", "813.zip", twice).1));
}

/// Sizes in the headers are words; what is read counts.
#[test]
fn absurd_sizes_in_headers_are_no_reason_to_make_room() {
    let world = world();
    let packed = zip(&[("813.txt", lines("813", 1000).as_bytes())]);
    let directory = packed.windows(4).position(|word| word == b"PK\x01\x02").unwrap();
    for (at, words) in [(20, "packed"), (24, "unpacked"), (42, "offset")] {
        let mut lying = packed.clone();
        lying[directory + at..directory + at + 4].copy_from_slice(&0x7fff_ffff_u32.to_le_bytes());
        match world.take("national", "813.zip", &lying) {
            // The size unpacked is not even looked at.
            Ok(report) => assert_eq!((report.record.count, words), (1000, "unpacked")),
            Err(ListError::Refused(refusal)) => assert!(broken(&refusal.reason), "{words}: {refusal}"),
            Err(other) => panic!("{words}: {other}"),
        }
    }
    let overlapping = {
        let mut two = zip(&[("813.txt", b"8135550142\n"), ("727.txt", b"7275550142\n")]);
        let second = two.windows(4).rposition(|word| word == b"PK\x01\x02").unwrap();
        two[second + 42..second + 46].copy_from_slice(&[0; 4]);
        two
    };
    assert!(broken(&world.refuses("national", "x.zip", overlapping).1));
}

/// Members are read and never written, whatever they are called.
#[test]
fn a_path_in_an_archive_leads_nowhere() {
    let world = world();
    let outside = world.data.parent().unwrap().to_owned();
    let around = || fs::read_dir(&outside).unwrap().count();
    let before = around();
    for name in ["../../813.txt", "/etc/813.txt", "a\\..\\..\\813.txt", "C:\\813.txt", "./a/../../813.txt"] {
        world.take("national", "813.zip", zip(&[(name, lines("813", 1000).as_bytes())])).unwrap();
        let (_, reason) = world.refuses("national", "x.zip", zip(&[(name, b"oops\n")]));
        assert!(matches!(reason, Reason::Garbled { .. }), "{reason:?}");
    }
    assert_eq!(around(), before);
    let files = world.everything();
    assert!(
        files.iter().all(|(name, _)| name == "manifest.json" || name.starts_with("national")),
        "{files:?}"
    );
}

#[test]
fn the_name_of_a_member_does_nothing_to_a_terminal() {
    let world = world();
    let refusal =
        world.refused(&asked("national", world.file("x.zip", zip(&[("\u{1b}[2J\r\n813", b"oops\n")]))));
    assert!(refusal.to_string().chars().all(|c| !c.is_control()), "{refusal:?}");
}

/// A comment, a declaration or a quoted value may hold any number of `>`; none of them is held whole.
#[test]
fn a_piece_of_xml_without_an_end_is_refused() {
    let world = world();
    let endless = "> \n".repeat(100_000);
    for (begin, end) in
        [("<!--", "-->"), ("<!DOCTYPE x [", "]>"), ("<?x ", "?>"), ("<![CDATA[", "]]>"), ("<ph val='", "'/>")]
    {
        let xml = format!("<list><ac val='813'>{begin}{endless}{end}<ph val='5550142'/></ac></list>");
        let (_, reason) = world.refuses("national", "813.xml", xml);
        assert_eq!(reason, Reason::LongLine { limit: 64 * 1024 }, "{begin}");
    }
    // Many pieces of sane length are no trouble.
    let xml = format!("<list><ac val='727'>{}<ph val='5550142'/></ac></list>", "<!-- > -->\n".repeat(20_000));
    assert_eq!(world.take("national", "727.xml", xml).unwrap().record.area_codes.len(), 1);
}

/// Entities would be a bomb of their own; none is ever put in the place of its name.
#[test]
fn xml_entities_are_refused() {
    let world = world();
    let bomb = "<!DOCTYPE list [<!ENTITY a '5550142'><!ENTITY b '&a;&a;&a;&a;'>]>\
                <list><ac val='813'><ph>&b;</ph></ac></list>";
    assert!(matches!(
        world.refuses("national", "813.xml", bomb).1,
        Reason::Garbled { .. } | Reason::UnknownXml { .. }
    ));
    let inside = bomb.replace("<ph>&b;</ph>", "<ph val='&b;'/>");
    assert!(matches!(world.refuses("national", "813.xml", inside).1, Reason::Garbled { .. }));
}

#[test]
fn an_address_without_an_end_is_refused() {
    let world = world();
    let text = format!("1 {}\n", "A ".repeat(200));
    assert!(matches!(world.refuses("philadelphia", "x.txt", text).1, Reason::Garbled { .. }));
}
