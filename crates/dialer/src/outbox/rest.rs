//! The CRM's rate limit, as one thing that all replicas share: who was told to wait says so in the store, and nobody
//! claims work until then.

use jiff::{SignedDuration, Timestamp};

use super::AT_ONCE;
use crate::{Dialer, Error};

/// The service account's credential: one name for all replicas.
const CREDENTIAL: &str = "podio";

/// The last tenth of the hour's requests is left to the agents' own page loads: the outbox then takes one entry at a
/// time.
const RESERVE: u32 = 10;

impl Dialer {
    /// How many entries may be claimed now: none while the credential rests.
    pub(super) async fn most_at_once(&self, now: Timestamp) -> Result<usize, Error> {
        if self.store.cooling_until(CREDENTIAL).await?.is_some_and(|until| now < until) {
            return Ok(0);
        }
        let scarce = self.podio.limits().is_some_and(|limit| limit.remaining < limit.limit / RESERVE);
        Ok(if scarce { 1 } else { AT_ONCE })
    }

    /// After a 420, no replica asks before the time that the CRM gave (or that its silence stands for).
    pub(super) async fn let_the_crm_rest(&self, error: &Error) {
        let Error::Crm(podio) = error else { return };
        let Some(wait) = podio.retry_after().and_then(|wait| SignedDuration::try_from(wait).ok()) else {
            return;
        };
        let Ok(until) = Timestamp::now().checked_add(wait) else { return };
        if let Err(error) = self.store.cool_down(CREDENTIAL, until).await {
            // The entry itself is put off as long, and each replica finds out for itself.
            tracing::warn!(error = %error, "the other replicas were not told of the CRM's limit");
        }
    }
}
