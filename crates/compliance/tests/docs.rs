//! `docs/compliance/rules.md` says what the pack says, and names tests that exist.

use compliance::{RuleId, RulePack};

const TABLE: &str = include_str!("../../../docs/compliance/rules.md");
const README: &str = include_str!("../../../docs/compliance/README.md");

const TESTS: [(&str, &str); 8] = [
    ("acceptance", include_str!("acceptance.rs")),
    ("days", include_str!("days.rs")),
    ("exceptions", include_str!("exceptions.rs")),
    ("lists", include_str!("lists.rs")),
    ("pack", include_str!("pack.rs")),
    ("people", include_str!("people.rs")),
    ("rules", include_str!("rules.rs")),
    ("what_if", include_str!("what_if.rs")),
];

fn rows() -> Vec<Vec<&'static str>> {
    let rows = TABLE.lines().filter(|line| line.starts_with("| R-"));
    rows.map(|line| line.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

#[test]
fn every_rule_has_its_row() {
    let pack = RulePack::built_in().unwrap();
    assert!(rows().iter().map(|row| row[0]).eq(RuleId::ALL.iter().map(|id| id.as_str())));
    for (row, rule) in rows().iter().zip(&pack.rules) {
        let [id, title, citation, default, class, ..] = row[..] else { panic!("{row:?}") };
        assert_eq!(title, rule.title, "{id}");
        assert_eq!(citation, rule.citation, "{id}");
        assert_eq!((default, class), (rule.default.as_str(), rule.override_class.as_str()), "{id}");
        assert_eq!(row.len(), 7, "{id}");
        assert!(!row[6].is_empty(), "{id}");
    }
}

#[test]
fn every_row_names_a_test_that_exists() {
    for row in rows() {
        let (file, test) = row[5].trim_matches('`').split_once(": ").unwrap();
        let text = TESTS.iter().find(|(name, _)| *name == file).unwrap_or_else(|| panic!("{file}")).1;
        assert!(text.contains(&format!("#[test]\nfn {test}()")), "{file}: {test}");
    }
}

#[test]
fn nothing_claims_that_a_passed_check_is_legal() {
    assert!(README.contains("A call that passes every check is not thereby legal."));
    assert!(TABLE.contains("that a call passes every rule does\nnot make it lawful"));
}
