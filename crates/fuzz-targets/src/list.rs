//! Do-not-call lists as they are downloaded.

use lists::{Limits, Reason, normalise_address};

use crate::{parts, utf8};

/// A street address: its normal form is normal.
pub fn address(data: &[u8]) {
    let text = utf8(data);
    if let Some(once) = normalise_address(text) {
        assert!(once.starts_with(|c: char| c.is_ascii_digit()) && once.len() <= 2 * text.len() + 8, "{once}");
        assert!(once.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase() || b == b' '), "{once}");
        assert_eq!(normalise_address(&once).as_ref(), Some(&once));
    }
}

/// Numbers as lines, CSV or XML: the same, however the file is cut up; a refusal shows nobody's number.
pub fn of_numbers(data: &[u8]) {
    let whole = lists::fuzzing::numbers(data, 1 << 17);
    assert_eq!(whole, lists::fuzzing::numbers(data, 7));
    if let Err((_, Reason::Garbled { shape })) = whole {
        assert!(!shape.bytes().any(|b| b.is_ascii_digit()) && shape.chars().count() <= 41, "{shape}");
    }
}

/// Addresses as lines or CSV.
pub fn of_addresses(data: &[u8]) {
    let whole = lists::fuzzing::addresses(data, 1 << 17);
    assert_eq!(whole, lists::fuzzing::addresses(data, 7));
    for address in whole.unwrap_or_default() {
        assert_eq!(normalise_address(&address).as_ref(), Some(&address));
    }
}

/// A name, and a file that may be an archive: what comes out of it is bounded, and so is what is said of it.
pub fn archive(data: &[u8]) {
    let [name, file] = parts::<2>(data);
    let limits = Limits { bytes: 1 << 20, times: 200, harmless: 1 << 16, files: 8 };
    match lists::fuzzing::unpacked("list", file, limits) {
        Ok(bytes) => assert!(bytes <= limits.bytes, "{bytes}"),
        Err(refusal) => {
            let sentence = refusal.to_string();
            let is_of_member = refusal.file.as_ref().is_some_and(|file| file.contains(": "));
            assert!(!is_of_member || sentence.chars().all(|c| !c.is_control()), "{sentence:?}");
            assert!(sentence.chars().count() < 600, "{sentence}");
        }
    }
    let _ = lists::fuzzing::unpacked(utf8(name), data, limits);
}
