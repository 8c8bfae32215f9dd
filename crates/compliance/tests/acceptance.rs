//! The acceptance tests of the specification's section 10 that the engine can show, by their numbers.

mod support;

use compliance::{
    Click, History, ListStatus, OrgSettings, Phase, RuleId, RulePack, Rules, WhatIf, evaluate, evaluate_with,
    what_if,
};
use support::{ATLANTA, NOON, TAMPA, at, blocks, context, days, decide, lives_in};

#[test]
fn t01_nine_in_the_evening_blocks_and_the_margin_holds() {
    assert_eq!(blocks(&context(ATLANTA, "2026-11-21T02:00:00Z")), ["FED_HOURS"]);
    assert!(decide(&context(ATLANTA, "2026-11-21T01:54:59Z")).allowed());
    assert_eq!(blocks(&context(ATLANTA, "2026-11-21T01:55:00Z")), ["FED_HOURS"]);
}

#[test]
fn t02_a_click_in_time_whose_leg_is_late_is_refused() {
    assert!(evaluate(&context(ATLANTA, "2026-11-21T01:54:00Z"), Phase::Click).allowed());
    let refusal = decide(&context(ATLANTA, "2026-11-21T01:56:00Z")).clearance().unwrap_err();
    assert_eq!(
        (refusal.code.as_str(), refusal.next_allowed_at),
        ("FED_HOURS", Some(at("2026-11-21T13:00:00Z")))
    );
}

#[test]
fn t03_the_panhandle_and_miami_share_the_hours_of_both_clocks() {
    let open = |now: &str| {
        let mut call = context("+18502230142", now);
        call.places = vec![support::property("FL", "32501"), support::property("FL", "33130")];
        decide(&call).allowed()
    };
    // Open from 8 am Central to 7:55 pm Eastern.
    assert!(!open("2026-11-20T13:59:59Z") && open("2026-11-20T14:00:00Z"));
    assert!(open("2026-11-21T00:54:59Z") && !open("2026-11-21T00:55:00Z"));
}

#[test]
fn t04_area_codes_where_libphonenumber_alone_is_wrong() {
    let zones = |number: &str| what_if(&WhatIf::new(number, at(NOON)), Rules::built_in()).zones;
    assert_eq!(zones("+16892230142"), ["America/New_York"]);
    for two in ["448", "364", "930", "458"] {
        assert_eq!(zones(&format!("+1{two}2230142")).len(), 2, "{two}");
    }
}

#[test]
fn t05_a_florida_number_with_a_georgia_address_has_both_laws() {
    let mut call = context(TAMPA, "2026-11-21T00:56:00Z");
    call.places = vec![lives_in("GA")];
    assert_eq!(blocks(&call), ["STATE_HOURS:FL"]);
    let mut call = context(ATLANTA, "2026-11-21T00:56:00Z");
    assert!(decide(&call).allowed());
    call.places = vec![lives_in("FL")];
    assert_eq!(blocks(&call), ["STATE_HOURS:FL"]);
}

#[test]
fn t06_days_of_states() {
    // Texas: Sundays from noon.
    assert_eq!(blocks(&context("+12142230142", "2026-11-22T17:59:59Z")), ["STATE_HOURS:TX"]);
    assert!(decide(&context("+12142230142", "2026-11-22T18:00:00Z")).allowed());
    assert_eq!(blocks(&context("+18012230142", "2026-11-22T19:00:00Z")), ["STATE_SUNDAY:UT"]);
    assert_eq!(blocks(&context("+12152230142", "2026-06-14T17:00:00Z")), ["STATE_HOLIDAY:PA:Flag Day"]);
    assert_eq!(blocks(&context("+15042230142", "2027-02-09T18:00:00Z")), ["STATE_HOLIDAY:LA:Mardi Gras"]);
    // Mississippi gave up its holidays; 4 July 2026 is a Saturday.
    assert!(decide(&context("+16012230142", "2026-07-04T18:00:00Z")).allowed());
    assert_eq!(blocks(&context("+16012230142", "2026-07-05T18:00:00Z")), ["STATE_SUNDAY:MS"]);
}

#[test]
fn t07_the_fourth_attempt_in_24_hours() {
    let mut call = context(ATLANTA, NOON);
    // Whoever called, of whichever lead: attempts are of the number.
    let attempts = ["2026-11-19T19:41:00Z", "2026-11-20T14:00:00Z", "2026-11-20T17:00:00Z"].map(at).to_vec();
    call.known.history = Some(History { attempts, ..History::default() });
    // Exactly 24 hours ago still counts; a second later it does not.
    assert_eq!(blocks(&call), ["FREQ_24H"]);
    call.now = at("2026-11-20T19:41:01Z");
    assert!(decide(&call).allowed());
}

/// The clocks go back on 1 November 2026 at 06:00 UTC in the east: the local day has 25 hours, the cap's has 24.
#[test]
fn t07_the_rolling_day_is_counted_in_utc_over_a_dst_night() {
    let mut call = context(ATLANTA, "2026-11-01T15:00:00Z");
    let attempts = ["2026-10-31T15:30:00Z", "2026-10-31T18:00:00Z", "2026-10-31T23:00:00Z"].map(at).to_vec();
    call.known.history = Some(History { attempts, ..History::default() });
    // 10:00 on both days by the wall clock is 25 hours apart.
    assert_eq!(blocks(&call), ["FREQ_24H"]);
    call.now = at("2026-11-01T15:30:01Z");
    assert!(decide(&call).allowed());
    assert_eq!(decide(&context(ATLANTA, "2026-11-01T15:00:00Z")).outcome().as_str(), "warn");
}

