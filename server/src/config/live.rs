//! Live mode: Twilio and Podio, with every variable that they need.

use std::collections::BTreeMap;
use std::time::Duration;

use dialer::{Settings, VoiceKeys};
use domain::E164;
use domain::call::RecordingMode;
use podio::AppAccess;
use secrecy::SecretString;
use url::Url;

use super::env::Env;
use super::{Common, Config, Mode, api_url};
use crate::limits::Limits;

/// Long enough for a load balancer that asks every other second to have noticed.
const DRAIN: Duration = Duration::from_secs(5);

pub(super) fn config(env: &mut Env, common: Common) -> Option<Config> {
    let sid = |prefix: &'static str| {
        move |text: &str| {
            let hex = text.strip_prefix(prefix).unwrap_or_default();
            let fits = hex.len() == 32 && hex.bytes().all(|b| b.is_ascii_hexdigit());
            if fits {
                Ok(text.to_owned())
            } else {
                Err(format!("must be {prefix} and 32 hexadecimal digits"))
            }
        }
    };
    let account_sid = env.required_as("TWILIO_ACCOUNT_SID", sid("AC"));
    let api_key = env.required_as("TWILIO_API_KEY", sid("SK"));
    let auth_token = secret(env, "TWILIO_AUTH_TOKEN");
    let api_secret = secret(env, "TWILIO_API_SECRET");
    let caller_id = env.required_as("TWILIO_PHONE_NUMBER", |text| {
        E164::parse(text).map_err(|_| "must be a US number of yours at Twilio".to_owned())
    });
    if common.public_url.is_none() && env.text("PUBLIC_URL").is_none() {
        env.problem("PUBLIC_URL", "is missing: Twilio has to reach this server".into());
    }
    if common.public_url.as_ref().is_some_and(|url| url.scheme() != "https") {
        env.problem("PUBLIC_URL", "must be https: calls and recordings travel over it".into());
    }
    if common.keys.is_none() && env.text("SESSION_KEY").is_none() {
        env.problem("SESSION_KEY", "is missing: it keeps sessions, and signs links".into());
    }
    let recording = env.parse("RECORDING_MODE", |text| match text {
        "automatic" => Ok(RecordingMode::Automatic),
        "agent_notice" => Ok(RecordingMode::AgentNotice),
        "off" => Ok(RecordingMode::Off),
        _ => Err("must be automatic, agent_notice or off".into()),
    });
    let client_id = env.required("PODIO_CLIENT_ID");
    let client_secret = secret(env, "PODIO_CLIENT_SECRET");
    let username = env.required("PODIO_USERNAME");
    let password = secret(env, "PODIO_PASSWORD");
    let lead_app = app(env, "PODIO_MASTER_LEAD_APP_ID", "PODIO_MASTER_LEAD_APP_TOKEN");
    let activity_app = app(env, "PODIO_CALL_ACTIVITY_APP_ID", "PODIO_CALL_ACTIVITY_APP_TOKEN");
    let has_task_app = !env.set_of(&["PODIO_TASK_APP_ID", "PODIO_TASK_APP_TOKEN"]).is_empty();
    let task_app = has_task_app.then(|| app(env, "PODIO_TASK_APP_ID", "PODIO_TASK_APP_TOKEN"));
    let twilio_url =
        env.parse("TWILIO_API_URL", api_url).or_else(|| Url::parse("https://api.twilio.com").ok())?;
    let podio_url =
        env.parse("PODIO_API_URL", api_url).or_else(|| Url::parse("https://api.podio.com").ok())?;
    let authorize_url = env
        .parse("PODIO_AUTHORIZE_URL", api_url)
        .or_else(|| Url::parse("https://podio.com/oauth/authorize").ok())?;
    let overrides = env.parse("PODIO_FIELDS", field_overrides).unwrap_or_default();
    let account_sid = account_sid?;
    Some(Config {
        mode: Mode::Live,
        address: common.address,
        compliance: common.compliance,
        data_dir: common.data_dir,
        spool: common.spool,
        drain: common.drain.unwrap_or(DRAIN),
        session_life: common.session_life,
        new_key: None,
        organisation: common.organisation,
        metrics_token: common.metrics_token,
        limits: Limits::default(),
        dialer: Settings {
            public_url: common.public_url?,
            caller_id: caller_id?,
            zone: common.zone,
            // Recording is lawful only where the call's states allow it; it is off until somebody turns it on.
            recording: recording.unwrap_or(RecordingMode::Off),
            worker: common.home.worker(),
            supervisors: common.supervisors,
            retention: common.kept.retention,
            recording_link_life: common.kept.link_life,
            keys: common.keys?,
            fictional_numbers: false,
            limits: Some(common.budget),
        },
        home: common.home,
        twilio: twilio::ClientConfig { base_url: twilio_url, account_sid: account_sid.clone(), auth_token },
        secondary_auth_token: env.text("TWILIO_AUTH_TOKEN_SECONDARY").map(SecretString::from),
        voice_keys: VoiceKeys { account_sid, api_key: api_key?, api_secret },
        podio: podio::Config {
            base_url: podio_url,
            authorize_url,
            client_id,
            client_secret,
            user: Some((username, password)),
            lead_app: lead_app?,
            activity_app: activity_app?,
            task_app: task_app.flatten(),
            overrides,
        },
    })
}

fn secret(env: &mut Env, name: &'static str) -> SecretString {
    env.required(name).into()
}

fn app(env: &mut Env, id: &'static str, token: &'static str) -> Option<AppAccess> {
    let number = env.required_as(id, |text| {
        text.parse::<u64>().ok().filter(|id| *id > 0).ok_or_else(|| "must be the app's number".to_owned())
    });
    let token = secret(env, token);
    Some(AppAccess { id: number?, token })
}

/// `name=field, name=field`: which of the CRM's fields to use where the names do not tell.
fn field_overrides(text: &str) -> Result<BTreeMap<String, String>, String> {
    text.split(',')
        .map(str::trim)
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, field) =
                pair.split_once('=').ok_or("must be pairs such as recording_url=274769801")?;
            Ok((name.trim().to_owned(), field.trim().to_owned()))
        })
        .collect()
}
