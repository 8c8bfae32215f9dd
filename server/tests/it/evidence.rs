//! The evidence of a number, by page and by command.

use std::path::Path;
use std::process::Output;

use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use store::AuditQuery;

use crate::app::{TestApp, maya};

/// A call that is over and has its disposition, and the number that it went to.
async fn called() -> (TestApp, String) {
    let app = TestApp::start().await;
    let mut browser = app.browser().await;
    let call = app.click('8').await;
    browser.pick_up().await;
    app.until(&call, "recorded", |record| !record.is_open() && record.playable().is_some()).await;
    let form = json!({ "disposition": "do_not_call", "notes": "<script>alert(1)</script>", "motivation": "",
        "next_action_date": "", "asking_price": "" });
    let saved = app.api("submit_call_data", &json!({ "call_id": call, "form": form })).await;
    assert_eq!(saved.status(), StatusCode::OK);
    let number = app.record(&call).await.facts.to.to_string();
    (app, number)
}

/// The number of a lead's phone that ends in `digit`.
async fn number_of(app: &TestApp, digit: char) -> String {
    let (lead, slot) = app.lead_slot_anyway(digit).await;
    let workspace = app.dialer.open(&maya(), &dialer::LeadRef::Item(lead)).await.unwrap();
    let phone = workspace.lead.phones.iter().find(|phone| phone.slot.to_string() == slot).unwrap();
    phone.number.clone().unwrap().to_string()
}

async fn post(app: &TestApp, origin: &str, form: &[(&str, &str)]) -> Response {
    app.supervisor()
        .post(format!("{}/evidence", app.origin))
        .header("origin", origin)
        .form(form)
        .send()
        .await
        .unwrap()
}

fn twoleg(app: &TestApp, words: &[&str]) -> Output {
    app.command(words).output().unwrap()
}

fn said(output: &Output) -> (bool, String) {
    let text = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    (output.status.success(), String::from_utf8_lossy(&text).into_owned())
}

