//! Giving the store what waits in the spool.

use std::time::Duration;

use serde_json::{Value, json};
use store::AuditEntry;
use store::spool::Spooled;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::{Intake, Told};

/// How often to look.
const EVERY: Duration = Duration::from_secs(2);
/// How many are read at once.
const AT_ONCE: u32 = 100;

impl Intake {
    /// Brings what waits to the store, in the order in which it came, until `stop`.
    pub(crate) async fn replay(&self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            match self.spool.oldest(AT_ONCE).await {
                Ok(waiting) => self.bring(waiting, &stop).await,
                Err(error) => tracing::error!(error = %error, "the spool cannot be read"),
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = sleep(EVERY) => {}
            }
        }
    }

    /// Stops at the first that the store does not take: those behind it wait too.
    async fn bring(&self, waiting: Vec<Spooled>, stop: &CancellationToken) {
        for one in waiting {
            if stop.is_cancelled() || !self.bring_one(&one).await {
                return;
            }
            if let Err(error) = self.spool.remove(one.position).await {
                // It comes again, and is a duplicate then.
                tracing::error!(error = %error, "a replayed callback could not be taken out of the spool");
                return;
            }
        }
    }

    /// Whether it is where it belongs.
    async fn bring_one(&self, one: &Spooled) -> bool {
        let read = serde_json::from_str::<Told>(&one.text).ok().and_then(|told| self.read(&told).ok());
        let Some(callback) = read else {
            return self.quarantine(one).await;
        };
        match self.apply(&callback).await {
            Ok(()) => {
                metrics::counter!("twoleg_callbacks_replayed_total").increment(1);
                true
            }
            Err(error) => {
                tracing::warn!(error = %error, "the store does not take spooled callbacks yet");
                false
            }
        }
    }

    /// It was readable when it came: it is another version's, or of another account. Kept whole on the audit log, so
    /// that nothing is dropped and those behind it go on.
    async fn quarantine(&self, one: &Spooled) -> bool {
        tracing::error!(spool.position = one.position, "a spooled callback cannot be read: quarantined");
        let entry = AuditEntry {
            kind: "twilio.quarantine.spooled".to_owned(),
            call: None,
            agent: None,
            payload: json!({ "came_at": one.at, "told": told(&one.text) }),
        };
        let kept = self.dialer.store().append_audit(entry).await;
        kept.inspect_err(|error| tracing::warn!(error = %error, "the store does not take it yet")).is_ok()
    }
}

/// What came, value by value: whose row it is, is found by values that are a number or a call and nothing else. What is no
/// JSON stays as it is.
fn told(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}
