//! Whole legs: the media task on one side of a UDP socket, a browser's WebRTC on the other.

mod browser;

use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use browser::Browser;

use super::audio::{Clip, Sequence, Silence, Tone};
use super::{FRAME, FarEnd, Media, MediaError, Recorder, SILENCE};

const LOCALHOST: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

async fn media() -> Media {
    Media::start(LOCALHOST, 0).await.unwrap()
}

/// A leg with its browser, both connected.
async fn connected(media: &Media, leg: &str) -> Browser {
    let offer = media.offer(leg).await.unwrap();
    let (mut browser, answer) = Browser::answer(&offer).await;
    media.accept_answer(leg, &answer).await.unwrap();
    browser.run_until(Browser::is_connected).await;
    browser
}

#[tokio::test]
async fn the_offer_is_what_the_sdk_can_read() {
    let media = media().await;
    let offer = media.offer("CA1").await.unwrap();
    assert!(offer.split("\r\n").all(|line| !line.contains('\n')), "lines end in CRLF");
    assert_eq!(offer.matches("m=audio").count(), 1);
    assert!(offer.contains("a=ice-lite\r\n"));
    assert!(offer.contains("a=rtpmap:0 PCMU/8000"));
    assert!(offer.contains("a=rtpmap:126 telephone-event/8000"));
    assert!(offer.contains(&format!("127.0.0.1 {} typ host", media.address().port())));
}

#[tokio::test]
async fn the_agent_hears_the_far_end() {
    let media = media().await;
    let mut browser = connected(&media, "CA1").await;
    media.connect("CA1", Box::new(Tone::new(440.0)));
    browser
        .run_until(|browser| {
            browser.meter.stats(browser.now()).tone_hz.is_some_and(|hz| hz.abs_diff(440) <= 2)
        })
        .await;
}

#[tokio::test]
async fn silence_is_sent_when_nobody_speaks() {
    let media = media().await;
    let mut browser = connected(&media, "CA1").await;
    browser.run_until(|browser| browser.meter.stats(browser.now()).frames_received > 10).await;
    assert_eq!(browser.meter.stats(browser.now()).last_second_peak, 0);
}

/// Keeps what it hears for the test.
struct Witness {
    heard: Arc<Mutex<(usize, String)>>,
}

impl FarEnd for Witness {
    fn speak(&mut self) -> [u8; FRAME] {
        [SILENCE; FRAME]
    }

    fn hear(&mut self, frame: &[u8; FRAME]) {
        self.heard.lock().unwrap().0 += usize::from(*frame != [SILENCE; FRAME]);
    }

    fn digit(&mut self, digit: char) {
        self.heard.lock().unwrap().1.push(digit);
    }
}

#[tokio::test]
async fn the_far_end_hears_the_agent_and_the_keys() {
    let media = media().await;
    let mut browser = connected(&media, "CA1").await;
    let heard = Arc::new(Mutex::default());
    media.connect("CA1", Box::new(Witness { heard: heard.clone() }));
    browser.speak(Tone::new(660.0));
    browser.press("12#");
    browser.run_until(|_| heard.lock().unwrap().1 == "12#").await;
    assert!(heard.lock().unwrap().0 > 5);
    let stats = media.stats("CA1").await.unwrap();
    assert!(stats.connected);
    assert_eq!(stats.digits, "12#");
    assert!(stats.tone_hz.is_some_and(|hz| hz.abs_diff(660) <= 3), "{stats:?}");
}

#[tokio::test]
async fn keys_may_come_by_signalling() {
    let media = media().await;
    media.offer("CA1").await.unwrap();
    media.digits("CA1", "4w2#x");
    assert_eq!(media.stats("CA1").await.unwrap().digits, "42#");
}

#[tokio::test]
async fn it_is_known_when_the_far_end_has_finished() {
    let media = media().await;
    let mut browser = connected(&media, "CA1").await;
    media.connect("CA1", Box::new(Sequence::new().then(Clip::new(&[0x20; 2 * FRAME]))));
    let played = browser.run_during(media.played("CA1")).await;
    assert!(played);
    // One that never finishes is replaced.
    media.connect("CA1", Box::new(Silence::forever()));
    let waiting = {
        let media = media.clone();
        tokio::spawn(async move { media.played("CA1").await })
    };
    tokio::task::yield_now().await;
    media.connect("CA1", Box::new(Silence::forever()));
    media.close("CA1");
    assert!(!waiting.await.unwrap());
}

