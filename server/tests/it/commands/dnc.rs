//! `twoleg dnc`.

use serde_json::json;

use super::{Operator, days_ago, today};

const IMPORT: [&str; 4] = ["dnc", "import", "--list", "national"];

fn import(operator: &Operator, more: &[&str]) -> String {
    operator.does(&[&IMPORT, more].concat())
}

#[test]
fn a_list_is_imported_shown_and_asked() {
    let operator = Operator::new();
    let file = operator.write("813.txt", "8132000142\n8132000143\n");
    let said = import(&operator, &["--date", &today(), &file]);
    assert!(said.contains("as version 1: a full list") && said.contains("It has 2 numbers now"), "{said}");
    assert!(operator.path("data/dnc/manifest.json").is_file(), "beside the call log, where nothing is set");

    let said = operator.does(&["dnc", "show"]);
    for words in
        ["version 1, 2 numbers in 1 area codes", "(0 days old)", "a full list from 813.txt", "codes: 813"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    let shown = operator.json(&["dnc", "show", "--json"]);
    let list = &shown[0];
    assert_eq!(
        json!([
            list["list"],
            list["version"],
            list["count"],
            list["accessed_on"],
            list["stale"],
            list["blocks"]
        ]),
        json!(["national", 1, 2, today(), false, false])
    );
    assert_eq!((&list["area_codes"], &list["sources"][0]["file"]), (&json!(["813"]), &json!("813.txt")));

    let said = operator.does(&["dnc", "lookup", "+18132000142"]);
    assert!(said.contains("(813) 200-0142") && said.contains("LISTED"), "{said}");
    assert!(operator.does(&["dnc", "lookup", "813 200 0144"]).contains("not listed"));
    let asked = operator.json(&["dnc", "lookup", "+17272000142", "--json"]);
    assert_eq!(asked["lists"][0]["standing"], "not_subscribed");
}

#[test]
fn a_refused_file_names_the_line_and_leaves_the_old_list() {
    let mut operator = Operator::new();
    operator.set("DNC_PATH", operator.path("lists").display());
    let today = today();
    let good = operator.write("good.txt", "8132000142\n");
    import(&operator, &["--date", &today, &good]);
    let bad = operator.write("bad.txt", "8132000143\n8132000144\nnobody's number\n");
    let said = operator.fails(&[&IMPORT[..], &["--date", &today, &bad]].concat());
    assert!(said.contains("nothing was imported") && said.contains("bad.txt, line 3"), "{said}");
    assert!(operator.does(&["dnc", "show"]).contains("version 1, 1 numbers"));
    assert!(operator.path("lists/manifest.json").is_file());
}

#[test]
fn what_would_let_it_pass_is_named() {
    let operator = Operator::new();
    let today = today();
    let full = operator.write("full.txt", "8132000142\n8132000143\n");
    let said = operator.fails(&[&IMPORT[..], &[&full]].concat());
    assert!(said.contains("--date"), "{said}");
    import(&operator, &["--date", &today, "--full", "--area-code", "813", &full]);
    let smaller = operator.write("smaller.txt", "8132000142\n");
    let said = operator.fails(&[&IMPORT[..], &["--date", &today, &smaller]].concat());
    assert!(said.contains("--allow-smaller"), "{said}");
    import(&operator, &["--date", &today, "--allow-smaller", &smaller]);
    let said = operator.fails(&[&IMPORT[..], &["--date", &days_ago(3), &smaller]].concat());
    assert!(said.contains("--allow-older"), "{said}");
    let said = operator.fails(&[&IMPORT[..], &["--date", &today, "--change", &full]].concat());
    assert!(said.contains("was said to be a change list"), "{said}");
}

#[test]
fn a_change_list_is_worked_in() {
    let operator = Operator::new();
    let full = operator.write("full.txt", "8132000142\n");
    import(&operator, &["--date", &days_ago(1), &full]);
    let change = operator.write("change.txt", "8132000143,A\n8132000142,D\n");
    let said = import(&operator, &["--date", &today(), "--change", &change]);
    assert!(said.contains("1 are new, 1 are gone"), "{said}");
    assert!(operator.does(&["dnc", "lookup", "8132000142"]).contains("not listed"));
}

#[test]
fn an_old_list_is_shown_to_block_by_the_rules_in_force() {
    let mut operator = Operator::new();
    let file = operator.write("813.txt", "8132000142\n");
    import(&operator, &["--date", &days_ago(20), &file]);
    assert_eq!(operator.json(&["dnc", "show", "--json"])[0]["blocks"], false);
    operator.set("RULE_SETTINGS", operator.write("settings.toml", "national_list_max_age_days = 14\n"));
    let said = operator.does(&["dnc", "show"]);
    assert!(said.contains("STALE") && said.contains("are refused until then"), "{said}");
    assert_eq!(operator.json(&["dnc", "show", "--json"])[0]["blocks"], true);
}

#[test]
fn nothing_imported_is_said_and_asked_about_without_a_failure() {
    let operator = Operator::new();
    assert!(operator.does(&["dnc", "show"]).contains("never imported. A live server refuses every call"));
    assert_eq!(operator.json(&["dnc", "show", "--json"]), json!([]));
    assert!(operator.does(&["dnc", "lookup", "8132000142"]).contains("never imported"));
}

#[test]
fn words_that_mean_nothing_are_refused_with_a_sentence() {
    let mut operator = Operator::new();
    let file = operator.write("813.txt", "8132000142\n");
    let said = operator.fails(&["dnc", "import", "--list", "state-zz", &file]);
    assert!(said.contains("no such list: say national"), "{said}");
    let said = operator.fails(&[&IMPORT[..], &["--date", "yesterday", &file]].concat());
    assert!(said.contains("is no day such as"), "{said}");
    let said = operator.fails(&[&IMPORT[..], &["--date", &today(), "no-such-file.txt"]].concat());
    assert!(said.contains("no-such-file.txt"), "{said}");
    let said = operator.fails(&["dnc", "lookup", "12345"]);
    assert!(said.contains("too few digits") && !said.contains("12345"), "{said}");
    operator.set("DNC_PATH", &file);
    assert!(operator.fails(&["dnc", "show"]).contains("DNC_PATH: is a file"));
}
