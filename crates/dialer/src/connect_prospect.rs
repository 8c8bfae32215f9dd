//! The decision that counts. Leg 1 is up and Twilio asks what to do: evaluate again, put the decision on the
//! audit trail, and only then answer with TwiML. Whatever fails here, the prospect is not called.

use compliance::{Clearance, Phase};
use domain::call::{Change, Leg, LegStatus, Refusal};
use domain::{CallId, CallRecord};
use serde_json::json;
use store::{NewEvent, Unit};
use twilio::callback::LegReport;
use twilio::twiml::{Dial, Number, Response};

use crate::settings::{LONGEST_CALL, PROSPECT_RINGS, RecordingMode};
use crate::{Agent, Dialer, Error, notes};

/// What the agent hears when the prospect may not be called. The reason is on the screen.
pub(crate) const REFUSED: &str = "This call is not allowed right now. The prospect was not called.";
/// What the agent hears when we failed, not the law.
pub(crate) const FAILED: &str = "The call could not be completed.";

impl Dialer {
    /// Answers Twilio's question for a call whose agent leg is up, in TwiML. Never an error: a call that cannot be
    /// decided is not made, and the agent hears that.
    pub async fn connect_prospect(&self, call: CallId, news: &LegReport) -> Response {
        match self.connect(call, news).await {
            Ok(Ok(clearance)) => self.dial(clearance),
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

    async fn connect(&self, call: CallId, news: &LegReport) -> Result<Result<Clearance, Refusal>, Error> {
        let record = self.record_of(call).await?;
        let agent = Agent { id: record.facts.agent.clone(), name: record.facts.agent_name.clone() };
        if let Some(refusal) = misplaced(&record, news) {
            self.keep_refusal(&record, &agent, &refusal, json!({ "call_sid": news.call_sid })).await?;
            return Ok(Err(refusal));
        }
        // At most a minute old: the addresses decide which clocks count.
        let lead = self.lead(record.facts.lead).await?;
        let mut context = self.context(&agent, &lead, &record.facts.to, Some(call)).await?;
        context.agent.leg_up = news.status == LegStatus::InProgress;
        let decision = compliance::evaluate(&context, Phase::ProspectLeg);
        let evidence = json!({ "decision": decision, "call_sid": news.call_sid, "to": record.facts.to });
        match decision.clearance() {
            Ok(clearance) => {
                let at = self.now();
                let event = NewEvent {
                    id: format!("{call}:cleared"),
                    kind: "cleared".into(),
                    at,
                    payload: json!({ "call_sid": news.call_sid }),
                };
                let mut changes = Change::of_status(Leg::Agent, LegStatus::InProgress, at);
                changes.push(Change::LegSid(Leg::Agent, news.call_sid.clone()));
                let unit = Unit {
                    changes,
                    sids: vec![(news.call_sid.clone(), Leg::Agent)],
                    audit: vec![notes::of_agent("call.cleared", Some(call), &agent, evidence)],
                    ..Unit::of(event)
                };
                if self.store.record(&call, unit).await? == store::Applied::Duplicate {
                    // One click, one prospect leg: a second question for the same call is not answered with a
                    // second dial.
                    let refusal = Refusal {
                        code: "already_dialed".into(),
                        sentence: "This call was already put through once. Call again from the lead.".into(),
                        next_allowed_at: None,
                    };
                    let payload = json!({ "call_sid": news.call_sid, "refusal": refusal });
                    self.store
                        .append_audit(notes::of_agent("call.replayed", Some(call), &agent, payload))
                        .await?;
                    return Ok(Err(refusal));
                }
                Ok(Ok(clearance))
            }
            Err(refusal) => {
                self.keep_refusal(&record, &agent, &refusal, evidence).await?;
                Ok(Err(refusal))
            }
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
    fn dial(&self, clearance: Clearance) -> Response {
        let id = clearance.call().to_string();
        let number = Number::new(
            clearance.to().clone(),
            self.settings.callback("/call_status", &[("call_id", &id), ("leg", Leg::Prospect.code())]),
        );
        let action = self.settings.callback("/dial_result", &[("call_id", &id)]);
        let mut dial = Dial::new(number, self.settings.caller_id.clone(), action)
            .timeout(PROSPECT_RINGS)
            .time_limit(LONGEST_CALL);
        if self.settings.recording == RecordingMode::Automatic {
            dial = dial.record_from_answer(self.settings.callback("/recording_status", &[("call_id", &id)]));
        }
        metrics::counter!("twoleg_prospect_legs_total").increment(1);
        Response::new().dial(dial)
    }
}

/// A question that does not come from this call's own agent leg, or comes after its end.
fn misplaced(record: &CallRecord, news: &LegReport) -> Option<Refusal> {
    let foreign = record.agent_leg.sid.as_ref().is_some_and(|sid| *sid != news.call_sid);
    let over = record.agent_leg.is_over() || record.wrap_up.is_some();
    (foreign || over).then(|| Refusal {
        code: "not_this_call".into(),
        sentence: "Twilio asked for a call that is over or is not this one. Call again from the lead.".into(),
        next_allowed_at: None,
    })
}
