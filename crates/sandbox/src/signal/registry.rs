//! Who is connected, who may be called, and which calls there are: the state of the signalling, without IO.

use std::collections::HashMap;

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::Instant;

use super::token::{Grant, TokenError};
use super::{Invite, LegEvent, wire};

/// Names a socket for as long as the process lives.
pub(super) type SocketId = u64;

/// What a socket's task is told to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ToSocket {
    /// Send a frame.
    Send(String),
    /// Drop the connection as a failing network would.
    Drop,
}

struct Socket {
    outbox: mpsc::UnboundedSender<ToSocket>,
    /// What its token allows, and until when; `None` until there was a good one.
    grant: Option<(Grant, Instant)>,
    registered: bool,
}

impl Socket {
    fn identity(&self) -> Option<&str> {
        self.grant.as_ref().map(|(grant, _)| grant.identity.as_str())
    }

    /// Whether it may be called now.
    fn incoming(&self) -> Result<(), TokenError> {
        match &self.grant {
            Some((_, expires)) if *expires <= Instant::now() => Err(TokenError::Expired),
            Some((grant, _)) if grant.incoming => Ok(()),
            _ => Err(TokenError::Invalid),
        }
    }
}

/// How far a call has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// The browsers of its identity ring.
    Ringing,
    /// One of them has it. Its socket may be away.
    Taken { by: Option<SocketId>, away: u64 },
}

struct Call {
    identity: String,
    /// The proof that a browser which returns is the one that had the call.
    reconnect: String,
    phase: Phase,
    /// The browsers that ring and have not declined.
    ringing: Vec<SocketId>,
    events: mpsc::Sender<LegEvent>,
}

/// What came of a browser's claim to a call.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// It has the call as of now: its answer is to be taken.
    Taken,
    /// It had it already.
    Returned,
    /// There is no such call for it.
    Unknown,
}

#[derive(Default)]
pub(super) struct Registry {
    sockets: HashMap<SocketId, Socket>,
    calls: HashMap<String, Call>,
    next: u64,
}

impl Registry {
    fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    pub(super) fn open(&mut self, outbox: mpsc::UnboundedSender<ToSocket>) -> SocketId {
        let id = self.number();
        self.sockets.insert(id, Socket { outbox, grant: None, registered: false });
        id
    }

    pub(super) fn send(&self, socket: SocketId, frame: String) {
        if let Some(socket) = self.sockets.get(&socket) {
            // A socket that is closing takes no more frames.
            _ = socket.outbox.send(ToSocket::Send(frame));
        }
    }

    pub(super) fn drop_all(&self) {
        for socket in self.sockets.values() {
            _ = socket.outbox.send(ToSocket::Drop);
        }
    }

    /// A socket showed a good token.
    pub(super) fn identify(&mut self, socket: SocketId, grant: Grant) {
        let expires = Instant::now() + Duration::from_secs(grant.ttl);
        if let Some(socket) = self.sockets.get_mut(&socket) {
            socket.grant = Some((grant, expires));
        }
    }

    /// A socket wants to be called, or no longer.
    pub(super) fn register(&mut self, socket: SocketId, wanted: bool) -> Result<(), TokenError> {
        let Some(socket) = self.sockets.get_mut(&socket) else { return Ok(()) };
        let allowed = socket.incoming();
        socket.registered = wanted && allowed.is_ok();
        if wanted { allowed } else { Ok(()) }
    }

    /// The browsers that can be called under an identity.
    pub(super) fn registered(&self, identity: &str) -> Vec<SocketId> {
        self.sockets
            .iter()
            .filter(|(_, socket)| {
                socket.registered && socket.incoming().is_ok() && socket.identity() == Some(identity)
            })
            .map(|(id, _)| *id)
            .collect()
    }

    /// Rings every registered browser of an identity. `None`: there is none.
    pub(super) fn ring(
        &mut self,
        identity: &str,
        invite: &Invite,
        sdp: &str,
        reconnect: String,
    ) -> Option<mpsc::Receiver<LegEvent>> {
        let ringing = self.registered(identity);
        if ringing.is_empty() {
            return None;
        }
        let frame = wire::invite(invite, sdp, &reconnect);
        for socket in &ringing {
            self.send(*socket, frame.clone());
        }
        // A call has at most two events: it is answered, and it ends.
        let (events, receiver) = mpsc::channel(4);
        let call = Call { identity: identity.to_owned(), reconnect, phase: Phase::Ringing, ringing, events };
        self.calls.insert(invite.call_sid.clone(), call);
        Some(receiver)
    }

