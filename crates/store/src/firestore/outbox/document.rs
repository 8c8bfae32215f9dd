//! An entry of the outbox as a document.

use ::firestore::gcloud_sdk::google::firestore::v1::{Document, Write};
use jiff::Timestamp;

use crate::firestore::client::Client;
use crate::firestore::json;
use crate::firestore::names::OUTBOX;
use crate::firestore::stamps::{created, updated};
use crate::firestore::value::{Reading, fields, integer, micros, null, text, unreadable};
use crate::firestore::write::{If, whole};
use crate::{OutboxEntry, OutboxState, Result};

/// Where an entry stands among those of its key: when it was written, and its place within what was written then.
/// The name tells apart what was written at the same moment by different units.
pub(super) type Position = (Timestamp, i64, String);

/// An entry as it was read.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// The document's full name.
    pub(super) name: String,
    /// The work. Its due time is when the lease ends, where there is one.
    pub(super) entry: OutboxEntry,
    pub(super) position: Position,
    /// None for what was given up.
    pub(super) due_at: Option<Timestamp>,
    pub(super) worker: Option<String>,
    pub(super) attempts: u32,
    pub(super) last_error: Option<String>,
    /// When the document was last changed.
    pub(super) updated: Timestamp,
}

/// Writes an entry that must be new, the `place`th of its unit.
pub(in crate::firestore) fn add(client: &Client, entry: &OutboxEntry, place: i64) -> Result<Write> {
    let document = fields([
        ("id", text(&entry.id)),
        ("order_key", text(&entry.order_key)),
        ("kind", text(&entry.kind)),
        ("payload", text(serde_json::to_string(&entry.payload)?)),
        ("due_us", micros(entry.due_at)),
        ("place", integer(place)),
        ("attempts", integer(0)),
        ("worker", null()),
        ("last_error", null()),
    ]);
    Ok(whole(client.name(OUTBOX, &entry.id), document, If::Absent))
}

impl Found {
    pub(super) fn of(document: &Document) -> Result<Self> {
        let read = Reading(&document.fields);
        let due_at = read.time_if_any("due_us")?;
        let own = |name: &str| Ok::<_, crate::StoreError>(read.text_if_any(name)?.map(str::to_owned));
        Ok(Self {
            name: document.name.clone(),
            entry: OutboxEntry {
                id: read.text("id")?.to_owned(),
                order_key: read.text("order_key")?.to_owned(),
                kind: read.text("kind")?.to_owned(),
                payload: json::parse(read.text("payload")?)?,
                due_at: due_at.unwrap_or(Timestamp::UNIX_EPOCH),
            },
            position: position(document)?,
            due_at,
            worker: own("worker")?,
            attempts: u32::try_from(read.integer("attempts")?).map_err(|_| unreadable("attempts"))?,
            last_error: own("last_error")?,
            updated: updated(document)?,
        })
    }

    pub(super) fn state(&self) -> OutboxState {
        match (self.due_at, &self.worker) {
            (None, _) => OutboxState::Dead,
            (Some(until), Some(worker)) => OutboxState::Leased { worker: worker.clone(), until },
            (Some(_), None) => OutboxState::Waiting,
        }
    }
}

/// Where an entry stands, of which perhaps not all was read.
pub(super) fn position(document: &Document) -> Result<Position> {
    Ok((created(document)?, Reading(&document.fields).integer("place")?, document.name.clone()))
}
