//! Recordings of which Twilio never said that they are finished.

use domain::CallRecord;
use domain::call::{Change, LegStatus, NoticeAnswer, Recording, RecordingMode, RecordingState};
use serde_json::json;
use twilio::{RecordingResource, RecordingStatus};

use super::Finding;
use crate::{Dialer, Error};

impl Dialer {
    /// Asks for the recordings of an answered call that lacks one.
    pub(super) async fn reconcile_recordings(&self, record: &CallRecord) -> Result<(), Error> {
        if !self.lacks_recording(record) {
            return Ok(());
        }
        // A recording of a `<Dial>` belongs to the leg that dialled; one that was started by REST to its own leg.
        for leg in [&record.agent_leg, &record.prospect_leg] {
            let Some(sid) = &leg.sid else { continue };
            for resource in self.twilio.recordings(sid).await? {
                self.take_recording_resource(record, &resource).await?;
            }
        }
        Ok(())
    }

    fn lacks_recording(&self, record: &CallRecord) -> bool {
        let running =
            record.recordings.values().any(|recording| recording.state == RecordingState::InProgress);
        let started = match record.cleared.map(|cleared| cleared.recording) {
            Some(RecordingMode::Automatic) => true,
            Some(RecordingMode::AgentNotice) => record.notice.answer() == Some(NoticeAnswer::Given),
            Some(RecordingMode::Off) => false,
            // A record of before calls had a mode of their own.
            None => self.settings.recording == RecordingMode::Automatic,
        };
        let expected = started && record.recordings.is_empty();
        // The callback that somebody answered may be lost too; then the leg's end tells.
        let leg = &record.prospect_leg;
        let answered = leg.answered_at.is_some() || leg.status() == Some(LegStatus::Completed);
        answered && (running || expected)
    }

    async fn take_recording_resource(
        &self,
        record: &CallRecord,
        resource: &RecordingResource,
    ) -> Result<(), Error> {
        let state = match resource.status {
            RecordingStatus::Completed => RecordingState::Completed,
            RecordingStatus::Absent | RecordingStatus::Failed | RecordingStatus::Deleted => {
                RecordingState::Absent
            }
            // On its way: its callback may still come.
            _ => return Ok(()),
        };
        let news = Recording {
            state,
            duration_s: resource.duration,
            channels: resource.channels,
            started_at: resource.start_time,
        };
        if record.recordings.get(&resource.sid).is_some_and(|known| known.state >= state) {
            return Ok(());
        }
        let finding = Finding {
            kind: "recording.reconciled".to_owned(),
            id: format!("{}:reconciled", resource.sid),
            at: self.now(),
            payload: json!({ "recording_sid": resource.sid, "call_sid": resource.call_sid, "state": state }),
            changes: vec![Change::Recorded(resource.sid.clone(), news)],
            sids: Vec::new(),
        };
        self.keep_finding(record, finding).await
    }
}
