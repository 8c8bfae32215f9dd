//! What the agent is told by the carrier.

use std::time::Duration;

use tokio::time::timeout;

use crate::carrier::Carrier;
use crate::carrier::call::Call;
use crate::media::audio::{Clip, Silence, chime};
use crate::media::{FarEnd, SAMPLE_RATE, clips};

/// How much longer than its own length a sentence may take to be heard.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long the chime for a sentence without a clip lasts.
const CHIME: Duration = Duration::from_millis(400);

impl Carrier {
    /// Says a sentence to the agent, to its end: with its clip, or with a chime if there is none.
    pub(super) async fn say(&self, call: &Call, text: &str) {
        let (far_end, lasts): (Box<dyn FarEnd>, Duration) = match clips::for_sentence(text) {
            Some(mulaw) => {
                let samples = u64::try_from(mulaw.len()).unwrap_or_default();
                (Box::new(Clip::new(mulaw)), Duration::from_millis(samples * 1000 / u64::from(SAMPLE_RATE)))
            }
            None => (Box::new(chime()), CHIME),
        };
        self.media().connect(call.sid(), far_end);
        // A browser that has only just answered hears it a little later than it could have.
        if timeout(lasts + PATIENCE, self.media().played(call.sid())).await.is_err() {
            tracing::debug!(call = call.sid(), "a sentence was not heard to its end");
        }
        self.media().connect(call.sid(), Box::new(Silence::forever()));
    }
}
