//! The internal do-not-call list, 47 CFR 64.1200(d)(3): instant, for everybody, and for good.

use super::Facts;
use crate::reason::{Reason, ReasonCode};

/// A number on the list is never called.
pub(super) fn internal_list(facts: &Facts<'_>) -> Option<Reason> {
    facts.context.suppressed.then(|| {
        Reason::lasting(
            ReasonCode::InternalDoNotCall,
            "This number is on the do-not-call list: it is never called.",
        )
    })
}
