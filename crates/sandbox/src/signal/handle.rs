//! The signalling as the carrier sees it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::{State, WebSocketUpgrade};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use tokio::sync::mpsc;
use uuid::Uuid;

use super::registry::{Claim, Registry, SocketId, ToSocket};
use super::token::verify;
use super::wire::{self, FromBrowser};
use super::{Invite, LegEvent, NotRegistered, TokenKeys, origin, session};
use crate::media::Media;

/// How long a browser may stay away from a call before it is lost.
const GRACE: Duration = Duration::from_secs(30);

/// SIP 603, Decline, as Twilio numbers it: this carrier takes no calls from browsers.
const DECLINED: u32 = 31_603;

/// The session could not be negotiated, as the SDK numbers it.
const MEDIA_FAILED: u32 = 53_402;

/// Calls browsers, and hears from them. A cheap handle.
#[derive(Clone)]
pub struct Signalling {
    shared: Arc<Shared>,
}

struct Shared {
    media: Media,
    keys: TokenKeys,
    grace: Duration,
    registry: Mutex<Registry>,
}

impl Signalling {
    /// Signalling for an account whose tokens are signed with these keys, with its legs' audio at `media`.
    pub fn new(media: Media, keys: TokenKeys) -> Self {
        Self::with_grace(media, keys, GRACE)
    }

    pub(super) fn with_grace(media: Media, keys: TokenKeys, grace: Duration) -> Self {
        Self { shared: Arc::new(Shared { media, keys, grace, registry: Mutex::default() }) }
    }

    /// The route `/signal`, to which the SDK connects. Pages of other origins are refused.
    pub fn router(&self) -> Router {
        Router::new().route("/signal", get(upgrade)).with_state(self.clone())
    }

    /// Whether a browser can be called under this identity.
    pub fn is_registered(&self, identity: &str) -> bool {
        !self.registry().registered(identity).is_empty()
    }

    /// Makes a media leg named by the call's SID and rings every browser of an identity with it.
    ///
    /// Nobody may ever answer: the carrier keeps its own time, and then [`cancel`](Self::cancel)s.
    pub async fn ring(
        &self,
        identity: &str,
        invite: Invite,
    ) -> Result<mpsc::Receiver<LegEvent>, NotRegistered> {
        if !self.is_registered(identity) {
            return Err(NotRegistered);
        }
        let sdp = self.shared.media.offer(&invite.call_sid).await.map_err(|error| {
            tracing::error!(%error, call = invite.call_sid, "a leg could not be made");
            NotRegistered
        })?;
        let events = self.registry().ring(identity, &invite, &sdp, Uuid::new_v4().to_string());
        if events.is_none() {
            self.shared.media.close(&invite.call_sid);
        }
        events.ok_or(NotRegistered)
    }

    /// Ends a call and its media; the browser is told why, if there is a reason. One that rings stops ringing.
    /// No event follows: the receiver that [`ring`](Self::ring) gave is closed.
    pub fn hang_up(&self, call_sid: &str, error: Option<(u32, String)>) {
        self.registry().finish(call_sid, error.as_ref(), None);
        self.shared.media.close(call_sid);
    }

    /// Takes back a call that was not answered.
    pub fn cancel(&self, call_sid: &str) {
        self.hang_up(call_sid, None);
    }

    /// A fault to show: every socket drops, as in a network that fails. Browsers come back by themselves.
    pub fn drop_sockets(&self) {
        self.registry().drop_all();
    }

    pub(super) fn open(&self, outbox: mpsc::UnboundedSender<ToSocket>) -> SocketId {
        self.registry().open(outbox)
    }

    /// A socket is gone. Its calls are lost unless the browser returns to them in time.
    pub(super) fn close(&self, socket: SocketId) {
        for (call, absence) in self.registry().close(socket) {
            let this = self.clone();
            tokio::spawn(async move {
                tokio::time::sleep(this.shared.grace).await;
                if this.registry().still_away(&call, absence) {
                    this.end(&call, LegEvent::Lost);
                }
            });
        }
    }

