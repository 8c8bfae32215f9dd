//! The calling hours, in words and to the second.

mod support;

use compliance::{CallContext, Phase, ReasonCode, evaluate};
use support::{ATLANTA, at, context, decide, lives_in, zip};

/// Georgia has no hours of its own, so these are the federal ones.
fn atlanta(now: &str) -> CallContext {
    context(ATLANTA, now)
}

fn sentence(context: &CallContext) -> String {
    decide(context).shown().map(|reason| reason.sentence.clone()).unwrap_or_default()
}

#[test]
fn the_end_is_exclusive_and_has_a_margin() {
    // 20:54:59 and 20:55:00 in Georgia.
    assert!(decide(&atlanta("2026-11-21T01:54:59Z")).allowed());
    assert!(!decide(&atlanta("2026-11-21T01:55:00Z")).allowed());
    // The pack's margin is a floor: a smaller one counts for nothing, a larger one counts.
    let mut bold = atlanta("2026-11-21T01:55:00Z");
    bold.settings.end_margin_minutes = 0;
    assert!(!decide(&bold).allowed());
    bold.now = at("2026-11-21T01:54:59Z");
    assert!(decide(&bold).allowed());
    bold.settings.end_margin_minutes = 10;
    assert!(!decide(&bold).allowed());
}

#[test]
fn the_start_is_inclusive() {
    assert!(!decide(&atlanta("2026-11-20T12:59:59Z")).allowed());
    assert!(decide(&atlanta("2026-11-20T13:00:00Z")).allowed());
}

#[test]
fn a_click_in_time_does_not_carry_a_leg_that_is_late() {
    let clicked = evaluate(&atlanta("2026-11-21T01:54:00Z"), Phase::Click);
    assert!(clicked.allowed());
    let refused = decide(&atlanta("2026-11-21T01:56:00Z")).clearance().unwrap_err();
    assert_eq!(refused.code, "FED_HOURS");
    assert_eq!(refused.next_allowed_at, Some(at("2026-11-21T13:00:00Z")));
}

#[test]
fn it_says_where_and_when_next() {
    assert_eq!(
        sentence(&atlanta("2026-11-21T02:12:00Z")),
        "It is 9:12 pm in Georgia: calls end at 8:55 pm there. Next allowed Saturday 8:00 am Eastern."
    );
    assert_eq!(
        sentence(&context("+14155550142", "2026-11-20T14:40:30Z")).as_str().split(". ").next(),
        Some("No phone has a number that starts with 555.")
    );
    assert_eq!(
        sentence(&context("+14152230142", "2026-11-20T14:40:30Z")),
        "It is 6:40 am in California: calls start at 8:00 am there. Next allowed Friday 8:00 am Pacific."
    );
}

#[test]
fn an_absentee_owner_counts_where_the_letters_go() {
    // 8:30 am in Atlanta is 5:30 am in California.
    let mut call = atlanta("2026-11-20T13:30:00Z");
    assert!(decide(&call).allowed());
    call.places.push(lives_in("CA"));
    assert_eq!(
        sentence(&call),
        "It is 5:30 am in California: calls start at 8:00 am there. Next allowed Friday 8:00 am Pacific."
    );
}

#[test]
fn an_area_code_with_two_clocks_needs_both() {
    // 850: 8:30 am Eastern, 7:30 am Central.
    let mut panhandle = context("+18502230142", "2026-11-20T13:30:00Z");
    assert_eq!(
        sentence(&panhandle),
        "It is 7:30 am in Florida (Central): calls start at 8:00 am there. Next allowed Friday 8:00 am Central."
    );
    panhandle.now = at("2026-11-20T14:00:00Z");
    assert!(decide(&panhandle).allowed());
    // 7:58 pm Eastern is late in Florida, though it is 6:58 pm Central.
    panhandle.now = at("2026-11-21T00:58:00Z");
    assert!(!decide(&panhandle).allowed());
}