    /// A browser of the call's identity, old or new, takes a call that rings or returns to one that it has.
    pub(super) fn claim(&mut self, sid: &str, socket: SocketId, reconnect: Option<&str>) -> Claim {
        let identity = self.sockets.get(&socket).and_then(Socket::identity);
        let Some(call) = self.calls.get_mut(sid) else { return Claim::Unknown };
        if identity != Some(&call.identity) || reconnect.is_some_and(|token| token != call.reconnect) {
            return Claim::Unknown;
        }
        let taken = Phase::Taken { by: Some(socket), away: 0 };
        match call.phase {
            Phase::Ringing => {
                call.phase = taken;
                let others = std::mem::take(&mut call.ringing);
                others.into_iter().filter(|it| *it != socket).for_each(|it| self.send(it, wire::cancel(sid)));
                Claim::Taken
            }
            Phase::Taken { .. } if reconnect.is_some() => {
                call.phase = taken;
                Claim::Returned
            }
            // Another browser was quicker.
            Phase::Taken { .. } => Claim::Unknown,
        }
    }

    /// The reconnect token of a call, if a socket has that call.
    pub(super) fn token_of(&self, sid: &str, socket: SocketId) -> Option<String> {
        let call = self.calls.get(sid)?;
        matches!(call.phase, Phase::Taken { by: Some(by), .. } if by == socket)
            .then(|| call.reconnect.clone())
    }

    /// Tells the carrier that a call was answered. `false`: it ended meanwhile.
    pub(super) fn answered(&self, sid: &str) -> bool {
        self.calls.get(sid).is_some_and(|call| call.events.try_send(LegEvent::Answered).is_ok())
    }

    /// A browser declines. `true`: it was the last that rang, and the call is over.
    pub(super) fn reject(&mut self, sid: &str, socket: SocketId) -> bool {
        let Some(call) = self.calls.get_mut(sid) else { return false };
        let before = call.ringing.len();
        call.ringing.retain(|it| *it != socket);
        let over = call.phase == Phase::Ringing && before > 0 && call.ringing.is_empty();
        if over {
            self.end(sid, LegEvent::Rejected);
        }
        over
    }

    /// The end of a call that the browser, or its absence, brought about. `false`: it had ended before.
    pub(super) fn end(&mut self, sid: &str, event: LegEvent) -> bool {
        match self.calls.remove(sid) {
            Some(call) => {
                // The carrier need not listen.
                _ = call.events.try_send(event);
                true
            }
            None => false,
        }
    }

    /// The end of a call that this side decided on: whoever rings or has it is told, and the carrier if it is
    /// not the carrier's own doing.
    pub(super) fn finish(&mut self, sid: &str, error: Option<&(u32, String)>, event: Option<LegEvent>) {
        let Some(call) = self.calls.remove(sid) else { return };
        match call.phase {
            Phase::Ringing => call.ringing.iter().for_each(|it| self.send(*it, wire::cancel(sid))),
            Phase::Taken { by: Some(by), .. } => self.send(by, wire::hang_up(sid, error)),
            // It will ask when it returns, and be told then.
            Phase::Taken { by: None, .. } => {}
        }
        if let Some(event) = event {
            _ = call.events.try_send(event);
        }
    }

    /// Forgets a socket. Gives the calls that it had, each with the number of this absence.
    pub(super) fn close(&mut self, socket: SocketId) -> Vec<(String, u64)> {
        self.sockets.remove(&socket);
        let absence = self.number();
        let mut left = Vec::new();
        for (sid, call) in &mut self.calls {
            call.ringing.retain(|it| *it != socket);
            if matches!(call.phase, Phase::Taken { by: Some(by), .. } if by == socket) {
                call.phase = Phase::Taken { by: None, away: absence };
                left.push((sid.clone(), absence));
            }
        }
        left
    }

    /// Whether a call's browser is still away since that absence.
    pub(super) fn still_away(&self, sid: &str, absence: u64) -> bool {
        self.calls.get(sid).is_some_and(|call| call.phase == Phase::Taken { by: None, away: absence })
    }
}
