//! What holds for every call, at every moment.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod support;

use compliance::{AgentLine, CallContext, Phase, Place, PlaceKind, Settings, evaluate};
use domain::E164;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

fn place() -> impl Strategy<Value = Place> {
    let state = prop_oneof![
        Just(None),
        prop::sample::select(vec!["FL", "CA", "AZ", "HI", "AK", "IN", "NY", "PR", "GU", "ON", "", "fl"])
            .prop_map(|code| Some(code.to_owned())),
    ];
    let zip = prop_oneof![Just(None), "[0-9]{5}".prop_map(Some), "\\PC{0,6}".prop_map(Some)];
    let kind = prop_oneof![Just(PlaceKind::Property), Just(PlaceKind::Mailing)];
    (kind, state, zip).prop_map(|(kind, state, zip)| Place { kind, state, zip })
}

/// Two years with all their clock changes.
fn moment() -> impl Strategy<Value = Timestamp> {
    (0..2 * 365 * 24 * 3600_i64).prop_map(|seconds| Timestamp::from_second(1_767_225_600 + seconds).unwrap())
}

fn number() -> impl Strategy<Value = E164> {
    "[2-9][0-9]{2}[2-9][0-9]{6}"
        .prop_filter_map("no N11", |digits| E164::parse(&digits).ok())
        .boxed()
        .prop_union(
            "(813|850|907|928|808|212)223[0-9]{4}".prop_map(|digits| E164::parse(&digits).unwrap()).boxed(),
        )
}

fn context() -> impl Strategy<Value = CallContext> {
    let bits = prop::collection::vec(prop::bool::weighted(0.05), 4);
    (number(), prop::collection::vec(place(), 0..3), moment(), bits, 0..30_u16).prop_map(
        |(to, places, now, bits, end_margin_minutes)| CallContext {
            call: Some(support::call_id()),
            to,
            places,
            now,
            suppressed: bits[0],
            number_in_call: bits[1],
            agent: AgentLine { leg_up: true, other_open_call: bits[2], owes_disposition: bits[3] },
            settings: Settings { end_margin_minutes, fictional_numbers: false },
        },
    )
}

fn json(context: &CallContext, phase: Phase) -> serde_json::Value {
    serde_json::to_value(evaluate(context, phase)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn the_same_input_gives_the_same_decision(context in context()) {
        prop_assert_eq!(json(&context, Phase::ProspectLeg), json(&context, Phase::ProspectLeg));
    }

    #[test]
    fn one_more_place_never_turns_a_block_into_an_allow(context in context(), more in place()) {
        let before = evaluate(&context, Phase::ProspectLeg).allowed();
        let mut wider = context;
        wider.places.push(more);
        let after = evaluate(&wider, Phase::ProspectLeg).allowed();
        prop_assert!(before || !after);
    }

    #[test]
    fn the_click_is_never_stricter_than_the_leg(context in context()) {
        let leg = evaluate(&context, Phase::ProspectLeg).allowed();
        prop_assert!(!leg || evaluate(&context, Phase::Click).allowed());
    }

    #[test]
    fn an_allowed_call_is_within_the_hours_on_every_clock(context in context()) {
        let decision = evaluate(&context, Phase::ProspectLeg);
        if decision.allowed() {
            for local in decision.local_times() {
                let there = context.now.in_tz(local.zone).unwrap();
                prop_assert!((8..21).contains(&there.hour()), "{there}");
            }
        }
    }

    /// The next allowed time is allowed, and no full quarter of an hour before it is.
    #[test]
    fn the_next_allowed_time_is_the_first(context in context()) {
        if let Some(next) = evaluate(&context, Phase::ProspectLeg).next_allowed_at() {
            let allowed_at = |now| evaluate(&CallContext { now, ..context.clone() }, Phase::ProspectLeg).allowed();
            prop_assert!(next >= context.now);
            prop_assert!(allowed_at(next));
            prop_assert!(!allowed_at(next - 1.second()));
            if next - 15.minutes() >= context.now {
                prop_assert!(!allowed_at(next - 15.minutes()));
            }
        }
    }

    #[test]
    fn calls_until_is_the_last_moment_but_one(context in context()) {
        let strip = evaluate(&context, Phase::Click).strip();
        if let Some(until) = strip.calls_until {
            let allowed_at = |now| evaluate(&CallContext { now, ..context.clone() }, Phase::Click).allowed();
            prop_assert!(strip.may_call && until > context.now);
            prop_assert!(allowed_at(until - 1.second()));
            prop_assert!(!allowed_at(until));
        }
    }
}
