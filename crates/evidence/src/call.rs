//! A call as the pack carries it.

use domain::CallRecord;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::StoredEvent;

/// A call to the number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// Its record: who, when, both legs, recordings, disposition.
    pub record: CallRecord,
    /// What happened to it, in the order in which it was written.
    pub events: Vec<Event>,
}

/// Something that happened to a call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// What makes it the same event when it is told twice.
    pub id: String,
    /// What kind of thing happened.
    pub kind: String,
    /// When it happened, as its source says.
    pub at: Timestamp,
    /// When it was written, by the store's clock.
    pub recorded_at: Timestamp,
    /// What the source said.
    pub payload: Value,
}

impl Event {
    /// Whether what the source said was erased.
    pub(crate) fn is_erased(&self) -> bool {
        self.payload.get("erased") == Some(&Value::Bool(true))
    }
}

impl From<StoredEvent> for Event {
    fn from(stored: StoredEvent) -> Self {
        let StoredEvent { event, recorded_at } = stored;
        Self { id: event.id, kind: event.kind, at: event.at, recorded_at, payload: event.payload }
    }
}
