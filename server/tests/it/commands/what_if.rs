//! `twoleg what-if`.

use compliance::RulePack;
use serde_json::{Value, json};

use super::{Operator, days_ago, today};

const TAMPA: [&str; 7] =
    ["what-if", "--number", "+18132230142", "--property-state", "FL", "--property-zip", "33606"];

fn ask(operator: &Operator, more: &[&str]) -> Value {
    operator.json(&[&TAMPA[..], more, &["--json"]].concat())
}

fn rules(answer: &Value) -> Vec<&str> {
    answer["reasons"].as_array().unwrap().iter().map(|reason| reason["rule"].as_str().unwrap()).collect()
}

#[test]
fn the_json_is_exactly_the_answer() {
    let operator = Operator::new();
    let expected = json!({
        "outcome": "block",
        "next_allowed_at": "2026-11-21T13:00:00Z",
        "zones": ["America/New_York"],
        "states": ["FL"],
        "reasons": [{
            "rule": "R-TIM-2",
            "code": "STATE_HOURS:FL",
            "severity": "hard",
            "detail": "It is 8:01 pm in Florida: Florida ends calls at 7:55 pm. Next allowed Saturday 8:00 am Eastern."
        }],
    });
    assert_eq!(ask(&operator, &["--at", "2026-11-21T01:01:00Z"]), expected);
    let allowed = ask(&operator, &["--at", "2026-11-20T23:30:00Z"]);
    assert_eq!((&allowed["outcome"], &allowed["reasons"]), (&json!("allow"), &json!([])));
    assert!(!operator.path("data").exists(), "a question leaves nothing behind");
}

#[test]
fn every_address_counts_and_all_reasons_are_there() {
    let operator = Operator::new();
    let sunday = ["--at", "2026-11-22T14:00:00Z", "--mailing-state", "Utah", "--mailing-zip", "84101-0001"];
    let answer = ask(&operator, &sunday);
    assert_eq!(answer["states"], json!(["FL", "UT"]));
    assert_eq!(rules(&answer), ["R-TIM-1", "R-TIM-2", "R-TIM-2", "R-TIM-3"], "{answer}");
}

#[test]
fn people_read_sentences() {
    let operator = Operator::new();
    let said = operator.does(&[&TAMPA[..], &["--at", "2026-11-21T01:01:00Z"]].concat());
    for words in [
        "the call may not be made",
        "Next allowed at 2026-11-21T13:00:00Z",
        "States: Florida",
        "R-TIM-2 STATE_HOURS:FL (hard): It is 8:01 pm in Florida",
        "Lists asked: none",
        "built-in, version",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(operator.does(&TAMPA).starts_with("At 20"), "without a moment it is now");
}

#[test]
fn numbers_that_are_never_dialled_have_their_rule() {
    let operator = Operator::new();
    // The last is kept free for fiction.
    for (number, rule) in [("911", "R-NUM-2"), ("+44 20 7946 0958", "R-NUM-3"), ("+18135550142", "R-NUM-1")] {
        let answer = operator.json(&["what-if", "--number", number, "--json"]);
        assert_eq!((&answer["outcome"], rules(&answer)[0]), (&json!("block"), rule), "{answer}");
    }
}

#[test]
fn what_is_none_of_these_is_refused_with_a_sentence() {
    let operator = Operator::new();
    for (words, sentence) in [
        (&["--number", "nobody"][..], "not a phone number"),
        (&["--number", "813 223 01423"], "too many digits"),
        (&["--number", "223-0142"], "too few digits"),
        (&["--number", "8132230142", "--property-state", "ZZ"], "is no state of the United States"),
        (&["--number", "8132230142", "--mailing-zip", "3360"], "is no ZIP code such as"),
        (&["--number", "8132230142", "--at", "tonight"], "is no moment such as"),
        (&[], "--number"),
    ] {
        let said = operator.fails(&[&["what-if"], words].concat());
        assert!(said.contains(sentence), "{words:?}: {said}");
    }
}

#[test]
fn the_configured_rules_answer() {
    let mut operator = Operator::new();
    let text = RulePack::built_in_text().replacen("end_margin_min = 5", "end_margin_min = 45", 1);
    operator.set("RULE_PACK", operator.write("pack.toml", text));
    let at = ["--at", "2026-11-21T00:30:00Z"];
    assert_eq!(rules(&ask(&operator, &at)), ["R-TIM-2"], "7:30 pm is within 45 minutes of the end");
    operator.write("pack.toml", "half a pack");
    assert!(operator.fails(&[&TAMPA[..], &at].concat()).contains("pack.toml is refused"));
}

#[test]
fn lists_that_are_there_are_asked() {
    let operator = Operator::new();
    let now = format!("{}T18:00:00Z", today());
    let listed = operator.write("813.txt", "8132230142\n");
    operator.does(&["dnc", "import", "--list", "national", "--date", &days_ago(1), &listed]);
    let answer = ask(&operator, &["--at", &now]);
    assert!(rules(&answer).contains(&"R-DNC-4"), "{answer}");
    let before = ask(&operator, &["--at", "2026-11-10T18:00:00Z"]);
    assert_eq!(rules(&before), ["R-DNC-4"], "the list as it is now also counts for an earlier day");
    let said = operator.does(&[&TAMPA[..], &["--at", &now]].concat());
    assert!(said.contains("Lists asked: national 1."), "{said}");
    let elsewhere = operator.json(&["what-if", "--number", "+17272230142", "--at", &now, "--json"]);
    assert!(rules(&elsewhere).contains(&"R-DNC-3"), "not subscribed: {elsewhere}");
}
