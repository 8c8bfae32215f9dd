//! `<Dial>`: the prospect's leg, and the two connected.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;
use url::Url;

use super::interpreter::resolve;
use super::prospect::{Prospect, Ringing};
use crate::carrier::account::is_e164;
use crate::carrier::call::{Call, Facts};
use crate::carrier::recording::{Recording, Source};
use crate::carrier::status::Status;
use crate::carrier::twiml::{Dial, Subscription};
use crate::carrier::webhook::Params;
use crate::carrier::{Carrier, sid};
use crate::media::audio::{Ringback, Silence};

impl Carrier {
    /// Dials, connects, and waits for the end. Returns what the action is told.
    pub(super) async fn dial(&self, agent: &Arc<Call>, dial: &Dial, base: Option<&Url>) -> Params {
        let Some(prospect) = self.prospect_leg(agent, dial, base) else {
            return vec![("DialCallStatus".into(), "failed".into()), ("DialBridged".into(), "false".into())];
        };
        let script = Prospect::of(&prospect.facts.to);
        prospect.advance(Status::Initiated);
        let mut recording = None;
        match self.ring_prospect(agent, &prospect, script, dial.timeout).await {
            Ok(()) => recording = self.bridge(agent, &prospect, script, dial, base).await,
            Err((status, sip)) => prospect.finish(status, sip),
        }
        self.media().connect(agent.sid(), Box::new(Silence::forever()));
        self.outcome(&prospect, recording.as_deref())
    }

    /// The prospect's leg, unless Twilio would not even try.
    fn prospect_leg(&self, agent: &Call, dial: &Dial, base: Option<&Url>) -> Option<Arc<Call>> {
        let refuse = |code: u32, why: &str| {
            self.note(agent.sid(), code, format!("Dial: {why}"));
            None
        };
        let Some(number) = &dial.number else { return refuse(13221, "no number to dial") };
        if !is_e164(&number.number) {
            return refuse(13224, "invalid phone number");
        }
        let from = dial.caller_id.as_deref().unwrap_or(&agent.facts.from);
        if !self.account().owns(from) {
            return refuse(13214, "invalid callerId value");
        }
        let facts = Facts {
            sid: sid::call(),
            account_sid: agent.facts.account_sid.clone(),
            parent_sid: Some(agent.sid().to_owned()),
            from: from.to_owned(),
            to: number.number.clone(),
            client_params: String::new(),
            callback: number.callback.clone().map(|to| absolute(to, base)),
            created: self.now(),
        };
        Some(self.add_call(facts))
    }

    /// Rings until it is answered, or until it is clear that it won't be.
    async fn ring_prospect(
        &self,
        agent: &Call,
        prospect: &Call,
        script: Prospect,
        timeout: u32,
    ) -> Result<(), (Status, u16)> {
        let progress = async {
            sleep(self.pace().of(script.set_up())).await;
            let ringing = script.ringing();
            if let Ringing::Refused(status, sip) = ringing {
                return Err((status, sip));
            }
            prospect.advance(Status::Ringing);
            self.media().connect(agent.sid(), Box::new(Ringback::new()));
            match ringing {
                Ringing::Answered(after) => sleep(self.pace().of(after)).await,
                _ => std::future::pending().await,
            }
            Ok(())
        };
        let timeout = self.pace().of(Duration::from_secs(timeout.into()));
        tokio::select! {
            // Whoever has left is looked at first: nobody is connected to an agent who is gone.
            biased;
            () = agent.ending.cancelled() => Err((Status::Canceled, 487)),
            () = prospect.ending.cancelled() => Err((Status::Canceled, 487)),
            result = progress => result,
            () = sleep(timeout) => Err((Status::NoAnswer, 487)),
        }
    }

    /// Connects the two until one of them leaves or the time is up.
    async fn bridge(
        &self,
        agent: &Arc<Call>,
        prospect: &Arc<Call>,
        script: Prospect,
        dial: &Dial,
        base: Option<&Url>,
    ) -> Option<Arc<Recording>> {
        prospect.advance(Status::InProgress);
        self.media().connect(agent.sid(), script.voice());
        let recording = dial.record.and_then(|channels| {
            let callback = dial.recording_callback.clone().map(|to| absolute(to, base));
            self.recordings().start(prospect, Source::DialVerb, channels, callback).ok()
        });
        let patience = async {
            match script.patience() {
                Some(patience) => sleep(self.pace().of(patience)).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = agent.ending.cancelled() => {}
            () = prospect.ending.cancelled() => {}
            () = patience => {}
            () = sleep(Duration::from_secs(dial.time_limit.into())) => {}
        }
        self.media().connect(agent.sid(), Box::new(Silence::forever()));
        prospect.finish(Status::Completed, 200);
        self.stop_recordings(prospect).await;
        recording
    }

    /// What the action is told.
    fn outcome(&self, prospect: &Call, recording: Option<&Recording>) -> Params {
        let progress = prospect.progress();
        let bridged = progress.answered.is_some();
        let mut params: Params = vec![
            ("DialCallStatus".into(), progress.status.as_str().into()),
            ("DialCallSid".into(), prospect.sid().into()),
            ("DialBridged".into(), bridged.to_string()),
        ];
        if let (true, Some(seconds)) = (bridged, progress.duration) {
            params.push(("DialCallDuration".into(), seconds.to_string()));
        }
        if let Some(facts) = recording.map(Recording::facts) {
            let account_sid = &prospect.facts.account_sid;
            let base = self.recordings().base();
            let url = format!("{base}/2010-04-01/Accounts/{account_sid}/Recordings/{}", facts.sid);
            params.push(("RecordingUrl".into(), url));
            params.push(("RecordingDuration".into(), facts.duration.unwrap_or_default().to_string()));
            params.push(("RecordingSid".into(), facts.sid));
        }
        params
    }
}

fn absolute(to: Subscription, base: Option<&Url>) -> Subscription {
    Subscription { link: resolve(to.link, base), ..to }
}
