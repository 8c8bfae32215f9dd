//! A real call of the sandbox: its recording plays and seeks, Podio's link is sent anew, and the carrier deletes it.

use std::process::Command;

use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::world::supervisor;
use crate::app::{TestApp, eventually};

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

/// A command beside the running server, which must work.
fn twoleg(app: &TestApp, words: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_twoleg"));
    let output = command.args(words).env("DATABASE_PATH", app.database()).output().unwrap();
    assert!(output.status.success(), "{words:?}: {output:?}");
}
