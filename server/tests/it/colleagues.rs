//! What somebody gets to know of a colleague's call: when it was and how it came out, and nothing that was said in it.

use dialer::Person;
use domain::ItemId;
use reqwest::StatusCode;
use serde_json::{Value, json};
use server::session::Session;

use crate::app::{TestApp, dana, maya, sam};

const NOTE: &str = "Wants to hear from nobody else.";

/// The lead as the page of that person opens it.
async fn opened(app: &TestApp, person: Person, lead: ItemId) -> Value {
    let http = TestApp::browser_with(&app.cookie(&Session::begin(person)));
    let request = http.post(format!("{}/api/open_lead", app.origin)).header("origin", &app.origin);
    let query = json!({ "query": { "item_id": lead.to_string() } });
    let answer = request.json(&query).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    answer.json().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_and_recording_of_a_call_are_its_agents_and_the_supervisors() {
    let app = TestApp::start().await;
    let mut browser = app.browser().await;
    let call = app.click('8').await;
    browser.pick_up().await;
    let recorded = |record: &domain::CallRecord| !record.is_open() && record.playable().is_some();
    let lead = app.until(&call, "over and recorded", recorded).await.facts.lead;
    let form = json!({ "disposition": "not_interested", "notes": NOTE, "motivation": "",
        "next_action_date": "", "asking_price": "" });
    let saved = app.api("submit_call_data", &json!({ "call_id": call, "form": form })).await;
    assert_eq!(saved.status(), StatusCode::OK);

    for person in [maya(), dana()] {
        let (name, view) = (person.agent.name.clone(), opened(&app, person, lead).await);
        let calls = view["calls"].to_string();
        for part in [NOTE, "/play_recording/", &call.to_string()] {
            assert!(calls.contains(part), "{name} has no {part}: {view}");
        }
        assert_eq!(view["colleagues"], json!([]), "{name}");
    }

    let view = opened(&app, sam(), lead).await;
    assert_eq!((&view["calls"], &view["current"]), (&json!([]), &Value::Null));
    let lines = view["colleagues"].as_array().unwrap();
    let line = lines[0].as_str().unwrap();
    assert!(lines.len() == 1 && line.starts_with("Nov 20, "), "when it was: {view}");
    assert!(line.ends_with(": Maya Ortiz called. Not Interested."), "how it came out: {line}");
    let http = TestApp::browser_with(&app.cookie(&Session::begin(sam())));
    let page = http.get(format!("{}/workspace?item_id={lead}", app.origin)).send().await.unwrap();
    let html = page.text().await.unwrap();
    assert!(html.contains("Maya Ortiz called"), "{html}");
    for (what, text) in [("the answer", view.to_string()), ("the page", html)] {
        for part in [NOTE, "/play_recording/", &call.to_string()] {
            assert!(!text.contains(part), "{part} is in {what}: {text}");
        }
    }
}
