//! The leads to work, and one of them opened: one Podio request, or none when it was read lately.

use std::collections::HashMap;

use compliance::Phase;
use domain::{CallRecord, CallState, ItemId, Lead, LeadPhone};
use jiff::SignedDuration;
use podio::LeadRef;
use store::CallQuery;

use crate::{Agent, Dialer, Error, LastCall, LeadRow, PhoneStatus, Workspace};

/// As many leads as one page of Podio's filter gives.
const LIST: usize = 100;
/// The calls that are looked through for the list's *last call*.
const RECENT_CALLS: usize = 1_000;
/// The calls that are shown with a lead.
const HISTORY: usize = 50;

impl Dialer {
    /// The leads to work, newest first.
    ///
    /// # Errors
    /// When Podio or the store cannot be read.
    pub async fn leads(&self) -> Result<Vec<LeadRow>, Error> {
        let leads = self.podio.leads(LIST).await?;
        let recent = CallQuery { limit: RECENT_CALLS, ..CallQuery::default() };
        let mut last_calls: HashMap<ItemId, LastCall> = HashMap::new();
        for call in self.store.calls(&recent).await? {
            last_calls
                .entry(call.facts.lead)
                .or_insert_with(|| LastCall { at: call.facts.placed_at, summary: summary(&call) });
        }
        let mut rows = Vec::with_capacity(leads.len());
        for lead in leads {
            let lead = self.cache.put(lead).await;
            rows.push(LeadRow {
                id: lead.id,
                name: lead.name().to_owned(),
                lead_type: lead.lead_type.clone(),
                place: lead.property.as_ref().map(|address| address.line.clone()),
                phones: lead.phones.iter().filter(|phone| phone.number.is_ok()).count(),
                last_call: last_calls.remove(&lead.id),
            });
        }
        Ok(rows)
    }

    /// A lead with what may be done with each of its phones now, its calls so far, and the agent's own call that
    /// is not finished.
    ///
    /// # Errors
    /// When there is no such lead, or Podio or the store cannot be read.
    pub async fn open(&self, agent: &Agent, lead: &LeadRef) -> Result<Workspace, Error> {
        let lead = match lead {
            LeadRef::Item(id) => self.lead(*id).await?,
            other => self.cache.put(self.read_lead(other).await?).await,
        };
        let mut phones = Vec::with_capacity(lead.phones.len());
        for phone in &lead.phones {
            phones.push(self.phone_status(agent, &lead, phone).await?);
        }
        let history = CallQuery { lead: Some(lead.id), limit: HISTORY, ..CallQuery::default() };
        let calls = self.store.calls(&history).await?;
        let current = self.current(agent).await?;
        Ok(Workspace { lead: Lead::clone(&lead), phones, calls, current })
    }

    async fn phone_status(
        &self,
        agent: &Agent,
        lead: &Lead,
        phone: &LeadPhone,
    ) -> Result<PhoneStatus, Error> {
        let to = match &phone.number {
            Ok(number) => number,
            Err(problem) => {
                return Ok(PhoneStatus {
                    slot: phone.slot.clone(),
                    may_call: false,
                    sentence: format!("Cannot be called: {}. Correct it in Podio.", problem.0),
                    local_time: None,
                    next_allowed_at: None,
                    calls_today: 0,
                });
            }
        };
        let decision = self.decide(agent, lead, to, None, Phase::Click).await?;
        let strip = decision.strip();
        let since = self.now().checked_sub(SignedDuration::from_hours(24)).ok();
        let today = CallQuery { number: Some(to.clone()), from: since, limit: 1_000, ..CallQuery::default() };
        let calls = self.store.calls(&today).await?;
        Ok(PhoneStatus {
            slot: phone.slot.clone(),
            may_call: strip.may_call,
            sentence: strip.sentence,
            local_time: strip.local_time,
            next_allowed_at: strip.next_allowed_at,
            calls_today: u32::try_from(calls.iter().filter(|call| call.reached_out()).count())
                .unwrap_or(u32::MAX),
        })
    }
}

/// Its disposition, or else how it ended.
fn summary(call: &CallRecord) -> String {
    if let Some(wrap_up) = &call.wrap_up {
        return wrap_up.submission.disposition.label().to_owned();
    }
    match call.state() {
        CallState::Ended { .. } if call.owes_disposition() => "No disposition yet".to_owned(),
        CallState::Ended { .. } => "Not put through".to_owned(),
        _ => "In progress".to_owned(),
    }
}
