//! Whether a link opens its recording now.

use domain::call::{Deleted, DeletedBy, RecordingState};
use domain::{CallId, CallRecord, RecordingSid};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::StoreError;
use twilio::Media;

use super::capability::{Capability, LinkKind};
use crate::{Dialer, Error};

/// Why nothing plays, as a sentence for whoever followed the link. Only a link that we signed hears more than
/// [`NotPlayable::Unknown`], which says nothing of which recordings there are.
#[derive(Debug, thiserror::Error)]
pub enum NotPlayable {
    /// No recording, or no key of ours for it.
    #[error("There is no such recording, or the link is not right.")]
    Unknown,
    /// The link's life is over.
    #[error("This link to the recording has expired. Ask a supervisor of Twoleg for a new one.")]
    Expired,
    /// The link was revoked.
    #[error("This link to the recording was revoked. Ask a supervisor of Twoleg for a new one.")]
    Revoked,
    /// The recording was deleted.
    #[error("This recording was deleted on {on}{}. Nobody can bring it back.", because(*.by))]
    Deleted {
        /// The day, in UTC.
        on: Date,
        /// By what.
        by: DeletedBy,
    },
    /// The recording was to be deleted, and the carrier did not have it any more.
    #[error("This recording is gone: on {on} Twilio did not have it any more. Nobody can bring it back.")]
    FoundGone {
        /// The day on which that was found, in UTC.
        on: Date,
    },
    /// The carrier does not have it, and it is known to be at another account.
    #[error("This recording is at another Twilio account. Ask whoever runs Twoleg.")]
    Elsewhere,
    /// The person was erased.
    #[error("This recording is not played any more: what was recorded of the person was erased.")]
    Erased,
    /// The call log cannot be read, or the play could not be written down: then nothing plays.
    #[error("The call log cannot be reached just now, so nothing is played. Try again in a moment.")]
    Store(#[from] StoreError),
    /// The carrier failed.
    #[error("The recording cannot be fetched from Twilio just now. Try again in a moment.")]
    Carrier(#[source] twilio::Error),
}

const fn because(by: DeletedBy) -> &'static str {
    match by {
        DeletedBy::Retention => ", because it is not kept any longer",
        DeletedBy::Person => ", as a supervisor decided",
    }
}

impl NotPlayable {
    /// The HTTP status.
    pub const fn status(&self) -> u16 {
        match self {
            // Neither is gone for good: that account may be put back.
            Self::Unknown | Self::Elsewhere => 404,
            Self::Expired | Self::Revoked | Self::Deleted { .. } | Self::FoundGone { .. } | Self::Erased => {
                410
            }
            Self::Store(_) => 503,
            Self::Carrier(_) => 502,
        }
    }
}

/// A recording that a link opens.
#[derive(Debug, Clone)]
pub struct OpenedRecording {
    pub(super) call: CallId,
    pub(super) sid: RecordingSid,
    pub(super) capability: Capability,
    placed_at: Timestamp,
}

impl OpenedRecording {
    /// Where the link was shown.
    pub const fn kind(&self) -> LinkKind {
        self.capability.kind
    }
}

impl Dialer {
    /// What the link with this `key` opens now. The signature comes first: nothing is looked up for a stranger.
    ///
    /// # Errors
    /// Why it opens nothing.
    pub async fn open_recording(&self, sid: &str, key: &str) -> Result<OpenedRecording, NotPlayable> {
        let sid: RecordingSid = sid.parse().map_err(|_| NotPlayable::Unknown)?;
        let capability = Capability::open(&self.settings.keys, &sid, key).ok_or(NotPlayable::Unknown)?;
        if self.now() >= self.settings.link_ends(&capability) {
            return Err(NotPlayable::Expired);
        }
        let record = self.store.call(&capability.call).await?.ok_or(NotPlayable::Unknown)?.value;
        check(&record, &sid, &capability)?;
        Ok(OpenedRecording { call: capability.call, sid, capability, placed_at: record.facts.placed_at })
    }

    /// The sound, or the piece of it that `range` asks for.
    ///
    /// # Errors
    /// When the carrier does not have it (yet), or fails.
    pub async fn recording_media(
        &self,
        playable: &OpenedRecording,
        range: Option<&str>,
    ) -> Result<Media, NotPlayable> {
        match self.twilio.recording_media(&playable.sid, range).await {
            Ok(media) => Ok(media),
            Err(error) if error.is_not_found() => Err(self.why_not_there(playable).await),
            Err(error) => {
                tracing::error!(error = %error, "a recording could not be fetched");
                Err(NotPlayable::Carrier(error))
            }
        }
    }

    /// Asked only when the carrier does not have it: of calls since the account was changed, nobody may have said yet at
    /// which one their recordings are.
    async fn why_not_there(&self, playable: &OpenedRecording) -> NotPlayable {
        match self.accounts(self.twilio.account_sid()).await {
            Ok(accounts) if accounts.are_elsewhere(playable.placed_at) => NotPlayable::Elsewhere,
            Ok(_) => NotPlayable::Unknown,
            Err(Error::Store(error)) => NotPlayable::Store(error),
            Err(error) => {
                tracing::error!(error = %error, "it cannot be said at which account a recording is");
                NotPlayable::Unknown
            }
        }
    }
}

fn check(record: &CallRecord, sid: &RecordingSid, capability: &Capability) -> Result<(), NotPlayable> {
    let recording = record.recordings.get(sid).ok_or(NotPlayable::Unknown)?;
    if record.links.are_dead(capability.issued_at) {
        return Err(NotPlayable::Revoked);
    }
    if let Some(Deleted { at, by, already_gone }) = record.deleted.get(sid) {
        let on = at.to_zoned(TimeZone::UTC).date();
        return Err(if *already_gone {
            NotPlayable::FoundGone { on }
        } else {
            NotPlayable::Deleted { on, by: *by }
        });
    }
    if record.erased_at.is_some() {
        return Err(NotPlayable::Erased);
    }
    if recording.state == RecordingState::Absent { Err(NotPlayable::Unknown) } else { Ok(()) }
}
