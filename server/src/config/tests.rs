use domain::call::RecordingMode;
use store::firestore::FirestoreConfig;

use super::*;

fn read(pairs: &[(&str, &str)]) -> Result<Config, Vec<Problem>> {
    Config::from_values(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

fn live() -> Vec<(&'static str, &'static str)> {
    vec![
        ("PUBLIC_URL", "https://dialer.example.com"),
        ("SESSION_KEY", "0123456789abcdef0123456789abcdef"),
        ("TWILIO_ACCOUNT_SID", "AC0123456789abcdef0123456789abcdef"),
        ("TWILIO_AUTH_TOKEN", "token-of-the-account"),
        ("TWILIO_PHONE_NUMBER", "(813) 555-0199"),
        ("TWILIO_API_KEY", "SK0123456789abcdef0123456789abcdef"),
        ("TWILIO_API_SECRET", "secret-of-the-key"),
        ("PODIO_CLIENT_ID", "client"),
        ("PODIO_CLIENT_SECRET", "secret-of-the-client"),
        ("PODIO_USERNAME", "agent@example.com"),
        ("PODIO_PASSWORD", "secret-of-the-agent"),
        ("PODIO_MASTER_LEAD_APP_ID", "101"),
        ("PODIO_MASTER_LEAD_APP_TOKEN", "token-of-leads"),
        ("PODIO_CALL_ACTIVITY_APP_ID", "102"),
        ("PODIO_CALL_ACTIVITY_APP_TOKEN", "token-of-activities"),
    ]
}

#[test]
fn nothing_set_is_the_sandbox_on_loopback() {
    let config = read(&[]).unwrap();
    assert!(config.is_sandbox());
    assert!(config.address.ip().is_loopback());
    assert_eq!(config.twilio.base_url.as_str(), "http://127.0.0.1:3000/sandbox/twilio");
    assert_eq!(config.dialer.supervisors, Supervisors::ByPodio);
}

#[test]
fn the_sandbox_has_as_many_more_leads_as_are_asked_for() {
    let more = |config: &Config| match &config.mode {
        Mode::Sandbox(settings) => settings.more_leads,
        Mode::Live => unreachable!("nothing of live mode is set"),
    };
    assert_eq!(more(&read(&[]).unwrap()), 0);
    assert_eq!(more(&read(&[("SANDBOX_MORE_LEADS", "20000")]).unwrap()), 20_000);
    for wrong in ["20001", "-1", "some"] {
        let problems = read(&[("SANDBOX_MORE_LEADS", wrong)]).unwrap_err();
        assert_eq!(problems[0].to_string(), "SANDBOX_MORE_LEADS: must be a whole number from 0 to 20000");
    }
}

#[test]
fn everything_set_is_live_and_has_no_sandbox() {
    let config = read(&live()).unwrap();
    assert!(!config.is_sandbox());
    assert!(!config.dialer.fictional_numbers);
    assert_eq!(config.twilio.base_url.as_str(), "https://api.twilio.com/");
    assert_eq!(config.dialer.recording, RecordingMode::Off);
}

#[test]
fn a_day_has_a_cap_and_a_minute_its_price() {
    let budget = |pairs: &[(&str, &str)]| read(pairs).unwrap().dialer.limits.unwrap();
    let usual = budget(&live());
    assert_eq!((usual.cap.cents(), usual.price), (5_000, dialer::PricePerMinute::LIST));
    assert_eq!(budget(&[]), usual, "the sandbox has the same limits");
    let own = budget(&[("SPEND_CAP_USD_PER_DAY", "12.50"), ("CALL_USD_PER_MINUTE", "0.02")]);
    assert_eq!((own.cap.cents(), own.price), (1_250, dialer::PricePerMinute::parse("0.02").unwrap()));
    for wrong in
        [("SPEND_CAP_USD_PER_DAY", "0"), ("SPEND_CAP_USD_PER_DAY", "none"), ("CALL_USD_PER_MINUTE", "0")]
    {
        assert_eq!(read(&[wrong]).unwrap_err()[0].variable, wrong.0, "{wrong:?}");
    }
}

#[test]
fn only_the_sandbox_can_go_without_limits() {
    assert_eq!(read(&[("SANDBOX_LIMITS", "off")]).unwrap().dialer.limits, None);
    assert_eq!(read(&[("SANDBOX_LIMITS", "no")]).unwrap_err()[0].variable, "SANDBOX_LIMITS");
    let mut pairs = live();
    pairs.push(("SANDBOX_LIMITS", "off"));
    assert!(read(&pairs).unwrap().dialer.limits.is_some());
}

#[test]
fn in_between_names_every_problem_at_once_and_shows_no_value() {
    let problems =
        read(&[("TWILIO_AUTH_TOKEN", "hush-hush"), ("TWILIO_ACCOUNT_SID", "nonsense")]).unwrap_err();
    let named: Vec<&str> = problems.iter().map(|problem| problem.variable).collect();
    for variable in ["TWILIO_ACCOUNT_SID", "TWILIO_API_KEY", "PODIO_PASSWORD", "PUBLIC_URL", "SESSION_KEY"] {
        assert!(named.contains(&variable), "{variable} is not in {named:?}");
    }
    assert!(!named.contains(&"TWILIO_AUTH_TOKEN"));
    let shown = problems.iter().map(ToString::to_string).collect::<String>();
    assert!(!shown.contains("hush-hush") && !shown.contains("nonsense"));
}

#[test]
fn each_live_variable_is_asked_for() {
    for left_out in 0..live().len() {
        let mut pairs = live();
        let (name, _) = pairs.remove(left_out);
        let problems = read(&pairs).unwrap_err();
        assert_eq!(problems.iter().map(|p| p.variable).collect::<Vec<_>>(), [name]);
    }
}

#[test]
fn the_sandbox_never_listens_beyond_loopback() {
    let mut pairs = live();
    pairs.push(("LEPTOS_SITE_ADDR", "0.0.0.0:3000"));
    assert!(read(&pairs).is_ok(), "whoever comes to a live server signs in");
    assert_eq!(read(&[("LEPTOS_SITE_ADDR", "0.0.0.0:80")]).unwrap_err()[0].variable, "LEPTOS_SITE_ADDR");
}

#[test]
fn the_sandbox_is_reached_from_this_machine_only_and_keeps_out_of_real_records() {
    for (name, value) in [
        ("PUBLIC_URL", "https://dialer.example.com"),
        ("PUBLIC_URL", "http://192.0.2.7:3000"),
        ("GCP_SERVICE_ACCOUNT_JSON", "{}"),
    ] {
        assert_eq!(read(&[(name, value)]).unwrap_err()[0].variable, name, "{value}");
    }
    for here in ["http://localhost:3000", "https://127.0.0.1:8443", "http://[::1]:3000"] {
        assert!(read(&[("PUBLIC_URL", here)]).is_ok(), "{here}");
    }
}

#[test]
fn live_calls_travel_over_https_only() {
    let mut pairs = live();
    pairs.push(("PUBLIC_URL", "http://dialer.example.com"));
    assert_eq!(read(&pairs).unwrap_err()[0].variable, "PUBLIC_URL");
    pairs.push(("PUBLIC_URL", "https://dialer.example.com/app"));
    assert_eq!(read(&pairs).unwrap_err()[0].variable, "PUBLIC_URL");
}

#[test]
fn the_records_live_in_a_file_unless_firestore_is_configured() {
    let home = |pairs: &[(&str, &str)]| read(pairs).unwrap().home;
    assert!(matches!(home(&[("DATA_DIR", "d")]), Home::Sqlite(path) if path.ends_with("d/twoleg.sqlite")));
    let emulator = [("FIRESTORE_EMULATOR_HOST", "127.0.0.1:8080"), ("FIRESTORE_PROJECT_ID", "p")];
    assert!(matches!(home(&emulator), Home::Firestore(FirestoreConfig::Emulator { .. })));
    let mut pairs = live();
    pairs.push(("GCP_SERVICE_ACCOUNT_JSON", "{\"private_key\":\"hush-hush\"}"));
    let google = home(&pairs);
    assert!(matches!(&google, Home::Firestore(FirestoreConfig::ServiceAccount { project: None, .. })));
    assert!(!format!("{google:?}").contains("hush-hush"));
    assert_ne!(google.worker(), google.worker(), "each run of a replica is a worker of its own");
}

#[test]
fn a_stray_emulator_never_takes_the_production_log() {
    let variables = |pairs: &[(&'static str, &'static str)]| -> Vec<&'static str> {
        let pairs = [live().as_slice(), pairs].concat();
        read(&pairs).unwrap_err().iter().map(|problem| problem.variable).collect()
    };
    let key = ("GCP_SERVICE_ACCOUNT_JSON", "{}");
    let emulator = ("FIRESTORE_EMULATOR_HOST", "127.0.0.1:8080");
    assert_eq!(variables(&[key, emulator]), ["FIRESTORE_EMULATOR_HOST"]);
    assert_eq!(variables(&[emulator]), ["FIRESTORE_PROJECT_ID"]);
    assert_eq!(variables(&[key, ("DATABASE_PATH", "x.sqlite")]), ["DATABASE_PATH"]);
}

#[test]
fn the_public_reads_the_organisations_name() {
    let name = |pairs: &[(&str, &str)]| read(pairs).unwrap().organisation;
    assert_eq!(name(&[]), "this business");
    assert_eq!(name(&[("ORGANISATION_NAME", "Lee Homes LLC")]), "Lee Homes LLC");
}

#[test]
fn sessions_and_supervisors_are_configured_within_bounds() {
    let config = read(&[
        ("SUPERVISORS", " Dana@Example.com, "),
        ("SESSION_IDLE_MINUTES", "5"),
        ("SESSION_HOURS", "24"),
    ])
    .unwrap();
    assert_eq!(config.dialer.supervisors, Supervisors::ByMail(vec!["dana@example.com".to_owned()]));
    assert_eq!(config.session_life.idle, Duration::from_mins(5));
    assert_eq!(config.session_life.whole, Duration::from_hours(24));
    for (name, value) in [
        ("SUPERVISORS", "Dana Cole"),
        ("SESSION_IDLE_MINUTES", "4"),
        ("SESSION_HOURS", "25"),
        ("SESSION_HOURS", "never"),
        ("SESSION_KEY", "short"),
    ] {
        assert_eq!(read(&[(name, value)]).unwrap_err()[0].variable, name);
    }
}

#[test]
fn the_lists_are_beside_the_call_log_unless_they_are_elsewhere() {
    let lists = |pairs: &[(&str, &str)]| read(pairs).unwrap().compliance.lists;
    assert_eq!(lists(&[]), PathBuf::from("data/dnc"));
    assert_eq!(lists(&[("DATA_DIR", "d")]), PathBuf::from("d/dnc"));
    assert_eq!(lists(&[("DATA_DIR", "d"), ("DATABASE_PATH", "e/calls.sqlite")]), PathBuf::from("e/dnc"));
    assert_eq!(lists(&[("DATA_DIR", "d"), ("DNC_PATH", "f")]), PathBuf::from("f"));
}

#[test]
fn rules_and_lists_are_checked_with_everything_else() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let rules = read(&[("RULE_PACK", file), ("RULE_SETTINGS", file)]).unwrap().compliance.rules;
    assert_eq!((rules.pack, rules.settings), (Some(file.into()), Some(file.into())));
    let problems = read(&[
        ("RULE_PACK", "no/such.toml"),
        ("RULE_SETTINGS", env!("CARGO_MANIFEST_DIR")),
        ("DNC_PATH", file),
        ("SANDBOX_PACE", "quick"),
    ])
    .unwrap_err();
    let named: Vec<_> = problems.iter().map(|problem| problem.variable).collect();
    assert_eq!(named, ["DNC_PATH", "RULE_PACK", "RULE_SETTINGS", "SANDBOX_PACE"]);
}

#[test]
fn a_token_that_can_be_guessed_opens_no_counters() {
    assert!(read(&[]).unwrap().metrics_token.is_none());
    assert!(read(&[("METRICS_TOKEN", "sixteen-letters!")]).unwrap().metrics_token.is_some());
    let problems = read(&[("METRICS_TOKEN", "fifteen-letters")]).unwrap_err();
    assert_eq!(problems[0].to_string(), "METRICS_TOKEN: must be 16 characters or more");
}
