//! One person, one call at a time, and a call record for every leg.

use super::Facts;
use crate::context::Phase;
use crate::reason::{Reason, ReasonCode};

/// Nobody else talks to this number now.
pub(super) fn number_free(facts: &Facts<'_>) -> Option<Reason> {
    facts.context.number_in_call.then(|| {
        Reason::lasting(ReasonCode::NumberInCall, "Somebody is in a call with this number right now.")
    })
}

/// The agent has no other open call.
pub(super) fn no_other_call(facts: &Facts<'_>) -> Option<Reason> {
    facts.context.agent.other_open_call.then(|| {
        Reason::lasting(ReasonCode::AgentBusy, "You have a call open: end it before you call again.")
    })
}

/// The agent said how every earlier call came out.
pub(super) fn no_disposition_owed(facts: &Facts<'_>) -> Option<Reason> {
    facts.context.agent.owes_disposition.then(|| {
        Reason::lasting(
            ReasonCode::DispositionPending,
            "Save the disposition of your last call before you call again.",
        )
    })
}

/// A prospect is only ever rung for an agent who is already on the line.
pub(super) fn leg_up(facts: &Facts<'_>) -> Option<Reason> {
    (facts.phase == Phase::ProspectLeg && !facts.context.agent.leg_up).then(|| {
        Reason::lasting(
            ReasonCode::AgentLegNotUp,
            "Your own line is not connected, so the prospect was not called.",
        )
    })
}

/// A prospect's leg belongs to a call record.
pub(super) fn has_call(facts: &Facts<'_>) -> Option<Reason> {
    (facts.phase == Phase::ProspectLeg && facts.context.call.is_none()).then(|| {
        Reason::lasting(ReasonCode::NoCall, "This call has no record, so the prospect was not called.")
    })
}
