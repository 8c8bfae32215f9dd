//! What Podio is owed: seen, sent again, taken off, by page and by command.

use dialer::Person;
use domain::call::CallFacts;
use domain::{CallId, CallRecord, ItemId};
use jiff::SignedDuration;
use reqwest::StatusCode;
use serde_json::json;
use store::{AuditQuery, NewEvent, OutboxEntry, OutboxRow, Unit};
use uuid::Uuid;

use server::session::Session;

use crate::app::{TestApp, dana, eventually, maya, sam};

/// A call that is dispositioned while the CRM is down.
async fn owing() -> (TestApp, Vec<OutboxRow>) {
    let app = TestApp::start().await;
    let mut browser = app.browser().await;
    let call = app.click('4').await;
    browser.pick_up().await;
    app.until(&call, "over", |record| !record.is_open()).await;
    app.sandbox("faults", &json!({ "crm": "down" })).await;
    let form = json!({ "disposition": "voicemail", "notes": "Left word.", "motivation": "high",
        "next_action_date": "", "asking_price": "" });
    let saved = app.api("submit_call_data", &json!({ "call_id": call, "form": form })).await;
    assert_eq!(saved.status(), StatusCode::OK);
    let rows = eventually("an attempt has failed", || async {
        let rows = app.dialer.owed().await.unwrap();
        // The activity is tried first, and the task waits for it.
        rows.iter().any(|row| row.last_error.is_some()).then_some(rows)
    })
    .await;
    (app, rows)
}

