//! The leads to work, and one of them opened: one Podio request, or none when it was read lately.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use compliance::{Decision, ListStatus, Phase, Reason, Severity};
use domain::{CallRecord, CallState, ItemId, Lead, LeadPhone};
use futures::future::try_join_all;
use podio::LeadRef;
use store::CallQuery;

use crate::clicks::AgentBound;
use crate::decide::{Ask, Surroundings};
use crate::limits::Looks;
use crate::{Agent, ColleagueCall, Dialer, Error, Gate, LastCall, LeadRow, Person, PhoneStatus, Workspace};

/// As many leads as one page of Podio's filter gives.
const LIST: usize = 100;
/// The calls that are looked through for the list's *last call*.
const RECENT_CALLS: usize = 1_000;
/// The calls that are shown with a lead.
const HISTORY: usize = 50;

impl Dialer {
    /// The leads to work, newest first: as they were when Podio was last asked, where this agent has had it asked too often.
    ///
    /// # Errors
    /// When Podio or the store cannot be read, or this agent has asked too often for a list that was never read.
    pub async fn leads(&self, agent: &Agent) -> Result<Vec<LeadRow>, Error> {
        let read = async {
            self.bound_lead_reads(&self.list_reads, agent, 1)?;
            let read = self.podio.leads(LIST).await;
            if read.as_ref().is_err_and(|error| !was_answered(error)) {
                self.list_reads.give_back(&agent.id, 1, Instant::now());
            }
            Ok::<_, Error>(read?)
        };
        let leads = self.cache.list(read).await?;
        let recent = CallQuery { limit: RECENT_CALLS, ..CallQuery::default() };
        let mut last_calls: HashMap<ItemId, LastCall> = HashMap::new();
        for call in self.store.calls(&recent).await? {
            last_calls
                .entry(call.facts.lead)
                .or_insert_with(|| LastCall { at: call.facts.placed_at, summary: summary(&call) });
        }
        let mut rows = Vec::with_capacity(leads.len());
        for lead in leads.iter() {
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

    /// A lead with what may be done with each of its phones now, its calls so far as far as they are `person`'s to see,
    /// and their own call that is not finished.
    ///
    /// # Errors
    /// When there is no such lead, this agent has asked for too many, or Podio or the store cannot be read.
    pub async fn open(&self, person: &Person, lead: &LeadRef) -> Result<Workspace, Error> {
        let lead = match lead {
            LeadRef::Item(id) => self.lead_for(&person.agent, *id).await?,
            other => self.cache.put(self.read_lead_for(&person.agent, other).await?).await,
        };
        let phones = self.phones(&person.agent, &lead).await?;
        let history = CallQuery { lead: Some(lead.id), limit: HISTORY, ..CallQuery::default() };
        let (calls, others): (Vec<_>, Vec<_>) =
            self.store.calls(&history).await?.into_iter().partition(|call| person.may_see(call));
        let colleagues = others.iter().map(ColleagueCall::of).collect();
        let current = self.current(&person.agent).await?;
        Ok(Workspace { lead: Lead::clone(&lead), phones, calls, colleagues, current })
    }

    /// A lead, read at most a minute ago.
    ///
    /// # Errors
    /// When there is no such lead, this agent has asked for too many, or Podio cannot be read.
    pub async fn lead_now(&self, agent: &Agent, lead: ItemId) -> Result<Arc<Lead>, Error> {
        self.lead_for(agent, lead).await
    }

    /// A lead that an agent asks for. One that was read lately costs nothing.
    pub(crate) async fn lead_for(&self, agent: &Agent, id: ItemId) -> Result<Arc<Lead>, Error> {
        let lead = LeadRef::Item(id);
        self.cache.get(id, self.read_lead_for(agent, &lead)).await
    }

    async fn read_lead_for(&self, agent: &Agent, lead: &LeadRef) -> Result<Lead, Error> {
        let most = most_requests(lead);
        self.bound_lead_reads(&self.lead_reads, agent, most)?;
        let read = self.read_lead(lead).await;
        let unused = most - requests_made(lead, &read);
        self.lead_reads.give_back(&agent.id, unused, Instant::now());
        read
    }

    /// Takes requests to Podio of an agent's, before they are made: its limit is everybody's.
    fn bound_lead_reads(&self, bound: &AgentBound, agent: &Agent, requests: u32) -> Result<(), Error> {
        if self.settings.limits.is_none() {
            return Ok(());
        }
        bound.take(&agent.id, requests, Instant::now()).map_err(|wait| {
            metrics::counter!("twoleg_lead_reads_refused_total").increment(1);
            Error::TooManyReads { wait }
        })
    }

    /// What may be done with each of a lead's phones now, in the lead's order: what an open page asks again and again,
    /// without asking Podio.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn phones(&self, agent: &Agent, lead: &Lead) -> Result<Vec<PhoneStatus>, Error> {
        let around = self.surroundings(agent, Looks::AtPage).await?;
        try_join_all(lead.phones.iter().map(|phone| self.phone_status(agent, lead, phone, &around))).await
    }

    async fn phone_status(
        &self,
        agent: &Agent,
        lead: &Lead,
        phone: &LeadPhone,
        around: &Surroundings,
    ) -> Result<PhoneStatus, Error> {
        let to = match &phone.number {
            Ok(number) => number,
            Err(problem) => {
                let sentence = format!("Cannot be called: {}. Correct it in Podio.", problem.0);
                return Ok(PhoneStatus::not_a_number(phone.slot.clone(), sentence));
            }
        };
        let ask = Ask {
            agent,
            lead,
            to,
            call: None,
            placed: false,
            click: None,
            acknowledged: &[],
            acknowledged_at: self.now(),
        };
        let grounds = self.glance(&ask, around).await?;
        let decision = grounds.decide(Phase::Click);
        let gates = gates(&decision);
        let strip = decision.strip();
        Ok(PhoneStatus {
            slot: phone.slot.clone(),
            may_call: strip.may_call,
            gates,
            sentence: strip.sentence,
            local_time: strip.local_time,
            next_allowed_at: strip.next_allowed_at,
            attempts_24h: grounds.attempts_24h,
            lists: lists_in_words(&grounds.context.known.lists),
            recording: Some(decision.recording().max(self.settings.recording)),
        })
    }
}

/// The requests to Podio that a lead may cost.
fn most_requests(lead: &LeadRef) -> u32 {
    match lead {
        // By its id; and where no lead has that, by the number within the app.
        LeadRef::Item(_) => 2,
        LeadRef::AppItem(_) => 1,
        // For the number in the address, for what it stands for, and for that item.
        LeadRef::Url(_) => 3,
    }
}

/// Those that it has cost, or may have.
fn requests_made(lead: &LeadRef, read: &Result<Lead, Error>) -> u32 {
    match (lead, read) {
        (_, Err(Error::Crm(error))) if !was_answered(error) => 0,
        (LeadRef::Item(asked), Ok(found)) if found.id == *asked => 1,
        _ => most_requests(lead),
    }
}

/// Whether Podio has answered what was asked. That it could not, or was not asked because it would not, is none of the
/// agent's doing: a page that is left open asks again by itself.
fn was_answered(error: &podio::Error) -> bool {
    use podio::Error as E;
    !matches!(
        error,
        E::RateLimited { .. } | E::SignIn(_) | E::Unreachable(_) | E::NoAnswer(_) | E::Unavailable { .. }
    )
}

/// The gates that an agent's acknowledgement opens; none when something else stands in the way as well.
fn gates(decision: &Decision) -> Vec<Gate> {
    let waiting = |reason: &&Reason| reason.blocks();
    if decision.reasons().iter().filter(waiting).any(|reason| !reason.asks()) {
        return Vec::new();
    }
    let gate = |reason: &Reason| Gate {
        rule: reason.rule,
        hard: reason.severity == Severity::Hard,
        sentence: reason.sentence.clone(),
    };
    decision.reasons().iter().filter(waiting).map(gate).collect()
}

/// What the national registry says, as part of a line.
fn lists_in_words(lists: &compliance::Lists) -> Option<String> {
    let words = match &lists.national {
        ListStatus::NotLoaded => return None,
        ListStatus::NotSubscribed => "area code not in the registry",
        ListStatus::Unavailable => "registry cannot be read",
        ListStatus::Loaded { hit: true, .. } => "on the national registry",
        ListStatus::Loaded { hit: false, .. } => "not on the national registry",
    };
    Some(words.to_owned())
}

impl ColleagueCall {
    fn of(call: &CallRecord) -> Self {
        let facts = &call.facts;
        Self { at: facts.placed_at, agent_name: facts.agent_name.clone(), summary: summary(call) }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(error: podio::Error) -> Result<Lead, Error> {
        Err(Error::Crm(error))
    }

    #[test]
    fn a_lead_costs_what_podio_was_asked_for_it_and_has_answered() {
        let by_id = LeadRef::Item(ItemId(7));
        for away in [
            podio::Error::RateLimited { wait: std::time::Duration::from_mins(1) },
            podio::Error::Unavailable { status: 503 },
            podio::Error::SignIn(podio::SignInProblem::Unavailable),
            podio::Error::SignIn(podio::SignInProblem::Login),
        ] {
            assert_eq!(requests_made(&by_id, &failed(away.clone())), 0, "{away}");
            assert_eq!(requests_made(&LeadRef::Url(String::new()), &failed(away.clone())), 0, "{away}");
        }
        assert_eq!(requests_made(&by_id, &Err(Error::NoSuchLead)), 2);
        assert_eq!(requests_made(&LeadRef::AppItem(7), &Err(Error::NoSuchLead)), 1);
        // It counts at Podio, and would be asked for without end.
        assert_eq!(requests_made(&by_id, &failed(podio::Error::Unreadable(String::new()))), 2);
        let found = |id: u64| Ok(crate::testing::lead(id));
        assert_eq!(requests_made(&by_id, &found(7)), 1);
        assert_eq!(requests_made(&by_id, &found(3_211_775_107)), 2, "by the number within the app");
    }
}
