//! The use-cases' common ground: what they stand on, and the small questions that all of them ask.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::{CallId, CallRecord, ItemId, Lead};
use jiff::civil::Date;
use podio::LeadRef;
use store::{Store, StoreChange};
use tokio::sync::{Notify, broadcast};

use crate::alarms::Bell;
use crate::clicks::AgentBound;
use crate::lead_cache::LeadCache;
use crate::recordings::Plays;
use crate::records::Records;
use crate::rulebook::Rulebook;
use crate::screening::Screening;
use crate::settings::{Settings, TOKEN_SECONDS};
use crate::today::Today;
use crate::turns::Turns;
use crate::voice_keys::VoiceKeys;
use crate::{Agent, Clock, Error, Person, VoiceToken};

/// What the use-cases stand on.
pub struct Services {
    /// Where the records live.
    pub store: Arc<dyn Store>,
    /// The carrier.
    pub twilio: twilio::Client,
    /// The CRM.
    pub podio: podio::Podio,
    /// What signs voice tokens.
    pub voice_keys: VoiceKeys,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The rules in force.
    pub rulebook: Rulebook,
    /// The do-not-call lists that were imported.
    pub screening: Screening,
}

/// Everything that an agent, Twilio or the clock can set going. Cheap to clone.
#[derive(Clone)]
pub struct Dialer {
    pub(crate) settings: Arc<Settings>,
    records: Records,
    pub(crate) twilio: twilio::Client,
    pub(crate) podio: podio::Podio,
    pub(crate) voice_keys: Arc<VoiceKeys>,
    pub(crate) screening: Screening,
    pub(crate) cache: LeadCache,
    pub(crate) turns: Turns,
    pub(crate) plays: Plays,
    pub(crate) clicks: AgentBound,
    pub(crate) lead_reads: AgentBound,
    pub(crate) list_reads: AgentBound,
    pub(crate) today: Today,
    pub(crate) bell: Bell,
    pub(crate) outbox_nudge: Arc<Notify>,
    closing: Arc<AtomicBool>,
}

/// A dialer is its records and the means to call: whatever is done with records alone is done with a dialer as well.
impl Deref for Dialer {
    type Target = Records;
    fn deref(&self) -> &Records {
        &self.records
    }
}

impl Dialer {
    /// Puts the use-cases on their ground.
    pub fn new(settings: Settings, services: Services) -> Self {
        let Services { store, twilio, podio, voice_keys, clock, rulebook, screening } = services;
        Self {
            settings: Arc::new(settings),
            records: Records::new(store, clock, rulebook),
            twilio,
            podio,
            voice_keys: Arc::new(voice_keys),
            screening,
            cache: LeadCache::new(),
            turns: Turns::default(),
            plays: Plays::default(),
            clicks: AgentBound::clicks(),
            lead_reads: AgentBound::lead_reads(),
            list_reads: AgentBound::list_reads(),
            today: Today::default(),
            bell: Bell::default(),
            outbox_nudge: Arc::new(Notify::new()),
            closing: Arc::new(AtomicBool::new(false)),
        }
    }

    /// Takes no new calls from now on: the process is about to stop. Calls that run go on at Twilio, and their
    /// callbacks are taken until the very end.
    pub fn close(&self) {
        self.closing.store(true, Ordering::Relaxed);
    }

    /// Whether new calls are still taken.
    pub fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Relaxed)
    }

    /// The agents' day.
    pub fn today(&self) -> Date {
        self.now().to_zoned(self.settings.zone.clone()).date()
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// A call to look at: an agent's own, and any of the team's for a supervisor.
    ///
    /// # Errors
    /// When there is none, or it is not theirs to see.
    pub async fn call(&self, person: &Person, call: &CallId) -> Result<CallRecord, Error> {
        let record = self.record_of(*call).await?;
        if person.may_see(&record) { Ok(record) } else { Err(Error::NoSuchCall) }
    }

    /// A call that the agent placed: what is said of it, and done to it, is theirs alone.
    ///
    /// # Errors
    /// When there is none, or it is somebody else's.
    pub(crate) async fn own_call(&self, agent: &Agent, call: &CallId) -> Result<CallRecord, Error> {
        let record = self.record_of(*call).await?;
        if record.facts.agent == agent.id { Ok(record) } else { Err(Error::NoSuchCall) }
    }

    /// The agent's call that is open or owes a disposition.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn current(&self, agent: &Agent) -> Result<Option<CallRecord>, Error> {
        Ok(self.unfinished(Some(agent)).await?.into_iter().next())
    }

    /// Tells which calls change, from now on.
    pub fn watch(&self) -> broadcast::Receiver<StoreChange> {
        self.store.watch()
    }

    /// A token with which the agent's browser registers at Twilio, and can do nothing else.
    ///
    /// # Errors
    /// When the API key's secret cannot sign.
    pub fn voice_token(&self, agent: &Agent) -> Result<VoiceToken, Error> {
        let token = self.voice_keys.sign(agent)?;
        Ok(VoiceToken { token, ttl_s: TOKEN_SECONDS })
    }

    /// A lead for a call that was placed. What a person asks for goes by [`Dialer::lead_for`].
    pub(crate) async fn lead(&self, id: ItemId) -> Result<Arc<Lead>, Error> {
        self.cache.get(id, self.read_lead(&LeadRef::Item(id))).await
    }

    /// Podio's "not there" and "not of that app" are one answer for the agent.
    pub(crate) async fn read_lead(&self, lead: &LeadRef) -> Result<Lead, Error> {
        self.podio.lead(lead).await.map_err(|error| match error {
            podio::Error::NotFound | podio::Error::WrongApp => Error::NoSuchLead,
            other => Error::Crm(other),
        })
    }
}
