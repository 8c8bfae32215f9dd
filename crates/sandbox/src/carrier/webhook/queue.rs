//! The callbacks of one call: sent one after the other, unless a fault bends that.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};

use super::{Log, Request, Sender};
use crate::carrier::pace::Pace;
use crate::clock::Clock;
use crate::faults::Faults;

/// How late a delayed callback is.
const DELAY: Duration = Duration::from_secs(3);
/// How long a callback is held back for another to overtake it.
const HELD_BACK: Duration = Duration::from_secs(8);

/// A call's queue. It ends when it is dropped and everything in it is sent.
#[derive(Debug)]
pub(crate) struct Queue(mpsc::UnboundedSender<Request>);

impl Queue {
    /// Starts the worker of one call.
    pub(crate) fn start(sender: Sender, faults: Faults, pace: Pace, clock: Clock, log: Log) -> Self {
        let (requests, waiting) = mpsc::unbounded_channel();
        tokio::spawn(Worker { sender, faults, pace, clock, log }.run(waiting));
        Self(requests)
    }

    /// Puts a request at the end.
    pub(crate) fn push(&self, request: Request) {
        if self.0.send(request).is_err() {
            tracing::error!("the callbacks' worker is gone");
        }
    }
}

struct Worker {
    sender: Sender,
    faults: Faults,
    pace: Pace,
    clock: Clock,
    log: Log,
}

impl Worker {
    async fn run(self, mut waiting: mpsc::UnboundedReceiver<Request>) {
        while let Some(first) = waiting.recv().await {
            if self.faults.get().callbacks_shuffled {
                // Neighbours change places: sure to be out of order, and the same every time.
                if let Ok(Some(second)) = timeout(self.pace.of(HELD_BACK), waiting.recv()).await {
                    self.deliver(&second).await;
                }
            }
            self.deliver(&first).await;
        }
    }

    async fn deliver(&self, request: &Request) {
        let faults = self.faults.get();
        if faults.callbacks_lost {
            return;
        }
        if faults.callbacks_delayed {
            sleep(self.pace.of(DELAY)).await;
        }
        for _ in 0..if faults.callbacks_doubled { 2 } else { 1 } {
            let problem = match self.sender.send(request).await {
                Ok(reply) if reply.status < 400 => continue,
                Ok(reply) => format!("the callback was answered with {}", reply.status),
                Err(error) => format!("the callback failed: {error}"),
            };
            self.log.notify(self.clock.now(), &request.call_sid, 11200, problem);
        }
    }
}