/// The files of a folder with this extension.
fn files(folder: &Path, extension: &str) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.extension().is_some_and(|found| found == extension)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_shows_a_real_calls_evidence_and_its_file_holds() {
    let (app, number) = called().await;
    assert_eq!(app.get("/evidence").await.status(), StatusCode::FORBIDDEN, "an agent is told whom to ask");
    let form = app.supervisor().get(format!("{}/evidence", app.origin)).send().await.unwrap();
    assert_eq!(form.headers()["cache-control"], "no-store");
    assert!(form.text().await.unwrap().contains("Save as JSON"));

    let elsewhere = post(&app, "https://elsewhere.example", &[("number", &number)]).await;
    assert_eq!(elsewhere.status(), StatusCode::FORBIDDEN);
    let shown = post(&app, &app.origin, &[("number", &number), ("form", "document")]).await;
    assert_eq!(
        (shown.status(), &shown.headers()["cache-control"]),
        (StatusCode::OK, &"no-store".parse().unwrap())
    );
    assert!(!shown.url().as_str().contains(&number[2..]), "no number in a URL");
    let policy = shown.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains(&format!("style-src '{}'", ::evidence::style_hash())), "{policy}");
    let html = shown.text().await.unwrap();
    for words in
        ["The pack holds", "cleared the number to be dialled", "Do Not Call", "podio_7183904, on the page"]
    {
        assert!(html.contains(words), "{words} is not in the document: {html}");
    }
    assert!(!html.contains("<script"), "the agent's notes are text");

    let saved = post(&app, &app.origin, &[("number", &number), ("form", "json")]).await;
    let name = saved.headers()["content-disposition"].to_str().unwrap().to_owned();
    assert!(name.contains(&format!("evidence-{}-", &number[8..])) && !name.contains(&number), "{name}");
    let json = saved.text().await.unwrap();
    let report = ::evidence::verify_against(&**app.dialer.store(), &json).await.unwrap();
    assert_eq!((report.broken, report.calls), (None, 1));
    // The CRM's answers are events without a row.
    assert!(report.events >= 10 && report.unchecked <= 2, "{} {}", report.events, report.unchecked);
    let pack: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(pack["pack"]["summary"]["opt_outs"].as_array().map(Vec::len), Some(1));
    let query = AuditQuery { kind: Some(::evidence::GATHERED.to_owned()), ..AuditQuery::default() };
    let rows = app.dialer.store().audit(&query).await.unwrap();
    assert_eq!(rows.len(), 2);
    assert!(
        rows.iter().all(|row| row.entry.agent.as_ref().is_some_and(|who| who.as_str() == "podio_7183904"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_looked_up_is_told_on_the_page() {
    let app = TestApp::start().await;
    for (number, status, words) in [
        ("555", StatusCode::UNPROCESSABLE_ENTITY, "too few digits"),
        ("<b>\"", StatusCode::UNPROCESSABLE_ENTITY, "not a phone number"),
        ("(813) 555-0199", StatusCode::NOT_FOUND, "Nothing is on record about +1813*****99"),
    ] {
        let answer = post(&app, &app.origin, &[("number", number)]).await;
        assert_eq!(answer.status(), status, "{number}");
        let html = answer.text().await.unwrap();
        assert!(html.contains(words) && !html.contains("<b>"), "{number}: {html}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blocked_click_alone_has_evidence() {
    let app = TestApp::start().await;
    let number = number_of(&app, '0').await;
    let (lead, slot) = app.lead_slot_anyway('0').await;
    // Three in the morning in New York.
    app.sandbox("clock", &json!({ "at": "2026-11-21T08:00:00Z" })).await;
    let refused = app.dial(lead, &slot).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    let html = post(&app, &app.origin, &[("number", &number)]).await.text().await.unwrap();
    for words in ["The decision refused it: nobody was rung", "FED_HOURS", "64.1200", " am (America"] {
        assert!(html.contains(words), "{words} is not in the document: {html}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_writes_two_private_files_and_checks_them() {
    let (app, number) = called().await;
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("packs");
    let (out, make) = (out.as_path(), ["evidence", &number, "--out", out.to_str().unwrap()]);
    let (done, words) = said(&twoleg(&app, &make));
    assert!(done && words.contains("digest "), "{words}");
    let (json, html) = (files(out, "json").remove(0), files(out, "html").remove(0));
    assert!(json.file_stem().unwrap().to_str().unwrap().starts_with(&format!("evidence-{}-", &number[8..])));
    #[cfg(unix)]
    for file in [&json, &html] {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{}", file.display());
    }
    let (done, words) = said(&twoleg(&app, &make));
    assert!(!done && words.contains("is there already"), "{words}");
    let query = AuditQuery { kind: Some(::evidence::GATHERED.to_owned()), ..AuditQuery::default() };
    assert_eq!(
        app.dialer.store().audit(&query).await.unwrap().len(),
        1,
        "what was not written is not on the log"
    );

    let file = json.to_str().unwrap();
    for words in [vec!["evidence", "verify", file], vec!["evidence", "verify", file, "--against-store"]] {
        let (done, told) = said(&twoleg(&app, &words));
        assert!(done && told.contains("The pack holds"), "{told}");
    }
    let changed = std::fs::read_to_string(&json).unwrap().replacen(
        "\"kind\": \"call.cleared\"",
        "\"kind\": \"call.allowed\"",
        1,
    );
    std::fs::write(&json, changed).unwrap();
    let (done, told) = said(&twoleg(&app, &["evidence", "verify", file]));
    assert!(!done && told.contains("does not hold: row "), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_says_what_is_wrong() {
    let app = TestApp::start().await;
    for (words, expected) in [
        (vec!["evidence", "+18135550199"], "Nothing is on record about +1813*****99"),
        (vec!["evidence", "555"], "too few digits"),
        (vec!["evidence"], "required"),
        (vec!["evidence", "verify", "/no/such/file"], "cannot be read"),
        (vec!["evidence", "+18135550199", "verify", "x"], "cannot be used with"),
    ] {
        let (done, told) = said(&twoleg(&app, &words));
        assert!(!done && told.contains(expected), "{words:?}: {told}");
    }
}
