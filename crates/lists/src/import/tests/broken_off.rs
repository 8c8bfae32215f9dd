//! Imports that end half-way, and files that rot: the old list stays, or says that it cannot be read.

use std::fs;

use super::world::{TODAY, World, asked, lines};
use crate::disk::Folder;
use crate::import::stage::stage;
use crate::{Reason, Standing};

/// The process ends after the new files are written, before the swap.
#[test]
fn killed_between_staging_and_the_swap() {
    let world = World::new();
    world.take("national", "813.txt", lines("813", 100)).unwrap();
    let before = world.everything();
    let folder = Folder::new(&world.data);
    let options = asked("national", world.file("813.txt", lines("813", 200)));
    let (_never_swapped, report) = stage(&folder, &folder.read().unwrap(), &options).unwrap();
    assert_eq!(report.record.version, 2);
    fs::write(world.data.join("manifest.new"), "{\"format\":").unwrap();
    fs::write(world.data.join("national/727-0123456789abcdef.new"), [0; 1000]).unwrap();
    assert_ne!(world.everything(), before);
    // The next start: the old list, and nothing else.
    assert_eq!(world.says("national", "8132001717"), Standing::Clear);
    assert_eq!(world.everything(), before);
    // And the import again, to its end.
    assert_eq!(world.import(&options).unwrap().record.version, 2);
    assert_eq!(world.says("national", "8132001717"), Standing::Hit);
    assert_eq!(world.everything().len(), 2);
}

/// The very first import breaks off.
#[test]
fn killed_at_the_first_import() {
    let world = World::new();
    world.take("national", "813.txt", "x\n").unwrap_err();
    let folder = Folder::new(&world.data);
    let options = asked("national", world.file("813.txt", lines("813", 200)));
    drop(stage(&folder, &folder.read().unwrap(), &options).unwrap());
    assert_eq!(world.everything().len(), 2);
    assert_eq!(world.says("national", "8132001717"), Standing::NotLoaded);
    assert_eq!(world.everything().len(), 1);
}

/// A damaged file blocks, whatever it held; the other area codes go on; a full import mends it.
#[test]
fn a_file_that_rots_blocks_until_it_is_imported_again() {
    let world = World::new();
    let text = lines("813", 100) + &lines("727", 10_000);
    world.take("national", "x.txt", &text).unwrap();
    let (name, bytes) = world.everything().into_iter().find(|(name, _)| name.contains("727-")).unwrap();
    let path = world.data.join(&name);
    let mut rotten = bytes.clone();
    rotten[500_000] ^= 4;
    for contents in [Some(rotten), Some(bytes[..100].to_vec()), None] {
        match contents {
            Some(contents) => fs::write(&path, contents).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        assert_eq!(world.says("national", "7272000017"), Standing::Unreadable);
        assert_eq!(world.says("national", "7272000018"), Standing::Unreadable);
        assert_eq!(world.says("national", "8132000018"), Standing::Clear);
        let info = world.lists().show(TODAY);
        assert_eq!(info[0].unreadable.as_slice(), std::slice::from_ref(&name));
        assert!(info[0].to_string().contains("CANNOT BE READ"));
        let (_, reason) = world.refuses("national", "x.txt", "7275550142,A\n");
        assert_eq!(reason, Reason::DamagedBase { what: "area code 727".to_owned() });
        world.take("national", "x.txt", &text).unwrap();
        assert_eq!(world.says("national", "7272000017"), Standing::Hit);
    }
}

#[test]
fn a_manifest_that_is_damaged_newer_or_gone_is_said() {
    let world = World::new();
    world.take("national", "813.txt", lines("813", 100)).unwrap();
    let lists = world.lists();
    let manifest = world.data.join("manifest.json");
    let good = fs::read_to_string(&manifest).unwrap();
    let newer = good.replace("\"format\": 1", "\"format\": 2");
    let number = domain::E164::parse("8132000017").unwrap();
    for (bad, said) in
        [(Some(&good[..50]), "is damaged"), (Some(&newer), "newer Twoleg"), (None, "it is gone")]
    {
        match bad {
            Some(bad) => fs::write(&manifest, bad).unwrap(),
            None => fs::remove_file(&manifest).unwrap(),
        }
        let error = crate::Lists::open(&world.data, crate::Ages::default()).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
        let error = world.take("national", "813.txt", lines("813", 100)).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
        // Whoever had it keeps it.
        assert!(lists.reload_if_changed().is_err());
        assert_eq!(lists.status(&number, TODAY).lists[0].standing, Standing::Hit);
        // Nothing was tidied away meanwhile.
        fs::write(&manifest, &good).unwrap();
        assert_eq!(world.says("national", "8132000017"), Standing::Hit);
    }
}
