//! One browser's socket.

use std::time::Duration;

use axum::extract::ws::{Message, WebSocket};
use futures::{SinkExt as _, StreamExt as _};
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval_at};

use super::Signalling;
use super::registry::ToSocket;
use super::wire::{FromBrowser, HEARTBEAT};

/// The SDK reconnects when it heard nothing for 15 seconds, so it hears something every 5.
const HEARTBEAT_EVERY: Duration = Duration::from_secs(5);

/// A browser that does not give the heartbeat back for so long is gone.
const PATIENCE: Duration = Duration::from_secs(20);

/// Serves a socket until it closes.
pub(super) async fn serve(signalling: Signalling, socket: WebSocket) {
    let (mut sink, mut stream) = socket.split();
    let (outbox, mut to_send) = mpsc::unbounded_channel();
    let id = signalling.open(outbox);
    let mut heartbeat = interval_at(Instant::now() + HEARTBEAT_EVERY, HEARTBEAT_EVERY);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut last_heard = Instant::now();
    loop {
        let frame = tokio::select! {
            order = to_send.recv() => match order {
                Some(ToSocket::Send(frame)) => frame,
                Some(ToSocket::Drop) | None => break,
            },
            received = stream.next() => match received {
                Some(Ok(Message::Text(text))) => {
                    last_heard = Instant::now();
                    signalling.receive(id, FromBrowser::parse(&text)).await;
                    continue;
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                // Binary frames are not of this protocol; pings are answered by the library.
                Some(Ok(_)) => continue,
            },
            _ = heartbeat.tick() => {
                if last_heard.elapsed() > PATIENCE {
                    break;
                }
                HEARTBEAT.to_owned()
            }
        };
        if sink.send(Message::Text(frame.into())).await.is_err() {
            break;
        }
    }
    signalling.close(id);
}
