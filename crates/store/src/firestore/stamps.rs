//! The times that Firestore itself puts on a document. They grow with every commit, so they order what was written
//! and tell one revision from the next.

use ::firestore::gcloud_sdk::google::firestore::v1::Document;
use ::firestore::timestamp_utils::from_timestamp;
use jiff::Timestamp;

use super::value::unreadable;
use crate::{Result, Rev};

/// When a document was made.
pub(super) fn created(document: &Document) -> Result<Timestamp> {
    stamp(document.create_time)
}

/// When a document was last changed.
pub(super) fn updated(document: &Document) -> Result<Timestamp> {
    stamp(document.update_time)
}

fn stamp(at: Option<::firestore::gcloud_sdk::prost_types::Timestamp>) -> Result<Timestamp> {
    at.and_then(|at| from_timestamp(at).ok()).ok_or_else(|| unreadable("time"))
}

/// The revision of a document that was last changed then. Firestore's times are whole microseconds.
pub(super) fn rev(updated: Timestamp) -> Rev {
    Rev(updated.as_microsecond())
}
