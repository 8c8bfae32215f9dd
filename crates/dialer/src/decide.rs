//! Gathers what a decision rests on, and asks the compliance engine.

use std::sync::Arc;

use compliance::{
    Acknowledgement, AgentLine, CallContext, Click, ConsentFile, Decision, Duty, History, Known, Limits,
    Operations, Phase, Place, PlaceKind, RuleId, Rules,
};
use domain::lead::Address;
use domain::{CallId, CallRecord, Disposition, E164, Lead};
use jiff::Timestamp;
use store::{CallQuery, Claim, FileKey, Rev};

use crate::files::{AgentFile, NumberFile, OrganisationFile, TrainingRecord};
use crate::limits::Looks;
use crate::{Agent, Dialer, Error, lead_facts};

/// More calls than anybody may make to one number in a lifetime.
const MOST_CALLS: usize = 1_000;

/// What is asked: may this agent call this number of this lead?
pub(crate) struct Ask<'a> {
    pub(crate) agent: &'a Agent,
    pub(crate) lead: &'a Lead,
    pub(crate) to: &'a E164,
    /// The call, once there is one; its own record does not count against it.
    pub(crate) call: Option<CallId>,
    /// Whether that call's record is written. Of two that were, the earlier has the number, or whichever was cleared:
    /// else two agents who click at the same moment would keep each other from it.
    pub(crate) placed: bool,
    /// The click behind it, where there is a good one.
    pub(crate) click: Option<Click>,
    /// The rules whose gates the agent acknowledged for this call, and when.
    pub(crate) acknowledged: &'a [String],
    pub(crate) acknowledged_at: Timestamp,
}

/// What a decision rests on.
pub(crate) struct Grounds {
    pub(crate) context: CallContext,
    rules: Arc<Rules>,
    rev: Option<Rev>,
    /// When the number was tried in the last 24 hours.
    pub(crate) attempts_24h: usize,
}

impl Grounds {
    /// What the rules say.
    pub(crate) fn decide(&self, phase: Phase) -> Decision {
        compliance::evaluate_with(&self.context, phase, &self.rules)
    }

    /// Whether consents of the person are on file, at our own desk or in the CRM, whatever they are worth now.
    pub(crate) fn has_consents(&self) -> bool {
        self.context.known.consents.as_ref().is_some_and(|file| !file.records.is_empty())
    }

    /// The right to ring the number, if nothing that bears on it has happened since these grounds were gathered.
    pub(crate) fn claim(&self) -> Claim {
        Claim { number: self.context.to.clone(), rev: self.rev }
    }
}

/// What is the same for all the numbers of a page.
pub(crate) struct Surroundings {
    open: Vec<CallRecord>,
    limits: Option<Limits>,
    agent: AgentFile,
    organisation: OrganisationFile,
}

impl Dialer {
    /// What is the same for all numbers that this agent may ask about now.
    pub(crate) async fn surroundings(&self, agent: &Agent, looks: Looks) -> Result<Surroundings, Error> {
        let key = FileKey::Agent(agent.id.clone());
        let (open, limits, (agent, _), (organisation, _)) = futures::try_join!(
            self.unfinished(None),
            self.limits(&agent.id, looks),
            self.read_file(&key),
            self.read_file(&FileKey::Organisation)
        )?;
        Ok(Surroundings { open, limits, agent, organisation })
    }

    /// Everything that the rules look at, for one call to one number.
    pub(crate) async fn grounds(&self, ask: &Ask<'_>) -> Result<Grounds, Error> {
        // The number's file before all else: whatever happens from here on moves its revision, and spoils the claim.
        let file = self.read_file(&FileKey::Number(ask.to.clone())).await?;
        // A call that was placed was acknowledged at its click.
        let looks = if ask.placed { Looks::PutsThrough(ask.acknowledged_at) } else { Looks::Clicks };
        let around = self.surroundings(ask.agent, looks).await?;
        self.grounds_within(ask, &around, file).await
    }

    /// The same for a look at a page, where many numbers share their surroundings.
    pub(crate) async fn glance(&self, ask: &Ask<'_>, around: &Surroundings) -> Result<Grounds, Error> {
        let file = self.read_file(&FileKey::Number(ask.to.clone())).await?;
        self.grounds_within(ask, around, file).await
    }

