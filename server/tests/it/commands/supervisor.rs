//! What a live server's supervisor does on its own machine.

use super::{Operator, days_ago};

const NUMBER: &str = "+18135550142";

#[test]
fn what_a_live_server_needs_before_its_first_call() {
    let operator = Operator::new();
    let said = operator.does(&["training", "record", "--agent", "podio_7184236"]);
    assert!(said.contains("The training of podio_7184236"), "{said}");
    let said = operator.does(&["caller-id", "--answers", "yes", "--attestation", "A"]);
    assert!(said.contains("+1813*****00 is recorded") && !said.contains("5550100"), "{said}");
    let said = operator.does(&["registrations", "add", "FL", "Texas"]);
    assert!(said.contains("recorded reason: FL TX."), "{said}");
    assert!(operator.does(&["registrations", "list"]).contains("FL TX."));
    assert!(operator.does(&["registrations", "remove", "TX"]).contains("recorded reason: FL."));
    let said = operator.does(&["audit", "export", "--format", "csv"]);
    for kind in ["training.recorded", "caller_id.checked", "registrations.removed", "\"operator\""] {
        assert!(said.contains(kind), "{kind}: {said}");
    }
}

#[test]
fn wrong_words_are_refused_with_a_sentence() {
    let operator = Operator::new();
    let said = operator.fails(&["training", "record", "--agent", "nobody"]);
    assert!(said.contains("There is: nobody yet"), "{said}");
    let said = operator.fails(&["training", "record", "--agent", "podio_7184236", "--on", "9000-01-01"]);
    assert!(said.contains("in the future"), "{said}");
    let said = operator.fails(&["training", "record", "--agent", "podio_7184236", "--on", "today"]);
    assert!(said.contains("is no day such as"), "{said}");
    assert!(
        operator
            .fails(&["caller-id", "--answers", "yes", "--attestation", "D"])
            .contains("none of A, B and C")
    );
    assert!(operator.fails(&["registrations", "remove", "FL"]).contains("no registration"));
    assert!(operator.fails(&["registrations", "add", "Atlantis"]).contains("no state"));
}

#[test]
fn off_the_list_in_two_steps() {
    let operator = Operator::new();
    let remove = ["suppressions", "remove", NUMBER];
    let ask = [&remove[..], &["--reason", "They wrote", "--evidence", "Letter 7"]].concat();
    let confirm = [&remove[..], &["--confirm"]].concat();
    assert!(operator.fails(&ask).contains("not on the do-not-call list"));
    let said = operator.does(&["suppress", NUMBER, "--reason", "By letter"]);
    assert!(said.contains("+1813*****42") && !said.contains(NUMBER), "{said}");
    assert!(operator.fails(&confirm).contains("Ask for the removal first"));
    assert!(operator.does(&ask).contains("--confirm"));
    operator.does(&["suppress", NUMBER, "--reason", "On the phone"]);
    assert!(
        operator.fails(&confirm).contains("Ask for the removal first"),
        "a new request made the first step void"
    );
    operator.does(&ask);
    assert!(operator.does(&confirm).contains("is off the do-not-call list"));
    assert!(operator.fails(&remove).contains("--reason"));
}

#[test]
fn exceptions_are_made_listed_and_ended() {
    let operator = Operator::new();
    let until = days_ago(-10);
    let add = |rule| {
        [
            "override",
            "add",
            NUMBER,
            "--rule",
            rule,
            "--reason",
            "Settled",
            "--evidence",
            "File 7",
            "--until",
            &until,
        ]
    };
    assert!(operator.does(&add("R-DNC-6")).contains("R-DNC-6 for +1813*****42 is in force until"));
    assert!(operator.fails(&add("R-DNC-1")).contains("knows no exception"));
    let said = operator.does(&["override", "list", NUMBER]);
    assert!(
        said.contains("R-DNC-6  in force until") && said.contains("Settled (evidence: File 7)"),
        "{said}"
    );
    operator.does(&["override", "end", NUMBER, "--rule", "R-DNC-6"]);
    assert!(operator.does(&["override", "list", NUMBER]).contains("over since"));
    assert!(operator.fails(&["override", "end", NUMBER, "--rule", "R-DNC-6"]).contains("no such exception"));
}

#[test]
fn two_people_are_asked_for_where_the_rules_do() {
    let mut operator = Operator::new();
    operator.set("RULE_SETTINGS", operator.write("settings.toml", "dual_control = true\n"));
    let until = days_ago(-10);
    let add = [
        "override",
        "add",
        NUMBER,
        "--rule",
        "R-DNC-6",
        "--reason",
        "r",
        "--evidence",
        "e",
        "--until",
        &until,
    ];
    assert!(operator.fails(&add).contains("second person"));
    operator.does(&[&add[..], &["--second", "Sam Reyes"]].concat());
    assert!(operator.does(&["override", "list", NUMBER]).contains("with Sam Reyes"));
}

#[test]
fn a_consent_is_recorded_and_revoked() {
    let operator = Operator::new();
    let add = ["consent", "add", NUMBER, "--obtained", "2026-11-01"];
    let said = operator.does(&[&add[..], &["--kind", "express-written", "--evidence", "Form 12"]].concat());
    assert!(said.contains("The consent of +1813*****42"), "{said}");
    let said = operator.fails(&[&add[..], &["--kind", "PERSONAL", "--evidence", " "]].concat());
    assert!(said.contains("where the evidence is"), "{said}");
    let said = operator.does(&["consent", "revoke", NUMBER, "--channel", "text"]);
    assert!(said.contains("on the do-not-call list"), "{said}");
    assert!(operator.does(&["audit", "export"]).contains("consent.revoked"));
}

#[test]
fn alarms_are_listed_and_one_that_is_not_on_cannot_be_acknowledged() {
    let operator = Operator::new();
    assert_eq!(operator.does(&["alarms"]).trim(), "No alarm is on.");
    assert_eq!(operator.does(&["alarms", "list"]).trim(), "No alarm is on.");
    let said = operator.fails(&["alarms", "acknowledge", "click_flood"]);
    assert!(said.contains("is not on any more"), "{said}");
    assert!(operator.fails(&["alarms", "acknowledge", "nothing"]).contains("is no alarm"));
}
