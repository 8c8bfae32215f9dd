//! Playing: a row for each play and before it, a bound on those who listen, and nothing that goes on without them.

use reqwest::Method;
use rusqlite::Connection;

use super::carrier::SOUND;
use super::world::{MadeUp, World};
use crate::app::eventually;

#[tokio::test(flavor = "multi_thread")]
async fn a_play_is_one_row_however_many_pieces_it_takes() {
    let world = World::start().await;
    let (call, sid) = world.recorded(&MadeUp::default()).await;
    let (crm, page) = (world.crm_link(call, &sid).await, world.page_link(call, &sid).await);
    let piece = |link: &str, range: &'static str| {
        world.http.get(format!("{}{link}", world.origin)).header("range", range).send()
    };
    for range in ["bytes=5-", "bytes=0-1", "bytes=-2"] {
        assert!(piece(&crm, range).await.unwrap().status().is_success());
    }
    let rows = world.rows("recording.played").await;
    assert_eq!(rows.len(), 1, "{rows:?}");
    let (entry, said) = (&rows[0].entry, &rows[0].entry.payload);
    assert_eq!((entry.call, said["recording_sid"].as_str()), (Some(call), Some(sid.as_str())));
    assert_eq!((said["link"].as_str(), said["from_byte"].as_u64()), (Some("crm"), Some(5)));
    assert_eq!(entry.agent.is_some(), said["by"] == "person", "{entry:?}");
    let visitor = said["visitor"].as_str().unwrap();
    assert_eq!(visitor.len(), 32);
    assert!(!rows[0].body.contains("127.0.0.1"), "{}", rows[0].body);

    // Another link, another visitor: each its own row. Two at once are one.
    let (one, two) = tokio::join!(piece(&page, "bytes=0-"), piece(&page, "bytes=9-"));
    assert!(one.unwrap().status().is_success() && two.unwrap().status().is_success());
    let elsewhere = world.http.get(format!("{}{crm}", world.origin)).header("x-forwarded-for", "192.0.2.7");
    assert_eq!(elsewhere.send().await.unwrap().status(), 200);
    let rows = world.rows("recording.played").await;
    assert_eq!(rows.len(), 3, "{rows:?}");
    assert!(rows[2].entry.payload["visitor"] != visitor && !rows[2].body.contains("192.0.2.7"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_without_sound_is_no_play() {
    let world = World::start().await;
    let (call, sid) = world.recorded(&MadeUp::default()).await;
    let link = world.crm_link(call, &sid).await;
    let head = world.http.request(Method::HEAD, format!("{}{link}", world.origin)).send().await.unwrap();
    assert_eq!(head.status(), 200);
    assert_eq!(head.headers()["content-length"], SOUND.len().to_string().as_str());
    assert_eq!(head.headers()["content-type"], "audio/mpeg");
    assert!(head.bytes().await.unwrap().is_empty());
    // Nor is one that the carrier does not answer.
    world.carrier.settings().sounds.clear();
    assert_eq!(world.get(&link).await.status(), 404);
    world.carrier.settings().fails = true;
    let (status, _, text) = world.answer(&link).await;
    assert!(status == 502 && text.contains("cannot be fetched from Twilio"), "{status} {text}");
    assert!(world.rows("recording.played").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_written_down_is_not_played() {
    let world = World::start().await;
    let (call, sid) = world.recorded(&MadeUp::default()).await;
    let link = world.crm_link(call, &sid).await;
    let beside = Connection::open(world.data.path().join("twoleg.sqlite")).unwrap();
    let full = "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END";
    beside.execute_batch(full).unwrap();
    for _ in 0..2 {
        let (status, headers, text) = world.answer(&link).await;
        assert!(status == 503 && text.contains("nothing is played"), "{status} {text}");
        assert!(headers.contains_key("retry-after") && !text.contains("a voice"), "{text}");
    }
    beside.execute_batch("DROP TRIGGER full").unwrap();
    assert_eq!(world.get(&link).await.bytes().await.unwrap(), SOUND);
    assert_eq!(world.rows("recording.played").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_than_64_listen_at_once_and_whoever_goes_makes_room() {
    let world = World::start().await;
    let (call, sid) = world.recorded(&MadeUp::default()).await;
    let link = world.crm_link(call, &sid).await;
    world.carrier.settings().endless = true;
    let from = async |household: usize| {
        let request = world.http.get(format!("{}{link}", world.origin));
        request.header("x-forwarded-for", format!("203.0.113.{household}")).send().await.unwrap()
    };
    let mut listening = Vec::new();
    for visit in 0..64 {
        let mut answer = from(visit / 16).await;
        assert_eq!(answer.status(), 200);
        assert!(answer.chunk().await.unwrap().is_some());
        listening.push(answer);
        if visit == 15 {
            assert_eq!(from(0).await.status(), 503, "one visitor leaves room for others");
        }
    }
    assert_eq!(world.carrier.open(), 64);
    let busy = from(9).await;
    assert_eq!((busy.status().as_u16(), &busy.headers()["retry-after"]), (503, &"10".parse().unwrap()));
    assert!(busy.text().await.unwrap().contains("Try again in a moment"));
    drop(listening);
    eventually("the carrier is let go", || async { (world.carrier.open() == 0).then_some(()) }).await;
    assert_eq!(world.get(&link).await.status(), 200);
}
