//! The Call Activity: ten fields, linked to the lead, made to say what the record says.

use domain::CallId;
use domain::call::{CallRecord, Change};
use podio::ActivityFields;
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{Leased, NewEvent, Unit};

use crate::recordings::link;
use crate::{Dialer, Error};

impl Dialer {
    /// Creates the Call Activity, or brings it up to date. Pays nothing when the agent has not said how the call
    /// came out yet, or when the activity already says all this.
    pub(super) async fn pay_activity(
        &self,
        call: CallId,
        entry: &Leased,
        check_first: bool,
    ) -> Result<(), Error> {
        let record = self.record_of(call).await?;
        let Some(fields) = self.activity_fields(&record) else { return Ok(()) };
        let digest = digest(&fields);
        if record.crm.activity_digest.as_deref() == Some(&digest) {
            return Ok(());
        }
        let existing = record.crm.activity.as_ref().map(|item| item.id);
        let mut item = self.podio.save_activity(&fields, existing, check_first).await?;
        if let Some(known) = record.crm.activity {
            item.url = item.url.or(known.url);
        }
        if item.url.is_none() {
            // Podio does not promise a link in its answer. Without one the screen only says that the call is there.
            item.url = self.podio.activity_url(item.id).await.unwrap_or_default();
        }
        let event = NewEvent {
            id: format!("{}:paid:{digest}", entry.entry.id),
            kind: "crm.activity".into(),
            at: self.now(),
            payload: json!({ "item_id": item.id }),
        };
        let unit = Unit { changes: vec![Change::Activity(item, digest)], ..Unit::of(event) };
        self.store.record(&call, unit).await?;
        Ok(())
    }

    /// The ten fields, once the agent has said how the call came out.
    fn activity_fields(&self, record: &CallRecord) -> Option<ActivityFields> {
        // What the CRM has of an erased call is for the people who keep the CRM to take away.
        let wrap_up = record.wrap_up.as_ref().filter(|_| record.erased_at.is_none())?;
        let said = &wrap_up.submission;
        let recording = record.playable().and_then(|(sid, _)| link::for_crm(&self.settings, record, sid));
        Some(ActivityFields {
            call: record.facts.id,
            lead: record.facts.lead,
            title: format!("{}: {}", record.facts.lead_name, said.disposition.label()),
            date_of_call: record.facts.placed_at,
            duration_s: record.talk_seconds(),
            recording_url: recording.map(String::from),
            disposition: said.disposition,
            notes: said.notes.clone(),
            motivation: said.motivation,
            next_action: said.next_action,
            asking_price: said.asking_price,
        })
    }
}

/// Tells whether the activity was already given these fields.
fn digest(fields: &ActivityFields) -> String {
    hex::encode(Sha256::digest(format!("{fields:?}").as_bytes()))
}
