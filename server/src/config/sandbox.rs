//! Sandbox mode: nothing is configured, everything is invented, and only this machine can reach it.

use dialer::{Settings, VoiceKeys};
use domain::E164;
use domain::call::RecordingMode;
use jiff::Timestamp;
use podio::AppAccess;
use sandbox::crm::MOST_MORE_LEADS;
use secrecy::SecretString;
use url::Url;

use super::env::Env;
use super::{Common, Config, Mode};
use crate::limits::Limits;

/// What is settable of the sandbox.
#[derive(Debug, Clone)]
pub struct SandboxSettings {
    /// The same address as the server's own: carrier and CRM are part of it.
    pub origin: Url,
    /// Multiplies every delay of the sandbox's prospects; 1 is lifelike, tests use less.
    pub pace: f64,
    /// How many generated leads the CRM holds beside the named ones.
    pub more_leads: usize,
    /// What time it is when the sandbox starts for the first time; else the machine's own.
    pub clock: Option<Timestamp>,
    /// Another process's sandbox, instead of one of our own.
    pub attached: Option<Url>,
}

// The sandbox's own accounts. They open nothing but the sandbox, which listens on loopback only.
pub(crate) const ACCOUNT_SID: &str = "AC5a4db0c5000000000000000000000001";
pub(crate) const AUTH_TOKEN: &str = "sandbox-auth-token";
pub(crate) const API_KEY: &str = "SK5a4db0c5000000000000000000000002";
pub(crate) const API_SECRET: &str = "sandbox-api-secret-of-at-least-32-bytes";
pub(crate) const CALLER_ID: &str = "+18135550100";
pub(crate) const PODIO_CLIENT: (&str, &str) = ("twoleg-sandbox", "sandbox-client-secret");
pub(crate) const PODIO_USER: (&str, &str) = ("maya@sandbox.example", "sandbox-password");
pub(crate) const LEAD_APP: (u64, &str) = (31_400_101, "sandbox-lead-app-token");
pub(crate) const ACTIVITY_APP: (u64, &str) = (31_400_102, "sandbox-activity-app-token");
pub(crate) const TASK_APP: (u64, &str) = (31_400_103, "sandbox-task-app-token");

