//! Wiring: the store, the clients, the use-cases, the sandbox where there is one, the routes and the workers.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use dialer::{Clock, Dialer, Records, Screening, Services, SystemClock};
use sandbox::Sandbox;
use store::spool::Spool;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::attached_clock::{AttachedClock, NoSandbox};
use crate::config::{Config, Mode, SandboxSettings, sandbox_config};
use crate::demo;
use crate::home;
use crate::http::RefusedCallbacks;
use crate::http::doors::Door;
use crate::http::places::{Most, Places};
use crate::intake::Intake;
use crate::limits::Limits;
use crate::routes;
use crate::rule_pack::{RuleWatch, WatchError};
use crate::sandbox_clock::{self, SandboxClock};
use crate::serve;
use crate::session::{Sessions, Site};

/// How long a stop waits for what is in flight.
const STOP_WITHIN: Duration = Duration::from_secs(10);

/// Event streams: a page has two, and one agent's forgotten tabs leave room for everybody else.
const FOLLOWERS: Most = Most { of_one: 32, of_all: 1024 };

/// The server cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The home of the records.
    #[error(transparent)]
    Home(#[from] home::HomeError),
    /// The file for what waits while the store is away.
    #[error("the spool cannot be opened: {0}. Move spool.sqlite away if it is damaged")]
    Spool(#[from] store::StoreError),
    /// The folder for data.
    #[error("the folder {path} cannot be made or written: {error}")]
    Folder {
        /// Which.
        path: String,
        /// Why not.
        error: std::io::Error,
    },
    /// The rules that judge calls.
    #[error(transparent)]
    Rules(#[from] WatchError),
    /// A client.
    #[error("the carrier's client cannot be made: {0}")]
    Twilio(#[from] twilio::Error),
    /// A client.
    #[error("the CRM's client cannot be made: {0}")]
    Podio(#[from] podio::Error),
    /// The sandbox.
    #[error("the sandbox cannot start: {0}")]
    Sandbox(#[from] sandbox::Error),
    /// The sandbox of another process.
    #[error(transparent)]
    Attached(#[from] NoSandbox),
    /// The do-not-call lists: not to know them is not to know that a number is on none.
    #[error("the do-not-call lists cannot be read: {0}")]
    Lists(#[from] lists::ListError),
    /// The organisation's file.
    #[error("the records cannot be read: {0}")]
    Records(dialer::Error),
    /// Invented calls among real ones, or real ones sent to an invented CRM.
    #[error(
        "these records are of the {theirs} mode, and this server is of the {mine} mode: give it records of its own \
         (DATA_DIR, DATABASE_PATH or FIRESTORE_DATABASE), or complete its configuration"
    )]
    OtherMode {
        /// Of the records.
        theirs: String,
        /// Of this configuration.
        mine: &'static str,
    },
    /// What the sandbox prepares for its visitor.
    #[error("the sandbox cannot be prepared: {0}")]
    Demo(dialer::Error),
    /// Leptos' options.
    #[error("Leptos.toml cannot be read: {0}")]
    Leptos(String),
}

/// A server that is wired up and works in the background; it only has to be served.
pub struct Running {
    router: Router,
    doors: Vec<Door>,
    dialer: Dialer,
    stop: CancellationToken,
    workers: TaskTracker,
    drain: Duration,
    limits: Limits,
}

impl Running {
    /// Opens the store, starts the sandbox where there is one, and sets the workers going.
    ///
    /// # Errors
    /// When a part cannot start; the sentence says which.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        let is_sandbox = config.is_sandbox();
        let store = home::open(&config.home).await?;
        std::fs::create_dir_all(&config.data_dir)
            .map_err(|error| StartError::Folder { path: config.data_dir.display().to_string(), error })?;
        if let Some(new) = &config.new_key {
            new.keep()
                .map_err(|error| StartError::Folder { path: config.data_dir.display().to_string(), error })?;
        }
        let spool = Spool::open(&config.spool)?;
        let rules = RuleWatch::open(config.compliance.rules.clone(), &*store).await?;
        let stop = CancellationToken::new();
        let workers = TaskTracker::new();
        let (sandbox, clock): (Option<Sandbox>, Arc<dyn Clock>) = match &config.mode {
            Mode::Live => (None, Arc::new(SystemClock)),
            Mode::Sandbox(settings) => {
                if let Some(origin) = &settings.attached {
                    let clock = AttachedClock::start(origin).await?;
                    workers.spawn(clock.clone().follow(stop.clone()));
                    (None, Arc::new(clock))
                } else {
                    let sandbox = start_sandbox(&config, settings).await?;
                    (Some(sandbox.clone()), Arc::new(SandboxClock(sandbox)))
                }
            }
        };
        let account_sid = config.twilio.account_sid.clone();
        let auth_tokens =
            std::iter::once(config.twilio.auth_token.clone()).chain(config.secondary_auth_token);
        let auth_tokens = auth_tokens.collect();
        let twilio = twilio::Client::new(config.twilio)?;
        let podio = podio::Podio::new(config.podio)?;
        let services = Services {
            store,
            twilio,
            podio,
            voice_keys: config.voice_keys,
            clock,
            rulebook: rules.rulebook(),
            screening: Screening::open(&config.compliance.lists)?,
        };
        let mode = if is_sandbox { "sandbox" } else { "live" };
        let site = Site { public: config.dialer.public_url.clone(), mode };
        let keys = config.dialer.keys.clone();
        let dialer = Dialer::new(config.dialer, services);
        let theirs = dialer.mode_of_records(mode).await.map_err(StartError::Records)?;
        if theirs != mode {
            return Err(StartError::OtherMode { theirs, mine: mode });
        }
        // Calls may go on at another account; the recordings of before are then none of its business.
        let theirs = dialer.account_of_recordings(&account_sid).await.map_err(StartError::Records)?;
        if theirs != account_sid {
            tracing::error!(
                recordings.at = %theirs, configured = %account_sid,
                "the recordings are at another Twilio account than the configured one: none is deleted, whatever its term, \
                 until the old account is configured again, or `twoleg recordings account` is told from when on which counts"
            );
        }
        let sessions = Sessions::new(&keys, &site, config.session_life, Records::clone(&dialer));
        if is_sandbox {
            demo::prepare(&dialer).await.map_err(StartError::Demo)?;
        }
        // Before the first click: what was spent is not known before it was counted.
        if let Err(error) = dialer.count_today().await {
            tracing::error!(error = %error, "today's calls could not be counted: no call is allowed until they are");
        }
        let intake = Intake::new(dialer.clone(), spool, account_sid.clone());
        let state = routes::State {
            dialer: dialer.clone(),
            sessions,
            organisation: config.organisation,
            opt_outs: routes::Bound::opt_outs(),
            sign_ins: routes::Bound::sign_ins(),
            followers: Places::new(FOLLOWERS),
            listeners: Places::new(routes::LISTENERS),
            reports: routes::ReportBound::default(),
            metrics_token: config.metrics_token,
            limits: config.limits,
            account_sid,
            auth_tokens,
            refused: RefusedCallbacks::default(),
            intake: intake.clone(),
            stop: stop.clone(),
        };
        let (router, doors) =
            routes::router(state, is_sandbox, sandbox.as_ref()).map_err(StartError::Leptos)?;

        workers.spawn(rules.run(Arc::clone(dialer.store()), stop.clone()));
        workers.spawn({
            let (dialer, stop) = (dialer.clone(), stop.clone());
            async move { dialer.drain_outbox(stop).await }
        });
        workers.spawn({
            let (dialer, stop) = (dialer.clone(), stop.clone());
            async move { dialer.keep_reconciling(stop).await }
        });
        workers.spawn({
            let (dialer, stop) = (dialer.clone(), stop.clone());
            async move { dialer.keep_looking_back(stop).await }
        });
        workers.spawn({
            let (dialer, stop) = (dialer.clone(), stop.clone());
            async move { dialer.keep_retention(stop).await }
        });
        workers.spawn({
            let (dialer, stop) = (dialer.clone(), stop.clone());
            async move { dialer.keep_counting(stop).await }
        });
        workers.spawn({
            let (dialer, stop) = (dialer.clone(), stop.clone());
            async move { dialer.keep_alarms(stop).await }
        });
        workers.spawn({
            let stop = stop.clone();
            async move { intake.replay(stop).await }
        });
        workers.close();
        Ok(Self { router, doors, dialer, stop, workers, drain: config.drain, limits: config.limits })
    }

    /// The routes, for tests that bring their own listener.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Every way into the server, and for whom it is.
    pub fn doors(&self) -> &[Door] {
        &self.doors
    }

    /// The use-cases, for tests that look behind the screen.
    pub fn dialer(&self) -> &Dialer {
        &self.dialer
    }

    /// Serves until `stop` resolves; then takes no new calls, says so to load balancers for a while, finishes what is
    /// in flight, and gives back what the outbox had leased, all within bounded times.
    pub async fn serve(self, listener: TcpListener, stop: impl Future<Output = ()> + Send + 'static) {
        let (token, dialer, drain) = (self.stop.clone(), self.dialer.clone(), self.drain);
        let asked = async move {
            stop.await;
            // `/readyz` turns first, while everything else still works.
            dialer.close();
            tokio::time::sleep(drain).await;
            token.cancel();
        };
        let serving = serve::serve(listener, self.router, self.limits, asked);
        let bounded = async {
            self.stop.cancelled().await;
            tokio::time::sleep(STOP_WITHIN).await;
        };
        tokio::select! {
            () = serving => {}
            // The sandbox's sockets do not end by themselves.
            () = bounded => {}
        }
        self.stop.cancel();
        let _ = tokio::time::timeout(STOP_WITHIN, self.workers.wait()).await;
    }
}

async fn start_sandbox(config: &Config, settings: &SandboxSettings) -> Result<Sandbox, StartError> {
    let sandbox = Sandbox::start(sandbox_config(config, settings)).await?;
    if sandbox_clock::open_the_day(&sandbox) {
        println!(
            "It is outside calling hours: the sandbox's clock is set to 2:30 pm in New York (/sandbox changes it)."
        );
    }
    Ok(sandbox)
}
