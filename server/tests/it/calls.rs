//! A call from the click to its end, as the record and the carrier see it.

use domain::CallState;
use domain::call::Outcome;
use serde_json::{Value, json};

use crate::app::{TestApp, eventually};

async fn outcome_of(digit: char) -> Outcome {
    let app = TestApp::start().await;
    let mut browser = app.browser().await;
    let call = app.click(digit).await;
    browser.pick_up().await;
    let record = app.until(&call, "over", |record| !record.is_open()).await;
    match record.state() {
        CallState::Ended { outcome } => outcome,
        state => panic!("{state:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answered_call_is_followed_on_both_legs_and_recorded() {
    let app = TestApp::start().await;
    let mut browser = app.browser().await;
    let call = app.click('0').await;
    let agent_sid = browser.pick_up().await;
    let talking =
        app.until(&call, "in call", |record| matches!(record.state(), CallState::InCall { .. })).await;
    assert_eq!(talking.agent_leg.sid.as_ref().map(ToString::to_string), Some(agent_sid.clone()));
    assert_ne!(talking.prospect_leg.sid, talking.agent_leg.sid);
    browser.hang_up(&agent_sid);
    let over = app
        .until(&call, "over and recorded", |record| !record.is_open() && record.playable().is_some())
        .await;
    assert_eq!(over.state(), CallState::Ended { outcome: Outcome::Answered });
    assert!(over.prospect_leg.duration_s.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_line_is_busy() {
    assert_eq!(outcome_of('4').await, Outcome::Busy);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_nobody_answers_is_no_answer() {
    assert_eq!(outcome_of('5').await, Outcome::NoAnswer);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_is_not_in_service_has_failed_with_a_reason() {
    let app = TestApp::start().await;
    let mut browser = app.browser().await;
    let call = app.click('7').await;
    browser.pick_up().await;
    let record = app.until(&call, "failed", |record| !record.is_open()).await;
    assert_eq!(record.state(), CallState::Ended { outcome: Outcome::Failed });
    assert!(record.prospect_leg.fault.is_some_and(|fault| !fault.message.is_empty()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prospect_who_hangs_up_ends_the_call() {
    assert_eq!(outcome_of('8').await, Outcome::Answered);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_who_leaves_while_it_rings_cancels_the_prospects_leg() {
    let app = TestApp::start().await;
    let mut browser = app.browser().await;
    let call = app.click('9').await;
    let sid = browser.pick_up().await;
    app.until(&call, "dialling", |record| record.prospect_leg.sid.is_some()).await;
    browser.hang_up(&sid);
    let record = app.until(&call, "over", |record| !record.is_open() && record.prospect_leg.is_over()).await;
    assert_eq!(record.state(), CallState::Ended { outcome: Outcome::Canceled });
}

#[tokio::test(flavor = "multi_thread")]
async fn the_agent_can_hang_up_by_the_server() {
    let app = TestApp::start().await;
    let mut browser = app.browser().await;
    let call = app.click('0').await;
    browser.pick_up().await;
    app.until(&call, "in call", |record| matches!(record.state(), CallState::InCall { .. })).await;
    let answer = app.api("hang_up", &json!({ "call_id": call.to_string() })).await;
    assert_eq!(answer.status(), 200);
    browser.next("hangup").await;
    app.until(&call, "over", |record| !record.is_open()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_of_the_carrier_ends_as_failed_with_its_reason_and_the_agent_goes_on() {
    let app = TestApp::start().await;
    let _browser = app.browser().await;
    for refusal in ["no_credit", "geo_permission", "unverified_number"] {
        app.sandbox("faults", &json!({ "carrier_refuses": refusal })).await;
        let call = app.click('0').await;
        let record = app.record(&call).await;
        assert_eq!(record.state(), CallState::Ended { outcome: Outcome::Failed }, "{refusal}");
        let fault = record.agent_leg.fault.unwrap();
        assert!(fault.code.is_some() && !fault.message.is_empty(), "{refusal}: {fault:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_click_is_refused_while_a_call_is_open_or_owes_a_disposition() {
    let app = TestApp::start().await;
    let mut browser = app.browser().await;
    // Before the click: the agent's phone does not ring for long.
    let (lead, slot) = app.lead_slot_anyway('0').await;
    let call = app.click('4').await;
    let refused = app.dial(lead, &slot).await;
    assert_eq!(refused.status(), 403);
    browser.pick_up().await;
    app.until(&call, "over", |record| !record.is_open()).await;
    let refused = app.dial(lead, &slot).await;
    assert_eq!(refused.status(), 403);
    let problem: Value = refused.json().await.unwrap();
    assert_eq!(problem["code"], "refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn callbacks_that_come_twice_late_and_shuffled_make_the_same_record() {
    let app = TestApp::start().await;
    let faults = json!({ "callbacks_doubled": true, "callbacks_delayed": true, "callbacks_shuffled": true });
    app.sandbox("faults", &faults).await;
    let mut browser = app.browser().await;
    let call = app.click('8').await;
    browser.pick_up().await;
    let record = app
        .until(&call, "over, with its recording", |record| {
            !record.is_open() && record.prospect_leg.is_over() && record.playable().is_some()
        })
        .await;
    assert_eq!(record.state(), CallState::Ended { outcome: Outcome::Answered });
    let report = app.dialer.store().verify_audit().await.unwrap();
    assert_eq!(report.broken, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_a_restart_cut_off_ends_and_can_be_dispositioned() {
    let app = TestApp::start().await;
    let mut browser = app.browser().await;
    let call = app.click('0').await;
    browser.pick_up().await;
    app.until(&call, "in call", |record| matches!(record.state(), CallState::InCall { .. })).await;
    let app = app.restart().await;
    let record = app.until(&call, "over", |record| !record.is_open()).await;
    assert_eq!(record.state(), CallState::Ended { outcome: Outcome::Answered });
    assert!(record.owes_disposition());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_outside_calling_hours_is_refused_and_nobody_is_told_to_ring() {
    let app = TestApp::start().await;
    let (lead, slot) = app.lead_with_digit('0').await;
    // Three in the morning in New York.
    app.sandbox("clock", &json!({ "at": "2026-11-21T08:00:00Z" })).await;
    let refused = app.dial(lead, &slot).await;
    assert_eq!(refused.status(), 403);
    let problem: Value = refused.json().await.unwrap();
    assert!(problem["sentence"].as_str().unwrap().contains("Next allowed"), "{problem}");
    assert_eq!(app.sandbox_view("calls").await, json!([]));
    let rows = app.dialer.store().audit(&store::AuditQuery::default()).await.unwrap();
    assert!(rows.iter().any(|row| row.entry.kind == "call.refused"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_whose_hours_end_between_click_and_leg_two_reaches_nobody() {
    let app = TestApp::start().await;
    let mut browser = app.browser().await;
    let call = app.click('0').await;
    app.sandbox("clock", &json!({ "at": "2026-11-21T08:00:00Z" })).await;
    browser.pick_up().await;
    let record = app.until(&call, "refused", |record| record.refusal.is_some()).await;
    assert_eq!(record.state(), CallState::Ended { outcome: Outcome::Refused });
    assert!(!record.reached_out());
    eventually("the agent's leg is over", || async { (!app.record(&call).await.is_open()).then_some(()) })
        .await;
    let legs = app.sandbox_view("calls").await;
    assert_eq!(legs.as_array().unwrap().len(), 1, "{legs}");
}

/// The team was trained a week before the sandbox began. Before that nobody was, and every call would be refused.
#[tokio::test(flavor = "multi_thread")]
async fn a_clock_set_back_by_months_leaves_the_team_trained() {
    let app = TestApp::start().await;
    app.sandbox("clock", &json!({ "at": "2026-08-21T18:00:00Z" })).await;
    let _browser = app.browser().await;
    let call = app.click('0').await;
    assert!(app.record(&call).await.is_open());
}
