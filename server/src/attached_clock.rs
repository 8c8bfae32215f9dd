//! The clock of a sandbox that runs in another process (`SANDBOX_ORIGIN`): several servers share one carrier, one CRM
//! and one time of day.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use dialer::Clock;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use url::Url;

/// How often it is asked.
const EVERY: Duration = Duration::from_millis(500);
/// How often a start tries before it gives up.
const TRIES: u32 = 20;

/// How far the other clock is from this machine's, as last heard. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct AttachedClock {
    ask: Url,
    http: reqwest::Client,
    offset_ms: Arc<AtomicI64>,
}

/// The other sandbox does not answer.
#[derive(Debug, thiserror::Error)]
#[error("no sandbox answers at {origin}: start one there, or unset SANDBOX_ORIGIN")]
pub struct NoSandbox {
    origin: String,
}

#[derive(Deserialize)]
struct Told {
    now: Timestamp,
}

impl AttachedClock {
    /// Waits for the sandbox's first answer, for ten seconds at most.
    pub(crate) async fn start(origin: &Url) -> Result<Self, NoSandbox> {
        let gone = || NoSandbox { origin: origin.to_string() };
        let clock = Self {
            ask: origin.join("/sandbox/api/clock").map_err(|_| gone())?,
            http: reqwest::Client::builder().no_proxy().timeout(EVERY).build().map_err(|_| gone())?,
            offset_ms: Arc::default(),
        };
        for _ in 0..TRIES {
            if clock.ask().await.is_ok() {
                return Ok(clock);
            }
            sleep(EVERY).await;
        }
        Err(gone())
    }

    /// Asks again and again, until `stop`.
    pub(crate) async fn follow(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            if let Err(error) = self.ask().await {
                tracing::debug!(error = %error, "the sandbox's clock was not heard");
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = sleep(EVERY) => {}
            }
        }
    }

    async fn ask(&self) -> Result<(), reqwest::Error> {
        let told: Told = self.http.get(self.ask.clone()).send().await?.error_for_status()?.json().await?;
        let offset = told.now.as_millisecond().saturating_sub(Timestamp::now().as_millisecond());
        self.offset_ms.store(offset, Ordering::Relaxed);
        Ok(())
    }
}

impl Clock for AttachedClock {
    fn now(&self) -> Timestamp {
        let real = Timestamp::now();
        let offset = SignedDuration::from_millis(self.offset_ms.load(Ordering::Relaxed));
        real.checked_add(offset).unwrap_or(real)
    }
}