pub(super) fn config(env: &mut Env, common: Common) -> Option<Config> {
    if !common.address.ip().is_loopback() {
        env.problem(
            "LEPTOS_SITE_ADDR",
            "must be a loopback address in the sandbox: anybody can sign in there as anybody".into(),
        );
    }
    // A proxy on this machine hands on what comes from anywhere: the address alone keeps nobody out.
    if common.public_url.as_ref().is_some_and(|url| !is_on_this_machine(url)) {
        env.problem(
            "PUBLIC_URL",
            "must be on this machine (http://localhost:…) in the sandbox: anybody can sign in there as anybody. For a \
             live server, set all of Twilio's and Podio's variables"
                .into(),
        );
    }
    if env.text("GCP_SERVICE_ACCOUNT_JSON").is_some() {
        env.problem(
            "GCP_SERVICE_ACCOUNT_JSON",
            "is for a live server: the sandbox's invented calls have no business among real records. Set all of \
             Twilio's and Podio's variables, too"
                .into(),
        );
    }
    let port = common.address.port();
    let local = Url::parse(&format!("http://127.0.0.1:{port}")).ok()?;
    let public_url = common.public_url.or_else(|| Url::parse(&format!("http://localhost:{port}")).ok())?;
    let pace = env
        .parse("SANDBOX_PACE", |text| {
            text.parse::<f64>()
                .ok()
                .filter(|pace| (0.01..=10.0).contains(pace))
                .ok_or_else(|| "must be a number from 0.01 to 10".to_owned())
        })
        .unwrap_or(1.0);
    let more_leads = env
        .parse("SANDBOX_MORE_LEADS", |text| {
            text.parse::<usize>()
                .ok()
                .filter(|count| *count <= MOST_MORE_LEADS)
                .ok_or_else(|| format!("must be a whole number from 0 to {MOST_MORE_LEADS}"))
        })
        .unwrap_or_default();
    let limits = env
        .parse("SANDBOX_LIMITS", |text| match text {
            "on" => Ok(true),
            "off" => Ok(false),
            _ => Err("must be on or off".to_owned()),
        })
        .unwrap_or(true);
    let clock = env.parse("SANDBOX_CLOCK", |text| {
        text.parse::<Timestamp>().map_err(|_| "must be a moment such as 2026-11-20T18:00:00Z".to_owned())
    });
    let attached = env.parse("SANDBOX_ORIGIN", |text| {
        let url = super::origin(text)?;
        if is_on_this_machine(&url) {
            Ok(url)
        } else {
            Err("must be on this machine: a sandbox is never anywhere else".into())
        }
    });
    // A person's browser goes by the sandbox's public name, the server by its own address.
    let web = attached.as_ref().unwrap_or(&public_url).join("/sandbox/podio-web/oauth/authorize").ok()?;
    let world = attached.clone().unwrap_or(local);
    let caller_id = CALLER_ID.parse::<E164>().ok()?;
    let app = |(id, token): (u64, &str)| AppAccess { id, token: token.to_owned().into() };
    let data_dir = common.data_dir;
    let (keys, new_key) = common.keys.map_or_else(|| super::keys::own(&data_dir), |keys| (keys, None));
    Some(Config {
        address: common.address,
        compliance: common.compliance,
        data_dir: data_dir.clone(),
        spool: common.spool,
        drain: common.drain.unwrap_or_default(),
        session_life: common.session_life,
        new_key,
        organisation: common.organisation,
        metrics_token: common.metrics_token,
        limits: Limits::default(),
        dialer: Settings {
            public_url: public_url.clone(),
            caller_id,
            zone: common.zone,
            recording: RecordingMode::Automatic,
            worker: common.home.worker(),
            supervisors: common.supervisors,
            retention: common.kept.retention,
            recording_link_life: common.kept.link_life,
            keys,
            fictional_numbers: true,
            limits: limits.then_some(common.budget),
        },
        home: common.home,
        twilio: twilio::ClientConfig {
            base_url: world.join("/sandbox/twilio").ok()?,
            account_sid: ACCOUNT_SID.to_owned(),
            auth_token: AUTH_TOKEN.to_owned().into(),
        },
        secondary_auth_token: env.text("TWILIO_AUTH_TOKEN_SECONDARY").map(SecretString::from),
        voice_keys: VoiceKeys {
            account_sid: ACCOUNT_SID.to_owned(),
            api_key: API_KEY.to_owned(),
            api_secret: API_SECRET.to_owned().into(),
        },
        podio: podio::Config {
            base_url: world.join("/sandbox/podio").ok()?,
            authorize_url: web,
            client_id: PODIO_CLIENT.0.to_owned(),
            client_secret: PODIO_CLIENT.1.to_owned().into(),
            user: Some((PODIO_USER.0.to_owned(), PODIO_USER.1.to_owned().into())),
            lead_app: app(LEAD_APP),
            activity_app: app(ACTIVITY_APP),
            task_app: Some(app(TASK_APP)),
            overrides: std::collections::BTreeMap::new(),
        },
        mode: Mode::Sandbox(Box::new(SandboxSettings {
            origin: public_url,
            pace,
            more_leads,
            clock,
            attached,
        })),
    })
}

fn is_on_this_machine(url: &Url) -> bool {
    matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
}

/// What the sandbox itself is started with: the same accounts, seen from the other side.
pub(crate) fn sandbox_config(config: &Config, settings: &SandboxSettings) -> sandbox::Config {
    let app = |(id, token): (u64, &str)| (id, token.to_owned());
    sandbox::Config {
        account: sandbox::carrier::Account {
            sid: ACCOUNT_SID.to_owned(),
            auth_token: AUTH_TOKEN.to_owned().into(),
            api_key: API_KEY.to_owned(),
            api_secret: API_SECRET.to_owned().into(),
            numbers: vec![CALLER_ID.to_owned()],
        },
        podio: sandbox::crm::PodioConfig {
            client_id: PODIO_CLIENT.0.to_owned(),
            client_secret: PODIO_CLIENT.1.to_owned(),
            username: PODIO_USER.0.to_owned(),
            password: PODIO_USER.1.to_owned(),
            lead_app: app(LEAD_APP),
            activity_app: app(ACTIVITY_APP),
            task_app: app(TASK_APP),
            more_leads: settings.more_leads,
        },
        origin: settings.origin.as_str().trim_end_matches('/').to_owned(),
        data_dir: Some(config.data_dir.join("sandbox")),
        media_addr: config.address.ip(),
        pace: settings.pace,
        clock: settings.clock,
    }
}
