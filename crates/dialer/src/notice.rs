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
    /// when the word could not be written down: then Twilio was told nothing; or when Twilio could not be told: then no
    /// recording was started or stopped, and the agent can say it again.
    pub async fn answer_notice(
        &self,
        agent: &Agent,
        call: &CallId,
        answer: NoticeAnswer,
    ) -> Result<CallRecord, Error> {
        // Two clicks must not start two recordings.
        let _turn = self.turns.wait(&agent.id).await;
        let mut record = self.own_call(agent, call).await?;
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
        let noticed = self.keep_answer(agent, call, answer).await?;
        let Some(leg) = record.agent_leg.sid.clone() else { return Err(Error::NobodyToRecord) };
        let news = match answer {
            NoticeAnswer::Given => self.start_recording(agent, &record, &leg).await?,
            NoticeAnswer::Objected => self.stop_recordings(agent, &record, &leg).await?,
        };
        // Twilio has done it: that the store does not answer now is no failure of what was asked.
        if let Ok(kept) = self.own_call(agent, call).await {
            record = kept;
        }
        for change in std::iter::once(&noticed).chain(&news) {
            record.apply(change);
        }
        Ok(record)
    }

    async fn keep_answer(&self, agent: &Agent, call: &CallId, answer: NoticeAnswer) -> Result<Change, Error> {
        let at = self.now();
        let event = NewEvent {
            id: format!("{call}:notice:{answer}"),
            kind: format!("notice.{answer}"),
            at,
            payload: json!({ "answer": answer }),
        };
        let payload = json!({ "answer": answer, "at": at });
        let noticed = Change::Noticed(answer, at);
        let unit = Unit {
            changes: vec![noticed.clone()],
            audit: vec![notes::of_agent(&event.kind, Some(*call), agent, payload)],
            ..Unit::of(event)
        };
        self.store.record(call, unit).await?;
        Ok(noticed)
    }

    async fn start_recording(
        &self,
        agent: &Agent,
        record: &CallRecord,
        leg: &CallSid,
    ) -> Result<Vec<Change>, Error> {
        let call = record.facts.id;
        if record.recordings.values().any(|recording| recording.state == RecordingState::InProgress) {
            return Ok(Vec::new());
        }
        // Said before: what was started then may run without our having heard of it.
        let before = if record.notice.given_at.is_some() { self.running(leg).await? } else { Vec::new() };
        let started = if let Some(running) = before.into_iter().next() {
            running
        } else {
            let id = call.to_string();
            let status_callback = self.settings.callback("/recording_status", &[("call_id", &id)]);
            self.twilio.start_recording(leg, &twilio::NewRecording { status_callback }).await?
        };
        Ok(vec![self.keep_recording(agent, call, &started, "started").await])
    }

    async fn stop_recordings(
        &self,
        agent: &Agent,
        record: &CallRecord,
        leg: &CallSid,
    ) -> Result<Vec<Change>, Error> {
        let mut news = Vec::new();
        if record.notice.given_at.is_none() {
            return Ok(news);
        }
        for running in self.running(leg).await? {
            let stopped = self.twilio.stop_recording(leg, &running.sid).await?;
            news.push(self.keep_recording(agent, record.facts.id, &stopped, "stopped").await);
        }
        Ok(news)
    }

    /// The recordings of a leg that run. Asked of Twilio, not of the record: the start of one may have been answered into the
    /// void.
    async fn running(&self, leg: &CallSid) -> Result<Vec<RecordingResource>, Error> {
        let of_leg = self.twilio.recordings(leg).await?;
        let runs = [RecordingStatus::InProgress, RecordingStatus::Paused];
        Ok(of_leg.into_iter().filter(|recording| runs.contains(&recording.status)).collect())
    }

    /// Writes down what Twilio has done, and answers it. Where the store fails, Twilio's own callbacks say it again, and they
    /// are spooled: to call this a failure would be a lie to the agent, and a second click a second recording.
    async fn keep_recording(
        &self,
        agent: &Agent,
        call: CallId,
        recording: &RecordingResource,
        what: &str,
    ) -> Change {
        let event = NewEvent {
            id: format!("{}:{what}", recording.sid),
            // Not Twilio's word: its own callbacks are `recording.…`.
            kind: format!("notice.{what}"),
            at: self.now(),
            payload: json!({ "recording_sid": recording.sid, "leg": Leg::Agent }),
        };
        // Of a stopped one, too: what was recorded until then is reported by Twilio as usual.
        let state = RecordingState::InProgress;
        let recorded = Recording { state, duration_s: None, channels: None, started_at: None };
        let news = Change::Recorded(recording.sid.clone(), recorded);
        let unit = Unit {
            changes: vec![news.clone()],
            audit: vec![notes::of_agent(&event.kind, Some(call), agent, event.payload.clone())],
            ..Unit::of(event)
        };
        if let Err(error) = self.store.record(&call, unit).await {
            tracing::error!(call.id = %call, error = %error, "what became of a recording could not be written down");
        }
        news
    }
}
