//! Recordings: started by TwiML and by REST, told, played in parts, kept over a restart.

use reqwest::{Method, StatusCode};
use serde_json::Value;

use super::browser::{Browser, Incoming};
use super::world::{ACCOUNT, World};

/// A recorded call that has ended; returns the recording's SID.
async fn recorded(world: &World) -> String {
    let callback = world.hook("recording_status?call_id=7");
    let attributes = format!(
        "record=\"record-from-answer-dual\" recordingStatusCallback=\"{callback}\" \
         recordingStatusCallbackEvent=\"in-progress completed absent\""
    );
    world.connect("+18135550143", &attributes);
    let (mut browser, incoming) = world.answered_call().await;
    world.until_leg(true, "in-progress").await;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    browser.hang_up(&incoming).await;
    let told = world
        .until("the recording", async |world| {
            world
                .product
                .hits("recording_status")
                .into_iter()
                .find(|hit| hit.get("RecordingStatus") == "completed")
        })
        .await;
    told.get("RecordingSid").to_owned()
}

#[tokio::test]
async fn a_dial_s_recording_is_told_with_the_prospect_s_leg() {
    let world = World::new().await;
    let sid = recorded(&world).await;
    let prospect = world.until_leg(true, "completed").await;
    let hits = world.product.hits("recording_status");
    let statuses: Vec<_> = hits.iter().map(|hit| hit.get("RecordingStatus")).collect();
    assert_eq!(statuses, ["in-progress", "completed"]);
    for hit in &hits {
        assert_eq!(hit.get("CallSid"), prospect.sid);
        assert_eq!(hit.get("RecordingSid"), sid);
        assert_eq!(hit.get("RecordingChannels"), "2");
        assert_eq!(hit.get("RecordingSource"), "DialVerb");
        assert_eq!(hit.get("RecordingTrack"), "both");
    }
    assert!(hits[1].get("RecordingDuration").parse::<u64>().unwrap() >= 1);
    let url =
        format!("http://{}/sandbox/twilio/2010-04-01/Accounts/{ACCOUNT}/Recordings/{sid}", world.address);
    assert_eq!(hits[1].get("RecordingUrl"), url);
    let result = &world.product.hits("dial_result")[0];
    assert_eq!(result.get("RecordingSid"), sid);
    assert_eq!(result.get("RecordingUrl"), url);
    assert_eq!(prospect.recordings[0].sid, sid);
}

