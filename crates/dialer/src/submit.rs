//! The disposition: durable first, then the CRM by the outbox.

use domain::call::{Change, WrapUp};
use domain::follow_up::follow_up;
use domain::{CallId, CallRecord, RawSubmission};
use serde_json::json;
use store::{Applied, NewEvent, Suppression, Unit};

use crate::outbox::{Kind, owed};
use crate::{Agent, Dialer, Error, notes};

impl Dialer {
    /// Saves what the agent says of a call. When this returns, it is durable and will reach the CRM; a number that
    /// is not to be called again is suppressed in the same transaction.
    ///
    /// # Errors
    /// When the form needs correction, the call is not the agent's, or has another disposition already.
    pub async fn submit(
        &self,
        agent: &Agent,
        call: &CallId,
        form: &RawSubmission,
    ) -> Result<CallRecord, Error> {
        let record = self.own_call(agent, call).await?;
        let today = self.today();
        let submission = form.check(today).map_err(Error::Form)?;
        if let Some(saved) = &record.wrap_up {
            // The same form once more is an answer that got lost on its way, not a second disposition.
            return if saved.submission == submission { Ok(record) } else { Err(Error::AlreadySaved) };
        }
        let at = self.now();
        let wrap_up = WrapUp {
            // Nobody will call a number that is not to be called.
            follow_up: (!submission.suppresses_number())
                .then(|| follow_up(submission.disposition, submission.next_action, today))
                .flatten(),
            submission,
            saved_at: at,
        };
        let disposition = wrap_up.submission.disposition;
        let event = NewEvent {
            id: format!("{call}:disposition"),
            kind: "disposition".into(),
            at,
            payload: json!({ "disposition": disposition, "follow_up": wrap_up.follow_up }),
        };
        let mut outbox = vec![owed(*call, Kind::Activity, &event.id)];
        if wrap_up.follow_up.is_some() {
            outbox.push(owed(*call, Kind::Task, &event.id));
        }
        let suppress = wrap_up.submission.suppresses_number().then(|| Suppression {
            number: record.facts.to.clone(),
            reason: if disposition.suppresses_number() { disposition.label() } else { "Asked to stop" }
                .to_owned(),
            call: Some(*call),
            agent: Some(agent.id.clone()),
            at,
        });
        let evidence =
            json!({ "wrap_up": wrap_up, "suppressed": suppress.is_some(), "number": record.facts.to });
        let unit = Unit {
            audit: vec![notes::of_agent("call.disposition", Some(*call), agent, evidence)],
            changes: vec![Change::WrappedUp(Box::new(wrap_up))],
            outbox,
            suppress,
            ..Unit::of(event)
        };
        match self.store.record(call, unit).await? {
            Applied::New => {
                metrics::counter!("twoleg_dispositions_total", "disposition" => disposition.code())
                    .increment(1);
                self.outbox_nudge.notify_one();
                self.own_call(agent, call).await
            }
            // Another tab was quicker.
            Applied::Duplicate => Err(Error::AlreadySaved),
            Applied::UnknownCall => Err(Error::NoSuchCall),
        }
    }
}
