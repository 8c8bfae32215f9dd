//! The decision that counts. Leg 1 is up and Twilio asks what to do: evaluate again, put the decision on the
//! audit trail, and only then answer with TwiML. Whatever fails here, the prospect is not called.

use compliance::{Clearance, Phase};
use domain::call::{Change, Cleared, Leg, LegStatus, RecordingMode, Refusal};
use domain::{CallId, CallRecord, CallSid, Lead};
use serde_json::json;
use store::{Applied, NewEvent, StoreError, Unit};
use twilio::callback::LegReport;
use twilio::twiml::{Dial, Number, Response};

use crate::decide::Ask;
use crate::settings::{LONGEST_CALL, PROSPECT_RINGS};
use crate::{Agent, Dialer, Error, notes};

/// What the agent hears when the prospect may not be called. The reason is on the screen.
pub(crate) const REFUSED: &str = "This call is not allowed right now. The prospect was not called.";
/// How often the decision is made anew when something that bears on the number changes under it.
const TRIES: usize = 8;
/// What the agent hears when we failed, not the law.
pub(crate) const FAILED: &str = "The call could not be completed.";

/// Leave to ring, and how the call may be recorded; or why not.
type Put = Result<(Clearance, RecordingMode), Refusal>;

/// Why a question is kept and connects nobody: the leg that asks is of another call.
const FOREIGN_LEG: &str = "foreign_leg";

impl Dialer {
    /// Answers Twilio's question for a call whose agent leg is up, in TwiML. Never an error: a call that cannot be
    /// decided is not made, and the agent hears that.
    pub async fn connect_prospect(&self, call: CallId, news: &LegReport) -> Response {
        match self.connect(call, news).await {
            Ok(Ok((clearance, recording))) => self.dial(clearance, recording),
            Ok(Err(refusal)) => {
                tracing::info!(call.id = %call, reason = refusal.code, "the prospect was not called");
                Response::last_words(REFUSED)
            }
            Err(error) => {
                tracing::error!(call.id = %call, error = %error, "a prospect's leg could not be decided");
                self.note_undecided(call, news, &error).await;
                Response::last_words(FAILED)
            }
        }
    }

    async fn connect(&self, call: CallId, news: &LegReport) -> Result<Put, Error> {
        let record = self.record_of(call).await?;
        let agent = Agent { id: record.facts.agent.clone(), name: record.facts.agent_name.clone() };
        if self.is_foreign(&record, &news.call_sid).await? {
            return Ok(Err(self.of_another_call(call, news).await));
        }
        if let Some(refusal) = too_late(&record) {
            self.keep_refusal(&record, &agent, &refusal, json!({ "call_sid": news.call_sid })).await?;
            return Ok(Err(refusal));
        }
        if record.cleared.is_some() {
            return self.replayed(&agent, call, news).await;
        }
        // At most a minute old: the addresses decide which clocks count.
        let lead = self.lead(record.facts.lead).await?;
        for _ in 0..TRIES {
            match self.claim(&record, &agent, &lead, news).await {
                Err(Error::Store(StoreError::Conflict)) => {}
                outcome => return outcome,
            }
        }
        Err(StoreError::Conflict.into())
    }

    /// Decides, and takes the right to ring the number together with writing the decision down.
    async fn claim(
        &self,
        record: &CallRecord,
        agent: &Agent,
        lead: &Lead,
        news: &LegReport,
    ) -> Result<Put, Error> {
        let (call, facts) = (record.facts.id, &record.facts);
        let click = facts.click.as_ref();
        let ask = Ask {
            agent,
            lead,
            to: &facts.to,
            call: Some(call),
            placed: true,
            click: click.map(|click| compliance::Click {
                // As old as it was when the call was placed: since then the agent's phone has rung.
                age_s: facts.placed_at.duration_since(click.issued_at).as_secs(),
                used: false,
                trusted: true,
            }),
            acknowledged: click.map_or(&[], |click| &click.acknowledged),
            acknowledged_at: facts.placed_at,
        };
        let mut grounds = self.grounds(&ask).await?;
        grounds.context.agent.leg_up = news.status == LegStatus::InProgress;
        let decision = grounds.decide(Phase::ProspectLeg);
        self.tell_of_limits(agent, &decision);
        let recording = decision.recording().max(self.settings.recording);
        let consented = grounds.has_consents();
        let evidence = json!({
            "decision": decision, "inputs": grounds.context.known,
            "call_sid": news.call_sid, "to": facts.to, "recording": recording,
        });
        let clearance = match decision.clearance() {
            Ok(clearance) => clearance,
            Err(refusal) => {
                self.keep_refusal(record, agent, &refusal, evidence).await?;
                return Ok(Err(refusal));
            }
        };
        let at = self.now();
        let event = NewEvent {
            id: format!("{call}:cleared"),
            kind: "cleared".into(),
            at,
            payload: json!({ "call_sid": news.call_sid, "recording": recording }),
        };
        let mut changes = Change::of_status(Leg::Agent, LegStatus::InProgress, at);
        changes.push(Change::LegSid(Leg::Agent, news.call_sid.clone()));
        changes.push(Change::Cleared(Cleared { at, recording, consented }));
        let unit = Unit {
            changes,
            sids: vec![(news.call_sid.clone(), Leg::Agent)],
            audit: vec![notes::of_agent("call.cleared", Some(call), agent, evidence)],
            claim: Some(grounds.claim()),
            ..Unit::of(event)
        };
        match self.store.record(&call, unit).await? {
            Applied::New => Ok(Ok((clearance, recording))),
            Applied::Duplicate => self.replayed(agent, call, news).await,
            Applied::UnknownCall => Err(Error::NoSuchCall),
        }
    }

