//! Every input that is kept, among them all that ever broke a target, through every target, without a fuzzer.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use fuzz_targets::TARGETS;

fn fuzz(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz").join(folder)
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
}

#[test]
fn every_input_of_the_corpus_is_taken_by_its_target() {
    for (name, target) in TARGETS {
        for entry in fs::read_dir(fuzz("corpus").join(name)).unwrap() {
            let path = entry.unwrap().path();
            // Shown with the failure, if there is one.
            println!("{}", path.display());
            target(&fs::read(&path).unwrap());
        }
    }
}

/// What is a seed of one parser is a strange guest to the others.
#[test]
fn every_input_of_the_corpus_is_taken_by_all_others() {
    let inputs: Vec<Vec<u8>> = TARGETS
        .iter()
        .flat_map(|(name, _)| fs::read_dir(fuzz("corpus").join(name)).unwrap())
        .map(|entry| fs::read(entry.unwrap().path()).unwrap())
        .filter(|bytes| bytes.len() < 4096)
        .collect();
    for (name, target) in TARGETS {
        println!("{name}");
        for bytes in &inputs {
            target(bytes);
        }
    }
}

/// A target that one of the lists forgot would never be run.
#[test]
fn every_target_has_its_file_and_its_seeds() {
    let listed: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(listed.len(), TARGETS.len(), "a name twice");
    assert_eq!(names(&fuzz("src/bin")), listed);
    assert_eq!(names(&fuzz("corpus")), listed);
    for name in listed {
        assert!(fs::read_dir(fuzz("corpus").join(&name)).unwrap().next().is_some(), "{name} has no seed");
        let file = fs::read_to_string(fuzz("src/bin").join(format!("{name}.rs"))).unwrap();
        assert!(file.contains("fuzz_targets::"), "{name}");
    }
}
