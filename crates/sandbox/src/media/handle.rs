//! The handle by which the carrier and the signalling drive the media task.

use std::net::{IpAddr, SocketAddr};

use tokio::net::UdpSocket;
use tokio::sync::{mpsc, oneshot};

use super::task::{Command, Task};
use super::{FarEnd, LegStats, MediaError, Recorder};

/// The audio of every leg. A cheap handle: the task behind it ends with the last one.
///
/// Legs are named by their CallSid. What is asked of a leg that is not there does nothing.
#[derive(Clone)]
pub struct Media {
    commands: mpsc::UnboundedSender<Command>,
    address: SocketAddr,
}

impl Media {
    /// Opens the UDP socket, which browsers are told to send to, and starts the task. Port 0 is any free one.
    pub async fn start(address: IpAddr, port: u16) -> Result<Self, MediaError> {
        // Only the first installs anything, so this can be said for every start.
        str0m::crypto::from_feature_flags().install_process_default();
        let socket = UdpSocket::bind((address, port)).await?;
        let address = socket.local_addr()?;
        if address.ip().is_unspecified() {
            return Err(MediaError::Address(address.ip().to_string()));
        }
        let (commands, receiver) = mpsc::unbounded_channel();
        tokio::spawn(Task::new(socket, address).run(receiver));
        Ok(Self { commands, address })
    }

    /// Where browsers send their audio.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Makes a leg and the session description with which its browser is called.
    pub async fn offer(&self, leg: &str) -> Result<String, MediaError> {
        self.ask(|reply| Command::Offer { leg: leg.to_owned(), reply }).await?
    }

    /// Takes the browser's answer to [`offer`](Self::offer).
    pub async fn accept_answer(&self, leg: &str, sdp: &str) -> Result<(), MediaError> {
        self.ask(|reply| Command::Answer { leg: leg.to_owned(), sdp: sdp.to_owned(), reply }).await?
    }

    /// Answers an offer of the browser: an ICE restart of a leg, or a new leg that the browser begins.
    pub async fn accept_offer(&self, leg: &str, sdp: &str) -> Result<String, MediaError> {
        self.ask(|reply| Command::RemoteOffer { leg: leg.to_owned(), sdp: sdp.to_owned(), reply }).await?
    }

    /// Sets what the agent hears and who hears the agent. It replaces what was there; at first there is silence.
    pub fn connect(&self, leg: &str, far_end: Box<dyn FarEnd>) {
        self.tell(Command::Connect { leg: leg.to_owned(), far_end });
    }

    /// Waits until the far end that was connected last has finished. `false`: it was replaced, or the leg ended.
    pub async fn played(&self, leg: &str) -> bool {
        self.ask(|reply| Command::Played { leg: leg.to_owned(), reply }).await.is_ok()
    }

    /// Waits until the browser is gone: it closed its side, or nothing came from it for 30 seconds.
    /// `false`: the leg ended otherwise.
    pub async fn lost(&self, leg: &str) -> bool {
        self.ask(|reply| Command::Lost { leg: leg.to_owned(), reply }).await.is_ok()
    }

    /// Takes keys that came by signalling rather than as telephone events.
    pub fn digits(&self, leg: &str, digits: &str) {
        self.tell(Command::Digits { leg: leg.to_owned(), digits: digits.to_owned() });
    }

    /// Begins to record both sides, in place of a recording that is under way.
    pub fn record(&self, leg: &str, recorder: Recorder) {
        self.tell(Command::Record { leg: leg.to_owned(), recorder: Box::new(recorder) });
    }

    /// Pauses a recording, or goes on with it. What is said meanwhile is replaced by silence, as Twilio does it.
    pub fn pause_recording(&self, leg: &str, paused: bool) {
        self.tell(Command::PauseRecording { leg: leg.to_owned(), paused });
    }

    /// Ends a recording and hands it over. One that the end of its leg ended is kept until it is taken.
    pub async fn stop_recording(&self, leg: &str) -> Option<Recorder> {
        self.ask(|reply| Command::StopRecording { leg: leg.to_owned(), reply }).await.ok().flatten()
    }

    /// Ends a leg.
    pub fn close(&self, leg: &str) {
        self.tell(Command::Close { leg: leg.to_owned() });
    }

    /// What was heard on a leg. The last legs that ended can be asked too.
    pub async fn stats(&self, leg: &str) -> Option<LegStats> {
        self.ask(|reply| Command::Stats { leg: leg.to_owned(), reply }).await.ok().flatten()
    }

    async fn ask<T>(&self, command: impl FnOnce(oneshot::Sender<T>) -> Command) -> Result<T, MediaError> {
        let (reply, answer) = oneshot::channel();
        self.commands.send(command(reply)).map_err(|_| MediaError::Stopped)?;
        answer.await.map_err(|_| MediaError::Stopped)
    }

    fn tell(&self, command: Command) {
        if self.commands.send(command).is_err() {
            tracing::warn!("the media task has stopped");
        }
    }
}
