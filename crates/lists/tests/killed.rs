//! A process that imports, killed at any moment: the lists are the old ones or the new ones, and nothing is left over.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use domain::E164;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use lists::{Ages, ImportOptions, ListId, Lists, Standing, import};

const TODAY: Date = date(2026, 11, 20);
/// Where the child is to import; only set for the child.
const FOLDER: &str = "LISTS_KILLED_FOLDER";

/// Odd versions have 555-0142 in both area codes, even ones in none. Enough numbers for bitmaps.
fn list_of(version: u64) -> String {
    let mut text = String::new();
    for area in ["813", "727"] {
        (0..9000).for_each(|n| writeln!(text, "{area},{}", 3_000_000 + n * 7).unwrap());
        if version % 2 == 1 {
            writeln!(text, "{area},5550142").unwrap();
        }
    }
    text
}

/// The process that is killed: it imports until then. Does nothing in a run of its own.
#[test]
fn child() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let folder = Path::new(&folder);
    let data = folder.join("lists");
    let now: Timestamp = "2026-11-20T15:00:00Z".parse().unwrap();
    for _ in 0..10_000 {
        let next = Lists::open(&data, Ages::default()).unwrap().generation() + 1;
        let file = folder.join("list.csv");
        fs::write(&file, list_of(next)).unwrap();
        let mut options = ImportOptions::new(ListId::National, vec![file], now);
        options.accessed_on = Some(TODAY);
        assert_eq!(import(&data, &options).unwrap().record.version, next);
    }
}

#[test]
fn a_process_killed_at_any_moment_leaves_the_old_list_or_the_new_one() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("lists");
    let mut last = 0;
    for round in 0..12_u64 {
        let watching = Lists::open(&data, Ages::default()).unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child"])
            .env(FOLDER, dir.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Until it has done something, then somewhere in the middle of the next import.
        while watching.generation() == last {
            watching.reload_if_changed().unwrap();
            assert!(child.try_wait().unwrap().is_none(), "the child ended by itself");
            thread::sleep(Duration::from_millis(2));
        }
        thread::sleep(Duration::from_millis(round * 13 % 60));
        child.kill().unwrap();
        child.wait().unwrap();

        let lists = Lists::open(&data, Ages::default()).unwrap();
        let version = lists.generation();
        assert!(version > last);
        assert_eq!(lists.imports().len() as u64, version);
        for area in ["813", "727"] {
            let status =
                lists.status_of(ListId::National, &E164::parse(&format!("{area}5550142")).unwrap(), TODAY);
            let wanted = if version % 2 == 1 { Standing::Hit } else { Standing::Clear };
            assert_eq!((status.standing, status.version), (wanted, version));
        }
        let names = |folder: &Path| fs::read_dir(folder).unwrap().count();
        assert_eq!((names(&data), names(&data.join("national"))), (3, 2), "something is left over");
        last = version;
    }
}
