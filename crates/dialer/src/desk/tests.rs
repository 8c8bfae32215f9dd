//! What no page can bring about by itself: dispositions between two steps, and edits at the same moment.

mod account;
mod erasure;

use std::sync::Arc;

use compliance::{Rules, State};
use domain::call::{CallFacts, WrapUp};
use domain::submission::Submission;
use domain::{CallId, CallRecord, Disposition, E164, ItemId};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::sqlite::SqliteStore;
use store::{AuditQuery, NewEvent, Unit};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{Records, Rulebook, Supervisor, SystemClock};

fn number() -> E164 {
    "+18135550142".parse().unwrap()
}

fn records() -> (Records, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("store.sqlite")).unwrap();
    let rules = Rules::new(&compliance::RulePack::built_in().unwrap(), &compliance::OrgSettings::default());
    let rulebook = Rulebook::new(rules.unwrap());
    (Records::new(Arc::new(store), Arc::new(SystemClock), rulebook), folder)
}

/// A call whose disposition was saved then.
fn said(disposition: Disposition, saved_at: Timestamp) -> CallRecord {
    let mut record = CallRecord::new(CallFacts {
        id: CallId::new(Uuid::now_v7()),
        agent: "maya_ortiz".parse().unwrap(),
        agent_name: "Maya Ortiz".to_owned(),
        lead: ItemId(1),
        lead_name: "Harold Whitaker".to_owned(),
        lead_url: "https://podio.example/1".to_owned(),
        slot: "owner-phone.0".parse().unwrap(),
        person: None,
        to: number(),
        from: "+18135550100".parse().unwrap(),
        placed_at: saved_at,
        click: None,
    });
    let submission = Submission {
        disposition,
        notes: "They said so.".to_owned(),
        motivation: None,
        next_action: None,
        asking_price: None,
        opt_out: None,
    };
    record.wrap_up = Some(WrapUp { submission, follow_up: None, saved_at });
    record
}

async fn keep(records: &Records, call: &CallRecord) {
    let event = NewEvent {
        id: format!("{}:saved", call.facts.id),
        kind: "saved".to_owned(),
        at: call.facts.placed_at,
        payload: json!({}),
    };
    records.store().create_call(call, Unit::of(event)).await.unwrap();
}

#[tokio::test]
async fn a_disposition_between_the_steps_makes_the_first_void() {
    let (records, _folder) = records();
    let supervisor = Supervisor::operator();
    let before = records.now() - SignedDuration::from_hours(1);
    keep(&records, &said(Disposition::DoNotCall, before)).await;
    records.suppress(&supervisor, &number(), "Said so in a call").await.unwrap();
    records.ask_removal(&supervisor, &number(), "They wrote", "Letter 7").await.unwrap();
    keep(&records, &said(Disposition::NoAnswer, records.now())).await;
    keep(&records, &said(Disposition::DoNotCall, records.now())).await;
    let refused = records.confirm_removal(&supervisor, &number()).await.unwrap_err();
    assert!(refused.sentence().contains("again since the removal was asked for"), "{}", refused.sentence());
    assert!(records.suppression(&number()).await.unwrap().is_some());

    // A request that is newer than all of them holds.
    records.ask_removal(&supervisor, &number(), "They wrote again", "Letter 8").await.unwrap();
    records.confirm_removal(&supervisor, &number()).await.unwrap();
    assert!(records.suppression(&number()).await.unwrap().is_none());
}

#[tokio::test]
async fn of_an_opt_out_and_a_confirmation_at_once_the_number_stays_listed() {
    let (records, _folder) = records();
    let supervisor = Supervisor::operator();
    for _ in 0..20 {
        records.suppress(&supervisor, &number(), "By letter").await.unwrap();
        records.ask_removal(&supervisor, &number(), "They wrote", "Letter 7").await.unwrap();
        let number = number();
        let (out, confirmed) =
            futures::join!(records.opt_out(&number), records.confirm_removal(&supervisor, &number));
        out.unwrap();
        assert!(records.suppression(&number).await.unwrap().is_some(), "{confirmed:?}");
    }
}

#[tokio::test]
async fn a_void_removal_is_on_the_audit_log() {
    let (records, _folder) = records();
    let supervisor = Supervisor::operator();
    records.opt_out(&number()).await.unwrap();
    records.ask_removal(&supervisor, &number(), "They wrote", "Letter 7").await.unwrap();
    records.opt_out(&number()).await.unwrap();
    records.opt_out(&number()).await.unwrap();
    let query = AuditQuery { kind: Some("suppression.removal_void".to_owned()), ..AuditQuery::default() };
    assert_eq!(records.store().audit(&query).await.unwrap().len(), 1);
}

#[tokio::test]
async fn registrations_that_come_at_once_are_all_kept() {
    let (records, _folder) = records();
    let supervisor = Supervisor::operator();
    let states: Vec<State> = ["FL", "TX", "GA", "OH"].iter().map(|code| code.parse().unwrap()).collect();
    let adds = states.iter().map(|state| records.add_registrations(&supervisor, std::slice::from_ref(state)));
    for added in futures::future::join_all(adds).await {
        added.unwrap();
    }
    let kept = records.organisation(&supervisor).await.unwrap().registrations;
    assert_eq!(kept.len(), 4, "{kept:?}");
}
