//! One leg: what it is, how far it has come, and who is told.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::dates::rfc2822;
use super::status::Status;
use super::twiml::Subscription;
use super::webhook::{Kind, Params, Queue, Request};
use crate::clock::Clock;

/// What does not change about a leg.
#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) sid: String,
    pub(crate) account_sid: String,
    /// The agent's leg, for a prospect's.
    pub(crate) parent_sid: Option<String>,
    pub(crate) from: String,
    pub(crate) to: String,
    /// The query part of a client target: the SDK's custom parameters.
    pub(crate) client_params: String,
    pub(crate) callback: Option<Subscription>,
    pub(crate) created: Timestamp,
}

/// A leg.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) facts: Facts,
    /// Cancelled by whoever ends the leg: its own side, the REST API, a limit. The engine then cleans up.
    pub(crate) ending: CancellationToken,
    clock: Clock,
    queue: Queue,
    progress: Mutex<Progress>,
}

/// How far a leg has come.
#[derive(Debug, Clone)]
pub(crate) struct Progress {
    pub(crate) status: Status,
    pub(crate) updated: Timestamp,
    pub(crate) answered: Option<Timestamp>,
    pub(crate) ended: Option<Timestamp>,
    /// Seconds of talk, begun ones count; known at the end.
    pub(crate) duration: Option<u64>,
    talking_since: Option<Instant>,
    /// The number of the next callback.
    sequence: u32,
}

impl Call {
    pub(crate) fn new(facts: Facts, clock: Clock, queue: Queue) -> Arc<Self> {
        let progress = Progress {
            status: Status::Queued,
            updated: facts.created,
            answered: None,
            ended: None,
            duration: None,
            talking_since: None,
            sequence: 0,
        };
        let (ending, progress) = (CancellationToken::new(), Mutex::new(progress));
        Arc::new(Self { facts, ending, clock, queue, progress })
    }

    pub(crate) fn sid(&self) -> &str {
        &self.facts.sid
    }

    /// The leg whose audio this call is: the agent's.
    pub(crate) fn media_leg(&self) -> &str {
        self.facts.parent_sid.as_deref().unwrap_or(&self.facts.sid)
    }

    pub(crate) fn direction(&self) -> &'static str {
        if self.facts.parent_sid.is_some() { "outbound-dial" } else { "outbound-api" }
    }

    pub(crate) fn progress(&self) -> Progress {
        self.lock().clone()
    }

    pub(crate) fn status(&self) -> Status {
        self.lock().status
    }

    /// Moves the leg on and tells who wants to know. A leg that is over stays as it is.
    pub(crate) fn advance(&self, status: Status) {
        self.move_to(status, None);
    }

    /// Ends the leg, with the SIP response that says why.
    pub(crate) fn finish(&self, status: Status, sip: u16) {
        self.move_to(status, Some(sip));
        self.ending.cancel();
    }

    fn move_to(&self, status: Status, sip: Option<u16>) {
        // Held while the callback is queued, so that callbacks are queued in the order of their numbers.
        let mut progress = self.lock();
        if progress.status.is_final() || progress.status == status {
            return;
        }
        let now = self.clock.now();
        progress.status = status;
        progress.updated = now;
        if status == Status::InProgress {
            progress.answered = Some(now);
            progress.talking_since = Some(Instant::now());
        }
        if status.is_final() {
            progress.ended = Some(now);
            let talked = progress.talking_since.map_or(0, |since| since.elapsed().as_millis().div_ceil(1000));
            progress.duration = Some(u64::try_from(talked).unwrap_or(u64::MAX));
        }
        let Some(callback) = self.facts.callback.as_ref().filter(|to| to.wants(status.event())) else {
            return;
        };
        let mut params = self.params_at(&progress);
        let mut add = |name: &str, value: String| params.push((name.to_owned(), value));
        add("CallbackSource", "call-progress-events".into());
        add("Timestamp", rfc2822(now));
        add("SequenceNumber", progress.sequence.to_string());
        if let (Some(seconds), Some(sip)) = (progress.duration, sip) {
            add("Duration", seconds.div_ceil(60).to_string());
            add("CallDuration", seconds.to_string());
            add("SipResponseCode", sip.to_string());
        }
        progress.sequence += 1;
        self.queue.push(Request::new(Kind::Call, self.sid(), callback.link.clone(), params));
    }

    /// Tells of something about the call, after everything that was told before.
    pub(crate) fn tell(&self, request: Request) {
        self.queue.push(request);
    }

    /// The parameters that every request about a call carries.
    pub(crate) fn params(&self) -> Params {
        self.params_at(&self.lock())
    }

    fn params_at(&self, progress: &Progress) -> Params {
        let facts = &self.facts;
        let mut params: Params = [
            ("AccountSid", facts.account_sid.as_str()),
            ("ApiVersion", "2010-04-01"),
            ("CallSid", &facts.sid),
            ("CallStatus", progress.status.as_str()),
            ("Called", &facts.to),
            ("Caller", &facts.from),
            ("Direction", self.direction()),
            ("From", &facts.from),
            ("To", &facts.to),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        if let Some(parent) = &facts.parent_sid {
            params.push(("ParentCallSid".into(), parent.clone()));
        }
        // Twilio tells where a number is from, and sends what it does not know as empty: part of what is signed.
        for (side, number) in
            [("To", &facts.to), ("Called", &facts.to), ("From", &facts.from), ("Caller", &facts.from)]
        {
            if number.starts_with('+') {
                for part in ["City", "State", "Zip"] {
                    params.push((format!("{side}{part}"), String::new()));
                }
                params.push((format!("{side}Country"), "US".into()));
            }
        }
        params
    }

    fn lock(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
