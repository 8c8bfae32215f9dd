//! A local carrier and CRM: Twilio's REST and TwiML, the Voice SDK's signalling, WebRTC audio, Podio's API.
//!
//! It shares no code with the clients that it stands in for: a mistake in a client must not be mirrored by
//! the thing that checks it.
//!
//! [`Sandbox::start`] makes the whole of it; [`Sandbox::router`] is to be nested at `/sandbox`.

mod api;
pub mod carrier;
pub mod clock;
mod config;
pub mod control;
pub mod crm;
pub mod faults;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
pub mod media;
pub mod signal;

pub use config::Config;

use jiff::Timestamp;
use secrecy::ExposeSecret;

use carrier::{Attempt, CallView, Carrier, Notification, Pace, Parts};
use clock::Clock;
use crm::Crm;
use faults::{FaultSettings, Faults};
use media::Media;
use signal::{Signalling, TokenKeys};

/// The sandbox. Clones are handles to the same one.
#[derive(Clone)]
pub struct Sandbox {
    carrier: Carrier,
    crm: Crm,
    signalling: Signalling,
    clock: Clock,
    faults: Faults,
    pace: Pace,
}

/// The sandbox could not be started.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The audio's UDP socket can't be opened.
    #[error("the carrier's audio could not be started")]
    Media(#[from] media::MediaError),
    /// The carrier can't be started.
    #[error("the carrier could not be started")]
    Carrier(#[from] carrier::CarrierError),
    /// The CRM can't be started.
    #[error("the CRM could not be started")]
    Crm(#[from] crm::CrmError),
    /// The folder for what is kept can't be made, or what was kept can't be deleted.
    #[error("the sandbox's folder can't be written: {0}")]
    Folder(#[from] std::io::Error),
}

impl Sandbox {
    /// Starts carrier and CRM, with what was kept from the last time.
    pub async fn start(config: Config) -> Result<Self, Error> {
        let clock = match &config.data_dir {
            Some(folder) => {
                tokio::fs::create_dir_all(folder).await?;
                Clock::kept_in(folder.join("clock"), config.clock)
            }
            None => Clock::unkept(config.clock),
        };
        let (faults, pace) = (Faults::default(), Pace::new(config.pace));
        let media = Media::start(config.media_addr, 0).await?;
        let keys = TokenKeys {
            account_sid: config.account.sid.clone(),
            api_key: config.account.api_key.clone(),
            api_secret: config.account.api_secret.expose_secret().to_owned(),
        };
        let signalling = Signalling::new(media.clone(), keys);
        let origin = config.origin.trim_end_matches('/').to_owned();
        let carrier = Carrier::start(Parts {
            account: config.account,
            clock: clock.clone(),
            faults: faults.clone(),
            pace: pace.clone(),
            media,
            signalling: signalling.clone(),
            base_url: format!("{origin}/sandbox/twilio"),
            data_dir: config.data_dir.clone(),
        })
        .await?;
        let crm = Crm::new(config.podio, clock.clone(), faults.clone(), origin, config.data_dir)?;
        Ok(Self { carrier, crm, signalling, clock, faults, pace })
    }

    /// Everything that the sandbox answers.
    pub fn router(&self) -> axum::Router {
        axum::Router::new()
            .nest("/twilio", self.carrier.router())
            .nest("/podio", self.crm.router())
            .nest("/api", api::router(self.clone()))
            .merge(control::router(self.crm.clone()))
            .merge(self.signalling.router())
    }

    /// The time by the sandbox's clock: what the product should take for now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The clock itself, to be set.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The faults' switches.
    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    /// How fast prospects are.
    pub fn pace(&self) -> &Pace {
        &self.pace
    }

    /// The CRM.
    pub fn crm(&self) -> &Crm {
        &self.crm
    }

    /// Every leg that is known, oldest first, with what was heard from the agent's browser.
    pub async fn calls(&self) -> Vec<CallView> {
        self.carrier.calls().await
    }

    /// Every attempt of the carrier to reach the product, oldest first.
    pub fn callbacks(&self) -> Vec<Attempt> {
        self.carrier.attempts()
    }

    /// What Twilio's debugger would show, oldest first.
    pub fn notifications(&self) -> Vec<Notification> {
        self.carrier.notifications()
    }

    /// Whether a browser can be called under this identity.
    pub fn is_registered(&self, identity: &str) -> bool {
        self.signalling.is_registered(identity)
    }

    /// A leg's own side hangs up. `false` if there is no such leg, or it is over.
    pub fn hang_up(&self, call_sid: &str) -> bool {
        self.carrier.hang_up(call_sid)
    }

    /// Closes every browser's signalling socket, as a bad network would.
    pub fn drop_sockets(&self) {
        self.signalling.drop_sockets();
    }

    /// As on the first day: no calls, no recordings, the CRM's seed data, no faults, the real time.
    pub async fn reset(&self) -> Result<(), Error> {
        self.faults.set(FaultSettings::default());
        self.clock.reset();
        self.carrier.reset().await?;
        self.crm.reset();
        Ok(())
    }
}
