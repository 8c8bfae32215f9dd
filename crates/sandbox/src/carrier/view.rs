//! Calls as the control page and tests see them.

use jiff::Timestamp;
use serde::Serialize;

use super::Carrier;
use super::call::Call;
use crate::media::LegStats;

/// A leg.
#[derive(Debug, Clone, Serialize)]
pub struct CallView {
    /// `CA…`
    pub sid: String,
    /// The agent's leg, for a prospect's.
    pub parent_sid: Option<String>,
    /// The caller ID.
    pub from: String,
    /// `client:…` or a number.
    pub to: String,
    /// Twilio's word.
    pub status: &'static str,
    /// `outbound-api` for the agent's leg, `outbound-dial` for the prospect's.
    pub direction: &'static str,
    /// Seconds, when it is over.
    pub duration: Option<u64>,
    /// When it was created, by the sandbox's clock.
    pub created: Timestamp,
    /// When it was answered.
    pub answered: Option<Timestamp>,
    /// What was recorded on it.
    pub recordings: Vec<RecordingView>,
    /// What arrived from the agent's browser; for a prospect's leg too, who hears the same.
    pub media: Option<LegStats>,
}

/// A recording.
#[derive(Debug, Clone, Serialize)]
pub struct RecordingView {
    /// `RE…`
    pub sid: String,
    /// Twilio's word.
    pub status: &'static str,
    /// Seconds, when it is done.
    pub duration: Option<u64>,
}

impl Carrier {
    pub(super) async fn view(&self, call: &Call) -> CallView {
        let progress = call.progress();
        let recordings = self.recordings().of_call(call.sid()).into_iter().map(|recording| {
            let facts = recording.facts();
            RecordingView { sid: facts.sid, status: facts.status.as_str(), duration: facts.duration }
        });
        CallView {
            sid: call.facts.sid.clone(),
            parent_sid: call.facts.parent_sid.clone(),
            from: call.facts.from.clone(),
            to: call.facts.to.clone(),
            status: progress.status.as_str(),
            direction: call.direction(),
            duration: progress.duration,
            created: call.facts.created,
            answered: progress.answered,
            recordings: recordings.collect(),
            media: self.media().stats(call.media_leg()).await,
        }
    }
}
