//! Erasure. What is left in the files of a home is for its own tests.

use std::sync::Arc;

use domain::call::{Change, CrmItem, WrapUp};
use domain::{CallId, CallRecord, E164, ItemId, Leg, LegStatus, RawSubmission};
use serde_json::{Value, json};

use super::samples::{agent, at, audit, create, event, new_call, number, status, suppression};
use crate::{
    About, Applied, AuditEntry, AuditQuery, AuditRow, CallQuery, Erasure, ErasureMark, FileKey,
    PERSON_ERASED, Place, Store, StoreError,
};

/// What the agent wrote down in [`a_life`].
pub const NOTES: &str = "Harold sells when his sister agrees.";
/// What is kept of what the CRM was given.
const DIGEST: &str = "a digest of the notes";
/// What a consent says in it.
pub const EVIDENCE: &str = "Letter of Harold Whitaker";

fn row(kind: &str, call: Option<CallId>, payload: Value) -> AuditEntry {
    AuditEntry { kind: kind.to_owned(), call, agent: Some(agent()), payload }
}

async fn rows(store: &dyn Store) -> Vec<AuditRow> {
    let mut rows = store.audit(&AuditQuery { limit: usize::MAX, ..AuditQuery::default() }).await.unwrap();
    rows.reverse();
    rows
}

/// A call that was answered and has its disposition, a consent, and a suppression; and another person's row.
pub async fn a_life(store: &dyn Store) -> CallId {
    let record = new_call();
    let call = record.facts.id;
    let mut clicked = event("clicked");
    clicked.event.payload = json!({ "name": record.facts.lead_name });
    clicked.audit = vec![row("call.clicked", Some(call), json!({ "to": number(), "said": EVIDENCE }))];
    store.create_call(&record, clicked).await.unwrap();
    for (leg, seen, seconds) in [
        (Leg::Prospect, LegStatus::InProgress, 8),
        (Leg::Prospect, LegStatus::Completed, 70),
        (Leg::Agent, LegStatus::Completed, 71),
    ] {
        store.record(&call, status(leg, seen, seconds)).await.unwrap();
    }
    let form = RawSubmission {
        disposition: "do_not_call".to_owned(),
        notes: NOTES.to_owned(),
        ..RawSubmission::default()
    };
    let submission = form.check(jiff::civil::date(2026, 11, 20)).unwrap();
    let wrap_up = WrapUp { submission, follow_up: None, saved_at: at(90) };
    let mut said = event("disposition");
    said.audit = vec![row("call.disposition", Some(call), json!({ "wrap_up": wrap_up }))];
    let item = CrmItem { id: ItemId(7), url: Some("https://podio.example/7".to_owned()) };
    said.changes = vec![Change::WrappedUp(Box::new(wrap_up)), Change::Activity(item, DIGEST.to_owned())];
    assert_eq!(store.record(&call, said).await.unwrap(), Applied::New);
    store.suppress(suppression("asked"), audit("suppressed", Some(call))).await.unwrap();
    let consent = row("consent.recorded", None, json!({ "number": number(), "evidence": EVIDENCE }));
    store.append_audit(consent).await.unwrap();
    store.append_audit(row("consent.recorded", None, json!({ "number": "+18135550199" }))).await.unwrap();
    call
}

/// Everything about a number, as whoever erases looks it up.
pub async fn erasure_of(store: &dyn Store, number: &E164) -> Erasure {
    let known = store.file(&FileKey::Number(number.clone())).await.unwrap();
    let mut calls = Vec::new();
    for call in
        store.calls(&CallQuery { number: Some(number.clone()), ..CallQuery::default() }).await.unwrap()
    {
        calls.extend(store.call(&call.facts.id).await.unwrap());
    }
    let about = About::new(number, calls.iter().map(|call| call.value.facts.id));
    let found = rows(store).await;
    let wanted = found.iter().filter(|row| about.takes(row) && row.can_be_erased());
    let mark = ErasureMark::new(at(600));
    let audit = row(PERSON_ERASED, None, json!({ "person": mark.person(number), "reason": "They asked" }));
    Erasure {
        number: number.clone(),
        rev: known.map(|file| file.rev),
        file: json!({ "erasure": mark }),
        rows: wanted.map(Place::of).collect(),
        calls,
        at: at(600),
        audit,
    }
}