    /// One click, one prospect leg: a second question for the same call is not answered with a second dial.
    async fn replayed(&self, agent: &Agent, call: CallId, news: &LegReport) -> Result<Put, Error> {
        let refusal = Refusal {
            code: "already_dialed".into(),
            sentence: "This call was already put through once. Call again from the lead.".into(),
            next_allowed_at: None,
        };
        let payload = json!({ "call_sid": news.call_sid, "refusal": refusal });
        self.store.append_audit(notes::of_agent("call.replayed", Some(call), agent, payload)).await?;
        Ok(Err(refusal))
    }

    /// Whether a leg is not this call's. One of which nothing was heard yet is, unless the call's own goes by another name.
    async fn is_foreign(&self, record: &CallRecord, sid: &CallSid) -> Result<bool, Error> {
        if let Some(own) = &record.agent_leg.sid {
            return Ok(own != sid);
        }
        let known = self.store.call_of_sid(sid).await?;
        Ok(known.is_some_and(|known| known.call != record.facts.id || known.leg != Leg::Agent))
    }

    /// A question of a leg that is not this call's: it is answered, and nothing of it stands on the call's record.
    async fn of_another_call(&self, call: CallId, news: &LegReport) -> Refusal {
        let payload = json!({ "why": FOREIGN_LEG, "told_by": news.call_sid, "status": news.status });
        let kept = self.quarantine(Some(call), "connect_prospect", payload).await;
        if let Err(error) = kept {
            tracing::error!(call.id = %call, error = %error, "a question of another call's leg could not be noted");
        }
        Refusal {
            code: FOREIGN_LEG.to_owned(),
            sentence: "Twilio asked for another call than this one. Call again from the lead.".into(),
            next_allowed_at: None,
        }
    }

    /// Says on the record that the prospect was not called, and why: else the screen would take the end of the
    /// agent's leg for the agent's own hanging up.
    async fn note_undecided(&self, call: CallId, news: &LegReport, error: &Error) {
        let Ok(record) = self.record_of(call).await else { return };
        let agent = Agent { id: record.facts.agent.clone(), name: record.facts.agent_name.clone() };
        let refusal = Refusal {
            code: "undecided".into(),
            sentence: format!("It could not be decided whether this call is allowed. {}", error.sentence()),
            next_allowed_at: None,
        };
        let evidence = json!({ "call_sid": news.call_sid, "error": error.code() });
        if let Err(error) = self.keep_refusal(&record, &agent, &refusal, evidence).await {
            tracing::error!(call.id = %call, error = %error, "an undecided call could not be noted");
        }
    }

    async fn keep_refusal(
        &self,
        record: &CallRecord,
        agent: &Agent,
        refusal: &Refusal,
        evidence: serde_json::Value,
    ) -> Result<(), Error> {
        let call = record.facts.id;
        let event = NewEvent {
            id: format!("{call}:refused"),
            kind: "refused".into(),
            at: self.now(),
            payload: json!({ "refusal": refusal }),
        };
        let unit = Unit {
            changes: vec![Change::Refused(refusal.clone())],
            audit: vec![notes::of_agent("call.prospect_refused", Some(call), agent, evidence)],
            ..Unit::of(event)
        };
        self.store.record(&call, unit).await?;
        metrics::counter!("twoleg_prospect_legs_refused_total").increment(1);
        Ok(())
    }

    /// The only way to ring a prospect: it takes the clearance, which is for one call and one number, and uses it
    /// up. Nothing is played into the prospect's leg.
    fn dial(&self, clearance: Clearance, recording: RecordingMode) -> Response {
        let id = clearance.call().to_string();
        let number = Number::new(
            clearance.to().clone(),
            self.settings.callback("/call_status", &[("call_id", &id), ("leg", Leg::Prospect.code())]),
        );
        let action = self.settings.callback("/dial_result", &[("call_id", &id)]);
        let mut dial = Dial::new(number, self.settings.caller_id.clone(), action)
            .timeout(PROSPECT_RINGS)
            .time_limit(LONGEST_CALL);
        if recording == RecordingMode::Automatic {
            dial = dial.record_from_answer(self.settings.callback("/recording_status", &[("call_id", &id)]));
        }
        metrics::counter!("twoleg_prospect_legs_total").increment(1);
        Response::new().dial(dial)
    }
}

/// A question that comes after the end of the call.
fn too_late(record: &CallRecord) -> Option<Refusal> {
    let over = record.agent_leg.is_over() || record.wrap_up.is_some();
    over.then(|| Refusal {
        code: "not_this_call".into(),
        sentence: "Twilio asked for a call that is over. Call again from the lead.".into(),
        next_allowed_at: None,
    })
}
