//! A real call of the sandbox: its recording plays and seeks, Podio's link is sent anew, and the carrier deletes it.

use dialer::Keep;
use domain::{CallId, ItemId};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::world::supervisor;
use crate::app::{SESSION_KEY, TestApp, eventually};

async fn crm_link(app: &TestApp) -> Option<String> {
    let crm: Value = app.sandbox_view("crm").await;
    let activities = crm["activities"].as_array()?.clone();
    activities.iter().find_map(|item| item["simple"]["Recording URL"].as_str().map(str::to_owned))
}

#[tokio::test(flavor = "multi_thread")]
async fn podios_link_plays_seeks_is_renewed_and_ends_with_the_recording() {
    let app = TestApp::start().await;
    let mut browser = app.browser().await;
    let call = app.click('8').await;
    browser.pick_up().await;
    let recorded = |record: &domain::CallRecord| !record.is_open() && record.playable().is_some();
    let record = app.until(&call, "recorded", recorded).await;
    let sid = record.playable().unwrap().0.clone();
    let form = json!({ "disposition": "not_interested", "notes": "No.", "motivation": "",
        "next_action_date": "", "asking_price": "" });
    let saved = app.api("submit_call_data", &json!({ "call_id": call, "form": form })).await;
    assert_eq!(saved.status(), StatusCode::OK);
    let first = eventually("Podio has the link", || crm_link(&app)).await;
    assert!(first.contains(&format!("/play_recording/{sid}?key=")), "{first}");
    let known = |record: &domain::CallRecord| record.crm.link.is_some();
    app.until(&call, "known to be sent", known).await;
    let another = format!("another {SESSION_KEY}");
    for (key, says) in [
        (SESSION_KEY.to_owned(), "Podio's link is good until 20"),
        (format!("{another},{SESSION_KEY}"), "Podio's link is good until 20"),
        (another, "signed with a key that is gone"),
    ] {
        let said = shown(&app, call, &key);
        assert!(said.contains(says), "{said}");
    }

    let whole = app.http.get(&first).send().await.unwrap();
    assert_eq!(whole.status(), 200);
    for (name, value) in [
        ("content-type", "audio/mpeg"),
        ("cache-control", "private, no-store"),
        ("x-content-type-options", "nosniff"),
        ("content-disposition", "inline"),
        ("referrer-policy", "no-referrer"),
        ("accept-ranges", "bytes"),
    ] {
        assert_eq!(whole.headers()[name], value, "{name}");
    }
    let bytes = whole.bytes().await.unwrap();
    assert!(bytes.len() > 1_000);
    let part = app.http.get(&first).header("range", "bytes=100-199").send().await.unwrap();
    assert_eq!(part.status(), 206);
    assert_eq!(part.headers()["content-range"], format!("bytes 100-199/{}", bytes.len()));
    assert_eq!(part.bytes().await.unwrap(), bytes.slice(100..200));
    let beyond = app.http.get(&first).header("range", "bytes=99999999-").send().await.unwrap();
    assert_eq!(beyond.status(), 416);
    let page = app.dialer.recording_path(&record, &sid);
    assert_eq!(app.get(&page).await.bytes().await.unwrap(), bytes);

    app.dialer.renew_link(&supervisor(), call, "It was forwarded").await.unwrap();
    let renewed =
        eventually("Podio has another link", || async { crm_link(&app).await.filter(|link| *link != first) })
            .await;
    assert_eq!(app.http.get(&renewed).send().await.unwrap().status(), 200);
    assert_eq!(app.http.get(&first).send().await.unwrap().status(), 410);

    app.sandbox("clock", &json!({ "at": "2028-11-21T18:00:00Z" })).await;
    let swept = app.dialer.sweep_recordings(&CancellationToken::new()).await.unwrap();
    assert_eq!((swept.deleted, swept.failed), (1, 0));
    let gone = app.http.get(&renewed).send().await.unwrap();
    assert_eq!(gone.status(), 410);
    assert!(gone.text().await.unwrap().contains("was deleted on 2028-11-21"));
    assert_eq!(app.record(&call).await.playable(), None);

    // What was done to the recording is evidence, and bears out.
    let folder = tempfile::tempdir().unwrap();
    let (out, number) = (folder.path().to_str().unwrap(), record.facts.to.as_str());
    twoleg(&app, &["evidence", number, "--out", out]);
    let mut files = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let pack = files.find(|path| path.extension().is_some_and(|found| found == "json")).unwrap();
    let text = std::fs::read_to_string(&pack).unwrap();
    for kind in ["recording.played", "recording.link_renewed", "recording.deleted"] {
        assert!(text.contains(kind), "{kind}");
    }
    twoleg(&app, &["evidence", "verify", pack.to_str().unwrap(), "--against-store"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_that_podio_keeps_is_noted_with_the_call_and_keeps_its_recording_long() {
    // Samuel Ortega, of whose number a written consent is on file in Podio, and nowhere else.
    const CONSENTED: (ItemId, &str) = (ItemId(3_211_746_991), "phone.0");
    let app = TestApp::start().await;
    let mut browser = app.browser().await;
    let (lead, slot) = CONSENTED;
    let placed = app.dial(lead, slot).await;
    assert_eq!(placed.status(), StatusCode::OK);
    let placed: Value = placed.json().await.unwrap();
    let call: CallId = placed["id"].as_str().unwrap().parse().unwrap();
    browser.pick_up().await;
    let record = app.until(&call, "put through", |record| record.cleared.is_some()).await;
    assert!(record.cleared.unwrap().consented);
    let known = app.dialer.recordings_of(&supervisor(), call).await.unwrap();
    assert_eq!(known.keep, Keep::Long);
}

/// What `twoleg recordings show` says under this `SESSION_KEY`.
fn shown(app: &TestApp, call: CallId, key: &str) -> String {
    let mut command = app.command(&["recordings", "show", &call.to_string()]);
    command.envs(app.environment()).env("SESSION_KEY", key);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A command beside the running server, which must work.
fn twoleg(app: &TestApp, words: &[&str]) {
    let output = app.command(words).output().unwrap();
    assert!(output.status.success(), "{words:?}: {output:?}");
}
