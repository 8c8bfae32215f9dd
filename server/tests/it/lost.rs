//! What never came is made good: callbacks, answers, and calls that nobody heard of again.

use domain::CallState;
use domain::call::Outcome;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::app::{ACCOUNT_SID, TestApp, eventually};

const DAY: SignedDuration = SignedDuration::from_hours(24);

#[tokio::test(flavor = "multi_thread")]
async fn a_call_whose_callbacks_never_came_is_asked_for() {
    let app = TestApp::start().await;
    app.sandbox("faults", &json!({ "callbacks_lost": true })).await;
    let mut browser = app.browser().await;
    let call = app.click('4').await;
    browser.pick_up().await;
    let record = eventually("twilio is asked how it ended", || async {
        app.dialer.reconcile(SignedDuration::ZERO).await.unwrap();
        let record = app.record(&call).await;
        (!record.is_open()).then_some(record)
    })
    .await;
    assert_eq!(record.state(), CallState::Ended { outcome: Outcome::Busy });
    let mapped = app.dialer.store().call_of_sid(record.prospect_leg.sid.as_ref().unwrap()).await.unwrap();
    assert_eq!(mapped.map(|mapping| mapping.call), Some(call));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_whose_callback_never_came_is_asked_for() {
    let app = TestApp::start().await;
    let mut browser = app.browser().await;
    let call = app.click('0').await;
    let sid = browser.pick_up().await;
    app.until(&call, "in call", |record| matches!(record.state(), CallState::InCall { .. })).await;
    app.sandbox("faults", &json!({ "callbacks_lost": true })).await;
    browser.hang_up(&sid);
    let record = eventually("the recording is found", || async {
        app.dialer.reconcile(SignedDuration::ZERO).await.unwrap();
        // Young calls are left to their callbacks: the clock goes on by a quarter of an hour.
        app.sandbox("clock", &json!({ "at": "2026-11-20T18:15:00Z" })).await;
        app.dialer.reconcile_leftovers().await.unwrap();
        let record = app.record(&call).await;
        record.playable().is_some().then_some(record)
    })
    .await;
    assert!(record.playable().and_then(|(_, recording)| recording.duration_s).is_some());
    assert_eq!(record.state(), CallState::Ended { outcome: Outcome::Answered });
}

/// A server that was away for days: what is left over is looked for among the last day's calls only.
#[tokio::test(flavor = "multi_thread")]
async fn a_recording_of_a_call_that_nobody_heard_of_for_days_is_asked_for() {
    let app = TestApp::start().await;
    app.sandbox("faults", &json!({ "callbacks_lost": true })).await;
    let mut browser = app.browser().await;
    let call = app.click('8').await;
    browser.pick_up().await;
    eventually("it is over and recorded at the carrier", || async {
        let legs = app.sandbox_view("calls").await;
        let legs = legs.as_array().unwrap();
        let is_done = |thing: &Value| thing["status"] == "completed";
        let mut recordings = legs.iter().filter_map(|leg| leg["recordings"].as_array()).flatten();
        (legs.len() == 2 && legs.iter().all(is_done) && recordings.any(is_done)).then_some(())
    })
    .await;
    assert!(app.record(&call).await.is_open(), "nobody told of its end");
    app.sandbox("clock", &json!({ "at": "2026-11-23T18:00:00Z" })).await;
    app.dialer.reconcile(SignedDuration::ZERO).await.unwrap();
    let record = app.record(&call).await;
    assert_eq!(record.state(), CallState::Ended { outcome: Outcome::Answered });
    assert!(record.playable().is_some(), "{record:#?}");
}

/// As above, and the end was told: its disposition is owed, whenever that is saved.
#[tokio::test(flavor = "multi_thread")]
async fn a_recording_of_a_call_that_is_owed_for_days_is_asked_for() {
    let app = TestApp::start().await;
    let mut browser = app.browser().await;
    let call = app.click('0').await;
    let sid = browser.pick_up().await;
    app.until(&call, "in call", |record| matches!(record.state(), CallState::InCall { .. })).await;
    app.sandbox("faults", &json!({ "callbacks_lost": true })).await;
    browser.hang_up(&sid);
    eventually("it is over, and known to be", || async {
        app.dialer.reconcile(SignedDuration::ZERO).await.unwrap();
        (!app.record(&call).await.is_open()).then_some(())
    })
    .await;
    app.sandbox("clock", &json!({ "at": "2026-11-23T18:00:00Z" })).await;
    eventually("the recording is found", || async {
        app.dialer.reconcile_leftovers().await.unwrap();
        app.record(&call).await.playable().map(drop)
    })
    .await;
}

/// As above, with everything of the call done: only the look back reaches it.
#[tokio::test(flavor = "multi_thread")]
async fn a_recording_of_a_call_that_was_done_with_days_ago_is_asked_for_after_a_restart() {
    let app = TestApp::start().await;
    // It ends as it should; the recording alone is late.
    app.sandbox("faults", &json!({ "recordings_held": true })).await;
    let mut browser = app.browser().await;
    let call = app.click('8').await;
    browser.pick_up().await;
    app.until(&call, "over", |record| !record.is_open()).await;
    let form = json!({
        "disposition": "not_interested", "notes": "Keeps it.", "motivation": "", "next_action_date": "",
        "asking_price": "",
    });
    let saved = app.api("submit_call_data", &json!({ "call_id": call.to_string(), "form": form })).await;
    assert_eq!(saved.status(), 200, "{}", saved.text().await.unwrap());
    app.sandbox("faults", &json!({ "callbacks_lost": true })).await;
    eventually("it is recorded at the carrier", || async {
        let legs = app.sandbox_view("calls").await;
        let mut recordings =
            legs.as_array().unwrap().iter().filter_map(|leg| leg["recordings"].as_array()).flatten();
        recordings.any(|recording| recording["status"] == "completed").then_some(())
    })
    .await;
    app.sandbox("clock", &json!({ "at": "2026-11-23T18:00:00Z" })).await;
    app.dialer.reconcile_leftovers().await.unwrap();
    let record = app.record(&call).await;
    assert!(
        !record.owes_disposition() && record.playable().is_none(),
        "too far back for the usual look: {record:#?}"
    );
    assert!(app.dialer.look_back(DAY * 30).await.unwrap(), "all could be asked");
    assert!(app.record(&call).await.playable().is_some());
}

/// The torture test found it: neither the answer nor the recording was told, only how the `<Dial>` came out.
#[tokio::test(flavor = "multi_thread")]
async fn a_recording_is_asked_for_although_the_answer_was_never_told() {
    let app = TestApp::start().await;
    app.sandbox("faults", &json!({ "callbacks_lost": true })).await;
    let mut browser = app.browser().await;
    let call = app.click('8').await;
    browser.pick_up().await;
    // The result of the `<Dial>` is asked for, not told, so it comes.
    let record = app.until(&call, "over for the prospect", |record| record.prospect_leg.is_over()).await;
    assert_eq!((record.prospect_leg.answered_at, record.recordings.len()), (None, 0));
    eventually("the recording is found", || async {
        app.dialer.reconcile(SignedDuration::ZERO).await.unwrap();
        app.sandbox("clock", &json!({ "at": "2026-11-20T18:15:00Z" })).await;
        app.dialer.reconcile_leftovers().await.unwrap();
        app.record(&call).await.playable().map(drop)
    })
    .await;
}

/// The torture test found it: nothing of the prospect's leg was heard, and then the agent's leg was told to be over.
#[tokio::test(flavor = "multi_thread")]
async fn a_prospects_leg_that_nobody_told_of_is_asked_for() {
    let app = TestApp::start().await;
    app.sandbox("faults", &json!({ "callbacks_lost": true })).await;
    let mut browser = app.browser().await;
    let call = app.click('0').await;
    let sid = browser.pick_up().await;
    let at_the_carrier = async |status: &str| {
        let legs = app.sandbox_view("calls").await;
        legs.as_array().unwrap().iter().any(|leg| leg["parent_sid"] != Value::Null && leg["status"] == status)
    };
    eventually("they talk", || async { at_the_carrier("in-progress").await.then_some(()) }).await;
    browser.hang_up(&sid);
    eventually("both legs are over", || async { at_the_carrier("completed").await.then_some(()) }).await;
    let form = [("AccountSid", ACCOUNT_SID), ("CallSid", &sid), ("CallStatus", "completed")];
    app.webhook(&format!("/call_status?call_id={call}&leg=agent"), &form).await;
    let record = app.record(&call).await;
    assert!(!record.is_open() && !record.reached_out(), "{record:#?}");

    app.sandbox("clock", &json!({ "at": "2026-11-20T18:15:00Z" })).await;
    app.dialer.reconcile_leftovers().await.unwrap();
    let record = app.record(&call).await;
    assert_eq!(record.state(), CallState::Ended { outcome: Outcome::Answered });
    assert!(record.owes_disposition());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_whose_creation_was_answered_into_the_void_is_found_again() {
    let app = TestApp::start().await;
    app.sandbox("faults", &json!({ "callbacks_lost": true, "call_replies_lost": true })).await;
    let _browser = app.browser().await;
    let call = app.click('0').await;
    assert_eq!(app.record(&call).await.agent_leg.sid, None, "the answer was lost");
    app.dialer.reconcile(SignedDuration::ZERO).await.unwrap();
    let record = app.record(&call).await;
    let calls = app.sandbox_view("calls").await;
    assert_eq!(record.agent_leg.sid.map(|sid| sid.to_string()).as_deref(), calls[0]["sid"].as_str());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_twilio_never_got_is_given_up() {
    let app = TestApp::start().await;
    app.sandbox("faults", &json!({ "callbacks_lost": true, "call_replies_lost": true })).await;
    let _browser = app.browser().await;
    let call = app.click('0').await;
    // The sandbox's carrier forgets its calls when it starts again.
    let app = app.restart().await;
    app.dialer.reconcile(SignedDuration::ZERO).await.unwrap();
    assert!(app.record(&call).await.is_open(), "it may yet turn up");
    app.sandbox("clock", &json!({ "at": "2026-11-20T18:10:00Z" })).await;
    app.dialer.reconcile(SignedDuration::ZERO).await.unwrap();
    let record = app.record(&call).await;
    assert_eq!(record.state(), CallState::Ended { outcome: Outcome::Failed });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_about_to_stop_says_so_first_and_takes_no_calls() {
    let app = TestApp::start().await;
    assert_eq!(app.get("/readyz").await.status(), 200);
    app.dialer.close();
    let answer = app.get("/readyz").await;
    assert_eq!((answer.status().as_u16(), answer.text().await.unwrap().as_str()), (503, "stopping\n"));
    assert_eq!(app.get("/healthz").await.status(), 200);
    let (lead, slot) = app.lead_with_digit('0').await;
    let refused = app.dial(lead, &slot).await;
    assert_eq!(refused.status(), 503);
    assert_eq!(app.sandbox_view("calls").await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_stops_ends_its_event_streams() {
    let app = TestApp::start().await;
    let call = app.click('4').await;
    let stream = app.get(&format!("/events/calls/{call}")).await;
    assert_eq!(stream.status(), 200);
    let heard = tokio::spawn(stream.text());
    let _app = app.restart().await;
    let heard = heard.await.unwrap().unwrap();
    assert!(heard.contains("event: call"), "{heard}");
}
