//! What Twilio's callbacks never told: asked of Twilio at start-up and now and then, so that no call stays open for
//! ever, no length is missing, and no recording stays unlinked.

mod absence;
mod lost;
mod recordings;

use std::time::Duration;

use domain::call::{Change, Leg, LegFault, LegStatus};
use domain::{CallRecord, CallSid};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::{Applied, CallQuery, NewEvent, Unit};
use tokio_util::sync::CancellationToken;
use twilio::CallResource;

use crate::outbox::{Kind, owed};
use crate::{Dialer, Error, notes};

/// How often to ask.
const EVERY: Duration = Duration::from_secs(15);
/// A call that was placed less than this ago is left alone: its callbacks are on their way.
const YOUNG: SignedDuration = SignedDuration::from_secs(30);
/// A call that Twilio never acknowledged, and does not have either, is given up after this. Longer than a request to
/// Twilio can take.
const UNACKNOWLEDGED: SignedDuration = SignedDuration::from_secs(90);
/// How many rounds go by between two looks at calls that are over, but not with everything that belongs to them.
const LEFTOVERS: u32 = 8;
/// How far back those looks go.
const LEFTOVERS_OF: SignedDuration = SignedDuration::from_hours(24);

impl Dialer {
    /// Asks again and again, until `stop`; the first time at once, for the calls that a restart cut off.
    pub async fn keep_reconciling(&self, stop: CancellationToken) {
        let mut young = SignedDuration::ZERO;
        let mut round: u32 = 0;
        while !stop.is_cancelled() {
            if let Err(error) = self.reconcile(young).await {
                tracing::warn!(error = %error, "open calls could not be checked");
            }
            if round.is_multiple_of(LEFTOVERS)
                && let Err(error) = self.reconcile_leftovers().await
            {
                tracing::warn!(error = %error, "recent calls could not be checked");
            }
            round = round.wrapping_add(1);
            young = YOUNG;
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    }

    /// Makes every unfinished call that was placed `young` ago or earlier say what Twilio says.
    ///
    /// # Errors
    /// When the store cannot be read. A call of which Twilio cannot be asked now is left for the next time.
    pub async fn reconcile(&self, young: SignedDuration) -> Result<(), Error> {
        let query = CallQuery { unfinished: true, limit: 500, ..CallQuery::default() };
        for record in self.store.calls(&query).await? {
            if self.age(&record) >= young
                && let Err(error) = self.reconcile_unfinished(&record).await
            {
                tracing::warn!(call.id = %record.facts.id, error = %error, "an open call could not be checked");
            }
        }
        Ok(())
    }

    /// A call that was open when it was last heard of, perhaps long ago: then the looks at what is left over do not reach
    /// back to it, and nobody asks for its recordings after this.
    async fn reconcile_unfinished(&self, record: &CallRecord) -> Result<(), Error> {
        self.reconcile_call(record).await?;
        if !record.is_open() || !self.is_old(record) {
            return Ok(());
        }
        let record = self.record_of(record.facts.id).await?;
        if record.is_open() { Ok(()) } else { self.reconcile_recordings(&record).await }
    }

    /// Calls that are over for us, while the prospect's leg or the recording still has something to tell: those of the last
    /// day, and whatever is older and not done with.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn reconcile_leftovers(&self) -> Result<(), Error> {
        let from = self.now().checked_sub(LEFTOVERS_OF).ok();
        let query = CallQuery { from, limit: 1000, ..CallQuery::default() };
        let recent = self.store.calls(&query).await?;
        let query = CallQuery { unfinished: true, limit: 500, ..CallQuery::default() };
        let mut older = self.store.calls(&query).await?;
        older.retain(|record| self.is_old(record));
        for record in recent.into_iter().chain(older) {
            if record.is_open() || self.age(&record) < YOUNG {
                continue;
            }
            let checked = if is_silent(&record) { self.reconcile_call(&record).await } else { Ok(()) };
            let checked = checked.and(self.reconcile_recordings(&record).await);
            if let Err(error) = checked {
                tracing::warn!(call.id = %record.facts.id, error = %error, "a recent call could not be checked");
            }
        }
        Ok(())
    }

    fn age(&self, record: &CallRecord) -> SignedDuration {
        // The sandbox's clock can be turned back: then a call that "is yet to come" is an old one.
        self.now().duration_since(record.facts.placed_at).abs()
    }

    /// Whether the looks at the last day's calls leave it out.
    fn is_old(&self, record: &CallRecord) -> bool {
        self.age(record) >= LEFTOVERS_OF
    }

