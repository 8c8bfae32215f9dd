//! Where documents are: collections, and document ids that Firestore takes.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

pub(super) const CALLS: &str = "call_logs";
pub(super) const EVENTS: &str = "events";
pub(super) const CALL_SIDS: &str = "call_sid_mappings";
pub(super) const RECORDING_SIDS: &str = "recording_sids";
pub(super) const OUTBOX: &str = "outbox";
pub(super) const SUPPRESSIONS: &str = "suppressions";
pub(super) const AUDIT: &str = "audit";
pub(super) const FILES: &str = "files";
pub(super) const COOL_DOWNS: &str = "cool_downs";
pub(super) const LIVE: &str = "call_live";

/// The field that stands for a document's own name in queries.
pub(super) const NAME: &str = "__name__";

/// Firestore takes 1500 bytes; what is longer is told apart by its digest.
const LONGEST: usize = 1000;

/// The full name of a document below another one.
pub(super) fn below(parent: &str, collection: &str, id: &str) -> String {
    format!("{parent}/{collection}/{}", document_id(id))
}

/// A document id for any text: different texts have different ids, and letters, digits and `-_.:+=@~` stay readable.
pub(super) fn document_id(text: &str) -> String {
    let reserved = matches!(text, "." | "..") || (text.starts_with("__") && text.ends_with("__"));
    let mut id = String::with_capacity(text.len());
    for (place, byte) in text.bytes().enumerate() {
        let plain = byte.is_ascii_alphanumeric() || b"-_.:+=@~".contains(&byte);
        if plain && !(reserved && place == 0) {
            id.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(id, "%{byte:02X}");
        }
    }
    if id.is_empty() {
        return "%".to_owned();
    }
    if id.len() > LONGEST {
        let digest = hex::encode(Sha256::digest(text.as_bytes()));
        id.truncate(LONGEST - 100);
        id.push_str("%~");
        id.push_str(&digest);
    }
    id
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::document_id;

    #[test]
    fn ids_that_are_usual_stay_as_they_are() {
        for usual in
            ["agent:completed", "+18135550142", "019a2b3c-0000-7000-8000-000000000000", "a.b_c~d@e=f"]
        {
            assert_eq!(document_id(usual), usual);
        }
        assert_eq!(document_id("a/b c%é"), "a%2Fb%20c%25%C3%A9");
        assert_eq!([".", "..", "", "__x__"].map(document_id), ["%2E", "%2E.", "%", "%5F_x__"]);
    }

    proptest! {
        #[test]
        fn any_text_has_an_id_of_its_own(one in "[/.%_~ a-bé]{0,6}", two in "[/.%_~ a-bé]{0,6}", times in 1..400_usize) {
            let ids = [one.repeat(times), two.repeat(times)].map(|text| document_id(&text));
            for id in &ids {
                prop_assert!((1..=1500).contains(&id.len()) && !id.contains('/') && id != "." && id != "..");
                prop_assert!(!(id.starts_with("__") && id.ends_with("__")));
            }
            prop_assert_eq!(one == two, ids[0] == ids[1]);
        }
    }
}