async fn post(app: &TestApp, path: &str, origin: &str, id: &str) -> StatusCode {
    let client = TestApp::browser_with(&app.cookie(&Session::begin(dana())));
    let request = client.post(format!("{}{path}", app.origin)).header("origin", origin).form(&[("id", id)]);
    request.send().await.unwrap().status()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_what_is_owed_and_why_and_can_send_it_again() {
    let (app, rows) = owing().await;
    let page = app.get("/outbox").await;
    assert_eq!(page.status(), StatusCode::OK);
    let html = page.text().await.unwrap();
    for words in ["Call Activity", "Follow-up task", "Podio is not working at the moment", "Send again now"] {
        assert!(html.contains(words), "{words} is not on the page: {html}");
    }
    assert!(!html.contains("Left word"), "nothing of the form is on it");
    // The task waits for the activity: nobody is sending it.
    assert!(html.contains("aria-label=\"Send again now: Follow-up task, "), "{html}");
    let page = app.supervisor().get(format!("{}/outbox", app.origin)).send().await.unwrap();
    let html = page.text().await.unwrap();
    for label in
        ["Take off\u{2026}: Follow-up task, ", "Take off for good: Podio will not get it. Follow-up task, "]
    {
        assert!(html.contains(&format!("aria-label=\"{label}")), "{label}: {html}");
    }

    let id = &rows[0].entry.id;
    assert_eq!(post(&app, "/outbox/retry", "https://elsewhere.example", id).await, StatusCode::FORBIDDEN);
    app.sandbox("faults", &json!({})).await;
    eventually("nothing is owed any more", || async {
        for row in app.dialer.owed().await.unwrap() {
            let status = post(&app, "/outbox/retry", &app.origin, &row.entry.id).await;
            assert!([StatusCode::SEE_OTHER, StatusCode::OK].contains(&status), "{status}");
        }
        app.dialer.owed().await.unwrap().is_empty().then_some(())
    })
    .await;
    assert_eq!(
        post(&app, "/outbox/retry", &app.origin, id).await,
        StatusCode::OK,
        "a button pressed on a page that time has overtaken is no failure"
    );
    let html = app.get("/outbox").await.text().await.unwrap();
    assert!(html.contains("Nothing is owed"), "{html}");
    let crm = app.sandbox_view("crm").await;
    assert_eq!(crm["activities"].as_array().map(Vec::len), Some(1));
    assert_eq!(crm["tasks"].as_array().map(Vec::len), Some(1));
    let query = AuditQuery { kind: Some("outbox.retried".to_owned()), ..AuditQuery::default() };
    let row = app.dialer.store().audit(&query).await.unwrap().remove(0);
    assert!(row.entry.agent.is_some() && row.entry.call.is_some(), "{row:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_off_never_reaches_the_crm() {
    let (app, rows) = owing().await;
    for row in &rows {
        eventually("it is taken off", || async {
            (post(&app, "/outbox/drop", &app.origin, &row.entry.id).await == StatusCode::SEE_OTHER)
                .then_some(())
        })
        .await;
        assert_eq!(post(&app, "/outbox/drop", &app.origin, &row.entry.id).await, StatusCode::NOT_FOUND);
    }
    app.sandbox("faults", &json!({})).await;
    assert_eq!(app.dialer.owed().await.unwrap(), []);
    assert_eq!(app.sandbox_view("crm").await["activities"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_lists_sends_again_and_takes_off() {
    let (app, rows) = owing().await;
    let run = |words: &[&str]| {
        let output = app.command(words).output().unwrap();
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (done, said) = run(&["outbox", "list"]);
    let id = &rows[0].entry.id;
    assert!(done && said.contains(id) && said.contains("owed since"), "{said}");
    assert!(!run(&["outbox", "drop", "nothing-of-that-name"]).0);
    let last = &rows[rows.len() - 1].entry.id;
    assert!(run(&["outbox", "drop", last]).0, "the task waits for the activity: nobody has it");
    let (_, said) = run(&["outbox", "list"]);
    assert!(!said.contains(last), "{said}");
    let (done, said) = run(&["audit", "export", "--format", "csv"]);
    assert!(done && said.contains("outbox.dropped"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lead_that_is_owed_its_link_is_named_and_can_be_opened() {
    const LEAD: u64 = 3_211_772_481;
    let app = TestApp::start().await;
    app.sandbox("faults", &json!({ "crm": "down" })).await;
    let path = app.dialer.settings().hook_url(31_400_101).path().to_owned();
    let form = [("type", "item.create".to_owned()), ("item_id", LEAD.to_string())];
    let told = app.http.post(format!("{}{path}", app.origin)).form(&form).send().await.unwrap();
    assert_eq!(told.status(), StatusCode::NO_CONTENT);
    let page = app.supervisor().get(format!("{}/outbox", app.origin)).send().await.unwrap();
    let html = page.text().await.unwrap();
    assert!(html.contains("Call Link") && !html.contains("Entry"), "{html}");
    assert!(html.contains(&format!("/workspace?item_id={LEAD}")), "{html}");
    let html = app.get("/outbox").await.text().await.unwrap();
    assert!(!html.contains("Call Link"), "it is of no agent's call: {html}");
}

async fn retried(app: &TestApp) -> usize {
    let query = AuditQuery { kind: Some("outbox.retried".to_owned()), ..AuditQuery::default() };
    app.dialer.store().audit(&query).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_owed_of_another_agents_call_is_neither_shown_nor_sent_again() {
    let (app, rows) = owing().await;
    let call = rows[0].entry.id.split(':').next().unwrap().parse().unwrap();
    let name = app.record(&call).await.facts.lead_name;
    let list = async |person: Person| {
        let http = TestApp::browser_with(&app.cookie(&Session::begin(person)));
        http.get(format!("{}/outbox", app.origin)).send().await.unwrap().text().await.unwrap()
    };
    for person in [maya(), dana()] {
        let html = list(person).await;
        assert!(html.contains(&name) && html.contains("Call Activity"), "{html}");
    }
    let html = list(sam()).await;
    assert!(html.contains("Nothing is owed") && !html.contains(&name), "{html}");

    let press = async |person: Person, id: &str| {
        let http = TestApp::browser_with(&app.cookie(&Session::begin(person)));
        let request = http.post(format!("{}/outbox/retry", app.origin)).header("origin", &app.origin);
        let answer = request.form(&[("id", id)]).send().await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    };
    // The task among them waits for the activity, so no worker has it: it could be sent again.
    assert!(rows.iter().any(|row| row.entry.kind == "task"), "{rows:?}");
    for row in &rows {
        let (status, html) = press(sam(), &row.entry.id).await;
        assert_eq!(status, StatusCode::OK, "as if it were not there: {html}");
        assert!(!html.contains(&name) && !html.contains(&row.entry.id), "{html}");
    }
    assert_eq!(retried(&app).await, 0, "nothing was done");
    let left = app.dialer.owed().await.unwrap();
    assert!(rows.iter().all(|row| left.iter().any(|one| one.entry.id == row.entry.id)), "{left:?}");
    // Whose call it is can.
    let task = rows.iter().find(|row| row.entry.kind == "task").unwrap();
    assert_eq!(press(maya(), &task.entry.id).await.0, StatusCode::SEE_OTHER);
    assert_eq!(retried(&app).await, 1);
}

/// Podio names the lead, and anybody who may write there.
#[tokio::test(flavor = "multi_thread")]
async fn script_in_a_leads_name_stays_text_in_the_list() {
    const SCRIPT: &str =
        "</a></script><script>alert('hostile')</script><img src=x onerror=alert(1)>\" onfocus=\"alert(1)";
    let app = TestApp::start().await;
    let (id, now) = (CallId::new(Uuid::now_v7()), app.dialer.now());
    let record = CallRecord::new(CallFacts {
        id,
        agent: maya().agent.id,
        agent_name: maya().agent.name,
        lead: ItemId(1),
        lead_name: SCRIPT.to_owned(),
        lead_url: "https://podio.example/1".to_owned(),
        slot: "phone.0".parse().unwrap(),
        person: None,
        to: "+18135550142".parse().unwrap(),
        from: "+18135550100".parse().unwrap(),
        placed_at: now,
        click: None,
    });
    let entry = OutboxEntry {
        id: format!("{id}:activity:named"),
        order_key: id.to_string(),
        kind: "activity".to_owned(),
        payload: json!({ "call": id }),
        // By the machine's clock, which is not the sandbox's: nobody sends it while this looks.
        due_at: jiff::Timestamp::now() + SignedDuration::from_hours(24),
    };
    let event = NewEvent { id: "named".into(), kind: "named".into(), at: now, payload: json!({}) };
    let unit = Unit { outbox: vec![entry], ..Unit::of(event) };
    app.dialer.store().create_call(&record, unit).await.unwrap();
    for person in [maya(), dana()] {
        let http = TestApp::browser_with(&app.cookie(&Session::begin(person)));
        let page = http.get(format!("{}/outbox", app.origin)).send().await.unwrap();
        let html = page.text().await.unwrap();
        assert!(html.contains("hostile") && html.contains("Send again now"), "it is shown: {html}");
        assert!(!html.contains("<script") && !html.contains("<img src=x"), "{html}");
        let mut tags = html.split('<').skip(1).filter_map(|rest| rest.split('>').next());
        assert!(tags.all(|tag| !tag.contains(" onfocus=\"")), "{html}");
    }
}
