//! The task that owns the socket and every leg.

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::time::Instant;

use str0m::Input;
use str0m::net::{Protocol, Receive};
use tokio::net::UdpSocket;
use tokio::sync::{mpsc, oneshot};

use super::beat::Beat;
use super::leg::Leg;
use super::peer::is_key;
use super::{FarEnd, LegStats, MediaError, Recorder};

/// How many ended legs can still be asked for their statistics and their recording.
const REMEMBERED: usize = 64;

/// The largest datagram that a browser sends is below an Ethernet frame.
const DATAGRAM: usize = 2_000;

type Reply<T> = oneshot::Sender<T>;

/// What the handle asks of the task.
pub(super) enum Command {
    Offer { leg: String, reply: Reply<Result<String, MediaError>> },
    Answer { leg: String, sdp: String, reply: Reply<Result<(), MediaError>> },
    RemoteOffer { leg: String, sdp: String, reply: Reply<Result<String, MediaError>> },
    Connect { leg: String, far_end: Box<dyn FarEnd> },
    Played { leg: String, reply: Reply<()> },
    Lost { leg: String, reply: Reply<()> },
    Digits { leg: String, digits: String },
    Record { leg: String, recorder: Box<Recorder> },
    PauseRecording { leg: String, paused: bool },
    StopRecording { leg: String, reply: Reply<Option<Recorder>> },
    Stats { leg: String, reply: Reply<Option<LegStats>> },
    Close { leg: String },
}

/// An ended leg.
struct Ended {
    leg: String,
    stats: LegStats,
    recorder: Option<Recorder>,
}

pub(super) struct Task {
    socket: UdpSocket,
    address: SocketAddr,
    legs: HashMap<String, Leg>,
    ended: VecDeque<Ended>,
}

impl Task {
    pub(super) fn new(socket: UdpSocket, address: SocketAddr) -> Self {
        Self { socket, address, legs: HashMap::new(), ended: VecDeque::new() }
    }

    /// Works until the last handle is gone.
    pub(super) async fn run(mut self, mut commands: mpsc::UnboundedReceiver<Command>) {
        let mut datagram = vec![0; DATAGRAM];
        let mut beat = Beat::new();
        loop {
            tokio::select! {
                received = self.socket.recv_from(&mut datagram) => match received {
                    Ok((length, source)) => self.receive(datagram.get(..length).unwrap_or_default(), source),
                    // An earlier datagram was refused by its receiver; it says nothing of this socket.
                    Err(error) => tracing::debug!(%error, "the media socket reported an error"),
                },
                () = beat.next(), if !self.legs.is_empty() => {
                    let now = Instant::now();
                    self.legs.values_mut().for_each(|leg| leg.tick(now, &self.socket));
                }
                command = commands.recv() => match command {
                    Some(command) => {
                        let was_idle = self.legs.is_empty();
                        self.obey(command);
                        // The beats of the idle time are not owed to anybody.
                        if was_idle {
                            beat.start_over();
                        }
                    }
                    None => return,
                },
            }
        }
    }

    fn receive(&mut self, datagram: &[u8], source: SocketAddr) {
        let now = Instant::now();
        // What is neither STUN, DTLS nor RTP is not for us.
        let Ok(received) = Receive::new(Protocol::Udp, source, self.address, datagram) else { return };
        let input = Input::Receive(now, received);
        if let Some(leg) = self.legs.values_mut().find(|leg| leg.accepts(&input)) {
            leg.receive(input, now, &self.socket);
        }
    }

    /// Replies are dropped if nobody waits for them any more.
    fn obey(&mut self, command: Command) {
        let now = Instant::now();
        match command {
            Command::Offer { leg, reply } => _ = reply.send(self.offer(leg, now)),
            Command::Answer { leg, sdp, reply } => {
                let answered = self.leg(&leg).and_then(|leg| leg.accept_answer(&sdp, now));
                _ = reply.send(answered);
            }
            Command::RemoteOffer { leg, sdp, reply } => _ = reply.send(self.remote_offer(leg, &sdp, now)),
            Command::Connect { leg, far_end } => self.with(&leg, |leg| leg.connect(far_end)),
            Command::Played { leg, reply } => self.with(&leg, |leg| leg.on_played(reply)),
            Command::Lost { leg, reply } => self.with(&leg, |leg| leg.on_lost(reply)),
            Command::Digits { leg, digits } => self.with(&leg, |leg| {
                // `w` is half a second's pause between keys, which matters only to who dials by it.
                digits.chars().filter(|key| is_key(*key)).for_each(|key| leg.digit(key));
            }),
            Command::Record { leg, recorder } => self.with(&leg, |leg| leg.record(*recorder, now)),
            Command::PauseRecording { leg, paused } => self.with(&leg, |leg| leg.pause_recording(paused)),
            Command::StopRecording { leg, reply } => _ = reply.send(self.stop_recording(&leg, now)),
            Command::Stats { leg, reply } => _ = reply.send(self.stats(&leg, now)),
            Command::Close { leg } => self.close(leg, now),
        }
    }

    fn offer(&mut self, key: String, now: Instant) -> Result<String, MediaError> {
        let mut leg = Leg::new(self.address, now)?;
        let sdp = leg.offer()?;
        self.legs.insert(key, leg);
        Ok(sdp)
    }

    fn remote_offer(&mut self, key: String, sdp: &str, now: Instant) -> Result<String, MediaError> {
        if let Some(leg) = self.legs.get_mut(&key) {
            return leg.accept_offer(sdp, now);
        }
        let mut leg = Leg::new(self.address, now)?;
        let answer = leg.accept_offer(sdp, now)?;
        self.legs.insert(key, leg);
        Ok(answer)
    }

    fn leg(&mut self, key: &str) -> Result<&mut Leg, MediaError> {
        self.legs.get_mut(key).ok_or(MediaError::UnknownLeg)
    }

    fn with(&mut self, key: &str, action: impl FnOnce(&mut Leg)) {
        if let Some(leg) = self.legs.get_mut(key) {
            action(leg);
        } else {
            tracing::debug!(leg = key, "asked something of a leg that is not there");
        }
    }

    fn stop_recording(&mut self, key: &str, now: Instant) -> Option<Recorder> {
        match self.legs.get_mut(key) {
            Some(leg) => leg.stop_recording(now),
            None => self.ended.iter_mut().find(|ended| ended.leg == key)?.recorder.take(),
        }
    }

    fn stats(&self, key: &str, now: Instant) -> Option<LegStats> {
        let live = self.legs.get(key).map(|leg| leg.stats(now));
        live.or_else(|| self.ended.iter().find(|ended| ended.leg == key).map(|ended| ended.stats.clone()))
    }

    fn close(&mut self, key: String, now: Instant) {
        if let Some(leg) = self.legs.remove(&key) {
            let (stats, recorder) = leg.close(now, &self.socket);
            self.ended.push_front(Ended { leg: key, stats, recorder });
            self.ended.truncate(REMEMBERED);
        }
    }
}
