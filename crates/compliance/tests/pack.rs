//! The rule pack: read, checked, compared, and never lax.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod support;

use compliance::{
    OrgSettings, PackError, Phase, RecordingMode, RuleId, RulePack, Rules, Severity, diff, evaluate_with,
};
use support::{ATLANTA, NOON, context};

const TEXT: &str = include_str!("../data/rulepack.toml");

fn refusal(from: &str, to: &str) -> String {
    assert!(TEXT.contains(from), "{from}");
    RulePack::parse(&TEXT.replacen(from, to, 1)).unwrap_err().to_string()
}

#[test]
fn the_built_in_pack_is_valid_and_says_that_nobody_reviewed_it() {
    let pack = RulePack::built_in().unwrap();
    assert!(pack.rules.iter().map(|rule| &rule.id).eq(RuleId::ALL));
    assert!(pack.rules.iter().all(|rule| rule.reviewed_by == "unreviewed"));
    assert!(pack.states.iter().all(|state| state.reviewed_by == "unreviewed" && !state.citation.is_empty()));
    assert_eq!(Rules::built_in().version(), pack.version);
}

/// The browser gets the server's pack as JSON.
#[test]
fn a_pack_goes_to_the_browser_and_back() {
    let pack = RulePack::built_in().unwrap();
    let json = serde_json::to_string(&pack).unwrap();
    assert_eq!(serde_json::from_str::<RulePack>(&json).unwrap(), pack);
}

#[test]
fn an_error_names_the_entry() {
    assert!(refusal("state = \"FL\"", "state = \"FX\"").contains("\"FX\" is no state"));
    assert!(refusal("id = \"R-TIM-2\"", "id = \"R-TIM-1\"").contains("R-TIM-1: the rule is there twice"));
    assert!(refusal("id = \"R-TIM-2\"", "id = \"R-TIM-9\"").contains("R-TIM-9"));
    assert_eq!(
        refusal("citation = \"201 CMR 12.02(2) [84]; state registry [40]; recording\"", "citation = \" \""),
        "Massachusetts: citation is empty"
    );
    assert!(refusal("\"08:00-20:00\", saturday", "\"20:00-08:00\", saturday").contains("20:00-08:00"));
    assert!(
        refusal("\"08:00-20:00\", saturday", "\"07:00-20:00\", saturday").contains("wider than the federal")
    );
    assert!(
        refusal("federal_hours = \"08:00-21:00\"", "federal_hours = \"08:00-22:00\"")
            .contains("federal_hours")
    );
    assert!(
        refusal("national_list_max_age_days = 31", "national_list_max_age_days = 45")
            .contains("more than 31")
    );
    assert!(
        refusal("reviewed_by = \"unreviewed\"", "reviewed_by = \"A. Counsel\"")
            .contains("do not go together")
    );
    assert!(
        refusal(
            "effective_from = \"2026-11-20\"",
            "effective_from = \"2026-11-20\"\neffective_to = \"2026-01-01\""
        )
        .contains("ends on")
    );
    assert!(refusal("dual_control = false", "dual_control = false\nlax = true").contains("lax"));
    assert!(refusal("open_calls = 25", "open_calls = 26").contains("open_calls is more than 25"));
    let mut pack = RulePack::built_in().unwrap();
    let gone = pack.rules.remove(20).id;
    assert_eq!(pack.validate(), Err(PackError::Missing(gone)));
    let mut pack = RulePack::built_in().unwrap();
    pack.rules.swap(20, 21);
    assert!(matches!(pack.validate(), Err(PackError::Order(_))));
    let mut pack = RulePack::built_in().unwrap();
    pack.states.push(pack.states[0].clone());
    assert!(pack.validate().unwrap_err().to_string().contains("two entries count on"));
    let mut pack = RulePack::built_in().unwrap();
    pack.rules[1].default = compliance::DefaultAction::Warn;
    assert!(pack.validate().unwrap_err().to_string().starts_with("R-HUM-1: nobody may lift it"));
}

type Soften = fn(&mut compliance::RuleEntry);

