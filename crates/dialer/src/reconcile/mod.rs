//! Calls whose end was never heard: asked of Twilio at start-up and now and then, so that a callback that never
//! came is made good and no call stays open for ever.

use std::time::Duration;

use domain::CallRecord;
use domain::call::{Change, Leg, LegFault, LegStatus};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::{CallQuery, NewEvent, Unit};
use tokio_util::sync::CancellationToken;
use twilio::CallResource;

use crate::outbox::{Kind, owed};
use crate::{Dialer, Error, notes};

/// How often to ask.
const EVERY: Duration = Duration::from_secs(15);
/// A call that was placed less than this ago is left alone: its callbacks are on their way.
const YOUNG: SignedDuration = SignedDuration::from_secs(30);
/// A call that Twilio never acknowledged is given up after this. Longer than a request to Twilio can take.
const UNACKNOWLEDGED: SignedDuration = SignedDuration::from_secs(90);

impl Dialer {
    /// Asks again and again, until `stop`; the first time at once, for the calls that a restart cut off.
    pub async fn keep_reconciling(&self, stop: CancellationToken) {
        let mut young = SignedDuration::ZERO;
        while !stop.is_cancelled() {
            if let Err(error) = self.reconcile(young).await {
                tracing::warn!(error = %error, "open calls could not be checked");
            }
            young = YOUNG;
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    }

    async fn reconcile(&self, young: SignedDuration) -> Result<(), Error> {
        let query = CallQuery { unfinished: true, limit: 500, ..CallQuery::default() };
        for record in self.store.calls(&query).await? {
            if self.age(&record) >= young
                && let Err(error) = self.reconcile_call(&record).await
            {
                tracing::warn!(call.id = %record.facts.id, error = %error, "an open call could not be checked");
            }
        }
        Ok(())
    }

    fn age(&self, record: &CallRecord) -> SignedDuration {
        // The sandbox's clock can be turned back: then a call that "is yet to come" is an old one.
        self.now().duration_since(record.facts.placed_at).abs()
    }

    /// Makes one call's record say what Twilio says.
    pub(crate) async fn reconcile_call(&self, record: &CallRecord) -> Result<(), Error> {
        let Some(sid) = &record.agent_leg.sid else {
            return if self.age(record) >= UNACKNOWLEDGED { self.give_up(record).await } else { Ok(()) };
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
        if known.status().is_some_and(|status| status.rank() >= resource.status.rank()) {
            return Ok(());
        }
        let at = resource.end_time.unwrap_or_else(|| self.now());
        let mut changes = Change::of_status(leg, resource.status, at);
        changes.push(Change::LegSid(leg, resource.sid.clone()));
        if let Some(seconds) = resource.duration {
            changes.push(Change::LegDuration(leg, seconds));
        }
        let payload = json!({ "call_sid": resource.sid, "status": resource.status });
        let id = format!("{}:reconciled:{}", resource.sid, resource.status.code());
        self.note(record, &format!("{leg}.reconciled"), id, at, payload, changes).await
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
        let id = format!("{}:given_up", record.facts.id);
        self.note(record, "given_up", id, at, json!({ "message": message }), changes).await
    }

    async fn note(
        &self,
        record: &CallRecord,
        kind: &str,
        id: String,
        at: Timestamp,
        payload: serde_json::Value,
        changes: Vec<Change>,
    ) -> Result<(), Error> {
        let call = record.facts.id;
        let event = NewEvent { id, kind: kind.to_owned(), at, payload: payload.clone() };
        let unit = Unit {
            changes,
            outbox: vec![owed(call, Kind::Activity, &event.id)],
            audit: vec![notes::of_system(&format!("call.{kind}"), call, payload)],
            ..Unit::of(event)
        };
        self.store.record(&call, unit).await?;
        Ok(())
    }
}
