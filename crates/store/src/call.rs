//! Reading calls.

use domain::{AgentId, CallId, E164, ItemId, Leg};
use jiff::Timestamp;

/// The revision of a record: it grows with every write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rev(pub i64);

/// A value, and which revision of it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versioned<T> {
    /// Its revision.
    pub rev: Rev,
    /// The value.
    pub value: T,
}

/// Whose leg a CallSid is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SidMapping {
    /// The call.
    pub call: CallId,
    /// Which leg of it.
    pub leg: Leg,
    /// The lead in the CRM.
    pub lead: ItemId,
}

/// Which calls. Every field that is set narrows the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallQuery {
    /// Placed by this agent.
    pub agent: Option<AgentId>,
    /// With this lead.
    pub lead: Option<ItemId>,
    /// To this number.
    pub number: Option<E164>,
    /// Placed at this time or later.
    pub from: Option<Timestamp>,
    /// Placed before this time.
    pub to: Option<Timestamp>,
    /// Only calls that are open or owe a disposition.
    pub unfinished: bool,
    /// The oldest first, instead of the newest. Not together with `unfinished`.
    pub oldest_first: bool,
    /// Without so many of the newest.
    pub skip: usize,
    /// At most so many.
    pub limit: usize,
}

impl Default for CallQuery {
    /// The newest hundred.
    fn default() -> Self {
        Self {
            agent: None,
            lead: None,
            number: None,
            from: None,
            to: None,
            unfinished: false,
            oldest_first: false,
            skip: 0,
            limit: 100,
        }
    }
}

/// News from the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreChange {
    /// This call changed.
    Call(CallId),
    /// Some changes were missed: read again whatever is shown.
    Gap,
}
