//! What a product's server and a browser say to the carrier, handed to its readers as text: the doors of the fuzz
//! targets.

use crate::{carrier, signal};

/// TwiML: how many verbs were understood, and how many things were skipped.
///
/// # Errors
/// The carrier's words for a document that it cannot parse.
pub fn twiml(document: &str) -> Result<(usize, usize), String> {
    carrier::read_twiml(document).map(|read| (read.verbs.len(), read.warnings.len()))
}

/// A frame of the browser's signalling socket, as it was understood.
pub fn frame(text: &str) -> String {
    signal::read_frame(text)
}
