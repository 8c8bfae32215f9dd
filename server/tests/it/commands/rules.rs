//! `twoleg rules`, and the rule files of a server.

use compliance::{RuleId, RulePack};
use server::config::Config;
use server::startup::Running;
use sha2::{Digest, Sha256};
use store::{AuditQuery, Store};
use tokio::net::TcpListener;

use super::Operator;
use crate::app::eventually;

/// The built-in pack with something else in it.
fn pack(from: &str, to: &str) -> String {
    let text = RulePack::built_in_text().replacen(from, to, 1);
    assert_ne!(text, RulePack::built_in_text());
    text
}

/// The built-in pack of a later day.
fn newer() -> String {
    let built_in = RulePack::built_in().unwrap().version;
    pack(&format!("version = \"{built_in}\""), "version = \"2026-12-01\"")
}

#[test]
fn check_says_which_pack_it_is() {
    let operator = Operator::new();
    let text = newer();
    let file = operator.write("pack.toml", &text);
    let said = operator.does(&["rules", "check", &file]);
    let hash = hex::encode(Sha256::digest(&text));
    for words in ["twoleg-us", "2026-12-01", "effective from", "unreviewed", &hash] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let hash = hex::encode(Sha256::digest(RulePack::built_in_text()));
    for words in [&["rules", "check"][..], &["rules", "check", "built-in"]] {
        assert!(operator.does(words).contains(&hash));
    }
}

#[test]
fn check_refuses_what_is_no_pack_and_names_the_entry() {
    let operator = Operator::new();
    let twice = operator.write("twice.toml", pack("id = \"R-TIM-2\"", "id = \"R-TIM-1\""));
    let said = operator.fails(&["rules", "check", &twice]);
    assert!(said.contains("twice.toml is refused: R-TIM-1: the rule is there twice"), "{said}");
    let wide = operator
        .write("wide.toml", pack("federal_hours = \"08:00-21:00\"", "federal_hours = \"08:00-22:00\""));
    assert!(operator.fails(&["rules", "check", &wide]).contains("wider than 08:00-21:00"));
    assert!(operator.fails(&["rules", "check", "no-such.toml"]).contains("no-such.toml cannot be read"));
}

#[test]
fn check_says_what_the_settings_make_stricter() {
    let mut operator = Operator::new();
    operator.set("RULE_SETTINGS", operator.write("settings.toml", "attempts_24h = 2\ncool_off_days = 10\n"));
    let said = operator.does(&["rules", "check"]);
    assert!(said.contains("parameters: attempts_24h was 3, is 2."), "{said}");
    assert!(!said.contains("cool_off_days was"), "laxer counts for nothing: {said}");
    operator.write("settings.toml", "attempts = 2\n");
    let said = operator.fails(&["rules", "check"]);
    assert!(said.contains("settings.toml is refused") && said.contains("unknown field"), "{said}");
}

#[test]
fn diff_compares_with_the_built_in_pack() {
    let operator = Operator::new();
    let file = operator.write("pack.toml", pack("attempt_gap_min = 120", "attempt_gap_min = 180"));
    assert_eq!(
        operator.does(&["rules", "diff", "built-in", &file]),
        "parameters: attempt_gap_min was 120, is 180.\n"
    );
    assert_eq!(operator.does(&["rules", "diff", "built-in", "built-in"]), "Both say the same.\n");
    assert!(operator.fails(&["rules", "diff", "built-in", "gone.toml"]).contains("gone.toml cannot be read"));
}

#[test]
fn show_has_a_row_for_every_rule() {
    let mut operator = Operator::new();
    let said = operator.does(&["rules", "show"]);
    for rule in RuleId::ALL {
        assert!(said.lines().any(|line| line.starts_with(&format!("{rule} "))), "{rule}: {said}");
    }
    let row = |said: &str| said.lines().find(|line| line.starts_with("R-CID-2 ")).unwrap().to_owned();
    assert!(row(&said).contains("acknowledge"), "{said}");
    operator.set("RULE_SETTINGS", operator.write("settings.toml", "block = [\"R-CID-2\"]\n"));
    let said = operator.does(&["rules", "show"]);
    assert!(row(&said).contains("block"), "as the organisation has it: {said}");
}

#[test]
fn a_server_does_not_start_with_a_bad_pack() {
    let mut operator = Operator::new();
    operator.set("LEPTOS_SITE_ADDR", "127.0.0.1:0");
    operator.set("RULE_PACK", operator.write("pack.toml", "half a pack"));
    let said = operator.fails(&["serve"]);
    assert!(said.contains("rules cannot be put in force") && said.contains("pack.toml is refused"), "{said}");
    std::fs::remove_file(operator.path("pack.toml")).unwrap();
    assert!(operator.fails(&["serve"]).contains("RULE_PACK: is no file"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_server_takes_a_changed_pack_and_refuses_a_bad_one() {
    let operator = Operator::new();
    let file = operator.write("pack.toml", RulePack::built_in_text());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let values = [
        ("LEPTOS_SITE_ADDR", listener.local_addr().unwrap().to_string()),
        ("DATA_DIR", operator.path("data").display().to_string()),
        ("RULE_PACK", file),
    ];
    let config = Config::from_values(values.map(|(name, value)| (name.to_owned(), value))).unwrap();
    let running = Running::start(config).await.unwrap();
    let store = running.dialer().store().clone();
    operator.write("pack.toml", newer());
    assert_eq!(rows(&*store, "rules.loaded", 2).await, ["2026-11-30", "2026-12-01"]);
    operator.write("pack.toml", "half a pack");
    assert_eq!(rows(&*store, "rules.refused", 1).await, ["2026-12-01"]);
}

/// The versions of so many rows of a kind, once they are there.
async fn rows(store: &dyn Store, kind: &str, count: usize) -> Vec<String> {
    eventually(kind, || async {
        let query = AuditQuery { kind: Some(kind.to_owned()), ..AuditQuery::default() };
        let rows = store.audit(&query).await.unwrap();
        let payloads = rows.iter().map(|row| &row.entry.payload);
        let version = payloads.map(|payload| payload.get("version").unwrap_or(&payload["in_force"]));
        let mut versions: Vec<String> = version.map(|text| text.as_str().unwrap().to_owned()).collect();
        versions.sort();
        (versions.len() == count).then_some(versions)
    })
    .await
}
