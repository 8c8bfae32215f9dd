//! The click: the number is taken from the lead on the server, the decision is made, the record is written, and
//! only then is Twilio asked to ring the agent's browser.

use std::time::Instant;

use compliance::{ClearedBy, Decision, Phase, RuleId};
use domain::call::{CallFacts, Change, Leg, LegFault, LegStatus, Refusal};
use domain::{CallId, CallRecord, ItemId, Lead, LeadPhone, PhoneSlot};
use jiff::Timestamp;
use serde_json::json;
use store::{Applied, NewEvent, Unit};
use twilio::{CallResource, ClientTarget, NewCall};

use crate::click::Click;
use crate::decide::{Ask, Grounds};
use crate::settings::AGENT_RINGS;
use crate::{Agent, Dialer, Error, notes};

/// For a click that meets itself, and finds no rule that says so: a rule pack may have switched R-HUM-1 off.
const TWICE: &str = "This click already made a call. Click Call again.";

/// What an agent asks for with a click.
#[derive(Debug, Clone)]
pub struct Order {
    /// The lead.
    pub lead: ItemId,
    /// Which of its phones.
    pub slot: PhoneSlot,
    /// The token of the click ([`Dialer::click`]).
    pub click: String,
    /// The rules whose gates the agent has read and acknowledged for this one call.
    pub acknowledged: Vec<RuleId>,
}

impl Dialer {
    /// Places a call to one of a lead's phones: rings the agent's own browser. The prospect is called later, by
    /// [`Dialer::connect_prospect`], once the agent is there and only if that is allowed then.
    ///
    /// A call that Twilio refuses is no error here: its record says that it failed, and why. Nor is it one that what
    /// Twilio answered could not be written down.
    ///
    /// # Errors
    /// When the clicks come too fast, the lead or phone is not there, the call is not allowed now, or the record
    /// cannot be written: in all these Twilio was told nothing.
    pub async fn place_call(&self, agent: &Agent, order: &Order) -> Result<CallRecord, Error> {
        if self.is_closing() {
            return Err(Error::Closing);
        }
        self.bound_click(agent)?;
        let clicked = Instant::now();
        // Two clicks of one agent must not both find the line free.
        let _turn = self.turns.wait(&agent.id).await;
        let lead = self.lead_for(agent, order.lead).await?;
        let phone = lead.phone(&order.slot).ok_or(Error::NoSuchPhone)?;
        let to = phone.number.clone().map_err(|problem| Error::NotANumber(problem.0))?;
        // Without a good token there is no call that the click could be for, and R-HUM-1 says so.
        let click = Click::read(&self.settings.keys, &order.click, agent, lead.id, &phone.slot);
        let used = match &click {
            Some(click) => self.store.call(&click.call).await?.is_some(),
            None => false,
        };
        let call = click.as_ref().map_or_else(CallId::none, |click| click.call);
        let at = self.now();
        let fresh = |click: &Click, used| compliance::Click {
            age_s: at.duration_since(click.issued_at).as_secs(),
            used,
            trusted: true,
        };
        let acknowledged: Vec<String> = order.acknowledged.iter().map(ToString::to_string).collect();
        let ask = Ask {
            agent,
            lead: &lead,
            to: &to,
            call: Some(call),
            placed: false,
            click: click.as_ref().map(|click| fresh(click, used)),
            acknowledged: &acknowledged,
            acknowledged_at: at,
        };
        let mut grounds = self.grounds(&ask).await?;
        let decision = grounds.decide(Phase::Click);
        if let (None, Some(click)) = (refusal_of(&decision), &click) {
            // Only gates that were there: whoever acknowledges more has not read more.
            let used = decision.reasons().iter().filter(|r| r.cleared_by == Some(ClearedBy::Acknowledgement));
            let acknowledged = used.map(|reason| reason.rule.to_string()).collect();
            let (issued_at, origin) = (click.issued_at, click.origin);
            let behind = domain::call::Click { issued_at, acknowledged, origin };
            if let Some(record) = self.write_record(agent, &lead, phone, behind, &grounds, &decision).await? {
                // Our own share of the click: everything until Twilio is asked.
                metrics::histogram!("twoleg_click_seconds").record(clicked.elapsed().as_secs_f64());
                return Ok(self.ring_agent(agent, record).await);
            }
            // The same token twice at the same moment: the other was first.
            grounds.context.known.click = Some(fresh(click, true));
        }
        let decision = grounds.decide(Phase::Click);
        let refusal = refusal_of(&decision).ok_or(Error::Invalid(TWICE))?;
        self.tell_of_limits(agent, &decision);
        let payload = json!({
            "lead": lead.id, "to": to, "slot": phone.slot, "decision": decision, "inputs": grounds.context.known,
        });
        self.store.append_audit(notes::of_agent("call.refused", None, agent, payload)).await?;
        metrics::counter!("twoleg_calls_refused_total").increment(1);
        Err(Error::Refused(refusal))
    }

