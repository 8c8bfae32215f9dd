//! A call's events: documents below the call's own, keyed by what Twilio says happened.

use domain::CallId;

use ::firestore::gcloud_sdk::google::firestore::v1::{Document, Write};

use crate::erasure::erased_payload;
use crate::firestore::client::Client;
use crate::firestore::names::{CALLS, EVENTS, NAME, below};
use crate::firestore::query::Query;
use crate::firestore::stamps::created;
use crate::firestore::value::{Reading, fields, micros, text};
use crate::firestore::write::{self, If};
use crate::firestore::{cut, json};
use crate::{NewEvent, Result, StoredEvent};

/// Writes an event that must be new. `unit` is what the unit is known by while it is written.
pub(super) fn write(client: &Client, call: CallId, event: &NewEvent, unit: &str) -> Result<Write> {
    let name = below(&client.name(CALLS, &call.to_string()), EVENTS, &event.id);
    let payload = cut::fitting(event.payload.clone());
    let document = fields([
        ("id", text(&event.id)),
        ("kind", text(&event.kind)),
        ("at_us", micros(event.at)),
        ("payload", text(serde_json::to_string(&payload)?)),
        ("unit", text(unit)),
    ]);
    Ok(write::whole(name, document, If::Absent))
}

/// Which unit wrote an event, if it is there.
pub(super) async fn unit_of(client: &Client, call: CallId, event: &str) -> Result<Option<String>> {
    let parent = client.name(CALLS, &call.to_string());
    let document = client.get_below(&parent, EVENTS, event).await?;
    document.map(|document| Ok(Reading(&document.fields).text("unit")?.to_owned())).transpose()
}

/// All of a call's, in the order in which they were written.
pub(in crate::firestore) async fn all(client: &Client, call: CallId) -> Result<Vec<StoredEvent>> {
    let parent = client.name(CALLS, &call.to_string());
    let query = Query::of(EVENTS).below(parent).rising(NAME);
    let mut events = client.every(query, to).await?;
    events.sort_by(|a, b| (a.recorded_at, &a.event.id).cmp(&(b.recorded_at, &b.event.id)));
    Ok(events)
}

/// Takes away what the events of a call say, those that still say something.
pub(in crate::firestore) async fn erased(client: &Client, call: CallId) -> Result<Vec<Write>> {
    let parent = client.name(CALLS, &call.to_string());
    let payload = erased_payload();
    let events = all(client, call).await?.into_iter().filter(|stored| stored.event.payload != payload);
    let erase = |stored: StoredEvent| {
        let name = below(&parent, EVENTS, &stored.event.id);
        write::puts(name, vec![("payload".to_owned(), text(payload.to_string()))], Some(If::Present))
    };
    Ok(events.map(erase).collect())
}

fn to(document: &Document) -> Result<StoredEvent> {
    let read = Reading(&document.fields);
    let event = NewEvent {
        id: read.text("id")?.to_owned(),
        kind: read.text("kind")?.to_owned(),
        at: read.time("at_us")?,
        payload: json::parse(read.text("payload")?)?,
    };
    Ok(StoredEvent { event, recorded_at: created(document)? })
}
