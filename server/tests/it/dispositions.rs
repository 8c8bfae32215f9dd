//! The form: saved at once, in the CRM by the outbox, whatever the CRM does meanwhile.

use domain::{CallId, Disposition};
use jiff::ToSpan as _;
use serde_json::{Value, json};

use crate::app::{TestApp, eventually};

/// A call that is over, and its form.
async fn finished_call(app: &TestApp) -> CallId {
    let mut browser = app.browser().await;
    let call = app.click('4').await;
    browser.pick_up().await;
    app.until(&call, "over", |record| !record.is_open()).await;
    call
}

fn form(disposition: &str) -> Value {
    json!({
        "disposition": disposition,
        "notes": "Spoke with the owner.",
        "motivation": "high",
        "next_action_date": "2026-11-27",
        "asking_price": "185k",
    })
}

async fn submit(app: &TestApp, call: &CallId, form: &Value) -> (u16, Value) {
    let answer = app.api("submit_call_data", &json!({ "call_id": call.to_string(), "form": form })).await;
    (answer.status().as_u16(), answer.json().await.unwrap())
}

async fn items(app: &TestApp, kind: &str) -> Vec<Value> {
    app.sandbox_view("crm").await[kind].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_disposition_makes_its_activity_and_the_task_of_its_rule() {
    let app = TestApp::start().await;
    let mut browser = app.browser().await;
    let today = app.dialer.today();
    let mut tasks = 0;
    for (done, disposition) in Disposition::ALL.into_iter().enumerate() {
        let call = app.click('4').await;
        browser.pick_up().await;
        app.until(&call, "over", |record| !record.is_open()).await;
        let mut form = form(disposition.code());
        if !disposition.needs_next_action_date() {
            form["next_action_date"] = json!("");
        }
        assert_eq!(submit(&app, &call, &form).await.0, 200, "{disposition}");
        let record = app.until(&call, "in the CRM", |record| record.crm.activity.is_some()).await;
        let due = match disposition {
            Disposition::Voicemail => Some(today.checked_add(2.days()).unwrap()),
            Disposition::NoAnswer => Some(today.checked_add(1.days()).unwrap()),
            Disposition::AppointmentSet | Disposition::CallbackScheduled => {
                Some("2026-11-27".parse().unwrap())
            }
            _ => None,
        };
        assert_eq!(record.wrap_up.unwrap().follow_up.map(|task| task.due), due, "{disposition}");
        tasks += usize::from(due.is_some());
        if due.is_some() {
            app.until(&call, "a task", |record| record.crm.task.is_some()).await;
        }
        assert_eq!(items(&app, "activities").await.len(), done + 1);
        assert_eq!(items(&app, "tasks").await.len(), tasks, "{disposition}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn do_not_call_suppresses_the_number_in_the_same_breath() {
    let app = TestApp::start().await;
    let call = finished_call(&app).await;
    let record = app.record(&call).await;
    assert_eq!(submit(&app, &call, &form("do_not_call")).await.0, 200);
    assert!(app.dialer.store().suppression(&record.facts.to).await.unwrap().is_some());
    let refused = app.dial(record.facts.lead, record.facts.slot.as_str()).await;
    assert_eq!(refused.status(), 403);
    let problem: Value = refused.json().await.unwrap();
    assert_eq!(problem["code"], "refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_with_problems_names_them_all_and_saves_nothing() {
    let app = TestApp::start().await;
    let call = finished_call(&app).await;
    let bad = json!({ "disposition": "maybe", "notes": "", "motivation": "x", "next_action_date": "soon", "asking_price": "much" });
    let (status, problem) = submit(&app, &call, &bad).await;
    assert_eq!((status, problem["code"].as_str()), (422, Some("form")));
    assert_eq!(problem["fields"].as_array().unwrap().len(), 5, "{problem}");
    assert!(app.record(&call).await.wrap_up.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_twice_is_one_disposition_and_another_form_is_refused() {
    let app = TestApp::start().await;
    let call = finished_call(&app).await;
    assert_eq!(submit(&app, &call, &form("not_interested")).await.0, 200);
    assert_eq!(submit(&app, &call, &form("not_interested")).await.0, 200);
    let (status, problem) = submit(&app, &call, &form("wrong_number")).await;
    assert_eq!((status, problem["code"].as_str()), (409, Some("already_saved")));
    app.until(&call, "in the CRM", |record| record.crm.activity.is_some()).await;
    assert_eq!(items(&app, "activities").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crm_that_is_down_or_over_its_limit_gets_the_activity_once_it_is_back() {
    let app = TestApp::start().await;
    let call = finished_call(&app).await;
    app.sandbox("faults", &json!({ "crm": "down" })).await;
    assert_eq!(
        submit(&app, &call, &form("callback_scheduled")).await.0,
        200,
        "saved although the CRM is down"
    );
    let waiting = app.until(&call, "said to wait", |record| record.crm.trouble.is_some()).await;
    assert!(waiting.crm.activity.is_none());
    app.sandbox("faults", &json!({ "crm": "none" })).await;
    let record = app.until(&call, "in the CRM", |record| record.crm.task.is_some()).await;
    assert!(record.crm.activity.is_some());
    assert_eq!(record.crm.trouble, None);
    assert_eq!(items(&app, "activities").await.len(), 1);
    assert_eq!(items(&app, "tasks").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_create_whose_answer_was_lost_is_not_repeated() {
    let app = TestApp::start().await;
    let call = finished_call(&app).await;
    app.sandbox("faults", &json!({ "crm": "lose_create_reply" })).await;
    assert_eq!(submit(&app, &call, &form("callback_scheduled")).await.0, 200);
    eventually("the CRM has it, and we do not know", || async {
        (!items(&app, "activities").await.is_empty()).then_some(())
    })
    .await;
    app.sandbox("faults", &json!({ "crm": "none" })).await;
    app.until(&call, "known to be in the CRM", |record| record.crm.task.is_some()).await;
    assert_eq!(items(&app, "activities").await.len(), 1, "the activity was made twice");
    assert_eq!(items(&app, "tasks").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_token_is_renewed_without_a_word() {
    let app = TestApp::start().await;
    let call = finished_call(&app).await;
    app.sandbox("faults", &json!({ "crm": "expire_token" })).await;
    assert_eq!(submit(&app, &call, &form("not_interested")).await.0, 200);
    app.sandbox("faults", &json!({ "crm": "none" })).await;
    app.until(&call, "in the CRM", |record| record.crm.activity.is_some()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_saved_before_a_restart_reaches_the_crm_after_it() {
    let app = TestApp::start().await;
    let call = finished_call(&app).await;
    app.sandbox("faults", &json!({ "crm": "down" })).await;
    assert_eq!(submit(&app, &call, &form("callback_scheduled")).await.0, 200);
    let app = app.restart().await;
    app.until(&call, "in the CRM", |record| record.crm.task.is_some()).await;
    assert_eq!(items(&app, "activities").await.len(), 1);
}