    async fn grounds_within(
        &self,
        ask: &Ask<'_>,
        around: &Surroundings,
        (file, rev): (NumberFile, Option<Rev>),
    ) -> Result<Grounds, Error> {
        let now = self.now();
        let query = CallQuery { number: Some(ask.to.clone()), limit: MOST_CALLS, ..CallQuery::default() };
        let listed = async {
            let property = ask.lead.property.as_ref();
            Ok::<_, Error>(self.screening.standing(ask.to, property, self.today()).await)
        };
        let suppression = async { Ok(self.store.suppression(ask.to).await?) };
        let calls = async { Ok(self.store.calls(&query).await?) };
        let (suppression, calls, lists) = futures::try_join!(suppression, calls, listed)?;
        let others = |record: &&CallRecord| Some(record.facts.id) != ask.call;
        let mine = |record: &&CallRecord| record.facts.agent == ask.agent.id;
        let open = || around.open.iter().filter(others);
        let has_it =
            |record: &CallRecord| !ask.placed || record.cleared.is_some() || Some(record.facts.id) < ask.call;
        let history = history(calls.iter().filter(others));
        let open_calls = open().filter(|record| record.is_open() && has_it(record)).count();
        let open_calls = u32::try_from(open_calls).unwrap_or(u32::MAX);
        let limits = around.limits.map(|limits| Limits { open_calls, ..limits });
        let day_ago = now - jiff::SignedDuration::from_hours(24);
        let attempts_24h = history.attempts.iter().filter(|at| **at > day_ago).count();
        let context = CallContext {
            call: ask.call,
            to: ask.to.clone(),
            places: places(ask.lead),
            now,
            suppressed: suppression.is_some(),
            number_in_call: open()
                .any(|record| record.is_open() && record.facts.to == *ask.to && has_it(record)),
            agent: AgentLine {
                leg_up: false,
                other_open_call: open().filter(mine).any(CallRecord::is_open),
                owes_disposition: open().filter(mine).any(CallRecord::owes_disposition),
            },
            settings: compliance::Settings {
                fictional_numbers: self.settings.fictional_numbers,
                operations: self.operations(),
                ..compliance::Settings::default()
            },
            known: Known { limits, ..self.known(ask, around, file, lists, history) },
        };
        Ok(Grounds { context, rules: self.rulebook.current(), rev, attempts_24h })
    }

    fn known(
        &self,
        ask: &Ask<'_>,
        around: &Surroundings,
        file: NumberFile,
        lists: compliance::Lists,
        history: History,
    ) -> Known {
        let acknowledgement = |id: &String| {
            let rule: RuleId = id.parse().ok()?;
            let number = ask.to.clone();
            Some(Acknowledgement { rule, number, at: ask.acknowledged_at, call: ask.call })
        };
        let mut records = file.consents;
        records.extend(lead_facts::consents(ask.lead, ask.to));
        let organisation = &around.organisation;
        let caller_id = organisation.caller_id.as_ref();
        Known {
            click: ask.click,
            lists,
            consents: Some(ConsentFile { records, revoked: file.revoked_at.is_some() }),
            line: file.line,
            history: Some(history),
            caller_id: caller_id.and_then(|checked| checked.fact(&self.settings.caller_id)),
            training: around.agent.training.as_ref().map(TrainingRecord::fact),
            registrations: Some(organisation.registrations.clone()),
            // The others' calls among them are counted call by call.
            limits: None,
            lead: Some(lead_facts::of(ask.lead)),
            emergencies: organisation.emergencies.clone(),
            extra_holidays: organisation.holidays.clone(),
            overrides: file.overrides,
            acknowledgements: ask.acknowledged.iter().filter_map(acknowledgement).collect(),
            prospect_audio: None,
        }
    }

    /// What this server fulfils of what the rules ask for. What it does not is a warning in each decision, so no
    /// record reads as if the check had been made.
    fn operations(&self) -> Operations {
        let asked_of_nobody = Operations::all().without(Duty::ReassignedNumbers);
        let bought = [Duty::StateRegistries, Duty::LitigatorList, Duty::LocalLists];
        let without_lists = bought.into_iter().fold(asked_of_nobody, Operations::without);
        let without_lists =
            if self.settings.limits.is_none() { without_lists.without(Duty::Limits) } else { without_lists };
        // The sandbox's people are on no registry; a live server must have the national one, or it calls nobody.
        if self.settings.fictional_numbers {
            without_lists.without(Duty::NationalRegistry)
        } else {
            without_lists
        }
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

fn places(lead: &Lead) -> Vec<Place> {
    let of = |kind, address: &Option<Address>| address.as_ref().map(|address| Place::of(kind, address));
    [of(PlaceKind::Property, &lead.property), of(PlaceKind::Mailing, &lead.mailing)]
        .into_iter()
        .flatten()
        .collect()
}

/// What was dialled before, newest first, over all leads and agents.
fn history<'a>(calls: impl Iterator<Item = &'a CallRecord> + Clone) -> History {
    let spoken = |record: &&CallRecord| {
        let machine = [Disposition::Voicemail, Disposition::NoAnswer];
        let said = record.wrap_up.as_ref().map(|wrap_up| wrap_up.submission.disposition);
        record.prospect_leg.answered_at.is_some() && said.is_none_or(|said| !machine.contains(&said))
    };
    let attempted = |record: &CallRecord| record.attempted_at();
    let last_spoken = calls.clone().filter(spoken).filter_map(attempted).max();
    let attempts: Vec<Timestamp> = calls.clone().filter_map(attempted).collect();
    let without_contact = attempts.iter().filter(|at| last_spoken.is_none_or(|spoken| **at > spoken)).count();
    let not_interested = calls.filter_map(|record| record.wrap_up.as_ref()).filter_map(|wrap_up| {
        (wrap_up.submission.disposition == Disposition::NotInterested).then_some(wrap_up.saved_at)
    });
    History {
        attempts_without_contact: u32::try_from(without_contact).unwrap_or(u32::MAX),
        not_interested_at: not_interested.max(),
        attempts,
    }
}
