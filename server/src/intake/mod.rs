//! What Twilio tells: parsed, made durable, and only then answered. While the store is away a small file of this
//! machine takes it, and gives it back in order once the store is there again.

mod callback;
mod replay;

use std::time::Duration;

use dialer::Dialer;
use store::spool::Spool;
use tokio::time::timeout;

use callback::Callback;
pub(crate) use callback::{Endpoint, Told};

use crate::http::Problem;

/// Twilio waits four seconds for an answer (see the callbacks' connection overrides): by then the spool must have it.
const STORE_WITHIN: Duration = Duration::from_millis(2500);

/// Whether it is a callback of this account.
#[cfg(feature = "fuzzing")]
pub(crate) fn is_callback(told: &Told, account_sid: &str) -> bool {
    Callback::read(told, account_sid).is_ok()
}

/// Takes callbacks. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Intake {
    dialer: Dialer,
    spool: Spool,
    account_sid: String,
}

impl Intake {
    pub(crate) fn new(dialer: Dialer, spool: Spool, account_sid: String) -> Self {
        Self { dialer, spool, account_sid }
    }

    /// Makes a callback durable, in the store or in the spool.
    ///
    /// # Errors
    /// When it is malformed, or neither of the two can be written: then Twilio is to try again.
    pub(crate) async fn take(&self, told: &Told) -> Result<(), Problem> {
        let callback = self.read(told)?;
        match timeout(STORE_WITHIN, self.apply(&callback)).await {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(dialer::Error::Store(error))) => {
                tracing::error!(error = %error, "the store did not take a callback; it goes to the spool");
            }
            Ok(Err(other)) => return Err(other.into()),
            // It may still be written there: a callback that comes twice is no harm.
            Err(_) => tracing::error!("the store is too slow for a callback; it goes to the spool"),
        }
        self.spool.put(told.to_text()?).await.map_err(|error| {
            tracing::error!(error = %error, "the spool did not take a callback either");
            Problem::new(503, "store", "The call log cannot be written just now. Try again.")
        })?;
        metrics::counter!("twoleg_callbacks_spooled_total").increment(1);
        Ok(())
    }

    fn read(&self, told: &Told) -> Result<Callback, Problem> {
        Callback::read(told, &self.account_sid)
    }

    async fn apply(&self, callback: &Callback) -> Result<(), dialer::Error> {
        match callback {
            Callback::Leg(call, leg, news) => self.dialer.take_status(*call, *leg, news).await,
            Callback::Dial(call, result) => self.dialer.take_dial_result(*call, result).await,
            Callback::Recording(call, news) => self.dialer.take_recording(*call, news).await,
        }
    }
}
