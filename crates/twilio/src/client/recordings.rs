//! Recordings: start, pause, resume, stop, list, delete.

use domain::{CallSid, RecordingSid};
use serde::Deserialize;
use url::Url;

use super::Client;
use super::request::{NotTaken, Repeat};
use crate::{Error, RecordingResource};

/// A recording to start in the middle of a call. Each side gets its own channel.
#[derive(Debug, Clone)]
pub struct NewRecording {
    /// Where the recording's progress is reported.
    pub status_callback: Url,
}

/// Twilio's own code for what it does not have.
const NOT_FOUND: u32 = 20404;

/// What became of a recording that was to be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordingDeletion {
    /// Twilio deleted it now; also at an attempt of now whose answer was lost, when it says to the next one that it does not
    /// have it.
    Deleted,
    /// Twilio says that it does not have it (any more), and no attempt of now can be the reason.
    AlreadyGone,
}

#[derive(Deserialize)]
struct RecordingList {
    recordings: Vec<RecordingResource>,
}

/// A page of recordings.
#[cfg(feature = "fuzzing")]
pub(crate) fn read_recordings(json: &[u8]) -> Option<Vec<RecordingResource>> {
    serde_json::from_slice::<RecordingList>(json).ok().map(|list| list.recordings)
}

impl Client {
    /// Starts a recording of a leg. Asked for once: a second one would record the call twice.
    ///
    /// # Errors
    /// What Twilio or the network says.
    pub async fn start_recording(
        &self,
        call: &CallSid,
        new: &NewRecording,
    ) -> Result<RecordingResource, Error> {
        let form = [
            ("RecordingChannels", "dual"),
            ("RecordingStatusCallback", new.status_callback.as_str()),
            ("RecordingStatusCallbackEvent", "in-progress"),
            ("RecordingStatusCallbackEvent", "completed"),
            ("RecordingStatusCallbackEvent", "absent"),
        ];
        self.post("a new recording", &["Calls", call.as_str(), "Recordings.json"], &form, Repeat::Never).await
    }

    /// Pauses a recording. The pause is silence in it, so that its time stays the call's time.
    ///
    /// # Errors
    /// What Twilio or the network says.
    pub async fn pause_recording(
        &self,
        call: &CallSid,
        sid: &RecordingSid,
    ) -> Result<RecordingResource, Error> {
        self.set_recording(call, sid, &[("Status", "paused"), ("PauseBehavior", "silence")]).await
    }

    /// Goes on with a paused recording.
    ///
    /// # Errors
    /// What Twilio or the network says.
    pub async fn resume_recording(
        &self,
        call: &CallSid,
        sid: &RecordingSid,
    ) -> Result<RecordingResource, Error> {
        self.set_recording(call, sid, &[("Status", "in-progress")]).await
    }

    /// Stops a recording for good.
    ///
    /// # Errors
    /// What Twilio or the network says.
    pub async fn stop_recording(
        &self,
        call: &CallSid,
        sid: &RecordingSid,
    ) -> Result<RecordingResource, Error> {
        self.set_recording(call, sid, &[("Status", "stopped")]).await
    }

    /// The recordings of a leg, newest first (the first fifty; a call of ours has one or two).
    ///
    /// # Errors
    /// What Twilio or the network says.
    pub async fn recordings(&self, call: &CallSid) -> Result<Vec<RecordingResource>, Error> {
        let path = ["Calls", call.as_str(), "Recordings.json"];
        let list: RecordingList = self.get("the recordings of a call", &path, &[("PageSize", "50")]).await?;
        Ok(list.recordings)
    }

    /// One recording.
    ///
    /// # Errors
    /// What Twilio or the network says.
    pub async fn recording(&self, sid: &RecordingSid) -> Result<RecordingResource, Error> {
        self.get("a recording", &["Recordings", &format!("{sid}.json")], &[]).await
    }

    /// Deletes a recording for good. That it is not there (any more) is a success too; where an attempt just before may have
    /// deleted it, whose answer was lost, it counts as ours. Only Twilio's own word counts for that: a 404 of whatever stands
    /// in between says nothing of the recording.
    ///
    /// # Errors
    /// What Twilio or the network says.
    pub async fn delete_recording(&self, sid: &RecordingSid) -> Result<RecordingDeletion, Error> {
        let path = ["Recordings", &format!("{sid}.json")];
        match self.delete("the end of a recording", &path).await {
            Ok(()) => Ok(RecordingDeletion::Deleted),
            Err(NotTaken { error, perhaps_before }) => {
                if !error.is_not_found() || error.code() != Some(NOT_FOUND) {
                    return Err(error);
                }
                Ok(if perhaps_before { RecordingDeletion::Deleted } else { RecordingDeletion::AlreadyGone })
            }
        }
    }

    async fn set_recording(
        &self,
        call: &CallSid,
        sid: &RecordingSid,
        form: &[(&str, &str)],
    ) -> Result<RecordingResource, Error> {
        let path = ["Calls", call.as_str(), "Recordings", &format!("{sid}.json")];
        self.post("a recording", &path, form, Repeat::Harmless).await
    }
}
