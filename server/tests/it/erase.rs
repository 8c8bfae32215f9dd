//! A person is erased: what goes, what stays, and what stops it.

use std::ffi::OsString;
use std::path::PathBuf;

use domain::{CallId, E164};
use reqwest::StatusCode;
use rusqlite::Connection;
use serde_json::json;
use store::{About, AuditQuery, AuditRow, PERSON_ERASED};

use crate::app::{TestApp, eventually};

const NOTES: &str = "Asks for her late husband Ulysses.";

/// A call that is over and known to the CRM, and its number, which is on the do-not-call list.
async fn called() -> (TestApp, CallId, E164) {
    let app = TestApp::start().await;
    let mut browser = app.browser().await;
    let call = app.click('8').await;
    browser.pick_up().await;
    app.until(&call, "recorded", |record| !record.is_open() && record.playable().is_some()).await;
    let form = json!({ "disposition": "do_not_call", "notes": NOTES, "motivation": "high",
        "next_action_date": "", "asking_price": "" });
    let saved = app.api("submit_call_data", &json!({ "call_id": call, "form": form })).await;
    assert_eq!(saved.status(), StatusCode::OK);
    eventually("the CRM has it", || async { app.dialer.owed().await.unwrap().is_empty().then_some(()) })
        .await;
    let number = app.record(&call).await.facts.to;
    (app, call, number)
}

/// A command beside the running server. Answers whether it worked, and what it said.
fn twoleg(app: &TestApp, words: &[&str]) -> (bool, String) {
    let output = app.command(words).output().unwrap();
    let text = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    (output.status.success(), String::from_utf8_lossy(&text).into_owned())
}

