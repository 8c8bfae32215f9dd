//! What holds for every call, at every moment. Each test goes through random calls from a fixed seed, so that it finds
//! the same every time; `CASES=1000000 cargo test --release` goes through more.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

#[path = "support/random.rs"]
mod random;
mod support;

use compliance::{
    CallContext, Emergency, ExtraHoliday, ListStatus, OrgSettings, Phase, RecordingMode, RuleId, RulePack,
    Rules, State, Window, evaluate, evaluate_with,
};
use jiff::{SignedDuration, Timestamp, ToSpan};
use rand::prelude::*;
use rand::rngs::SmallRng;
use random::{context, history, place};

/// How many calls a test goes through.
fn cases() -> u64 {
    std::env::var("CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(4_000)
}

fn for_all(seed: u64, mut test: impl FnMut(&mut SmallRng)) {
    let mut rng = SmallRng::seed_from_u64(seed);
    for _ in 0..cases() {
        test(&mut rng);
    }
}

fn allowed(context: &CallContext) -> bool {
    evaluate(context, Phase::ProspectLeg).allowed()
}

/// Checks that no change of some kind turns a block into an allow, and that some change turned an allow into a block.
fn never_turns_a_block_into_an_allow(seed: u64, change: impl Fn(&mut SmallRng, &mut CallContext)) {
    let (mut both_allowed, mut turned) = (0, 0);
    for_all(seed, |rng| {
        let mut call = context(rng);
        // More calls that nothing else blocks: the change is then what counts.
        if rng.random_bool(0.8) {
            call.known = compliance::Known {
                overrides: call.known.overrides,
                ..compliance::Known::in_order(call.now)
            };
            call.now = at_noon(call.now);
        }
        let before = allowed(&call);
        let mut changed = call.clone();
        change(rng, &mut changed);
        let after = allowed(&changed);
        assert!(before || !after, "{call:#?}\nbecame\n{changed:#?}");
        both_allowed += u32::from(before && after);
        turned += u32::from(before && !after);
    });
    assert!(both_allowed > 10 && turned > 10, "the test shows nothing: {both_allowed} {turned}");
}

/// The same day at 1 pm in New York, 8 am in Hawaii in winter.
fn at_noon(moment: Timestamp) -> Timestamp {
    let day = moment.in_tz("America/New_York").unwrap().date();
    day.at(13, 0, 0, 0).in_tz("America/New_York").unwrap().timestamp()
}

#[test]
fn t16_the_same_input_gives_the_same_decision() {
    for_all(1, |rng| {
        let call = context(rng);
        let json = |call: &CallContext| serde_json::to_string(&evaluate(call, Phase::ProspectLeg)).unwrap();
        assert_eq!(json(&call), json(&call.clone()));
        assert_eq!(call.fingerprint(), call.clone().fingerprint());
    });
}

/// One more address may add clocks, states and contradictions. (Of no address at all the rule is the other way round:
/// a lead must have one.)
#[test]
fn t16_one_more_place_never_turns_a_block_into_an_allow() {
    never_turns_a_block_into_an_allow(2, |rng, call| {
        if call.places.iter().all(|place| place.state.is_none() && place.zip.is_none()) {
            call.suppressed = true;
        } else {
            call.places.push(place(rng));
        }
    });
}

#[test]
fn t16_one_more_place_on_an_area_code_alone_never_turns_a_block_into_an_allow() {
    never_turns_a_block_into_an_allow(3, |rng, call| {
        if call.settings.operations.fulfil(compliance::Duty::Addresses) {
            call.suppressed = true;
        } else {
            call.places.push(place(rng));
        }
    });
}

#[test]
fn t16_a_list_hit_never_turns_a_block_into_an_allow() {
    never_turns_a_block_into_an_allow(4, |rng, call| {
        let lists = &mut call.known.lists;
        let states = lists.states.values_mut();
        let all: Vec<&mut ListStatus> =
            [&mut lists.national, &mut lists.litigator, &mut lists.local].into_iter().chain(states).collect();
        for status in all {
            if let ListStatus::Loaded { hit, .. } = status {
                *hit |= rng.random_bool(0.3);
            }
        }
        call.suppressed |= rng.random_bool(0.1);
    });
}

#[test]
fn t16_one_more_attempt_never_turns_a_block_into_an_allow() {
    never_turns_a_block_into_an_allow(5, |rng, call| {
        if let Some(known) = &mut call.known.history {
            known.attempts.extend(history(rng, call.now).attempts);
            known.attempts_without_contact += rng.random_range(0..4);
        }
    });
}

#[test]
fn one_more_ban_never_turns_a_block_into_an_allow() {
    never_turns_a_block_into_an_allow(6, |rng, call| {
        let date = call.now.in_tz("America/Chicago").unwrap().date();
        let state = State::all().choose(rng).unwrap();
        if rng.random() {
            call.known.emergencies.push(Emergency { state, from: date, to: None });
            call.known.emergencies.extend(State::all().take(30).map(|state| Emergency {
                state,
                from: date,
                to: None,
            }));
        } else {
            let name = "Proclaimed".to_owned();
            call.known.extra_holidays.push(ExtraHoliday { state, date, name });
        }
    });
}

/// What is not known never allows a call: not what some knowledge would refuse, nor anything else.
#[test]
fn forgetting_never_turns_a_block_into_an_allow() {
    for_all(7, |rng| {
        let mut call = context(rng);
        call.settings.operations = compliance::Operations::all();
        let known = &mut call.known;
        match rng.random_range(0..9) {
            0 => known.click = None,
            1 => known.consents = None,
            2 => known.history = None,
            3 => known.caller_id = None,
            4 => known.training = None,
            5 => known.limits = None,
            6 => known.lead = None,
            7 => known.lists.national = ListStatus::NotLoaded,
            _ => known.lists.litigator = ListStatus::NotLoaded,
        }
        // Only a registry may be missing for a day, if an administrator says so.
        call.known.overrides.retain(|one| one.rule != RuleId::Dnc3);
        assert!(!allowed(&call), "{call:#?}");
    });
}

/// Whatever an organisation sets, it never allows what the pack alone refuses.
#[test]
fn an_organisation_only_makes_rules_stricter() {
    let pack = RulePack::built_in().unwrap();
    let mut stricter = 0;
    let mut rng = SmallRng::seed_from_u64(8);
    for _ in 0..300 {
        let maybe = |rng: &mut SmallRng, top: u32| rng.random_bool(0.3).then(|| rng.random_range(0..top));
        let opens = rng.random_range(0..20 * 60_u16);
        let settings = OrgSettings {
            hours: rng
                .random_bool(0.3)
                .then(|| Window::new(opens, rng.random_range(opens + 1..=24 * 60)).unwrap()),
            end_margin_min: rng.random_bool(0.3).then(|| rng.random_range(0..60)),
            click_max_age_s: maybe(&mut rng, 200),
            national_list_max_age_days: maybe(&mut rng, 90),
            attempts_24h: maybe(&mut rng, 9),
            attempts_7d: maybe(&mut rng, 20),
            attempts_lifetime: maybe(&mut rng, 40),
            attempt_gap_min: maybe(&mut rng, 400),
            cool_off_days: maybe(&mut rng, 300),
            training_max_age_days: maybe(&mut rng, 700),
            agent_dials_hour: maybe(&mut rng, 200),
            agent_dials_day: maybe(&mut rng, 900),
            all_dials_minute: maybe(&mut rng, 200),
            caller_id_dials_day: maybe(&mut rng, 3000),
            open_calls: maybe(&mut rng, 90),
            block: RuleId::ALL.iter().copied().filter(|_| rng.random_bool(0.1)).collect(),
            recording: [None, Some(RecordingMode::Automatic), Some(RecordingMode::Off)]
                [rng.random_range(0..3)],
            dual_control: rng.random_bool(0.2),
        };
        let rules = Rules::new(&pack, &settings).unwrap();
        for _ in 0..(cases() / 300).max(1) {
            let call = context(&mut rng);
            let floor = evaluate(&call, Phase::ProspectLeg);
            let own = evaluate_with(&call, Phase::ProspectLeg, &rules);
            assert!(floor.allowed() || !own.allowed(), "{settings:#?}\n{call:#?}");
            assert!(own.recording() >= floor.recording());
            stricter += u32::from(floor.allowed() && !own.allowed());
        }
    }
    assert!(stricter > 10, "the test shows nothing");
}

#[test]
fn the_click_is_never_stricter_than_the_leg() {
    for_all(9, |rng| {
        let call = context(rng);
        assert!(!allowed(&call) || evaluate(&call, Phase::Click).allowed(), "{call:#?}");
    });
}

#[test]
fn an_allowed_call_is_within_the_federal_hours_on_every_clock() {
    for_all(10, |rng| {
        let call = context(rng);
        let decision = evaluate(&call, Phase::ProspectLeg);
        if decision.allowed() {
            for zone in decision.zones() {
                let there = call.now.in_tz(zone).unwrap();
                assert!((8..21).contains(&there.hour()), "{there} {call:#?}");
            }
        }
    });
}

/// The next allowed time is really allowed, and no quarter of an hour before it is.
#[test]
fn the_next_allowed_time_is_the_first() {
    let mut disclosed = 0;
    for_all(11, |rng| {
        let mut call = context(rng);
        if rng.random() {
            // Nothing but time in the way: hours, days, attempts, rest.
            let known = compliance::Known::in_order(call.now - SignedDuration::from_hours(1));
            let own = call.known.clone();
            call.known = compliance::Known {
                history: Some(history(rng, call.now)),
                emergencies: own.emergencies,
                extra_holidays: own.extra_holidays,
                ..known
            };
        }
        let decision = evaluate(&call, Phase::ProspectLeg);
        let Some(next) = decision.next_allowed_at() else { return };
        disclosed += 1;
        assert!(!decision.allowed() && next >= call.now);
        let free = call.known.limits.and_then(|limits| limits.agent_last_hour.free_at);
        assert!(next.as_second() % 900 == 0 || Some(next) == free, "{next} {call:#?}");
        let allowed_at = |now| allowed(&CallContext { now, ..call.clone() });
        assert!(allowed_at(next), "{next} {call:#?}");
        // Every quarter of an hour of the last two days before it, and some of those before.
        let mut step = next - 15.minutes();
        let mut steps = 0;
        while step >= call.now {
            if steps < 192 || rng.random_bool(0.02) {
                assert!(!allowed_at(step), "{step} before {next} {call:#?}");
            }
            steps += 1;
            step -= 15.minutes();
        }
    });
    assert!(disclosed > 500, "the test shows nothing: {disclosed}");
}

#[test]
fn calls_until_is_the_last_moment_but_one() {
    for_all(12, |rng| {
        let mut call = context(rng);
        call.known = compliance::Known::in_order(call.now - SignedDuration::from_hours(1));
        let strip = evaluate(&call, Phase::Click).strip();
        let Some(until) = strip.calls_until else { return };
        let allowed_at = |now| evaluate(&CallContext { now, ..call.clone() }, Phase::Click).allowed();
        assert!(strip.may_call && until > call.now);
        assert!(allowed_at(until - 1.second()) && !allowed_at(until), "{call:#?}");
    });
}

/// Reasons come in the order of the catalogue, and each block has its law.
#[test]
fn reasons_are_in_order_and_cited() {
    for_all(13, |rng| {
        let decision = evaluate(&context(rng), Phase::ProspectLeg);
        assert!(decision.reasons().is_sorted_by_key(|reason| reason.rule));
        assert!(
            decision
                .reasons()
                .iter()
                .all(|reason| !reason.citation.is_empty() && !reason.sentence.is_empty())
        );
        assert_eq!(decision.allowed(), decision.shown().is_none());
    });
}
