//! The Call Activity: ten fields, linked to the lead, made to say what the record says.

use domain::CallId;
use domain::call::{CallRecord, Change};
use podio::ActivityFields;
use serde_json::json;
use store::{Leased, NewEvent, Unit};

use crate::recordings::link;
use crate::signing::{Purpose, SigningKeys};
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
        let keys = &self.settings.keys;
        if record.crm.activity_digest.as_deref().is_some_and(|known| is_digest(keys, &fields, known)) {
            return Ok(());
        }
        let digest = digest(keys, &fields);
        // Where it is given none, it keeps the one that it has.
        let sent = link::sent(&self.settings, &record);
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
        let mut changes = vec![Change::Activity(item, digest)];
        changes.extend(sent.map(Change::LinkSent));
        let unit = Unit { changes, ..Unit::of(event) };
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

/// What stands for these fields where it is kept that the activity was given them, and in the name of the event, which
/// outlives an erasure. Keyed: without the key nobody can try notes and prices until one fits.
fn digest(keys: &SigningKeys, fields: &ActivityFields) -> String {
    hex::encode(keys.tag(Purpose::Activity, words(fields).as_bytes()))
}

/// Whether it stands for them, by any key in force: to put a new key before the old one changes nothing here. When the old
/// one goes, what it made fits nothing, as the digests of before there were keys do. That makes no call owed: only one that
/// is owed for another reason is then written once more.
fn is_digest(keys: &SigningKeys, fields: &ActivityFields, known: &str) -> bool {
    hex::decode(known).is_ok_and(|tag| keys.verify(Purpose::Activity, words(fields).as_bytes(), &tag))
}

fn words(fields: &ActivityFields) -> String {
    format!("{fields:?}")
}

#[cfg(test)]
mod tests {
    use domain::{Disposition, ItemId};
    use sha2::{Digest, Sha256};

    use super::*;

    fn fields(notes: &str) -> ActivityFields {
        ActivityFields {
            call: CallId::none(),
            lead: ItemId(1),
            title: "Harold Whitaker: Interested".to_owned(),
            date_of_call: "2026-11-20T18:00:00Z".parse().unwrap(),
            duration_s: 61,
            recording_url: None,
            disposition: Disposition::NotInterested,
            notes: notes.to_owned(),
            motivation: None,
            next_action: None,
            asking_price: None,
        }
    }

    fn keys(newest: &str, older: &[&str]) -> SigningKeys {
        SigningKeys::new(newest.into(), older.iter().map(|key| (*key).into()).collect())
    }

    #[test]
    fn what_was_given_cannot_be_tried_without_the_key() {
        let fields = fields("Sells when his sister agrees.");
        let known = digest(&keys("one", &[]), &fields);
        assert_ne!(known, hex::encode(Sha256::digest(words(&fields).as_bytes())));
        assert_ne!(known, digest(&keys("two", &[]), &fields));
    }

    #[test]
    fn a_new_key_before_the_old_one_makes_nothing_new() {
        let given = fields("Sells.");
        let known = digest(&keys("one", &[]), &given);
        assert!(is_digest(&keys("one", &[]), &given, &known));
        assert!(is_digest(&keys("two", &["one"]), &given, &known));
        assert!(!is_digest(&keys("two", &["one"]), &fields("Does not sell."), &known));
        assert!(!is_digest(&keys("two", &[]), &given, &known));
        let of_before = hex::encode(Sha256::digest(words(&given).as_bytes()));
        assert!(!is_digest(&keys("one", &[]), &given, &of_before));
    }
}
