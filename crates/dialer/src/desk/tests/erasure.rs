//! What an erasure leaves in force, and what stops it.

use compliance::ConsentKind;
use domain::call::{Change, Cleared, LegStatus, RecordingMode};
use store::OutboxEntry;

use super::*;
use crate::Keep;

/// A call of which nothing more is to be expected.
fn over(disposition: Disposition, at: Timestamp) -> CallRecord {
    let mut record = said(disposition, at);
    record.agent_leg.rank = Some(LegStatus::Completed.rank());
    record
}

#[tokio::test]
async fn what_was_taken_back_stays_taken_back_and_the_rest_of_the_file_goes() {
    let (records, _folder) = records();
    let supervisor = Supervisor::operator();
    keep(&records, &over(Disposition::NoAnswer, records.now())).await;
    let (kind, given) = (ConsentKind::ExpressWritten, records.now());
    records.record_consent(&supervisor, &number(), kind, given, None, "A letter").await.unwrap();
    records.revoke_consent(&supervisor, &number(), "text").await.unwrap();
    let before = records.number_file(&supervisor, &number()).await.unwrap();
    let planned = records.erasure_plan(&supervisor, &number()).await.unwrap();
    assert!(planned.has_file && planned.suppressed && planned.rows >= 3, "{planned:?}");
    assert_eq!(records.number_file(&supervisor, &number()).await.unwrap(), before, "only looked at");

    let done = records.erase(&supervisor, &number(), "Request 7").await.unwrap();
    assert_eq!(done, planned);
    let after = records.number_file(&supervisor, &number()).await.unwrap();
    assert_eq!((after.consents.len(), after.revoked_at), (0, before.revoked_at));
    assert!(after.keep_long, "what they said of a consent is evidence");
    assert!(records.suppression(&number()).await.unwrap().is_some());
    let again = records.erase(&supervisor, &number(), "Request 7").await.unwrap();
    assert_eq!((again.rows, again.has_file), (0, false));
    assert!(again.erased_rows >= 1, "{again:?}");
    let key = |file: &crate::NumberFile| file.erasure.clone().unwrap().key;
    let later = records.number_file(&supervisor, &number()).await.unwrap();
    assert_eq!(key(&later), key(&after), "the log knows the person by one name");
    assert_eq!(records.store().verify_audit().await.unwrap().broken, None);
}

/// What erasure and removal leave of the terms.
#[tokio::test]
async fn the_long_term_outlives_what_it_rests_on() {
    let (records, _folder) = records();
    let supervisor = Supervisor::operator();
    let call = over(Disposition::NoAnswer, records.now());
    let id = call.facts.id;
    keep(&records, &call).await;
    let term = async || records.recordings_of(&supervisor, id).await.unwrap().keep;
    assert_eq!(term().await, Keep::Usual);
    records.erase(&supervisor, &number(), "Request 7").await.unwrap();
    assert_eq!(term().await, Keep::Usual, "nothing rested on it");
    records.opt_out(&number()).await.unwrap();
    assert_eq!(term().await, Keep::Long);
    records.ask_removal(&supervisor, &number(), "They wrote", "Letter 7").await.unwrap();
    records.confirm_removal(&supervisor, &number()).await.unwrap();
    assert!(records.suppression(&number()).await.unwrap().is_none());
    assert_eq!(term().await, Keep::Long, "they asked once");
    records.erase(&supervisor, &number(), "Request 8").await.unwrap();
    assert_eq!(term().await, Keep::Long);
}

#[tokio::test]
async fn a_consent_that_was_erased_keeps_the_long_term() {
    let (records, _folder) = records();
    let supervisor = Supervisor::operator();
    let call = over(Disposition::NoAnswer, records.now());
    let id = call.facts.id;
    keep(&records, &call).await;
    let (kind, given) = (ConsentKind::ExpressWritten, records.now());
    records.record_consent(&supervisor, &number(), kind, given, None, "A letter").await.unwrap();
    for request in ["Request 7", "Request 8"] {
        records.erase(&supervisor, &number(), request).await.unwrap();
        assert!(records.number_file(&supervisor, &number()).await.unwrap().consents.is_empty());
        assert_eq!(records.recordings_of(&supervisor, id).await.unwrap().keep, Keep::Long);
    }
}

/// In which call a consent was given that the CRM keeps, nobody knows.
#[tokio::test]
async fn a_consent_that_the_crm_keeps_keeps_every_call_to_the_number() {
    let (records, _folder) = records();
    let supervisor = Supervisor::operator();
    let call = over(Disposition::NoAnswer, records.now());
    let id = call.facts.id;
    keep(&records, &call).await;
    let term = async || records.recordings_of(&supervisor, id).await.unwrap().keep;
    assert_eq!(term().await, Keep::Usual);
    let mut later = over(Disposition::NoAnswer, records.now());
    let recording = RecordingMode::Automatic;
    later.apply(&Change::Cleared(Cleared { at: records.now(), recording, consented: true }));
    keep(&records, &later).await;
    assert_eq!(term().await, Keep::Long);
    records.erase(&supervisor, &number(), "Request 7").await.unwrap();
    assert_eq!(term().await, Keep::Long, "what was said is gone, and that there was a consent stays");
}

#[tokio::test]
async fn a_call_that_is_not_done_with_stops_it() {
    let (records, _folder) = records();
    let supervisor = Supervisor::operator();
    let open = said(Disposition::NoAnswer, records.now());
    keep(&records, &open).await;
    let refused = records.erase(&supervisor, &number(), "r").await.unwrap_err().sentence();
    assert!(refused.contains("is going on"), "{refused}");

    let (records, _folder) = super::records();
    let call = over(Disposition::NoAnswer, records.now());
    let id = call.facts.id;
    let event =
        NewEvent { id: "saved".to_owned(), kind: "saved".to_owned(), at: records.now(), payload: json!({}) };
    let owed = OutboxEntry {
        id: format!("{id}:activity:saved"),
        order_key: id.to_string(),
        kind: "activity".to_owned(),
        payload: json!({ "call": id }),
        due_at: records.now(),
    };
    let unit = Unit { outbox: vec![owed], ..Unit::of(event) };
    records.store().create_call(&call, unit).await.unwrap();
    let refused = records.erase(&supervisor, &number(), "r").await.unwrap_err().sentence();
    assert!(refused.contains("Podio is still owed"), "{refused}");
}

#[tokio::test]
async fn holds_are_found_as_long_as_they_are_in_force() {
    let (records, _folder) = records();
    let supervisor = Supervisor::operator();
    let other: E164 = "+18135550199".parse().unwrap();
    for number in [number(), other.clone()] {
        records.place_hold(&supervisor, &number, "A claim").await.unwrap();
    }
    records.lift_hold(&supervisor, &number(), "Settled").await.unwrap();
    let held = records.holds(&supervisor).await.unwrap();
    assert_eq!(held.iter().map(|(number, _)| number).collect::<Vec<_>>(), [&other]);
    let refused = records.erase(&supervisor, &other, "r").await.unwrap_err().sentence();
    assert!(refused.contains("legal hold"), "{refused}");
}
