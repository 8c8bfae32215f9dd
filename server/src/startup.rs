//! Wiring: the store, the clients, the use-cases, the sandbox where there is one, the routes and the workers.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use dialer::{Clock, Dialer, Screening, Services, SystemClock};
use sandbox::Sandbox;
use store::spool::Spool;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::attached_clock::{AttachedClock, NoSandbox};
use crate::config::{Config, Mode, SandboxSettings, sandbox_config};
use crate::demo;
use crate::home;
use crate::intake::Intake;
use crate::routes;
use crate::rule_pack::{RuleWatch, WatchError};
use crate::sandbox_clock::{self, SandboxClock};

/// How long a stop waits for what is in flight.
const STOP_WITHIN: Duration = Duration::from_secs(10);

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
    #[error("the folder {path} cannot be made: {error}")]
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
    dialer: Dialer,
    stop: CancellationToken,
    workers: TaskTracker,
    drain: Duration,
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
        let spool = Spool::open(&config.spool)?;
        let rules = RuleWatch::open(config.compliance.rules.clone(), &*store).await?;
        let stop = CancellationToken::new();
        let workers = TaskTracker::new();
        let (sandbox, clock): (Option<Sandbox>, Arc<dyn Clock>) = match &config.mode {
            Mode::Live => (None, Arc::new(SystemClock)),
            Mode::Sandbox(SandboxSettings { attached: Some(origin), .. }) => {
                let clock = AttachedClock::start(origin).await?;
                workers.spawn(clock.clone().follow(stop.clone()));
                (None, Arc::new(clock))
            }
            Mode::Sandbox(settings) => {
                let sandbox = start_sandbox(&config, settings).await?;
                (Some(sandbox.clone()), Arc::new(SandboxClock(sandbox)))
            }
        };
        let account_sid = config.twilio.account_sid.clone();
        let auth_token = config.twilio.auth_token.clone();
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
        let dialer = Dialer::new(config.dialer, services);
        if is_sandbox {
            demo::prepare(&dialer, &config.people).await.map_err(StartError::Demo)?;
        }
        let intake = Intake::new(dialer.clone(), spool, account_sid.clone());
        let state = routes::State {
            dialer: dialer.clone(),
            people: config.people,
            organisation: config.organisation,
            opt_outs: routes::OptOutBound::default(),
            account_sid,
            auth_token,
            intake: intake.clone(),
            stop: stop.clone(),
        };
        let router = routes::router(state, is_sandbox, sandbox.as_ref()).map_err(StartError::Leptos)?;

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
            let stop = stop.clone();
            async move { intake.replay(stop).await }
        });
        workers.close();
        Ok(Self { router, dialer, stop, workers, drain: config.drain })
    }

    /// The routes, for tests that bring their own listener.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// The use-cases, for tests that look behind the screen.
    pub fn dialer(&self) -> &Dialer {
        &self.dialer
    }

    /// Serves until `stop` resolves; then takes no new calls, says so to load balancers for a while, finishes what is
    /// in flight, and gives back what the outbox had leased, all within bounded times.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn serve(
        self,
        listener: TcpListener,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> std::io::Result<()> {
        let (token, dialer, drain) = (self.stop.clone(), self.dialer.clone(), self.drain);
        let asked = async move {
            stop.await;
            // `/readyz` turns first, while everything else still works.
            dialer.close();
            tokio::time::sleep(drain).await;
            token.cancel();
        };
        // The peer's address bounds what the public may send.
        let service = self.router.into_make_service_with_connect_info::<SocketAddr>();
        let serving = axum::serve(listener, service).with_graceful_shutdown(asked).into_future();
        let bounded = async {
            self.stop.cancelled().await;
            tokio::time::sleep(STOP_WITHIN).await;
        };
        let done = tokio::select! {
            done = serving => done,
            // The sandbox's sockets do not end by themselves.
            () = bounded => Ok(()),
        };
        self.stop.cancel();
        let _ = tokio::time::timeout(STOP_WITHIN, self.workers.wait()).await;
        done
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
