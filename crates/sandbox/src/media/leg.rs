//! One browser's side of a call.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use str0m::change::{SdpAnswer, SdpOffer, SdpPendingOffer};
use str0m::format::{Codec, CodecExtra, PayloadParams};
use str0m::media::{Direction, Frequency, MediaData, MediaKind, MediaTime, Mid};
use str0m::{Event, Input, Output, Rtc};
use tokio::net::UdpSocket;
use tokio::sync::oneshot;

use super::audio::Silence;
use super::meter::Meter;
use super::peer::{key, peer};
use super::tape::{Side, Tape};
use super::{FRAME, FarEnd, LegStats, MediaError, Recorder};

/// How long a leg may be without a packet before its browser is taken for gone.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long after the browser closed its side the leg is lost; it lets a hang-up by signalling come first.
const CLOSED_GRACE: Duration = Duration::from_secs(2);

/// How long an answered leg waits for its media before the far end begins to speak regardless.
const SETTLE: Duration = Duration::from_secs(1);

pub(super) struct Leg {
    rtc: Rtc,
    mid: Option<Mid>,
    pending: Option<SdpPendingOffer>,
    far_end: Box<dyn FarEnd>,
    /// Told when the far end has finished; dropped when it is replaced.
    played: Vec<oneshot::Sender<()>>,
    /// Told when the browser is gone; dropped when the leg is closed.
    lost: Vec<oneshot::Sender<()>>,
    tape: Option<Tape>,
    meter: Meter,
    /// What came and does not fill a frame yet.
    partial: Vec<u8>,
    last_key: Option<MediaTime>,
    /// The RTP time of the next frame that is sent, in samples.
    sent: u64,
    answered: Option<Instant>,
    connected: bool,
    last_packet: Instant,
    closed: Option<Instant>,
}

impl Leg {
    /// A leg that offers itself at an address.
    pub(super) fn new(address: SocketAddr, now: Instant) -> Result<Self, MediaError> {
        Ok(Self {
            rtc: peer(address, now)?,
            mid: None,
            pending: None,
            far_end: Box::new(Silence::forever()),
            played: Vec::new(),
            lost: Vec::new(),
            tape: None,
            meter: Meter::default(),
            partial: Vec::new(),
            last_key: None,
            sent: 0,
            answered: None,
            connected: false,
            last_packet: now,
            closed: None,
        })
    }

    /// The session description with which the browser is called.
    pub(super) fn offer(&mut self) -> Result<String, MediaError> {
        let mut changes = self.rtc.sdp_api();
        let mid = changes.add_media(MediaKind::Audio, Direction::SendRecv, None, None, None);
        let (offer, pending) = changes.apply().ok_or(MediaError::NothingOffered)?;
        self.mid = Some(mid);
        self.pending = Some(pending);
        Ok(offer.to_sdp_string())
    }

    /// Takes the browser's answer to the offer.
    pub(super) fn accept_answer(&mut self, sdp: &str, now: Instant) -> Result<(), MediaError> {
        let answer = SdpAnswer::from_sdp_string(sdp).map_err(|error| MediaError::Sdp(error.to_string()))?;
        let pending = self.pending.take().ok_or(MediaError::NothingOffered)?;
        self.rtc.sdp_api().accept_answer(pending, answer)?;
        self.set_answered(now);
        Ok(())
    }

    /// Answers an offer of the browser: a new connection, or the same one at another address.
    pub(super) fn accept_offer(&mut self, sdp: &str, now: Instant) -> Result<String, MediaError> {
        let offer = SdpOffer::from_sdp_string(sdp).map_err(|error| MediaError::Sdp(error.to_string()))?;
        let answer = self.rtc.sdp_api().accept_offer(offer)?;
        self.set_answered(now);
        Ok(answer.to_sdp_string())
    }

    fn set_answered(&mut self, now: Instant) {
        self.answered.get_or_insert(now);
        self.last_packet = now;
    }

    /// Puts someone else at the far end.
    pub(super) fn connect(&mut self, far_end: Box<dyn FarEnd>) {
        self.far_end = far_end;
        self.played.clear();
    }

    /// Has a sender told when the far end has finished.
    pub(super) fn on_played(&mut self, played: oneshot::Sender<()>) {
        self.played.push(played);
    }

    /// Has a sender told when the browser is gone.
    pub(super) fn on_lost(&mut self, lost: oneshot::Sender<()>) {
        self.lost.push(lost);
    }

    pub(super) fn record(&mut self, recorder: Recorder, now: Instant) {
        self.tape = Some(Tape::new(recorder, now));
    }

    pub(super) fn pause_recording(&mut self, paused: bool) {
        if let Some(tape) = &mut self.tape {
            tape.pause(paused);
        }
    }

    pub(super) fn stop_recording(&mut self, now: Instant) -> Option<Recorder> {
        Some(self.tape.take()?.end(now))
    }

    pub(super) fn stats(&self, now: Instant) -> LegStats {
        LegStats { connected: self.connected, ..self.meter.stats(now) }
    }

    /// Whether a datagram is for this leg.
    pub(super) fn accepts(&self, input: &Input<'_>) -> bool {
        self.rtc.accepts(input)
    }