#[test]
fn a_zip_code_is_narrower_than_its_state() {
    // A Florida address may be Central; ZIP 33611 is Tampa, and Eastern.
    let mut call = context(support::TAMPA, "2026-11-20T13:30:00Z");
    call.places.push(lives_in("FL"));
    assert!(!decide(&call).allowed());
    let mut state_and_zip = lives_in("FL");
    state_and_zip.zip = Some("33611".into());
    call.places = vec![state_and_zip];
    assert!(decide(&call).allowed());
    // Where the ZIP code and the state disagree, both count.
    let mut torn = lives_in("FL");
    torn.zip = Some("94110".into());
    call.places = vec![torn];
    assert!(!decide(&call).allowed());
}

#[test]
fn a_place_that_is_not_understood_may_be_anywhere() {
    let mut call = atlanta("2026-11-20T17:30:00Z");
    call.places.push(lives_in("ON"));
    // 12:30 pm in Georgia, 7:30 am in Hawaii.
    assert!(!decide(&call).allowed());
    call.now = at("2026-11-20T18:00:00Z");
    assert!(decide(&call).allowed());
}

#[test]
fn places_without_a_common_hour_are_said_so() {
    let mut call = atlanta("2026-11-20T18:00:00Z");
    call.settings.end_margin_minutes = 14 * 60;
    let decision = decide(&call);
    assert_eq!(decision.next_allowed_at(), None);
    assert!(
        decision
            .shown()
            .unwrap()
            .sentence
            .ends_with("No hour is allowed in all the places where this person may be.")
    );
}

/// Clocks change on 8 March and 1 November 2026: 8 am is another instant on each side, and never a repeated one.
#[test]
fn daylight_saving_moves_the_window_with_the_clock() {
    let opens = |now: &str| decide(&atlanta(now)).next_allowed_at();
    assert_eq!(opens("2026-03-08T02:30:00Z"), Some(at("2026-03-08T12:00:00Z")));
    assert_eq!(opens("2026-03-07T02:30:00Z"), Some(at("2026-03-07T13:00:00Z")));
    assert_eq!(opens("2026-11-01T01:30:00Z"), Some(at("2026-11-01T13:00:00Z")));
    assert_eq!(opens("2026-10-31T01:30:00Z"), Some(at("2026-10-31T12:00:00Z")));
    // Arizona keeps its clock, the Navajo Nation (928 reaches into it) does not.
    let phoenix = decide(&context("+16022230142", "2026-07-01T15:00:00Z"));
    assert!(phoenix.allowed());
    let navajo = decide(&context("+19282230142", "2026-07-02T03:30:00Z"));
    assert_eq!(navajo.local_times().len(), 2);
    assert!(!navajo.allowed(), "8:30 pm in Phoenix is 9:30 pm in the Navajo Nation");
}

#[test]
fn the_strip_tells_the_time_and_the_end() {
    let strip = evaluate(&atlanta(support::NOON), Phase::Click).strip();
    assert_eq!(strip.sentence, "Calls until 8:55 pm");
    assert_eq!(strip.local_time.as_deref(), Some("2:41 pm"));
    assert_eq!(strip.calls_until, Some(at("2026-11-21T01:55:00Z")));
    assert!(strip.may_call);

    let both = evaluate(&context("+18502230142", support::NOON), Phase::Click).strip();
    assert_eq!(both.local_time.as_deref(), Some("2:41 pm Eastern, 1:41 pm Central"));
    assert_eq!(both.sentence, "Calls until 7:55 pm Eastern");

    let late = evaluate(&atlanta("2026-11-21T02:12:00Z"), Phase::Click).strip();
    assert!(!late.may_call && late.calls_until.is_none());
    assert_eq!(late.next_allowed_at, Some(at("2026-11-21T13:00:00Z")));
}

#[test]
fn a_zip_alone_is_enough() {
    let mut call = atlanta("2026-11-20T13:30:00Z");
    call.places.push(zip("94110"));
    assert_eq!(decide(&call).shown().map(|reason| reason.code), Some(ReasonCode::FederalHours));
}