/// What was said goes, and that it was said stays and can be verified. Nobody else's rows change.
pub async fn a_person_is_erased_and_the_log_holds(store: Arc<dyn Store>) {
    let call = a_life(&*store).await;
    let before = rows(&*store).await;
    let erasure = erasure_of(&*store, &number()).await;
    assert_eq!(erasure.rows.len(), 4);
    store.erase(&erasure).await.unwrap();

    let after = rows(&*store).await;
    for (was, is) in before.iter().zip(&after) {
        assert_eq!((&was.chain, was.seq, was.at, &was.hash), (&is.chain, is.seq, is.at, &is.hash));
        assert_eq!((&was.entry.kind, was.entry.call), (&is.entry.kind, is.entry.call));
        let goes = erasure.rows.contains(&Place::of(was));
        assert_eq!((is.erased, is == was), (goes, !goes), "{}", is.entry.kind);
        assert_eq!(is.entry.payload.is_null(), goes);
    }
    let said = &after[before.len()..];
    assert_eq!((said.len(), said[0].entry.kind.as_str()), (1, PERSON_ERASED));
    assert_eq!(crate::named_in(&said[0].entry.payload), erasure.rows);
    let report = store.verify_audit().await.unwrap();
    assert_eq!((report.erased, report.broken), (4, None));

    assert_eq!(store.suppression(&number()).await, Ok(Some(suppression("asked"))));
    let record = store.call(&call).await.unwrap().unwrap().value;
    let was = &erasure.calls[0].value;
    assert_eq!((record.erased_at, &record.facts.to), (Some(at(600)), &number()));
    assert_eq!((record.state(), record.talk_seconds()), (was.state(), was.talk_seconds()));
    for stored in store.events(&call).await.unwrap() {
        assert_eq!(stored.event.payload, json!({ "erased": true }));
    }
    let file = store.file(&FileKey::Number(number())).await.unwrap().unwrap().value;
    let all = json!([record, after.iter().map(|row| &row.body).collect::<Vec<_>>(), file]).to_string();
    for gone in ["Harold", "Whitaker", NOTES, DIGEST, "podio.example"] {
        assert!(!all.contains(gone), "{gone}: {all}");
    }

    // Found again by the mark, and nothing is left to do.
    let mark = ErasureMark::in_file(&file).unwrap();
    let mut about = About::new(&number(), []).marked(&number(), Some(&mark));
    about.learn(&said[0]);
    assert_eq!(after.iter().filter(|row| about.takes(row)).count(), 5);
    let again = erasure_of(&*store, &number()).await;
    assert_eq!(again.rows, []);
    store.erase(&again).await.unwrap();
    assert_eq!(store.verify_audit().await.unwrap().broken, None);
}

/// Whatever bore on the number since is not overlooked: nothing is erased.
pub async fn an_erasure_of_an_older_state_is_refused(store: Arc<dyn Store>) {
    let call = a_life(&*store).await;
    let erasure = erasure_of(&*store, &number()).await;
    store.suppress(suppression("asked again"), audit("suppressed", None)).await.unwrap();
    let before = rows(&*store).await;
    assert_eq!(store.erase(&erasure).await, Err(StoreError::Conflict));
    assert_eq!(rows(&*store).await, before);
    let record: CallRecord = store.call(&call).await.unwrap().unwrap().value;
    assert_eq!(record.wrap_up.unwrap().submission.notes, NOTES);
}

/// More than one commit of Firestore takes.
pub async fn a_long_record_is_erased(store: Arc<dyn Store>) {
    let record = new_call();
    create(&*store, &record).await;
    for step in 0..9 {
        let mut unit = event(&format!("event {step}"));
        unit.audit = (0..50).map(|_| audit("told", Some(record.facts.id))).collect();
        store.record(&record.facts.id, unit).await.unwrap();
    }
    let erasure = erasure_of(&*store, &number()).await;
    store.erase(&erasure).await.unwrap();
    let report = store.verify_audit().await.unwrap();
    assert_eq!((report.erased, report.broken), (450, None));
}