    /// Takes a datagram.
    pub(super) fn receive(&mut self, input: Input<'_>, now: Instant, socket: &UdpSocket) {
        self.last_packet = now;
        if let Err(error) = self.rtc.handle_input(input) {
            tracing::debug!(%error, "a datagram was not understood");
        }
        self.drain(now, socket);
    }

    /// Speaks and records the next 20 ms, and lets time pass.
    pub(super) fn tick(&mut self, now: Instant, socket: &UdpSocket) {
        if self.answered.is_some_and(|at| self.connected || now.saturating_duration_since(at) >= SETTLE) {
            let frame = self.far_end.speak();
            self.keep(Recorder::far_end, now, self.sent, &frame);
            self.send(now, frame);
            self.sent += FRAME as u64;
            if self.far_end.finished() {
                tell_all(&mut self.played);
            }
        }
        if let Err(error) = self.rtc.handle_input(Input::Timeout(now)) {
            tracing::debug!(%error, "a leg's clock could not advance");
        }
        self.drain(now, socket);
        if self.is_lost(now) {
            self.connected = false;
            tell_all(&mut self.lost);
        }
    }

    fn is_lost(&self, now: Instant) -> bool {
        let since = |at: Instant| now.saturating_duration_since(at);
        self.answered.is_some() && since(self.last_packet) >= PATIENCE
            || self.closed.is_some_and(|at| since(at) >= CLOSED_GRACE)
    }

    fn send(&mut self, now: Instant, frame: [u8; FRAME]) {
        let Some(writer) = self.mid.and_then(|mid| self.rtc.writer(mid)) else { return };
        let pcmu = writer.payload_params().find(|it| it.spec().codec == Codec::PCMU);
        let Some(pt) = pcmu.map(PayloadParams::pt) else { return };
        let time = MediaTime::new(self.sent, Frequency::EIGHT_KHZ);
        if let Err(error) = writer.write(pt, now, time, frame) {
            tracing::debug!(%error, "a frame was not sent");
        }
    }

    /// Sends what is due and takes in what has come, until there is nothing to do but wait.
    fn drain(&mut self, now: Instant, socket: &UdpSocket) {
        loop {
            match self.rtc.poll_output() {
                // Lost like any other datagram if the socket's buffer is full.
                Ok(Output::Transmit(it)) => _ = socket.try_send_to(&it.contents, it.destination),
                Ok(Output::Event(event)) => self.event(event, now),
                // The task ticks often enough for every time-out.
                Ok(Output::Timeout(_)) => return,
                Err(error) => {
                    tracing::debug!(%error, "a leg failed");
                    self.end(now);
                    return;
                }
            }
        }
    }

    fn event(&mut self, event: Event, now: Instant) {
        match event {
            Event::Connected => self.connected = true,
            Event::MediaAdded(added) => self.mid = Some(added.mid),
            Event::MediaData(data) => self.media(&data, now),
            Event::Closed => self.end(now),
            _ => {}
        }
    }

    fn end(&mut self, now: Instant) {
        self.connected = false;
        self.closed.get_or_insert(now);
    }

    fn media(&mut self, data: &MediaData, now: Instant) {
        if let CodecExtra::Tele(report) = data.codec_extra {
            // Every packet of one key carries the time of its start.
            if self.last_key.replace(data.time) != Some(data.time)
                && let Some(key) = key(report.event)
            {
                self.digit(key);
            }
        } else if data.params.spec().codec == Codec::PCMU {
            let mut time = data.time.numer().saturating_sub(self.partial.len() as u64);
            self.partial.extend_from_slice(&data.data);
            let samples = std::mem::take(&mut self.partial);
            let (frames, rest) = samples.as_chunks::<FRAME>();
            for frame in frames {
                self.frame(now, time, frame);
                time += FRAME as u64;
            }
            self.partial.extend_from_slice(rest);
        }
    }

    /// A key that the agent pressed, whether it came as audio or by signalling.
    pub(super) fn digit(&mut self, digit: char) {
        self.meter.digit(digit);
        self.far_end.digit(digit);
    }

    fn frame(&mut self, now: Instant, time: u64, frame: &[u8; FRAME]) {
        self.meter.frame(now, *frame);
        self.far_end.hear(frame);
        self.keep(Recorder::agent, now, time, frame);
    }

    fn keep(&mut self, side: Side, now: Instant, spoken: u64, frame: &[u8; FRAME]) {
        if let Some(tape) = &mut self.tape {
            tape.keep(side, now, spoken, frame);
        }
    }

    /// Says goodbye to the browser and gives up what is worth keeping.
    pub(super) fn close(mut self, now: Instant, socket: &UdpSocket) -> (LegStats, Option<Recorder>) {
        if let Err(error) = self.rtc.close() {
            tracing::debug!(%error, "a leg could not say goodbye");
        }
        self.drain(now, socket);
        let recorder = self.stop_recording(now);
        (LegStats { connected: false, ..self.meter.stats(now) }, recorder)
    }
}

/// Who no longer waits is not told.
fn tell_all(waiting: &mut Vec<oneshot::Sender<()>>) {
    for waiting in waiting.drain(..) {
        _ = waiting.send(());
    }
}