#[tokio::test]
async fn both_sides_are_recorded_each_on_its_channel() {
    let media = media().await;
    let mut browser = connected(&media, "CA1").await;
    media.record("CA1", Recorder::new());
    media.connect("CA1", Box::new(Tone::new(440.0)));
    browser.speak(Tone::new(660.0));
    browser.run_until(|browser| browser.meter.stats(browser.now()).frames_received > 40).await;
    while media.stats("CA1").await.unwrap().frames_received < 40 {
        browser.run_during(tokio::time::sleep(Duration::from_millis(20))).await;
    }
    // The leg ends first: its recording is kept.
    media.close("CA1");
    let recorder = media.stop_recording("CA1").await.unwrap();
    let [agent, far_end] = recorder.tones();
    assert!(agent.is_some_and(|hz| hz.abs_diff(660) <= 5), "{agent:?}");
    assert!(far_end.is_some_and(|hz| hz.abs_diff(440) <= 5), "{far_end:?}");
    assert!(media.stop_recording("CA1").await.is_none(), "it is handed over once");
    assert!(!media.stats("CA1").await.unwrap().connected);
}

#[tokio::test]
async fn two_legs_share_the_port() {
    let media = media().await;
    let mut one = connected(&media, "CA1").await;
    let mut other = connected(&media, "CA2").await;
    media.connect("CA1", Box::new(Tone::new(440.0)));
    media.connect("CA2", Box::new(Tone::new(880.0)));
    one.run_until(|browser| {
        browser.meter.stats(browser.now()).tone_hz.is_some_and(|hz| hz.abs_diff(440) <= 2)
    })
    .await;
    other
        .run_until(|browser| {
            browser.meter.stats(browser.now()).tone_hz.is_some_and(|hz| hz.abs_diff(880) <= 2)
        })
        .await;
}

#[tokio::test]
async fn a_browser_that_closes_is_lost_and_one_that_is_closed_is_not() {
    let media = media().await;
    let mut browser = connected(&media, "CA1").await;
    let mut closed = connected(&media, "CA2").await;
    let lost = {
        let media = media.clone();
        tokio::spawn(async move { media.lost("CA1").await })
    };
    let ended = {
        let media = media.clone();
        tokio::spawn(async move { media.lost("CA2").await })
    };
    browser.close();
    assert!(browser.run_during(lost).await.unwrap());
    media.close("CA2");
    assert!(!closed.run_during(ended).await.unwrap());
}

#[tokio::test]
async fn malformed_descriptions_and_unknown_legs_are_errors() {
    let media = media().await;
    assert!(matches!(media.accept_answer("CA1", "v=0").await, Err(MediaError::UnknownLeg)));
    media.offer("CA1").await.unwrap();
    assert!(matches!(media.accept_answer("CA1", "nonsense").await, Err(MediaError::Sdp(_))));
    assert!(matches!(media.accept_offer("CA2", "").await, Err(MediaError::Sdp(_))));
    assert!(media.stats("CA2").await.is_none());
    let offer = media.offer("CA3").await.unwrap();
    let (_browser, answer) = Browser::answer(&offer).await;
    media.accept_answer("CA3", &answer).await.unwrap();
    assert!(matches!(media.accept_answer("CA3", &answer).await, Err(MediaError::NothingOffered)));
}

#[tokio::test]
async fn an_address_that_browsers_can_not_reach_is_refused() {
    let unspecified = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
    assert!(matches!(Media::start(unspecified, 0).await, Err(MediaError::Address(_))));
}

#[tokio::test]
async fn datagrams_of_nobody_are_ignored() {
    let media = media().await;
    let stranger = tokio::net::UdpSocket::bind((LOCALHOST, 0)).await.unwrap();
    for datagram in [&b""[..], &[0xFF; 3], &[0x80; 172], &[22; 60]] {
        stranger.send_to(datagram, media.address()).await.unwrap();
    }
    let mut browser = connected(&media, "CA1").await;
    browser.run_until(|browser| browser.meter.stats(browser.now()).frames_received > 2).await;
}

impl Recorder {
    /// The frequencies of the agent and of the far end in the recording's last second.
    fn tones(&self) -> [Option<u32>; 2] {
        self.sides().map(|side| {
            let mut meter = super::meter::Meter::default();
            let now = std::time::Instant::now();
            side.as_chunks::<FRAME>().0.iter().for_each(|frame| meter.frame(now, *frame));
            meter.stats(now + Duration::ZERO).tone_hz
        })
    }
}
