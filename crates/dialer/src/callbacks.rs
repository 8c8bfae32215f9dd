//! What Twilio tells us: both legs' status, the Dial's result, recordings. Each callback is one atomic, idempotent
//! unit, so it may come twice, late and out of order.

use domain::CallId;
use domain::call::{Change, Leg, LegStatus, RecordingState};
use serde_json::json;
use store::{Applied, NewEvent, Unit};
use twilio::callback::{DialResult, LegReport, RecordingReport};
use twilio::twiml::Response;

use crate::connect_prospect::FAILED;
use crate::outbox::{Kind, owed};
use crate::{Dialer, Error, notes};

impl Dialer {
    /// Takes a status callback of one leg.
    ///
    /// # Errors
    /// When it could not be written: Twilio is to try again.
    pub async fn take_status(&self, call: CallId, leg: Leg, news: &LegReport) -> Result<(), Error> {
        let at = news.at.unwrap_or_else(|| self.now());
        let mut changes = Change::of_status(leg, news.status, at);
        changes.push(Change::LegSid(leg, news.call_sid.clone()));
        if let Some(seconds) = news.duration_s {
            changes.push(Change::LegDuration(leg, seconds));
        }
        if let Some(fault) = &news.fault {
            changes.push(Change::LegFault(leg, fault.clone()));
        }
        let event = NewEvent {
            id: format!("{}:{}", news.call_sid, news.status.code()),
            kind: format!("{leg}.{}", news.status.code()),
            at,
            payload: json!({ "call_sid": news.call_sid, "status": news.status, "sip": news.sip_code }),
        };
        let unit = Unit {
            changes,
            sids: vec![(news.call_sid.clone(), leg)],
            // The call's true duration may come after the agent's disposition.
            outbox: if news.status.is_end() { vec![owed(call, Kind::Activity, &event.id)] } else { vec![] },
            ..Unit::of(event)
        };
        self.take(call, unit).await
    }

    /// Takes the result of the `<Dial>`: a second witness of how the prospect's leg ended.
    ///
    /// # Errors
    /// When it could not be written.
    pub async fn take_dial_result(&self, call: CallId, result: &DialResult) -> Result<(), Error> {
        let at = self.now();
        let mut changes = Change::of_status(Leg::Prospect, result.status, at);
        let mut sids = Vec::new();
        if let Some(sid) = &result.dial_call_sid {
            changes.push(Change::LegSid(Leg::Prospect, sid.clone()));
            sids.push((sid.clone(), Leg::Prospect));
        }
        if let Some(seconds) = result.duration_s {
            changes.push(Change::LegDuration(Leg::Prospect, seconds));
        }
        let event = NewEvent {
            id: format!("{call}:dial_result"),
            kind: "dial_result".into(),
            at,
            payload: json!({ "status": result.status, "call_sid": result.dial_call_sid }),
        };
        let unit =
            Unit { changes, sids, outbox: vec![owed(call, Kind::Activity, &event.id)], ..Unit::of(event) };
        self.take(call, unit).await
    }

    /// Takes a recording callback, by either leg's `CallSid` or by the call that its URL names.
    ///
    /// # Errors
    /// When it could not be written: Twilio is to try again.
    pub async fn take_recording(&self, call: Option<CallId>, news: &RecordingReport) -> Result<(), Error> {
        let call = match call {
            Some(call) => call,
            None => match self.store.call_of_sid(&news.call_sid).await? {
                Some(mapping) => mapping.call,
                None => {
                    return self.quarantine(None, "recording", json!({ "call_sid": news.call_sid })).await;
                }
            },
        };
        let at = self.now();
        let event = NewEvent {
            id: format!("{}:{}", news.recording_sid, news.recording.state.code()),
            kind: format!("recording.{}", news.recording.state.code()),
            at,
            payload: json!({ "recording_sid": news.recording_sid, "call_sid": news.call_sid }),
        };
        let outbox = match news.recording.state {
            RecordingState::Completed => vec![owed(call, Kind::Activity, &event.id)],
            _ => vec![],
        };
        let changes = vec![Change::Recorded(news.recording_sid.clone(), news.recording.clone())];
        self.take(call, Unit { changes, outbox, ..Unit::of(event) }).await
    }

    async fn take(&self, call: CallId, mut unit: Unit) -> Result<(), Error> {
        let kind = unit.event.kind.clone();
        let payload = unit.event.payload.clone();
        unit.audit.push(notes::of_twilio(&kind, Some(call), payload.clone()));
        match self.store.record(&call, unit).await? {
            Applied::New => {
                metrics::counter!("twoleg_callbacks_total", "kind" => kind).increment(1);
                self.outbox_nudge.notify_one();
                Ok(())
            }
            Applied::Duplicate => {
                metrics::counter!("twoleg_callbacks_duplicate_total").increment(1);
                Ok(())
            }
            Applied::UnknownCall => self.quarantine(Some(call), &kind, payload).await,
        }
    }

    /// A callback for a call that is not ours: kept on the audit trail and answered, so that Twilio rests.
    pub(crate) async fn quarantine(
        &self,
        call: Option<CallId>,
        kind: &str,
        payload: serde_json::Value,
    ) -> Result<(), Error> {
        tracing::warn!(callback.kind = kind, "a callback names a call that is not ours");
        let payload = json!({ "call": call, "callback": payload });
        self.store.append_audit(notes::of_twilio(&format!("quarantine.{kind}"), None, payload)).await?;
        Ok(())
    }
}

/// What Twilio is told to do with the agent's leg once the `<Dial>` is over: the agent hears how it went.
pub fn after_dial(result: &DialResult) -> Response {
    match result.status {
        LegStatus::Busy => Response::last_words("The line is busy."),
        LegStatus::NoAnswer => Response::last_words("Nobody answered."),
        LegStatus::Failed => Response::last_words("The number is not in service."),
        LegStatus::Completed | LegStatus::Canceled => Response::new().hangup(),
        _ => Response::last_words(FAILED),
    }
}
