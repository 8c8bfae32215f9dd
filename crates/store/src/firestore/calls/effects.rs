//! What a unit brings beside its event and the call's own change.

use std::collections::BTreeSet;

use domain::call::Change;
use domain::{CallId, RecordingSid};

use ::firestore::gcloud_sdk::google::firestore::v1::Write;

use super::mappings;
use crate::firestore::{Home, files, outbox, suppression};
use crate::{Result, Unit};

pub(super) fn of(home: &Home, call: CallId, unit: &Unit) -> Result<Vec<Write>> {
    let mut writes: Vec<Write> =
        unit.sids.iter().map(|(sid, leg)| mappings::claim_leg(home, call, sid, *leg)).collect();
    let recordings: BTreeSet<&RecordingSid> = unit.changes.iter().filter_map(recording).collect();
    writes.extend(recordings.into_iter().map(|sid| mappings::claim_recording(&home.client, call, sid)));
    for (place, entry) in (0..).zip(&unit.outbox) {
        writes.push(outbox::document::add(&home.client, entry, place)?);
    }
    writes.extend(unit.suppress.iter().flat_map(|suppressed| suppression::add(&home.client, suppressed)));
    if let Some(claim) = &unit.claim {
        writes.push(files::claim(&home.client, claim)?);
    }
    Ok(writes)
}

const fn recording(change: &Change) -> Option<&RecordingSid> {
    match change {
        Change::Recorded(sid, _) => Some(sid),
        _ => None,
    }
}