#[tokio::test]
async fn the_sound_comes_whole_and_in_parts() {
    let world = World::new().await;
    let sid = recorded(&world).await;
    let get = async |range: &str, channels: &str| {
        let path = format!("/Recordings/{sid}.mp3{channels}");
        let response = world.request(Method::GET, &path).header("Range", range).send().await.unwrap();
        let status = response.status();
        let content_range =
            response.headers().get("content-range").map(|value| value.to_str().unwrap().to_owned());
        (status, content_range, response.bytes().await.unwrap())
    };
    let whole = world.request(Method::GET, &format!("/Recordings/{sid}.mp3")).send().await.unwrap();
    assert_eq!(whole.headers()["content-type"], "audio/mpeg");
    assert_eq!(whole.headers()["accept-ranges"], "bytes");
    let whole = whole.bytes().await.unwrap();
    assert!(whole.len() > 500);
    let length = whole.len();

    let (status, range, part) = get("bytes=100-199", "").await;
    assert_eq!(status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(range.unwrap(), format!("bytes 100-199/{length}"));
    assert_eq!(part, whole[100..200]);
    let (status, range, _) = get(&format!("bytes={length}-"), "").await;
    assert_eq!(status, StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(range.unwrap(), format!("bytes */{length}"));
    let (_, _, dual) = get("bytes=0-", "?RequestedChannels=2").await;
    assert_ne!(dual, whole, "two channels are another file than one");
    let without = world.plain(Method::GET, &format!("/Recordings/{sid}.mp3")).send().await.unwrap();
    assert_eq!(without.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn recordings_survive_a_restart_and_calls_do_not() {
    let data = tempfile::tempdir().unwrap();
    let world = World::with_data(Some(data.path().to_owned())).await;
    let sid = recorded(&world).await;
    let call = world.until_leg(true, "completed").await;
    let path = format!("/Recordings/{sid}.mp3?RequestedChannels=2");
    let before = world.request(Method::GET, &path).send().await.unwrap().bytes().await.unwrap();

    let after = World::with_data(Some(data.path().to_owned())).await;
    let again = after.request(Method::GET, &path).send().await.unwrap();
    assert_eq!(again.status(), StatusCode::OK);
    assert_eq!(again.bytes().await.unwrap(), before);
    let (_, facts) = after.get(&format!("/Recordings/{sid}.json")).await;
    assert_eq!(facts["status"], "completed");
    assert_eq!(facts["call_sid"], call.sid.as_str());
    let (status, body) = after.get(&format!("/Calls/{}.json", call.sid)).await;
    assert_eq!((status, &body["code"]), (StatusCode::NOT_FOUND, &20404.into()));

    after.sandbox.reset().await.unwrap();
    let (status, _) = after.get(&format!("/Recordings/{sid}.json")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_deleted_recording_is_gone_for_good() {
    let data = tempfile::tempdir().unwrap();
    let world = World::with_data(Some(data.path().to_owned())).await;
    let sid = recorded(&world).await;
    let delete = async |world: &World, name: &str| {
        world.request(Method::DELETE, &format!("/Recordings/{name}")).send().await.unwrap().status()
    };
    assert_eq!(delete(&world, "..%2f..%2fclock.json").await, StatusCode::NOT_FOUND);
    assert_eq!(delete(&world, &format!("{sid}.json")).await, StatusCode::NO_CONTENT);
    assert_eq!(delete(&world, &format!("{sid}.json")).await, StatusCode::NOT_FOUND);
    for world in [world, World::with_data(Some(data.path().to_owned())).await] {
        for name in [format!("/Recordings/{sid}.json"), format!("/Recordings/{sid}.mp3")] {
            assert_eq!(world.get(&name).await.0, StatusCode::NOT_FOUND, "{name}");
        }
    }
}

/// Puts a call through, for recordings by REST.
async fn connected(world: &World) -> (Browser, Incoming, String) {
    world.connect("+18135550143", "");
    let (browser, incoming) = world.answered_call().await;
    let prospect = world.until_leg(true, "in-progress").await;
    (browser, incoming, prospect.sid)
}

async fn start(world: &World, call: &str, channels: &str) -> (StatusCode, Value) {
    let hook = world.hook("recording_status?call_id=7#rc=2");
    let form = [
        ("RecordingChannels", channels),
        ("RecordingStatusCallback", hook.as_str()),
        ("RecordingStatusCallbackEvent", "in-progress completed"),
    ];
    world.rest(Method::POST, &format!("/Calls/{call}/Recordings.json"), &form).await
}

#[tokio::test]
async fn rest_starts_pauses_resumes_and_stops() {
    let world = World::new().await;
    let (_browser, _incoming, prospect) = connected(&world).await;
    let (status, recording) = start(&world, &prospect, "dual").await;
    assert_eq!(status, StatusCode::CREATED, "{recording}");
    assert_eq!(recording["source"], "StartCallRecordingAPI");
    assert_eq!(recording["status"], "in-progress");
    assert_eq!(recording["channels"], 2);
    let sid = recording["sid"].as_str().unwrap();
    let (status, body) = start(&world, &prospect, "dual").await;
    assert_eq!((status.as_u16(), &body["code"]), (400, &21220.into()), "one at a time");

    let path = format!("/Calls/{prospect}/Recordings/Twilio.CURRENT.json");
    for (wanted, is) in [("paused", "paused"), ("in-progress", "in-progress"), ("stopped", "processing")] {
        let (status, body) = world.rest(Method::POST, &path, &[("Status", wanted)]).await;
        assert_eq!((status, &body["status"]), (StatusCode::OK, &is.into()), "{wanted}");
    }
    let path = format!("/Calls/{prospect}/Recordings/{sid}.json");
    let (status, body) = world.rest(Method::POST, &path, &[("Status", "paused")]).await;
    assert_eq!((status.as_u16(), &body["code"]), (400, &21220.into()), "it is over");
    world.until("the file", async |w| (w.product.hits("recording_status").len() == 2).then_some(())).await;
    let (_, list) = world.get(&format!("/Calls/{prospect}/Recordings.json")).await;
    assert_eq!(list["recordings"][0]["status"], "completed");
    let (_, list) = world.get(&format!("/Recordings.json?CallSid={prospect}")).await;
    assert_eq!(list["recordings"][0]["sid"], sid);
}

#[tokio::test]
async fn what_can_not_be_recorded_is_refused() {
    let world = World::new().await;
    let (mut browser, incoming, prospect) = connected(&world).await;
    let (status, body) = start(&world, &prospect, "stereo").await;
    assert_eq!((status.as_u16(), &body["code"]), (400, &20001.into()));
    browser.hang_up(&incoming).await;
    world.until_leg(true, "completed").await;
    let (status, body) = start(&world, &prospect, "dual").await;
    assert_eq!((status.as_u16(), &body["code"]), (400, &21220.into()));
    let (status, _) = start(&world, "CA00000000000000000000000000000009", "dual").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_mono_recording_has_no_second_channel() {
    let world = World::new().await;
    let (mut browser, incoming, prospect) = connected(&world).await;
    let (_, recording) = start(&world, &prospect, "mono").await;
    let sid = recording["sid"].as_str().unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    browser.hang_up(&incoming).await;
    world.until("the file", async |w| (w.product.hits("recording_status").len() == 2).then_some(())).await;
    let (status, body) = world.get(&format!("/Recordings/{sid}.mp3?RequestedChannels=2")).await;
    assert_eq!((status.as_u16(), &body["code"]), (400, &16113.into()));
}