    /// A browser said something.
    pub(super) async fn receive(&self, socket: SocketId, frame: FromBrowser) {
        match frame {
            FromBrowser::Heartbeat | FromBrowser::Other => {}
            FromBrowser::Listen { token } => self.listen(socket, &token),
            FromBrowser::Register { audio } => self.register(socket, audio),
            FromBrowser::Answer { call, sdp } => self.take(call, socket, &sdp).await,
            FromBrowser::Invite { call, sdp, reconnect: Some(token) } => {
                self.reconnect(call, socket, &token, &sdp).await;
            }
            FromBrowser::Invite { call, reconnect: None, .. } => {
                self.send(socket, wire::hang_up(&call, Some(&(DECLINED, "Decline".to_owned()))));
            }
            FromBrowser::Reject { call } => {
                if self.registry().reject(&call, socket) {
                    self.shared.media.close(&call);
                }
            }
            FromBrowser::HangUp { call } => {
                if self.has(&call, socket).is_some() {
                    self.end(&call, LegEvent::HungUp);
                }
            }
            FromBrowser::Reinvite { call, sdp } => self.restart_ice(&call, socket, &sdp).await,
            FromBrowser::Digits { call, digits } => {
                if self.has(&call, socket).is_some() {
                    self.shared.media.digits(&call, &digits);
                }
            }
            FromBrowser::Message { call, id } => self.send(socket, wire::acknowledge(&call, &id)),
        }
    }

    fn listen(&self, socket: SocketId, token: &str) {
        match verify(token, &self.shared.keys) {
            Ok(grant) => {
                let mut registry = self.registry();
                registry.send(socket, wire::connected(&grant));
                registry.identify(socket, grant);
            }
            Err(error) => self.send(socket, wire::refused(error)),
        }
    }

    fn register(&self, socket: SocketId, audio: bool) {
        let mut registry = self.registry();
        let reply = match registry.register(socket, audio) {
            Ok(()) if audio => wire::ready(),
            Ok(()) => wire::offline(),
            Err(error) => wire::refused(error),
        };
        registry.send(socket, reply);
    }

    async fn take(&self, call: String, socket: SocketId, sdp: &str) {
        let claim = self.registry().claim(&call, socket, None);
        match claim {
            Claim::Taken => self.answer(call, socket, sdp).await,
            Claim::Returned | Claim::Unknown => self.send(socket, wire::hang_up(&call, None)),
        }
    }

    async fn answer(&self, call: String, socket: SocketId, sdp: &str) {
        if let Err(error) = self.shared.media.accept_answer(&call, sdp).await {
            tracing::warn!(%error, call, "a browser's answer was refused");
            let reason = (MEDIA_FAILED, "The session could not be negotiated".to_owned());
            self.send(socket, wire::hang_up(&call, Some(&reason)));
            self.end(&call, LegEvent::Lost);
            return;
        }
        if !self.registry().answered(&call) {
            return;
        }
        let this = self.clone();
        tokio::spawn(async move {
            if this.shared.media.lost(&call).await {
                this.registry().finish(&call, None, Some(LegEvent::Lost));
                this.shared.media.close(&call);
            }
        });
    }

    /// A browser returns after its socket dropped. If its answer was lost with the socket, this is the answer.
    async fn reconnect(&self, call: String, socket: SocketId, token: &str, sdp: &str) {
        let claim = self.registry().claim(&call, socket, Some(token));
        if claim == Claim::Unknown {
            return self.send(socket, wire::hang_up(&call, None));
        }
        self.send(socket, wire::answer(&call, None, token));
        if claim == Claim::Taken {
            self.answer(call, socket, sdp).await;
        }
    }

    async fn restart_ice(&self, call: &str, socket: SocketId, sdp: &str) {
        let Some(token) = self.has(call, socket) else {
            return self.send(socket, wire::hang_up(call, None));
        };
        match self.shared.media.accept_offer(call, sdp).await {
            Ok(answer) => self.send(socket, wire::answer(call, Some(&answer), &token)),
            Err(error) => tracing::warn!(%error, call, "an ICE restart was refused"),
        }
    }

    /// The call's reconnect token, if this browser has the call.
    fn has(&self, call: &str, socket: SocketId) -> Option<String> {
        self.registry().token_of(call, socket)
    }

    fn end(&self, call: &str, event: LegEvent) {
        if self.registry().end(call, event) {
            self.shared.media.close(call);
        }
    }

    fn send(&self, socket: SocketId, frame: String) {
        self.registry().send(socket, frame);
    }

    /// The lock is never held across an await, and nothing under it can panic half-way.
    fn registry(&self) -> MutexGuard<'_, Registry> {
        self.shared.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn upgrade(
    State(signalling): State<Signalling>,
    headers: HeaderMap,
    socket: WebSocketUpgrade,
) -> Response {
    if !origin::is_own(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    socket
        .max_message_size(wire::LARGEST_FRAME)
        .on_upgrade(|socket| session::serve(signalling, socket))
        .into_response()
}
