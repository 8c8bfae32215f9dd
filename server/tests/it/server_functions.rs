//! Server functions: who may call them, and what they say to bad input.

use dialer::Person;
use domain::CallState;
use jiff::{SignedDuration, Timestamp};
use reqwest::header::SET_COOKIE;
use serde_json::{Value, json};
use server::session::Session;

use crate::app::{TestApp, dana, maya, sam};

#[tokio::test(flavor = "multi_thread")]
async fn another_sites_page_can_call_none_of_them() {
    let app = TestApp::start().await;
    // As the running server lists them.
    let functions: Vec<&str> =
        app.doors.iter().map(|door| door.path.as_str()).filter(|path| path.starts_with("/api/")).collect();
    assert!(functions.len() >= 11, "{functions:?}");
    for path in functions {
        let url = format!("{}{path}", app.origin);
        let post = || app.http.post(&url).json(&json!({}));
        let strangers = [
            ("without an origin", post()),
            ("from elsewhere", post().header("origin", "https://evil.example")),
            // A frame without an origin of its own, and what a redirect of another site's has sent.
            ("of no origin", post().header("origin", "null")),
            ("of another port", post().header("origin", "http://localhost:1")),
            ("of a longer name", post().header("origin", format!("{}.evil.example", app.origin))),
            ("cross-site", post().header("origin", &app.origin).header("sec-fetch-site", "cross-site")),
            // Another host of the same domain.
            ("same-site", post().header("origin", &app.origin).header("sec-fetch-site", "same-site")),
        ];
        for (how, request) in strangers {
            let answer = request.send().await.unwrap();
            assert_eq!(answer.status(), 403, "{path} {how}");
            let problem: Value = answer.json().await.unwrap();
            assert_eq!(problem["code"], "cross_site", "{path} {how}");
        }
        let get = app.http.get(&url).send().await.unwrap();
        assert!(get.status().is_client_error(), "GET {path}: {}", get.status());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_was_made_to_point_here_is_refused() {
    let app = TestApp::start().await;
    let there = |path: &str| app.http.get(format!("{}{path}", app.origin)).header("host", "evil.example");
    assert_eq!(there("/").send().await.unwrap().status(), 421);
    // A page there is same-origin with itself, and may send whatever header it likes.
    for path in ["/", "/opt-out", "/metrics"] {
        let answer = there(path).header("x-twilio-signature", "x").send().await.unwrap();
        assert_eq!(answer.status(), 421, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_is_answered_with_a_code_and_writes_nothing() {
    let app = TestApp::start().await;
    let call = "01980000-0000-7000-8000-000000000000";
    for (name, body, status, code) in [
        ("dial", json!({}), 400, "bad_request"),
        ("dial", json!({ "item_id": "x", "slot": "phone.0", "token": "" }), 400, "bad_item_id"),
        ("dial", json!({ "item_id": "1", "slot": "../x", "token": "" }), 400, "bad_slot"),
        ("dial", json!({ "item_id": "+18135550142", "slot": "phone.0", "token": "" }), 400, "bad_item_id"),
        ("dial", json!({ "item_id": "999999", "slot": "phone.0", "token": "" }), 404, "no_such_lead"),
        (
            "dial",
            json!({ "item_id": "1", "slot": "phone.0", "token": "", "acknowledged": ["R-X"] }),
            400,
            "bad_rule",
        ),
        ("click", json!({ "item_id": "x", "slot": "phone.0" }), 400, "bad_item_id"),
        ("answer_notice", json!({ "call_id": call, "said": "maybe" }), 400, "bad_answer"),
        ("answer_notice", json!({ "call_id": call, "said": "given" }), 404, "no_such_call"),
        ("hang_up", json!({ "call_id": "x" }), 400, "bad_call_id"),
        ("hang_up", json!({ "call_id": call }), 404, "no_such_call"),
        ("in_call", json!({ "call_id": "x" }), 400, "bad_call_id"),
        ("in_call", json!({ "call_id": call }), 404, "no_such_call"),
        ("call_view", json!({ "call_id": call }), 404, "no_such_call"),
        ("submit_call_data", json!({ "call_id": call, "form": {} }), 404, "no_such_call"),
        ("submit_call_data", json!({ "call_id": call, "form": 4 }), 400, "bad_request"),
    ] {
        let answer = app.api(name, &body).await;
        let got = answer.status().as_u16();
        let problem: Value = answer.json().await.unwrap();
        assert_eq!((got, problem["code"].as_str()), (status, Some(code)), "{name} {body}: {problem}");
        assert!(problem["sentence"].as_str().unwrap().ends_with('.'), "{problem}");
    }
    assert!(app.dialer.store().calls(&store::CallQuery::default()).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_too_large_is_refused() {
    let app = TestApp::start().await;
    let form = json!({ "notes": "x".repeat(100_000) });
    let answer = app.api("submit_call_data", &json!({ "call_id": "x", "form": form })).await;
    assert!(answer.status().is_client_error(), "{}", answer.status());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_cannot_be_smuggled_into_a_call() {
    let app = TestApp::start().await;
    let _browser = app.browser().await;
    let (lead, slot) = app.lead_with_digit('0').await;
    let body = json!({ "item_id": lead.to_string(), "slot": slot, "token": app.token(lead, &slot).await, "to": "+19005551234", "number": "+19005551234" });
    let answer = app.api("dial", &body).await;
    assert_eq!(answer.status(), 200);
    let calls = app.dialer.store().calls(&store::CallQuery::default()).await.unwrap();
    let open = app.dialer.open(&maya(), &dialer::LeadRef::Item(lead)).await.unwrap();
    let phone = open.lead.phones.iter().find(|phone| phone.slot.as_str() == slot).unwrap();
    let called: Vec<_> = calls.into_iter().map(|call| call.facts.to).collect();
    assert_eq!(
        called,
        [phone.number.clone().unwrap()],
        "the number is the lead's, whatever the browser sent"
    );
}

/// A page that stays open at a change of shift still is the first agent's: what it says must not be done in the second one's
/// name, nor refused as if its call had never been.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_somebody_else_does_nothing_and_is_told_why() {
    let app = TestApp::start().await;
    let mut browser = app.browser().await;
    let call = app.click('4').await;
    browser.pick_up().await;
    app.until(&call, "over", |record| !record.is_open()).await;
    let sams = TestApp::browser_with(&app.cookie(&Session::begin(sam())));
    let call = call.to_string();
    for (name, mut body) in [
        (
            "submit_call_data",
            json!({ "call_id": call, "form": { "disposition": "voicemail", "notes": "x" } }),
        ),
        ("hang_up", json!({ "call_id": call })),
        ("answer_notice", json!({ "call_id": call, "said": "objected" })),
        ("in_call", json!({ "call_id": call })),
        ("click", json!({ "item_id": "1", "slot": "phone.0" })),
        ("token", json!({})),
    ] {
        body["page_of"] = json!(maya().agent.id.to_string());
        let request = sams.post(format!("{}/api/{name}", app.origin)).header("origin", &app.origin);
        let answer = request.json(&body).send().await.unwrap();
        let status = answer.status().as_u16();
        let problem: Value = answer.json().await.unwrap();
        assert_eq!((status, problem["code"].as_str()), (409, Some("somebody_else")), "{name}: {problem}");
        assert!(!problem["sentence"].as_str().unwrap().contains("call again"), "{name}: {problem}");
        // On the page of whoever asks, all goes on as before.
        let own = app.api(name, &body).await;
        let status = own.status();
        let problem: Value = own.json().await.unwrap();
        assert_ne!(problem["code"], "somebody_else", "{name}: {status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_no_absence_while_it_is_open_and_ones_own() {
    let app = TestApp::start().await;
    let mut browser = app.browser().await;
    let call = app.click('0').await;
    browser.pick_up().await;
    app.until(&call, "in call", |record| matches!(record.state(), CallState::InCall { .. })).await;
    let about = json!({ "call_id": call.to_string() });
    // From somebody who did nothing for half an hour: the status, and whether the cookie is made anew.
    let says = async |person: Person| {
        let away =
            Session { seen: Timestamp::now() - SignedDuration::from_mins(30), ..Session::begin(person) };
        let http = TestApp::browser_with(&app.cookie(&away));
        let request = http.post(format!("{}/api/in_call", app.origin)).header("origin", &app.origin);
        let answer = request.json(&about).send().await.unwrap();
        (answer.status().as_u16(), answer.headers().contains_key(SET_COOKIE))
    };
    assert_eq!(says(maya()).await, (200, true));
    assert_eq!(says(sam()).await, (404, false), "another agent's");
    assert_eq!(says(dana()).await, (404, false), "to see a call is not to be in it");
    assert_eq!(app.api("hang_up", &about).await.status(), 200);
    app.until(&call, "over", |record| !record.is_open()).await;
    assert_eq!(says(maya()).await, (409, false), "it is over");
}
