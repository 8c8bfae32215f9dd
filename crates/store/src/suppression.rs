//! The internal do-not-call list.

use domain::{AgentId, CallId, E164};
use jiff::Timestamp;

/// A number that must not be called, until a supervisor lifts it with a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// The number.
    pub number: E164,
    /// Why, as a short word: `do_not_call`.
    pub reason: String,
    /// In which call the person asked, where it was in one.
    pub call: Option<CallId>,
    /// Who took the request, where somebody did.
    pub agent: Option<AgentId>,
    /// When.
    pub at: Timestamp,
}