/// What a stolen session can do at worst is in no file's hands.
#[test]
fn nothing_raises_or_lifts_the_limits_on_dials() {
    let pack = || RulePack::built_in().unwrap();
    let raise: [fn(&mut compliance::Parameters); 6] = [
        |numbers| numbers.agent_dials_10_s += 1,
        |numbers| numbers.agent_dials_hour += 1,
        |numbers| numbers.agent_dials_day += 1,
        |numbers| numbers.all_dials_minute += 1,
        |numbers| numbers.caller_id_dials_day += 1,
        |numbers| numbers.open_calls += 1,
    ];
    for raise in raise {
        let mut laxer = pack();
        raise(&mut laxer.parameters);
        let refused = laxer.validate().unwrap_err().to_string();
        assert!(refused.starts_with("parameters: ") && refused.contains(" is more than "), "{refused}");
    }
    let settings = OrgSettings { agent_dials_hour: Some(200), open_calls: Some(9), ..OrgSettings::default() };
    let rules = Rules::new(&pack(), &settings).unwrap();
    assert_eq!((rules.parameters().agent_dials_hour, rules.parameters().open_calls), (60, 9));
    // Each is told what to change: such a pack stops the server at its start.
    let soften: [(Soften, &str); 4] = [
        (|rule| rule.default = compliance::DefaultAction::Warn, "set default = \"block\""),
        (
            |rule| rule.override_class = compliance::OverrideClass::Admin,
            "set override = \"C\" (packs of before had \"A\")",
        ),
        (|rule| rule.effective_to = Some("2099-01-01".parse().unwrap()), "take effective_to out"),
        (
            |rule| rule.effective_from = "2099-01-01".parse().unwrap(),
            "set effective_from to the pack's own, or to a day before it",
        ),
    ];
    for (soften, remedy) in soften {
        let mut softer = pack();
        soften(softer.rules.iter_mut().find(|rule| rule.id == RuleId::Abuse1).unwrap());
        let refused = softer.validate().unwrap_err().to_string();
        assert_eq!(refused, format!("R-ABU-1: the limits on dials and spending are firm: {remedy}"));
    }
}

#[test]
fn two_packs_are_compared_in_sentences() {
    let old = RulePack::built_in().unwrap();
    assert!(diff(&old, &old).is_empty());
    let mut new = old.clone();
    new.version = "2026-12-01".into();
    new.parameters.attempts_24h = 2;
    new.rules[19].reviewed_by = "A. Counsel".into();
    let florida = new.states.iter().position(|entry| entry.state.code() == "FL").unwrap();
    new.states[florida].attempts_24h = None;
    let alabama = new.states.remove(0);
    let sentences: Vec<String> = diff(&old, &new).iter().map(ToString::to_string).collect();
    assert_eq!(
        sentences,
        [
            "pack: version was 2026-11-30, is 2026-12-01.",
            "parameters: attempts_24h was 3, is 2.",
            "R-TIM-1: reviewed_by was unreviewed, is A. Counsel.",
            "Alabama since 2003-10-01: is gone.",
            "Florida since 2021-07-01: attempts_24h was 3, is not set any more.",
        ]
    );
    new.states.insert(0, alabama);
    assert!(diff(&old, &new).iter().all(|one| !one.entry.starts_with("Alabama")));
}

#[test]
fn without_a_readable_pack_no_call_is_allowed() {
    let rules = Rules::refusing(PackError::Unreadable("no file".into()));
    let decision = evaluate_with(&context(ATLANTA, NOON), Phase::ProspectLeg, &rules);
    assert_eq!(decision.shown().map(compliance::Reason::full_code).as_deref(), Some("RULES_UNREADABLE"));
    let mut pack = RulePack::built_in().unwrap();
    pack.effective_to = Some("2026-11-20".parse().unwrap());
    let rules = Rules::new(&pack, &OrgSettings::default()).unwrap();
    let on = |now| evaluate_with(&context(ATLANTA, now), Phase::ProspectLeg, &rules);
    assert!(on(NOON).allowed());
    let late = on("2026-11-21T19:00:00Z");
    assert_eq!(late.shown().map(compliance::Reason::full_code).as_deref(), Some("RULES_EXPIRED"));
}

#[test]
fn an_organisation_may_block_what_only_asks() {
    let mut call = context(ATLANTA, NOON);
    call.known.caller_id.as_mut().unwrap().flagged = true;
    let settings = OrgSettings {
        block: vec![RuleId::Caller2],
        recording: Some(RecordingMode::Off),
        ..OrgSettings::default()
    };
    let rules = Rules::new(&RulePack::built_in().unwrap(), &settings).unwrap();
    let number = call.to.clone();
    let acknowledged =
        compliance::Acknowledgement { rule: RuleId::Caller2, number, at: call.now, call: None };
    call.known.acknowledgements.push(acknowledged);
    assert!(compliance::evaluate(&call, Phase::ProspectLeg).allowed());
    let decision = evaluate_with(&call, Phase::ProspectLeg, &rules);
    assert_eq!(decision.shown().map(|reason| reason.severity), Some(Severity::Hard));
    assert_eq!(decision.recording(), RecordingMode::Off);
}

#[test]
fn two_people_where_the_organisation_asks_for_two() {
    let mut call = context(ATLANTA, NOON);
    call.agent.owes_disposition = true;
    support::overrides(&mut call, RuleId::Human4);
    let settings = OrgSettings { dual_control: true, ..OrgSettings::default() };
    let rules = Rules::new(&RulePack::built_in().unwrap(), &settings).unwrap();
    let mut with = |second: Option<&str>| {
        call.known.overrides[0].second_person = second.map(str::to_owned);
        evaluate_with(&call, Phase::ProspectLeg, &rules).allowed()
    };
    assert!(!with(None) && !with(Some("Ines")) && !with(Some(" ")) && with(Some("Omar")));
}