#[test]
fn t09_tokens_reused_expired_or_synthetic() {
    let with = |click| {
        let mut call = context(ATLANTA, NOON);
        call.known.click = click;
        blocks(&call)
    };
    let good = Click { age_s: 60, used: false, trusted: true };
    assert_eq!(with(Some(good)), [""; 0]);
    assert_eq!(with(Some(Click { age_s: 61, ..good })), ["TOKEN_EXPIRED"]);
    assert_eq!(with(Some(Click { age_s: -1, ..good })), ["TOKEN_EXPIRED"]);
    assert_eq!(with(Some(Click { used: true, ..good })), ["TOKEN_REUSED"]);
    assert_eq!(with(Some(Click { trusted: false, ..good })), ["NO_HUMAN_CLICK"]);
    assert_eq!(with(None), ["NO_HUMAN_CLICK"]);
}

#[test]
fn t10_the_registrys_age_and_subscription() {
    let with = |national| {
        let mut call = context(ATLANTA, NOON);
        call.known.lists.national = national;
        blocks(&call)
    };
    let aged =
        |age| ListStatus::Loaded { hit: false, accessed_at: at(NOON) - days(age), version: "7".into() };
    assert_eq!(with(aged(31)), [""; 0]);
    assert_eq!(with(aged(32)), ["NDNC_STALE"]);
    assert_eq!(with(aged(-1)), ["NDNC_STALE"]);
    assert_eq!(with(ListStatus::NotSubscribed), ["NDNC_NPA_NOT_SUBSCRIBED"]);
    assert_eq!(with(ListStatus::NotLoaded), ["NDNC_NOT_LOADED"]);
}

#[test]
fn t11_numbers_that_are_never_dialled() {
    let first = |number: &str| {
        let answer = what_if(&WhatIf::new(number, at(NOON)), Rules::built_in());
        assert_eq!(answer.outcome.as_str(), "block", "{number}");
        answer
            .reasons
            .iter()
            .find(|reason| reason.severity.as_str() == "hard")
            .map(|reason| reason.code.clone())
    };
    for short in
        ["911", "933", "112", "999", "988", "211", "311", "411", "511", "611", "711", "811", "5550142"]
    {
        assert_eq!(first(short).as_deref(), Some("EMERGENCY_OR_SHORT"), "{short}");
    }
    let codes = |list: &str, code: &str| {
        for npa in list.split(' ') {
            assert_eq!(first(&format!("+1{npa}2230142")).as_deref(), Some(code), "{npa}");
        }
    };
    codes(
        "242 246 264 268 284 345 441 473 649 658 876 664 721 758 767 784 809 829 849 868 869",
        "NON_US_NANP",
    );
    codes("340 670 671 684 787 939 416 604 514", "NON_US_NANP");
    codes(
        "500 521 522 523 524 525 526 527 528 529 532 533 544 566 577 588 600 622 633 700 710 456",
        "NON_GEO",
    );
    codes("800 833 844 855 866 877 888", "TOLLFREE_PROSPECT");
    codes("900", "PREMIUM");
    for (number, code) in [
        ("+18135550100", "INVALID_NUMBER"),
        ("+18135550199", "INVALID_NUMBER"),
        ("+18139501234", "INVALID_NUMBER"),
        ("+18139581234", "INVALID_NUMBER"),
        ("+18139591234", "INVALID_NUMBER"),
        ("+12222222222", "INVALID_NUMBER"),
        ("+18139110142", "INVALID_NUMBER"),
        ("+14112230142", "INVALID_NUMBER"),
        ("+11132230142", "INVALID_NUMBER"),
        ("+18139761234", "PREMIUM"),
        // Twilio's magic test numbers.
        ("+15005550006", "INVALID_NUMBER"),
        ("+442079460958", "INTL"),
        ("", "INVALID_NUMBER"),
        ("call after 5", "INVALID_NUMBER"),
    ] {
        assert_eq!(first(number).as_deref(), Some(code), "{number}");
    }
}

#[test]
fn t12_a_lookup_that_fails_never_allows() {
    for operated in [true, false] {
        let mut call = context(TAMPA, NOON);
        if !operated {
            call.settings.operations = compliance::Operations::none();
        }
        call.known.lists.national = ListStatus::Unavailable;
        call.known.lists.litigator = ListStatus::Unavailable;
        let florida = "FL".parse().unwrap();
        call.known.lists.states.insert(florida, ListStatus::Unavailable);
        assert_eq!(blocks(&call), ["NOT_KNOWN", "NOT_KNOWN:FL", "NOT_KNOWN"]);
        // Nor does an override: there is nothing yet to weigh.
        for rule in [RuleId::Dnc3, RuleId::Dnc5, RuleId::Dnc6] {
            support::overrides(&mut call, rule);
        }
        assert_eq!(blocks(&call).len(), 3);
    }
}

#[test]
fn t18_each_decision_names_the_pack_that_made_it() {
    let mut pack = RulePack::built_in().unwrap();
    let before = Rules::new(&pack, &OrgSettings::default()).unwrap();
    pack.version = "2026-12-01".into();
    pack.parameters.attempts_24h = 2;
    let after = Rules::new(&pack, &OrgSettings::default()).unwrap();
    let mut call = context(ATLANTA, NOON);
    let attempts = ["2026-11-20T14:00:00Z", "2026-11-20T17:00:00Z"].map(at).to_vec();
    call.known.history = Some(History { attempts, ..History::default() });
    let (one, other) =
        (evaluate_with(&call, Phase::ProspectLeg, &before), evaluate_with(&call, Phase::ProspectLeg, &after));
    assert_eq!((one.rules_version(), one.allowed()), ("2026-11-30", true));
    assert_eq!((other.rules_version(), other.allowed()), ("2026-12-01", false));
}