/// What the file of the call log holds, and what SQLite keeps beside it.
fn bytes(app: &TestApp) -> Vec<u8> {
    let beside = |end: &str| {
        let mut name = OsString::from(app.database());
        name.push(end);
        std::fs::read(PathBuf::from(name)).unwrap_or_default()
    };
    [beside(""), beside("-wal")].concat()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn t14_a_person_is_erased_the_chain_verifies_and_the_suppression_stays() {
    let (app, call, number) = called().await;
    let before = app.record(&call).await;
    let words = ["erase", number.as_str(), "--reason", "Their request of today"];
    let (done, said) = twoleg(&app, &words);
    assert!(done && said.contains("Would be erased of") && said.contains("--confirm"), "{said}");
    assert!(!said.contains(number.as_str()) && said.contains(&number.masked()), "{said}");
    assert_eq!(app.record(&call).await, before, "it only said so");

    let (done, said) = twoleg(&app, &[&words[..], &["--confirm"]].concat());
    assert!(done && said.contains("Erased of") && said.contains("of 1 calls"), "{said}");
    assert!(said.contains("stays on the do-not-call list") && said.contains("at Twilio"), "{said}");
    let (done, said) = twoleg(&app, &["audit", "verify"]);
    assert!(done && said.contains("The audit log is whole") && said.contains("were erased"), "{said}");

    let now = bytes(&app);
    for gone in [NOTES, "Ulysses", &before.facts.lead_name, &before.facts.lead_url] {
        assert!(!gone.is_empty() && !holds(&now, gone), "{gone} is still in the file");
    }
    let store = app.dialer.store();
    let rows = store.audit(&AuditQuery { limit: usize::MAX, ..AuditQuery::default() }).await.unwrap();
    assert!(rows.iter().all(|row| !row.body.contains(number.as_str())), "the number is on the audit log");
    assert!(rows.iter().any(|row| row.erased && row.entry.kind == "call.cleared"));
    let said = rows.iter().find(|row| row.entry.kind == PERSON_ERASED).unwrap();
    assert_eq!(said.entry.agent.as_ref().map(domain::AgentId::as_str), Some("operator"));

    let after = app.record(&call).await;
    assert_eq!((after.state(), after.talk_seconds()), (before.state(), before.talk_seconds()));
    assert!(app.dialer.suppression(&number).await.unwrap().is_some());
    let refused = app.dial(after.facts.lead, after.facts.slot.as_str()).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN, "the suppression is in force");

    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let (done, said) = twoleg(&app, &["evidence", number.as_str(), "--out", out]);
    assert!(done, "{said}");
    let mut files = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let pack = files.find(|path| path.extension().is_some_and(|found| found == "json")).unwrap();
    let (done, said) = twoleg(&app, &["evidence", "verify", pack.to_str().unwrap(), "--against-store"]);
    assert!(done && said.contains("were erased") && said.contains("the store says the same"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_legal_hold_stops_the_erasure() {
    let (app, call, number) = called().await;
    let before = app.record(&call).await;
    let erase = ["erase", number.as_str(), "--reason", "Their request", "--confirm"];
    let hold = |what| ["hold", what, number.as_str(), "--reason", "A letter of their counsel"];
    assert!(twoleg(&app, &["hold", "list"]).1.contains("no legal hold"));
    assert!(twoleg(&app, &hold("remove")).1.contains("no legal hold"));
    assert!(twoleg(&app, &hold("add")).0);
    assert!(!twoleg(&app, &hold("add")).0, "there is one");
    let (done, said) = twoleg(&app, &["hold", "list"]);
    assert!(done && said.contains(&number.masked()) && said.contains("A letter of their counsel"), "{said}");
    for words in [&erase[..], &erase[..4]] {
        let (done, said) = twoleg(&app, words);
        assert!(!done && said.contains("A legal hold is on this number"), "{said}");
    }
    assert_eq!(app.record(&call).await, before);
    assert!(twoleg(&app, &hold("remove")).0);
    assert!(twoleg(&app, &erase).0);
    assert!(app.record(&call).await.erased_at.is_some());
}

/// The row of a callback that waited in the spool and could not be read there.
async fn spooled(app: &TestApp) -> Option<AuditRow> {
    let kind = Some("twilio.quarantine.spooled".to_owned());
    let query = AuditQuery { kind, ..AuditQuery::default() };
    app.dialer.store().audit(&query).await.unwrap().into_iter().next()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spooled_callback_that_could_not_be_read_is_erased_with_the_person() {
    let (app, _, number) = called().await;
    let told = json!({
        "endpoint": "call_status",
        "query": [["leg", "agent"]],
        "parameters": [["AccountSid", "AC of before"], ["To", number.as_str()], ["CallStatus", "completed"]],
    });
    let spool = Connection::open(app.database().with_file_name("spool.sqlite")).unwrap();
    spool.execute("INSERT INTO spool (at_us, text) VALUES (1, ?1)", [told.to_string()]).unwrap();
    let row = eventually("it is on the audit log", || spooled(&app)).await;
    assert_eq!(row.entry.payload["told"], told);
    assert!(About::new(&number, []).takes(&row), "what a pack shows, and an erasure takes");
    let (done, said) = twoleg(&app, &["erase", number.as_str(), "--reason", "Their request", "--confirm"]);
    assert!(done, "{said}");
    assert!(spooled(&app).await.unwrap().erased);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_erased_is_told_in_a_sentence() {
    let app = TestApp::start().await;
    let mut browser = app.browser().await;
    let call = app.click('1').await;
    browser.pick_up().await;
    let number = app.record(&call).await.facts.to;
    for (words, expected) in [
        (vec!["erase", number.as_str(), "--reason", "r", "--confirm"], "is going on"),
        (vec!["erase", number.as_str(), "--reason", " ", "--confirm"], "Say why"),
        (vec!["erase", "+18135550199", "--reason", "r"], "Nothing is on record"),
        (vec!["erase", number.as_str()], "--reason"),
    ] {
        let (done, said) = twoleg(&app, &words);
        assert!(!done && said.contains(expected), "{words:?}: {said}");
    }
    let own = format!("About {}", number.as_str());
    let (done, said) = twoleg(&app, &["erase", number.as_str(), "--reason", &own, "--confirm"]);
    assert!(!done && said.contains("without the number"), "{said}");
}
