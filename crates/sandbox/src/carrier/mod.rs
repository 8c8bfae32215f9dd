//! The carrier: Twilio's REST API, TwiML, callbacks and recordings, with scripted prospects.
//!
//! A call is created by REST and rings an agent's browser (by [`signal`](crate::signal)). When it is answered, the
//! product is asked for TwiML; `<Dial>` then calls a prospect, who does what the last digit of the number says.

mod account;
mod book;
mod call;
mod dates;
mod engine;
mod error;
mod pace;
mod recording;
mod rest;
mod sid;
mod status;
mod twiml;
mod view;
mod webhook;

pub use account::Account;
pub use pace::Pace;
#[cfg(feature = "fuzzing")]
pub(crate) use twiml::read as read_twiml;
pub use view::{CallView, RecordingView};
pub use webhook::{Attempt, Kind, Notification};

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use crate::clock::Clock;
use crate::faults::Faults;
use crate::media::Media;
use crate::signal::Signalling;
use book::Book;
use call::{Call, Facts};
use recording::{Disk, Recordings};
use webhook::{Log, Queue, Sender};

/// What the carrier needs of its surroundings.
pub struct Parts {
    /// The account.
    pub account: Account,
    /// The clock that dates are taken from.
    pub clock: Clock,
    /// The switches that bend callbacks and refuse calls.
    pub faults: Faults,
    /// How fast prospects are.
    pub pace: Pace,
    /// The agents' audio.
    pub media: Media,
    /// The agents' browsers.
    pub signalling: Signalling,
    /// The address of the REST API from outside, without the version.
    pub base_url: String,
    /// Where recordings are kept; in memory if not given.
    pub data_dir: Option<PathBuf>,
}

/// The carrier could not be started.
#[derive(Debug, thiserror::Error)]
pub enum CarrierError {
    /// The folder of recordings can't be used.
    #[error("the folder of recordings can't be used")]
    Recordings(#[from] io::Error),
    /// The HTTP client for callbacks can't be made.
    #[error("the HTTP client for callbacks can't be made")]
    Client(#[from] reqwest::Error),
}

/// The carrier. Clones share everything.
#[derive(Clone)]
pub struct Carrier(Arc<Inner>);

struct Inner {
    account: Account,
    clock: Clock,
    faults: Faults,
    pace: Pace,
    media: Media,
    signalling: Signalling,
    calls: Book,
    recordings: Arc<Recordings>,
    sender: Sender,
    log: Log,
}

impl Carrier {
    /// Starts the carrier, with the recordings that were kept.
    pub async fn start(parts: Parts) -> Result<Self, CarrierError> {
        let Parts { account, clock, faults, pace, media, signalling, base_url, data_dir } = parts;
        let disk = match data_dir {
            Some(data_dir) => Some(Disk::open(&data_dir).await?),
            None => None,
        };
        let log = Log::default();
        let sender = Sender::new(&account, clock.clone(), pace.clone(), log.clone())?;
        let recordings =
            Recordings::open(media.clone(), clock.clone(), pace.clone(), faults.clone(), disk, base_url)
                .await?;
        let (calls, recordings) = (Book::default(), Arc::new(recordings));
        Ok(Self(Arc::new(Inner {
            account,
            clock,
            faults,
            pace,
            media,
            signalling,
            calls,
            recordings,
            sender,
            log,
        })))
    }

    /// The REST API: mounted where the client's base URL points to.
    pub fn router(&self) -> axum::Router {
        rest::router(self.clone())
    }

    /// All legs that are known, oldest first.
    pub async fn calls(&self) -> Vec<CallView> {
        let mut views = Vec::new();
        for call in self.0.calls.all() {
            views.push(self.view(&call).await);
        }
        views
    }

    /// Every attempt to deliver a callback or to get TwiML, oldest first.
    pub fn attempts(&self) -> Vec<Attempt> {
        self.0.log.attempts()
    }

    /// What Twilio's debugger would show, oldest first.
    pub fn notifications(&self) -> Vec<Notification> {
        self.0.log.notifications()
    }

    /// Ends a leg from its own side: a prospect hangs up. `false` if there is no such leg, or it is over.
    pub fn hang_up(&self, call_sid: &str) -> bool {
        let call = self.0.calls.find(call_sid).filter(|call| !call.status().is_final());
        if let Some(call) = &call {
            call.ending.cancel();
        }
        call.is_some()
    }

    /// Ends all calls, and forgets them, their recordings and the logs.
    pub async fn reset(&self) -> io::Result<()> {
        for call in self.0.calls.take() {
            call.ending.cancel();
        }
        self.0.log.clear();
        self.0.recordings.clear().await
    }

    fn account(&self) -> &Account {
        &self.0.account
    }

    fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    fn pace(&self) -> &Pace {
        &self.0.pace
    }

    fn media(&self) -> &Media {
        &self.0.media
    }

    fn signalling(&self) -> &Signalling {
        &self.0.signalling
    }

    fn recordings(&self) -> &Arc<Recordings> {
        &self.0.recordings
    }

    fn sender(&self) -> &Sender {
        &self.0.sender
    }

    /// Keeps what Twilio's debugger would show.
    fn note(&self, call_sid: &str, code: u32, message: String) {
        self.0.log.notify(self.now(), call_sid, code, message);
    }

    /// Makes a leg and puts it in the book.
    fn add_call(&self, facts: Facts) -> Arc<Call> {
        let Inner { sender, faults, pace, clock, log, .. } = &*self.0;
        let queue = Queue::start(sender.clone(), faults.clone(), pace.clone(), clock.clone(), log.clone());
        let call = Call::new(facts, clock.clone(), queue);
        self.0.calls.add(Arc::clone(&call));
        call
    }

    /// Stops what was recorded on a leg that ends.
    async fn stop_recordings(&self, call: &Arc<Call>) {
        for recording in self.recordings().of_call(call.sid()) {
            self.recordings().stop(&recording, call).await;
        }
    }
}
