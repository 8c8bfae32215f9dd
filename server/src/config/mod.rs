//! Configuration: from the environment and a `.env` file, checked once, before anything starts.
//!
//! Nothing set means the sandbox; everything for Twilio and Podio set means live; anything in between is refused
//! with the whole list of what is missing or malformed.

mod budget;
mod compliance;
mod env;
mod home;
mod keys;
mod live;
mod retention;
mod sandbox;
mod sign_in;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use dialer::{Budget, Settings, SigningKeys, Supervisors, VoiceKeys};
use jiff::tz::TimeZone;
use secrecy::SecretString;
use url::Url;

pub use compliance::Compliance;
use env::Env;
pub use env::Problem;
pub use keys::NewKey;
use retention::Kept;
pub use sandbox::SandboxSettings;
pub(crate) use sandbox::sandbox_config;

use crate::home::Home;
use crate::limits::Limits;
use crate::session::SessionLife;

/// What decides between sandbox and live: set any, and all that live mode needs must be set.
const LIVE: [&str; 15] = [
    "TWILIO_ACCOUNT_SID",
    "TWILIO_AUTH_TOKEN",
    "TWILIO_PHONE_NUMBER",
    "TWILIO_API_KEY",
    "TWILIO_API_SECRET",
    "PODIO_CLIENT_ID",
    "PODIO_CLIENT_SECRET",
    "PODIO_USERNAME",
    "PODIO_PASSWORD",
    "PODIO_MASTER_LEAD_APP_ID",
    "PODIO_MASTER_LEAD_APP_TOKEN",
    "PODIO_CALL_ACTIVITY_APP_ID",
    "PODIO_CALL_ACTIVITY_APP_TOKEN",
    "PODIO_TASK_APP_ID",
    "PODIO_TASK_APP_TOKEN",
];

/// Shorter, and it can be guessed.
const SHORTEST_TOKEN: usize = 16;

/// Longer, and whoever stops the process would lose patience and kill it.
const MOST_DRAIN_SECONDS: u64 = 60;

/// Whose carrier and CRM.
#[derive(Debug)]
pub enum Mode {
    /// The ones in the sandbox.
    Sandbox(Box<SandboxSettings>),
    /// Twilio and Podio.
    Live,
}

/// All that the server needs to start.
#[derive(Debug)]
pub struct Config {
    /// Sandbox or live.
    pub mode: Mode,
    /// Where to listen.
    pub address: SocketAddr,
    /// Where the records live.
    pub home: Home,
    /// Where the do-not-call lists and the rules are.
    pub compliance: Compliance,
    /// Where callbacks wait while the store is away.
    pub spool: PathBuf,
    /// How long a stop is announced by `/readyz` before the server takes no more requests.
    pub drain: Duration,
    /// Where the sandbox keeps its CRM and recordings.
    pub data_dir: PathBuf,
    /// How long a sign-in is good.
    pub session_life: SessionLife,
    /// A key of the sandbox's own, to be kept when it starts.
    pub new_key: Option<NewKey>,
    /// Whose calls these are, as the public reads it.
    pub organisation: String,
    /// Opens what is for operators; without one, being on this machine does.
    pub metrics_token: Option<SecretString>,
    /// How much of the server one visitor can hold.
    pub limits: Limits,
    /// For the use-cases.
    pub dialer: Settings,
    /// The carrier.
    pub twilio: twilio::ClientConfig,
    /// Beside the auth token, the one that is to replace it: accepted for signatures only.
    pub secondary_auth_token: Option<SecretString>,
    /// Signs voice tokens.
    pub voice_keys: VoiceKeys,
    /// The CRM.
    pub podio: podio::Config,
}

impl Config {
    /// Reads the process's environment and the `.env` file of the working directory.
    ///
    /// # Errors
    /// Every variable that is missing or malformed.
    pub fn from_environment() -> Result<Self, Vec<Problem>> {
        Self::from_values(environment())
    }

