//! A stand-in for a browser: full ICE, PCMU and telephone events.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use str0m::change::SdpOffer;
use str0m::format::{Codec, FormatParams};
use str0m::media::{Frequency, MediaTime, Mid, TelephoneEvent};
use str0m::net::{Protocol, Receive};
use str0m::{Candidate, Event, Input, Output, Rtc};
use tokio::net::UdpSocket;
use tokio::time::{Interval, MissedTickBehavior, interval};

use crate::media::audio::Silence;
use crate::media::meter::Meter;
use crate::media::{FRAME, FarEnd};

/// How long the tests wait for what must happen; far longer than it takes.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) struct Browser {
    rtc: Rtc,
    socket: UdpSocket,
    address: SocketAddr,
    mid: Option<Mid>,
    connected: bool,
    microphone: Box<dyn FarEnd>,
    keys: Vec<u8>,
    sent: u64,
    next_key: Instant,
    frame: Interval,
    /// What this browser hears.
    pub(super) meter: Meter,
}

impl Browser {
    /// Answers a call.
    pub(super) async fn answer(offer: &str) -> (Self, String) {
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = socket.local_addr().unwrap();
        let mut config = Rtc::builder().clear_codecs().enable_pcmu(true, false);
        config.codec_config().add_config(
            126.into(),
            None,
            Codec::Tele,
            Frequency::EIGHT_KHZ,
            None,
            FormatParams::default(),
        );
        let mut rtc = config.build(Instant::now());
        rtc.add_local_candidate(Candidate::host(address, "udp").unwrap());
        let answer = rtc.sdp_api().accept_offer(SdpOffer::from_sdp_string(offer).unwrap()).unwrap();
        // Like a real browser's, the answer names no address: the carrier learns it from the checks.
        let answer: String = answer
            .to_sdp_string()
            .split_inclusive("\r\n")
            .filter(|line| !line.starts_with("a=candidate") && !line.starts_with("a=end-of-candidates"))
            .collect();
        let mut frame = interval(Duration::from_millis(20));
        // After a stall a microphone goes on; it does not make up for what it has missed.
        frame.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let browser = Self {
            rtc,
            socket,
            address,
            mid: None,
            connected: false,
            microphone: Box::new(Silence::forever()),
            keys: Vec::new(),
            sent: 0,
            next_key: Instant::now(),
            frame,
            meter: Meter::default(),
        };
        (browser, answer)
    }

    #[expect(clippy::unused_self, reason = "reads as the browser's clock")]
    pub(super) fn now(&self) -> Instant {
        Instant::now()
    }

    pub(super) fn is_connected(&self) -> bool {
        self.connected
    }

    pub(super) fn speak(&mut self, microphone: impl FarEnd + 'static) {
        self.microphone = Box::new(microphone);
    }

    /// Presses keys one after the other.
    pub(super) fn press(&mut self, keys: &str) {
        self.keys = keys.bytes().rev().map(|key| if key == b'#' { 11 } else { key - b'0' }).collect();
    }

    pub(super) fn close(&mut self) {
        self.rtc.close().unwrap();
    }

    /// Goes on until something is so.
    pub(super) async fn run_until(&mut self, mut done: impl FnMut(&Self) -> bool) {
        let all = async {
            while !done(self) {
                self.step().await;
            }
        };
        tokio::time::timeout(PATIENCE, all).await.expect("what the test waits for did not happen");
    }

    /// Goes on while something else is under way.
    pub(super) async fn run_during<T>(&mut self, other: impl Future<Output = T>) -> T {
        let all = async {
            tokio::pin!(other);
            loop {
                tokio::select! {
                    value = &mut other => return value,
                    () = self.step() => {}
                }
            }
        };
        tokio::time::timeout(PATIENCE, all).await.expect("what the test waits for did not happen")
    }

    async fn step(&mut self) {
        self.drain();
        let mut datagram = [0; 2_000];
        tokio::select! {
            received = self.socket.recv_from(&mut datagram) => {
                let (length, source) = received.unwrap();
                let received = Receive::new(Protocol::Udp, source, self.address, &datagram[..length]).unwrap();
                self.rtc.handle_input(Input::Receive(Instant::now(), received)).unwrap();
            }
            _ = self.frame.tick() => {
                self.send();
                self.rtc.handle_input(Input::Timeout(Instant::now())).unwrap();
            }
        }
        self.drain();
    }

    fn send(&mut self) {
        let frame = self.microphone.speak();
        let time = MediaTime::new(self.sent, Frequency::EIGHT_KHZ);
        let key = if Instant::now() >= self.next_key { self.keys.pop() } else { None };
        self.sent += FRAME as u64;
        let Some(mut writer) = self.mid.filter(|_| self.connected).and_then(|mid| self.rtc.writer(mid))
        else {
            return;
        };
        if let Some(event) = key {
            let duration = Duration::from_millis(100);
            writer = writer.telephone_event(TelephoneEvent { event, end: true, volume: 10, duration });
            self.next_key = Instant::now() + Duration::from_millis(200);
        }
        writer.write(0.into(), Instant::now(), time, frame).unwrap();
    }

    fn drain(&mut self) {
        loop {
            match self.rtc.poll_output().unwrap() {
                Output::Timeout(_) => return,
                Output::Transmit(it) => drop(self.socket.try_send_to(&it.contents, it.destination)),
                Output::Event(Event::Connected) => self.connected = true,
                Output::Event(Event::MediaAdded(added)) => self.mid = Some(added.mid),
                Output::Event(Event::MediaData(data)) => {
                    let frame = data.data.as_ref().try_into().expect("a frame of 20 ms");
                    self.meter.frame(Instant::now(), frame);
                }
                Output::Event(_) => {}
            }
        }
    }
}
