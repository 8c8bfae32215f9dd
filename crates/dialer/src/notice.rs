//! The recording notice. Where the law asks everybody's consent, the agent says the notice; only the agent's own word
//! that it was said starts a recording, and an objection keeps it off for good. Nothing is ever played.

use domain::call::{Change, Leg, NoticeAnswer, Recording, RecordingMode, RecordingState};
use domain::{CallId, CallRecord, CallSid, CallState};
use serde_json::json;
use store::{NewEvent, Unit};
use twilio::{RecordingResource, RecordingStatus};

use crate::{Agent, Dialer, Error, notes};

impl Dialer {
    /// Takes what the agent says of the recording notice. The word is on the record before Twilio is told anything.
    ///
    /// # Errors
    /// When the call is not the agent's, asks for no notice, has nobody on the line, or the person objected before;
    /// or when Twilio could not be told: then nothing is recorded, and the agent can say it again.
    pub async fn answer_notice(
        &self,
        agent: &Agent,
        call: &CallId,
        answer: NoticeAnswer,
    ) -> Result<CallRecord, Error> {
        // Two clicks must not start two recordings.
        let _turn = self.turns.wait(&agent.id).await;
        let record = self.own_call(agent, call).await?;
        let asked = record.cleared.is_some_and(|cleared| cleared.recording == RecordingMode::AgentNotice);
        if !asked {
            return Err(Error::NoNotice);
        }
        if !matches!(record.state(), CallState::InCall { .. }) {
            return Err(Error::NobodyToRecord);
        }
        if answer == NoticeAnswer::Given && record.notice.answer() == Some(NoticeAnswer::Objected) {
            return Err(Error::Objected);
        }
        self.keep_answer(agent, call, answer).await?;
        let Some(leg) = &record.agent_leg.sid else { return Err(Error::NobodyToRecord) };
        match answer {
            NoticeAnswer::Given => self.start_recording(agent, &record, leg).await?,
            NoticeAnswer::Objected => self.stop_recordings(agent, &record, leg).await?,
        }
        self.own_call(agent, call).await
    }

    async fn keep_answer(&self, agent: &Agent, call: &CallId, answer: NoticeAnswer) -> Result<(), Error> {
        let at = self.now();
        let event = NewEvent {
            id: format!("{call}:notice:{answer}"),
            kind: format!("notice.{answer}"),
            at,
            payload: json!({ "answer": answer }),
        };
        let payload = json!({ "answer": answer, "at": at });
        let unit = Unit {
            changes: vec![Change::Noticed(answer, at)],
            audit: vec![notes::of_agent(&event.kind, Some(*call), agent, payload)],
            ..Unit::of(event)
        };
        self.store.record(call, unit).await?;
        Ok(())
    }

    async fn start_recording(&self, agent: &Agent, record: &CallRecord, leg: &CallSid) -> Result<(), Error> {
        let call = record.facts.id;
        if record.recordings.values().any(|recording| recording.state == RecordingState::InProgress) {
            return Ok(());
        }
        let id = call.to_string();
        let status_callback = self.settings.callback("/recording_status", &[("call_id", &id)]);
        let started = self.twilio.start_recording(leg, &twilio::NewRecording { status_callback }).await?;
        self.keep_recording(agent, call, &started, RecordingState::InProgress, "started").await
    }

    async fn stop_recordings(&self, agent: &Agent, record: &CallRecord, leg: &CallSid) -> Result<(), Error> {
        if record.notice.given_at.is_none() {
            return Ok(());
        }
        // Asked of Twilio, not of the record: a recording may run whose start was answered into the void.
        let of_leg = self.twilio.recordings(leg).await?;
        let runs = [RecordingStatus::InProgress, RecordingStatus::Paused];
        for running in of_leg.iter().filter(|recording| runs.contains(&recording.status)) {
            let stopped = self.twilio.stop_recording(leg, &running.sid).await?;
            // What was recorded until then is reported by Twilio as usual.
            let state = RecordingState::InProgress;
            self.keep_recording(agent, record.facts.id, &stopped, state, "stopped").await?;
        }
        Ok(())
    }

    async fn keep_recording(
        &self,
        agent: &Agent,
        call: CallId,
        recording: &RecordingResource,
        state: RecordingState,
        what: &str,
    ) -> Result<(), Error> {
        let event = NewEvent {
            id: format!("{}:{what}", recording.sid),
            // Not Twilio's word: its own callbacks are `recording.…`.
            kind: format!("notice.{what}"),
            at: self.now(),
            payload: json!({ "recording_sid": recording.sid, "leg": Leg::Agent }),
        };
        let news = Recording { state, duration_s: None, channels: None, started_at: None };
        let unit = Unit {
            changes: vec![Change::Recorded(recording.sid.clone(), news)],
            audit: vec![notes::of_agent(&event.kind, Some(call), agent, event.payload.clone())],
            ..Unit::of(event)
        };
        self.store.record(&call, unit).await?;
        Ok(())
    }
}
