//! Gathers what a decision rests on, and asks the compliance engine.

use compliance::{AgentLine, CallContext, Decision, Duty, Known, Operations, Phase, Place, PlaceKind};
use domain::{CallId, CallRecord, E164, Lead};
use store::CallQuery;

use crate::{Agent, Dialer, Error};

impl Dialer {
    /// May this agent call this number of this lead now?
    pub(crate) async fn decide(
        &self,
        agent: &Agent,
        lead: &Lead,
        to: &E164,
        call: Option<CallId>,
        phase: Phase,
    ) -> Result<Decision, Error> {
        Ok(compliance::evaluate(&self.context(agent, lead, to, call).await?, phase))
    }

    /// Everything that the rules look at, for one call to one number.
    pub(crate) async fn context(
        &self,
        agent: &Agent,
        lead: &Lead,
        to: &E164,
        call: Option<CallId>,
    ) -> Result<CallContext, Error> {
        let open = self.unfinished(None).await?;
        let others = |record: &&CallRecord| Some(record.facts.id) != call;
        let mine = |record: &&CallRecord| record.facts.agent == agent.id;
        let places = [(PlaceKind::Property, &lead.property), (PlaceKind::Mailing, &lead.mailing)];
        Ok(CallContext {
            call,
            to: to.clone(),
            places: places
                .into_iter()
                .filter_map(|(kind, address)| address.as_ref().map(|address| Place::of(kind, address)))
                .collect(),
            now: self.now(),
            suppressed: self.store.suppression(to).await?.is_some(),
            number_in_call: open
                .iter()
                .filter(others)
                .any(|record| record.is_open() && record.facts.to == *to),
            agent: AgentLine {
                leg_up: false,
                other_open_call: open.iter().filter(others).filter(mine).any(CallRecord::is_open),
                owes_disposition: open.iter().filter(others).filter(mine).any(CallRecord::owes_disposition),
            },
            settings: compliance::Settings {
                fictional_numbers: self.settings.fictional_numbers,
                operations: operations(self.settings.fictional_numbers),
                ..compliance::Settings::default()
            },
            known: Known::default(),
        })
    }

    /// The calls that are open or owe a disposition: an agent's, or everybody's.
    pub(crate) async fn unfinished(&self, agent: Option<&Agent>) -> Result<Vec<CallRecord>, Error> {
        let query = CallQuery {
            agent: agent.map(|agent| agent.id.clone()),
            unfinished: true,
            limit: 1_000,
            ..CallQuery::default()
        };
        Ok(self.store.calls(&query).await?)
    }
}

/// What this server fulfils of what the rules ask for: nothing yet, said openly, so that each decision carries a warning
/// for each. The sandbox's world has no registry. A live server must have one: without it, nobody is called.
fn operations(sandbox: bool) -> Operations {
    if sandbox { Operations::none() } else { Operations::none().with(Duty::NationalRegistry) }
}