    /// Makes one call's record say what Twilio says.
    pub(crate) async fn reconcile_call(&self, record: &CallRecord) -> Result<(), Error> {
        let Some(sid) = &record.agent_leg.sid else {
            return self.reconcile_unacknowledged(record).await;
        };
        match self.twilio.call(sid).await {
            Ok(leg) => {
                for child in self.twilio.child_calls(sid).await? {
                    self.take_resource(record, Leg::Prospect, &child).await?;
                }
                self.take_resource(record, Leg::Agent, &leg).await
            }
            Err(error) if error.is_not_found() => self.give_up(record).await,
            Err(error) => Err(error.into()),
        }
    }

    async fn take_resource(
        &self,
        record: &CallRecord,
        leg: Leg,
        resource: &CallResource,
    ) -> Result<(), Error> {
        let known = record.leg(leg);
        let no_further = known.status().is_some_and(|status| status.rank() >= resource.status.rank());
        let no_longer = resource.duration.is_none() || known.duration_s >= resource.duration;
        if no_further && no_longer {
            return Ok(());
        }
        let at = resource.end_time.unwrap_or_else(|| self.now());
        let mut changes = Change::of_status(leg, resource.status, at);
        changes.push(Change::LegSid(leg, resource.sid.clone()));
        if let Some(seconds) = resource.duration {
            changes.push(Change::LegDuration(leg, seconds));
            // Twilio's start is when it began to dial; connected seconds before the end, somebody answered.
            let answered = at.checked_sub(SignedDuration::from_secs(seconds)).ok();
            if let (LegStatus::Completed, Some(answered)) = (resource.status, answered) {
                changes.push(Change::LegAnswered(leg, answered));
            }
        }
        let finding = Finding {
            kind: format!("{leg}.reconciled"),
            id: format!("{}:reconciled:{}", resource.sid, resource.status.code()),
            at,
            payload: json!({ "call_sid": resource.sid, "status": resource.status }),
            changes,
            sids: vec![(resource.sid.clone(), leg)],
        };
        self.keep_finding(record, finding).await
    }

    /// Twilio does not know the call (any more): nobody can be on the line.
    async fn give_up(&self, record: &CallRecord) -> Result<(), Error> {
        let at = self.now();
        let message = if record.agent_leg.sid.is_some() {
            "The carrier does not know this call any more: the line was lost."
        } else {
            "The carrier never took the call."
        };
        let fault = LegFault { code: None, message: message.into() };
        let mut changes = Change::of_status(Leg::Agent, LegStatus::Failed, at);
        changes.push(Change::LegFault(Leg::Agent, fault));
        let prospect = &record.prospect_leg;
        if prospect.answered_at.is_some() && !prospect.is_over() {
            changes.extend(Change::of_status(Leg::Prospect, LegStatus::Completed, at));
        }
        let finding = Finding {
            kind: "given_up".to_owned(),
            id: format!("{}:given_up", record.facts.id),
            at,
            payload: json!({ "message": message }),
            changes,
            sids: Vec::new(),
        };
        self.keep_finding(record, finding).await
    }

    async fn keep_finding(&self, record: &CallRecord, finding: Finding) -> Result<(), Error> {
        let call = record.facts.id;
        let Finding { kind, id, at, payload, changes, sids } = finding;
        let audit = vec![notes::of_system(&format!("call.{kind}"), call, payload.clone())];
        let event = NewEvent { id, kind, at, payload };
        // The CRM hears the call's true length and its recording, also when the disposition was there before them.
        let outbox = vec![owed(call, Kind::Activity, &event.id)];
        let unit = Unit { changes, sids, outbox, audit, ..Unit::of(event) };
        if self.store.record(&call, unit).await? == Applied::New {
            metrics::counter!("twoleg_reconciled_total").increment(1);
            self.outbox_nudge.notify_one();
        }
        Ok(())
    }
}

/// Whether the prospect's leg may have more to tell than was heard: it was dialled, or the agent's leg was up and
/// nothing refused it, so that it may have been.
fn is_silent(record: &CallRecord) -> bool {
    let may_have_dialled = record.agent_leg.answered_at.is_some() && record.refusal.is_none();
    (record.reached_out() || may_have_dialled) && !record.prospect_leg.is_over()
}

/// What a question to Twilio brought to light.
struct Finding {
    kind: String,
    id: String,
    at: Timestamp,
    payload: serde_json::Value,
    changes: Vec<Change>,
    sids: Vec<(CallSid, Leg)>,
}