    /// None when the call exists already.
    async fn write_record(
        &self,
        agent: &Agent,
        lead: &Lead,
        phone: &LeadPhone,
        click: domain::call::Click,
        grounds: &Grounds,
        decision: &Decision,
    ) -> Result<Option<CallRecord>, Error> {
        let at = self.now();
        let Some(call) = decision.call() else { return Ok(None) };
        let record = CallRecord::new(CallFacts {
            id: call,
            agent: agent.id.clone(),
            agent_name: agent.name.clone(),
            lead: lead.id,
            lead_name: lead.name().to_owned(),
            lead_url: lead.url.clone(),
            slot: phone.slot.clone(),
            person: phone.person.clone(),
            to: grounds.context.to.clone(),
            from: self.settings.caller_id.clone(),
            placed_at: at,
            click: Some(click),
        });
        let payload = json!({
            "lead": lead.id, "slot": phone.slot, "to": record.facts.to, "decision": decision,
            "inputs": grounds.context.known, "origin": record.facts.click.as_ref().map(|click| click.origin),
        });
        let mut audit = vec![notes::of_agent("call.clicked", Some(call), agent, payload)];
        for rule in record.facts.click.iter().flat_map(|click| &click.acknowledged) {
            let payload = json!({ "rule": rule, "number": record.facts.to, "lead": lead.id });
            audit.push(notes::of_agent("gate.acknowledged", Some(call), agent, payload));
        }
        let unit = Unit {
            audit,
            ..Unit::of(NewEvent {
                id: format!("{call}:clicked"),
                kind: "clicked".into(),
                at,
                payload: json!({ "slot": phone.slot }),
            })
        };
        if self.store.create_call(&record, unit).await? == Applied::Duplicate {
            return Ok(None);
        }
        metrics::counter!("twoleg_calls_placed_total").increment(1);
        Ok(Some(record))
    }

    /// From here on nothing is an error any more: Twilio may be ringing the browser, whatever the store does.
    async fn ring_agent(&self, agent: &Agent, mut record: CallRecord) -> CallRecord {
        let call = record.facts.id;
        let id = call.to_string();
        let request = NewCall {
            to: ClientTarget::agent(&agent.id).parameter("call_id", &id),
            from: record.facts.from.clone(),
            url: self.settings.url("/connect_prospect", &[("call_id", &id)]),
            status_callback: self
                .settings
                .callback("/call_status", &[("call_id", &id), ("leg", Leg::Agent.code())]),
            timeout: AGENT_RINGS,
        };
        let answer = self.twilio.create_call(&request).await;
        let at = self.now();
        let unit = match answer {
            Ok(created) => accepted(call, &created, at),
            // Twilio may be ringing the browser although its answer was lost: its callbacks name our call, and
            // reconciliation asks for those that never come.
            Err(error) if error.outcome_unknown() => {
                tracing::warn!(call.id = %call, error = %error, "the answer to a call's creation was lost");
                return self.record_of(call).await.unwrap_or(record);
            }
            Err(error) => {
                tracing::warn!(call.id = %call, error = %error, "twilio refused the call");
                refused(call, &error, at)
            }
        };
        let audit = notes::of_agent(
            &format!("call.{}", unit.event.kind),
            Some(call),
            agent,
            unit.event.payload.clone(),
        );
        let news = unit.changes.clone();
        match self.store.record(&call, Unit { audit: vec![audit], ..unit }).await {
            Ok(_) => self.record_of(call).await.unwrap_or(record),
            Err(error) => {
                // Callbacks name our call, and reconciliation asks for what is not known of it.
                tracing::error!(call.id = %call, error = %error, "what Twilio answered could not be written down");
                for change in &news {
                    record.apply(change);
                }
                record
            }
        }
    }
}

fn refusal_of(decision: &Decision) -> Option<Refusal> {
    decision.shown().map(|reason| Refusal {
        code: reason.code.as_str().to_owned(),
        sentence: reason.sentence.clone(),
        next_allowed_at: decision.next_allowed_at(),
    })
}

fn accepted(call: CallId, created: &CallResource, at: Timestamp) -> Unit {
    let event = NewEvent {
        id: format!("{call}:created"),
        kind: "created".into(),
        at,
        payload: json!({ "call_sid": created.sid }),
    };
    Unit {
        changes: vec![
            Change::LegSid(Leg::Agent, created.sid.clone()),
            Change::LegStatus(Leg::Agent, LegStatus::Queued),
        ],
        sids: vec![(created.sid.clone(), Leg::Agent)],
        ..Unit::of(event)
    }
}

fn refused(call: CallId, error: &twilio::Error, at: Timestamp) -> Unit {
    let fault = LegFault { code: error.code(), message: error.sentence() };
    let event = NewEvent {
        id: format!("{call}:not_created"),
        kind: "not_created".into(),
        at,
        payload: json!({ "code": fault.code, "message": fault.message }),
    };
    let mut changes = Change::of_status(Leg::Agent, LegStatus::Failed, at);
    changes.push(Change::LegFault(Leg::Agent, fault));
    Unit { changes, ..Unit::of(event) }
}
