//! What people are told of a do-not-call list that is too old, or that cannot be read.

use lists::ListId;

/// What the rules make of a list that is too old, or that cannot be read.
pub(crate) fn consequence(list: ListId, readable: bool) -> &'static str {
    match list {
        ListId::State(_) if readable => {
            "Calls into that state wait for the agent's acknowledgement until then."
        }
        ListId::Reassigned => "No consent counts as checked against it until then.",
        _ => "Calls that it is asked about are refused until then.",
    }
}
