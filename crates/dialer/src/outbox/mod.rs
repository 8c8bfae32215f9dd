//! What the CRM is owed. A worker claims entries under a lease, pays them, and finishes them; an entry that fails
//! is tried again later, in the order of its call.

mod activity;
mod backoff;
mod link;
pub(crate) mod operator;
mod rest;
mod task;

use std::time::Duration;

use domain::CallId;
use domain::call::Change;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::{Done, Leased, NewEvent, OutboxEntry, Unit};
use tokio_util::sync::CancellationToken;

use crate::{Dialer, Error};
pub(crate) use link::owed_link;

/// Longer than Podio's slowest answer and our time-out for it.
const LEASE: Duration = Duration::from_secs(90);
/// How often to look when nothing nudges.
const LOOK: Duration = Duration::from_secs(2);
/// How many entries one look takes.
const AT_ONCE: usize = 8;
/// What Podio refuses is mended by a person, in the app or in the configuration: tried again slowly, for about a
/// day, and then kept for somebody to look at.
const MOST_REFUSALS: u32 = 100;
const AFTER_REFUSAL: Duration = Duration::from_mins(1);
/// What fails in passing is tried for about a week, at most every quarter of an hour, and then kept likewise.
const MOST_ATTEMPTS: u32 = 700;

/// What an entry asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The Call Activity shall say what the record says.
    Activity,
    /// The follow-up task shall exist.
    Task,
    /// A lead shall have the link that calls it. This one belongs to no call.
    LeadLink,
}

impl Kind {
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Activity => "activity",
            Self::Task => "task",
            Self::LeadLink => "lead_link",
        }
    }

    fn of(code: &str) -> Option<Self> {
        [Self::Activity, Self::Task, Self::LeadLink].into_iter().find(|kind| kind.code() == code)
    }
}

/// An entry that is due at once. Its id contains its event's, or a true event would pass for a duplicate.
pub(crate) fn owed(call: CallId, kind: Kind, event: &str) -> OutboxEntry {
    OutboxEntry {
        id: format!("{call}:{}:{event}", kind.code()),
        order_key: call.to_string(),
        kind: kind.code().to_owned(),
        payload: json!({ "call": call }),
        due_at: Timestamp::now(),
    }
}

impl Dialer {
    /// Pays what is owed, until `stop`. What is being paid then is finished first.
    pub async fn drain_outbox(&self, stop: CancellationToken) {
        let worker = self.settings.worker.as_str();
        if let Err(error) = self.store.release(worker, Timestamp::now()).await {
            tracing::warn!(error = %error, "what a former run had leased comes back when its leases end");
        }
        while !stop.is_cancelled() {
            let busy = match self.pay_once(worker).await {
                Ok(paid) => paid > 0,
                Err(error) => {
                    tracing::error!(error = %error, "the outbox cannot be read");
                    false
                }
            };
            if !busy {
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = self.outbox_nudge.notified() => {}
                    () = tokio::time::sleep(LOOK) => {}
                }
            }
        }
        // What could not be finished is another worker's at once, and not only when its lease ends.
        if let Err(error) = self.store.release(worker, Timestamp::now()).await {
            tracing::warn!(error = %error, "leases were not given back");
        }
    }

    /// Claims what is due and pays it. Answers how many entries that were.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn pay_once(&self, worker: &str) -> Result<usize, Error> {
        let now = Timestamp::now();
        let most = self.most_at_once(now).await?;
        if most == 0 {
            return Ok(0);
        }
        let leased = self.store.claim(worker, now, LEASE, most).await?;
        let paid = leased.len();
        futures::future::join_all(leased.iter().map(|entry| self.pay_entry(entry))).await;
        Ok(paid)
    }

    async fn pay_entry(&self, entry: &Leased) {
        let done = match self.pay(entry).await {
            Ok(()) => Done::Ok,
            Err(error) => {
                tracing::warn!(outbox.id = entry.entry.id, attempts = entry.attempts, error = %error, "not paid");
                self.let_the_crm_rest(&error).await;
                later(entry, &error)
            }
        };
        self.say_trouble(entry, &done).await;
        if let Err(error) = self.store.finish(entry, done).await {
            // The lease ran out and somebody else has it, or the store is down: the entry comes back by itself.
            tracing::warn!(outbox.id = entry.entry.id, error = %error, "not finished");
        }
    }

    async fn pay(&self, entry: &Leased) -> Result<(), Error> {
        // After a first attempt nobody can tell whether Podio carried it out.
        let check_first = entry.attempts > 1;
        let call = || call_of(entry).ok_or(Error::NoSuchCall);
        match Kind::of(&entry.entry.kind) {
            Some(Kind::Activity) => self.pay_activity(call()?, entry, check_first).await,
            Some(Kind::Task) => self.pay_task(call()?, entry, check_first).await,
            Some(Kind::LeadLink) => self.pay_lead_link(entry).await,
            None => Err(Error::NoSuchCall),
        }
    }

    /// The agent sees why the CRM does not have the call yet, and that it has it now.
    async fn say_trouble(&self, entry: &Leased, done: &Done) {
        let trouble = match done {
            Done::Ok => None,
            Done::RetryAt { error, .. } | Done::Dead { error } => Some(error.clone()),
        };
        let Some(call) = call_of(entry) else { return };
        match self.record_of(call).await {
            Ok(record) if record.crm.trouble != trouble => {}
            _ => return,
        }
        let event = NewEvent {
            id: format!("{}:attempt:{}", entry.entry.id, entry.attempts),
            kind: "crm".into(),
            at: self.now(),
            payload: json!({ "trouble": trouble }),
        };
        let unit = Unit { changes: vec![Change::CrmTrouble(trouble)], ..Unit::of(event) };
        if let Err(error) = self.store.record(&call, unit).await {
            tracing::warn!(call.id = %call, error = %error, "the CRM's trouble was not noted");
        }
    }
}

/// When to try again, if at all.
fn later(entry: &Leased, error: &Error) -> Done {
    let said = error.sentence();
    let refused = matches!(error, Error::Crm(podio) if !podio.is_transient());
    if entry.attempts >= if refused { MOST_REFUSALS } else { MOST_ATTEMPTS } {
        metrics::counter!("twoleg_outbox_dead_total").increment(1);
        return Done::Dead { error: said };
    }
    let asked = match error {
        _ if refused => Some(AFTER_REFUSAL),
        Error::Crm(podio) => podio.retry_after(),
        _ => None,
    };
    let wait = backoff::wait(entry.attempts, asked);
    let at = Timestamp::now();
    let at = SignedDuration::try_from(wait).ok().and_then(|wait| at.checked_add(wait).ok()).unwrap_or(at);
    Done::RetryAt { at, error: said }
}

fn call_of(entry: &Leased) -> Option<CallId> {
    entry.entry.payload.get("call")?.as_str()?.parse().ok()
}
