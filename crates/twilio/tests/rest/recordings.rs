//! Recordings: what is asked, and how answers are read.

use domain::{CallSid, RecordingSid};
use twilio::{NewRecording, RecordingDeletion, RecordingStatus};

use crate::fake::{ACCOUNT, CALL, Fake, RECORDING, json};

fn ids() -> (CallSid, RecordingSid) {
    (CALL.parse().unwrap(), RECORDING.parse().unwrap())
}

fn resource(status: &str) -> String {
    format!(r#"{{"sid":"{RECORDING}","call_sid":"{CALL}","status":"{status}","channels":2,"duration":"-1"}}"#)
}

#[tokio::test]
async fn starts_in_two_channels_and_reports() {
    let fake = Fake::start([json(201, &resource("in-progress"))]).await;
    let new = NewRecording {
        status_callback: "https://dial.example.com/recording_status?call_id=1".parse().unwrap(),
    };
    let recording = fake.client().start_recording(&ids().0, &new).await.unwrap();
    assert_eq!((recording.sid, recording.status), (ids().1, RecordingStatus::InProgress));
    let asked = &fake.asked()[0];
    assert_eq!(
        asked.line,
        format!("POST /sandbox/twilio/2010-04-01/Accounts/{ACCOUNT}/Calls/{CALL}/Recordings.json")
    );
    assert!(asked.form.contains(&("RecordingChannels".into(), "dual".into())));
    let events = asked.form.iter().filter(|(name, _)| name == "RecordingStatusCallbackEvent").count();
    assert_eq!(events, 3);
}

#[tokio::test]
async fn pauses_resumes_and_stops() {
    let answers = ["paused", "in-progress", "stopped"].map(|status| json(200, &resource(status)));
    let fake = Fake::start(answers).await;
    let (call, sid) = ids();
    let client = fake.client();
    assert_eq!(client.pause_recording(&call, &sid).await.unwrap().status, RecordingStatus::Paused);
    assert_eq!(client.resume_recording(&call, &sid).await.unwrap().status, RecordingStatus::InProgress);
    assert_eq!(client.stop_recording(&call, &sid).await.unwrap().status, RecordingStatus::Stopped);
    let asked = fake.asked();
    let statuses: Vec<_> = asked.iter().map(|asked| asked.form[0].1.as_str()).collect();
    assert_eq!(statuses, ["paused", "in-progress", "stopped"]);
    assert!(
        asked[0].line.ends_with(&format!("/Calls/{CALL}/Recordings/{RECORDING}.json")),
        "{}",
        asked[0].line
    );
}

#[tokio::test]
async fn deletes_also_what_is_gone_already() {
    let gone = || json(404, r#"{"code":20404,"message":"not found","status":404}"#);
    let fake = Fake::start([json(204, ""), gone(), json(429, "{}"), gone(), json(401, "{}")]).await;
    let client = fake.client();
    let sid = ids().1;
    assert_eq!(client.delete_recording(&sid).await.unwrap(), RecordingDeletion::Deleted);
    // Also tried again after a refusal, which has done nothing.
    for _ in 0..2 {
        assert_eq!(client.delete_recording(&sid).await.unwrap(), RecordingDeletion::AlreadyGone);
    }
    assert!(client.delete_recording(&sid).await.is_err());
    let line = format!("DELETE /sandbox/twilio/2010-04-01/Accounts/{ACCOUNT}/Recordings/{RECORDING}.json");
    let asked = fake.asked();
    assert!(asked.iter().all(|asked| asked.line == line && asked.authorization.is_some()), "{asked:?}");
    assert_eq!(asked.len(), 5);
}

/// The first attempt may have done it: then nobody else has.
#[tokio::test]
async fn what_is_gone_after_an_attempt_that_nobody_heard_of_was_deleted_by_it() {
    let gone = || json(404, r#"{"code":20404,"message":"not found","status":404}"#);
    let fake = Fake::start([json(503, "{}"), gone(), json(500, "{}"), json(429, "{}"), gone(), gone()]).await;
    let (client, sid) = (fake.client(), ids().1);
    for _ in 0..2 {
        assert_eq!(client.delete_recording(&sid).await.unwrap(), RecordingDeletion::Deleted);
    }
    // Of what was asked before, the next one knows nothing.
    assert_eq!(client.delete_recording(&sid).await.unwrap(), RecordingDeletion::AlreadyGone);
    assert_eq!(fake.asked().len(), 6);
}

/// Of a proxy, or of an address that is not Twilio's: the recording may be where it was.
#[tokio::test]
async fn only_twilio_itself_says_that_a_recording_is_gone() {
    let others = ["<html>Not here</html>", "", "{}", r#"{"code":404,"message":"no such route"}"#];
    let fake = Fake::start(others.map(|body| json(404, body))).await;
    for body in others {
        let error = fake.client().delete_recording(&ids().1).await.unwrap_err();
        assert!(error.is_not_found(), "{body}: {error}");
    }
    assert_eq!(fake.asked().len(), others.len());
}

#[tokio::test]
async fn lists_and_reads() {
    let list = format!(r#"{{"recordings":[{}],"page":0}}"#, resource("processing"));
    let fake = Fake::start([json(200, &list), json(200, &resource("completed"))]).await;
    let (call, sid) = ids();
    let recordings = fake.client().recordings(&call).await.unwrap();
    assert_eq!((recordings.len(), recordings[0].duration), (1, None));
    assert_eq!(fake.client().recording(&sid).await.unwrap().status, RecordingStatus::Completed);
}