    /// Reads variables; a later one of the same name wins.
    ///
    /// # Errors
    /// Every variable that is missing or malformed.
    pub fn from_values(values: impl IntoIterator<Item = (String, String)>) -> Result<Self, Vec<Problem>> {
        let mut env = Env::new(values);
        let common = Common::read(&mut env);
        let config = if env.set_of(&LIVE).is_empty() {
            sandbox::config(&mut env, common)
        } else {
            live::config(&mut env, common)
        };
        match (config, env.into_problems()) {
            (Some(config), problems) if problems.is_empty() => Ok(config),
            (_, problems) => Err(problems),
        }
    }

    /// Whether the sandbox is on.
    pub fn is_sandbox(&self) -> bool {
        matches!(self.mode, Mode::Sandbox(_))
    }
}

/// The `.env` file of the working directory, and then the process's own variables.
fn environment() -> impl Iterator<Item = (String, String)> {
    let file = dotenvy::dotenv_iter().into_iter().flatten().flatten();
    let process = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    file.chain(process)
}

fn data_dir(env: &Env) -> PathBuf {
    PathBuf::from(env.text("DATA_DIR").unwrap_or_else(|| "data".into()))
}

/// What both modes read.
struct Common {
    address: SocketAddr,
    home: Home,
    compliance: Compliance,
    data_dir: PathBuf,
    spool: PathBuf,
    drain: Option<Duration>,
    supervisors: Supervisors,
    session_life: SessionLife,
    organisation: String,
    zone: TimeZone,
    public_url: Option<Url>,
    keys: Option<SigningKeys>,
    kept: Kept,
    budget: Budget,
    metrics_token: Option<SecretString>,
}

impl Common {
    fn read(env: &mut Env) -> Self {
        let default = SocketAddr::from(([127, 0, 0, 1], 3000));
        let address = env
            .parse("LEPTOS_SITE_ADDR", |text| {
                let text = text.replace("localhost", "127.0.0.1");
                text.parse().map_err(|_| "is not an address such as 127.0.0.1:3000".into())
            })
            .unwrap_or(default);
        let data_dir = data_dir(env);
        let home = home::read(env, &data_dir);
        let compliance = Compliance::read(env, &data_dir);
        // Without a name of its own none that would be somebody else's.
        let organisation = env.text("ORGANISATION_NAME").unwrap_or_else(|| "this business".into());
        let supervisors = sign_in::supervisors(env);
        let session_life = sign_in::life(env);
        let zone = env
            .parse("AGENT_TIME_ZONE", |text| {
                TimeZone::get(text).map_err(|_| "is not a zone such as America/New_York".into())
            })
            .or_else(|| TimeZone::get("America/New_York").ok())
            .unwrap_or(TimeZone::UTC);
        let public_url = env.parse("PUBLIC_URL", origin);
        let drain = env.parse("DRAIN_SECONDS", |text| {
            let seconds = text.parse().ok().filter(|seconds| *seconds <= MOST_DRAIN_SECONDS);
            seconds.map(Duration::from_secs).ok_or_else(|| "must be a number of seconds, at most 60".into())
        });
        let spool = data_dir.join("spool.sqlite");
        let keys = env.parse("SESSION_KEY", keys::read);
        let budget = budget::read(env);
        let metrics_token = env.parse("METRICS_TOKEN", |text| {
            let long_enough = text.len() >= SHORTEST_TOKEN;
            long_enough.then(|| text.into()).ok_or_else(|| "must be 16 characters or more".to_owned())
        });
        Self {
            address,
            home,
            compliance,
            data_dir,
            spool,
            drain,
            supervisors,
            session_life,
            organisation,
            zone,
            public_url,
            keys,
            kept: Kept::read(env),
            budget,
            metrics_token,
        }
    }
}

/// An origin: scheme, host, port, and nothing after them.
fn origin(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|_| "is not a URL".to_owned())?;
    let bare =
        url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    match url.scheme() {
        "http" | "https" if bare && url.host().is_some() => Ok(url),
        _ => Err("must be an origin such as https://dialer.example.com".into()),
    }
}

/// Any URL of a web API.
fn api_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|_| "is not a URL".to_owned())?;
    if matches!(url.scheme(), "http" | "https") {
        Ok(url)
    } else {
        Err("must be an http or https URL".into())
    }
}

#[cfg(test)]
mod tests;
