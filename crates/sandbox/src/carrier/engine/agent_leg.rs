//! The agent's leg, from the request that created it to its end.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::Receiver;
use tokio::time::sleep;

use super::Order;
use crate::carrier::call::{Call, Facts};
use crate::carrier::status::Status;
use crate::carrier::{Carrier, sid};
use crate::signal::{Invite, LegEvent};

/// How long Twilio takes before it does something about a new call.
const QUEUED: Duration = Duration::from_millis(150);

impl Carrier {
    /// Creates the call, and sets it going.
    pub(crate) fn place(&self, order: Order) -> Arc<Call> {
        let facts = Facts {
            sid: sid::call(),
            account_sid: self.account().sid.clone(),
            parent_sid: None,
            from: order.from,
            to: order.to,
            client_params: order.client_params,
            callback: order.callback,
            created: self.now(),
        };
        let call = self.add_call(facts);
        for warning in order.warnings {
            self.note(call.sid(), 21626, warning);
        }
        let (carrier, leg, ring_for) =
            (self.clone(), Arc::clone(&call), Duration::from_secs(order.timeout.into()));
        tokio::spawn(async move {
            sleep(carrier.pace().of(QUEUED)).await;
            if let Some(events) = carrier.ring_agent(&leg, ring_for).await {
                carrier.agent_answered(&leg, events, order.first).await;
            }
        });
        call
    }

    /// Rings the agent's browser; `None` if that came to nothing, and the leg is over.
    async fn ring_agent(&self, call: &Call, ring_for: Duration) -> Option<Receiver<LegEvent>> {
        if call.ending.is_cancelled() {
            call.finish(Status::Canceled, 487);
            return None;
        }
        call.advance(Status::Initiated);
        let facts = &call.facts;
        let invite = Invite {
            call_sid: facts.sid.clone(),
            account_sid: facts.account_sid.clone(),
            from: facts.from.clone(),
            to: facts.to.clone(),
            params: facts.client_params.clone(),
        };
        let identity = facts.to.strip_prefix("client:").unwrap_or(&facts.to);
        let Ok(mut events) = self.signalling().ring(identity, invite).await else {
            // No browser is registered under that name.
            call.finish(Status::NoAnswer, 480);
            return None;
        };
        call.advance(Status::Ringing);
        let (status, sip) = tokio::select! {
            event = events.recv() => match event {
                Some(LegEvent::Answered) => return Some(events),
                Some(LegEvent::Rejected) => (Status::Busy, 603),
                Some(LegEvent::HungUp | LegEvent::Lost) | None => (Status::NoAnswer, 480),
            },
            () = call.ending.cancelled() => (Status::Canceled, 487),
            () = sleep(self.pace().of(ring_for)) => (Status::NoAnswer, 487),
        };
        self.signalling().cancel(call.sid());
        self.media().close(call.sid());
        call.finish(status, sip);
        None
    }

    /// Does what the TwiML says until it ends or one side does.
    async fn agent_answered(&self, call: &Arc<Call>, mut events: Receiver<LegEvent>, first: super::Source) {
        call.advance(Status::InProgress);
        let leg = Arc::clone(call);
        let watch = tokio::spawn(async move {
            while let Some(event) = events.recv().await {
                if matches!(event, LegEvent::HungUp | LegEvent::Lost) {
                    break;
                }
            }
            leg.ending.cancel();
        });
        self.interpret(call, first).await;
        watch.abort();
        self.stop_recordings(call).await;
        self.signalling().hang_up(call.sid(), None);
        self.media().close(call.sid());
        call.finish(Status::Completed, 200);
    }
}
