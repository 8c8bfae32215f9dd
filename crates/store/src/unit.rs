//! One atomic write: an event, and everything that it causes.

use domain::call::Change;
use domain::{CallSid, Leg};
use jiff::Timestamp;
use serde_json::Value;

use crate::{AuditEntry, Claim, OutboxEntry, Suppression};

/// Something that happened to a call.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEvent {
    /// What makes it the same event when it is told twice. Unique within its call.
    pub id: String,
    /// What kind of thing happened, `call_status`.
    pub kind: String,
    /// When it happened, as its source says.
    pub at: Timestamp,
    /// What the source said, verbatim.
    pub payload: Value,
}

/// An event as it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredEvent {
    /// The event.
    pub event: NewEvent,
    /// When it was written, by the store's clock.
    pub recorded_at: Timestamp,
}

/// An event and everything that it causes: written all together and once, or not at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// What happened.
    pub event: NewEvent,
    /// How the record changes. A [`Change::Recorded`] also makes the recording findable by its id.
    pub changes: Vec<Change>,
    /// Legs to be findable by Twilio's id. A leg that is known keeps its first call.
    pub sids: Vec<(CallSid, Leg)>,
    /// Rows for the audit log.
    pub audit: Vec<AuditEntry>,
    /// Work that is owed. Ids contain the event's id, so that no other event can have caused them.
    pub outbox: Vec<OutboxEntry>,
    /// A number for the do-not-call list.
    pub suppress: Option<Suppression>,
    /// Written only if nothing that bears on this number happened since it was read.
    pub claim: Option<Claim>,
}

impl Unit {
    /// A unit of an event alone.
    pub const fn of(event: NewEvent) -> Self {
        Self {
            event,
            changes: Vec::new(),
            sids: Vec::new(),
            audit: Vec::new(),
            outbox: Vec::new(),
            suppress: None,
            claim: None,
        }
    }
}

/// What became of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applied {
    /// It was written.
    New,
    /// It was written before; nothing was written now.
    Duplicate,
    /// There is no such call; nothing was written.
    UnknownCall,
}
