//! Who calls: caller ID, training, registration, limits; and how the call may be recorded.

mod support;

use compliance::{Attestation, CallContext, Dials, Limits, RecordingMode, RuleId, Spend, Training};
use domain::Money;
use jiff::SignedDuration;
use support::{ATLANTA, NOON, TAMPA, at, blocks, context, days, decide, lives_in, overrides};

fn bent(bend: impl Fn(&mut CallContext)) -> Vec<String> {
    let mut call = context(ATLANTA, NOON);
    bend(&mut call);
    blocks(&call)
}

#[test]
fn the_caller_id_is_ours_and_answers() {
    assert_eq!(bent(|call| call.known.caller_id.as_mut().unwrap().owned = false), ["CID_INVALID"]);
    assert_eq!(bent(|call| call.known.caller_id.as_mut().unwrap().answers = false), ["CID_NOT_CALLABLE"]);
    assert_eq!(bent(|call| call.known.caller_id = None), ["NOT_KNOWN", "NOT_KNOWN"]);
}

#[test]
fn a_weak_caller_id_asks_the_agent() {
    for attestation in [Attestation::B, Attestation::C, Attestation::Unknown] {
        let weak = |call: &mut CallContext| call.known.caller_id.as_mut().unwrap().attestation = attestation;
        assert_eq!(bent(weak), ["CID_ATTEST_LOW"], "{attestation:?}");
    }
    assert_eq!(bent(|call| call.known.caller_id.as_mut().unwrap().flagged = true), ["CID_ATTEST_LOW"]);
}

#[test]
fn training_runs_out_and_has_a_week_of_grace() {
    let trained = |age, current_policy| Some(Training { current_policy, completed_at: at(NOON) - days(age) });
    assert_eq!(bent(|call| call.known.training = trained(365, true)), [""; 0]);
    assert_eq!(bent(|call| call.known.training = trained(366, true)), ["TRAINING_EXPIRED"]);
    assert_eq!(bent(|call| call.known.training = trained(1, false)), ["TRAINING_EXPIRED"]);
    assert_eq!(bent(|call| call.known.training = None), ["NOT_KNOWN"]);
    let grace = |age| {
        move |call: &mut CallContext| {
            call.known.training = trained(400, true);
            overrides(call, RuleId::Training1);
            let one = call.known.overrides.last_mut().unwrap();
            (one.made_at, one.expires_at) = (at(NOON) - days(age), at(NOON) + days(300));
        }
    };
    assert_eq!(bent(grace(7)), [""; 0]);
    assert_eq!(bent(grace(8)), ["TRAINING_EXPIRED"]);
}

#[test]
fn a_state_that_asks_for_registration_is_warned_of() {
    let mut call = context("+12142230142", NOON);
    call.known.registrations = Some(vec![]);
    assert_eq!(blocks(&call), ["STATE_REG_MISSING:TX"]);
    assert_eq!(decide(&call).shown().map(|reason| reason.severity.as_str()), Some("soft"));
    call.known.registrations = Some(vec!["TX".parse().unwrap()]);
    assert_eq!(blocks(&call), [""; 0]);
}

#[test]
fn rates_and_spending_have_limits() {
    let limited = |limits| bent(|call| call.known.limits = Some(limits));
    let none = Limits::default;
    let dials = |count| Dials { count, free_at: Some(at(NOON) + SignedDuration::from_secs(7)) };
    let names = ["agent_10_s", "agent_hour", "agent_day", "all_minute", "all_day", "open_calls"];
    let caps = [1, 60, 300, 60, 1000, 25];
    let of = |name: &str, count| match name {
        "agent_10_s" => Limits { agent_last_10_s: dials(count), ..none() },
        "agent_hour" => Limits { agent_last_hour: dials(count), ..none() },
        "agent_day" => Limits { agent_last_day: dials(count), ..none() },
        "all_minute" => Limits { all_last_minute: dials(count), ..none() },
        "all_day" => Limits { caller_id_last_day: dials(count), ..none() },
        _ => Limits { open_calls: count, ..none() },
    };
    for (name, cap) in names.into_iter().zip(caps) {
        assert_eq!(limited(of(name, cap - 1)), [""; 0], "{name}");
        assert_eq!(limited(of(name, cap)), [format!("RATE_LIMIT:{name}")]);
        let lifted = bent(|call| {
            call.known.limits = Some(of(name, cap));
            overrides(call, RuleId::Abuse1);
        });
        assert_eq!(lifted, [format!("RATE_LIMIT:{name}")], "no exception counts");
    }
    assert_eq!(bent(|call| call.known.limits = None), ["NOT_KNOWN"]);
}

/// A limit that ends in seconds says so to the second, and one that ends at night waits for the morning.
#[test]
fn a_limit_says_when_it_ends() {
    let until = |minutes: i64| {
        let mut call = context(ATLANTA, NOON);
        let free_at = Some(at(NOON) + SignedDuration::from_mins(minutes) + SignedDuration::from_secs(7));
        call.known.limits =
            Some(Limits { agent_last_hour: Dials { count: 60, free_at }, ..Limits::default() });
        let decision = decide(&call);
        (decision.next_allowed_at(), decision.shown().map(|reason| reason.sentence.clone()).unwrap())
    };
    let (next, sentence) = until(0);
    assert_eq!(next, Some(at(NOON) + SignedDuration::from_secs(7)));
    assert!(sentence.ends_with("Next allowed in 7 seconds."), "{sentence}");
    assert_eq!(until(44).0, Some(at(NOON) + SignedDuration::from_secs(44 * 60 + 7)));
    let (next, sentence) = until(12 * 60);
    assert!(next.is_some_and(|next| next > at(NOON) + SignedDuration::from_hours(13)), "{sentence}");
    let mut call = context(ATLANTA, NOON);
    call.known.limits =
        Some(Limits { agent_last_hour: Dials { count: 60, free_at: None }, ..Limits::default() });
    assert_eq!(decide(&call).next_allowed_at(), None, "nobody knows when it ends");
}

#[test]
fn the_spending_cap_is_a_hard_stop_that_nobody_lifts() {
    let spent = |cents| {
        let mut call = context(ATLANTA, NOON);
        let (cap, ends_at) = (Money::from_cents(5000), at(NOON) + SignedDuration::from_hours(10));
        let spend = Some(Spend { spent: Money::from_cents(cents), cap, ends_at });
        call.known.limits = Some(Limits { spend, ..Limits::default() });
        overrides(&mut call, RuleId::Abuse1);
        call
    };
    assert_eq!(blocks(&spent(4999)), [""; 0]);
    assert_eq!(blocks(&spent(5000)), ["SPEND_CAP"]);
    let decision = decide(&spent(5000));
    assert!(decision.shown().is_some_and(|reason| reason.sentence.contains("$50")));
    assert!(decision.next_allowed_at().is_some_and(|next| next > at(NOON) + SignedDuration::from_hours(10)));
}

#[test]
fn recording_is_automatic_only_where_every_state_is_a_one_party_state() {
    let mut call = context(ATLANTA, NOON);
    assert_eq!(decide(&call).recording(), RecordingMode::Automatic);
    call.places.push(lives_in("CA"));
    assert_eq!(decide(&call).recording(), RecordingMode::AgentNotice);
    assert_eq!(decide(&context(TAMPA, NOON)).recording(), RecordingMode::AgentNotice);
    let mut somewhere = context(ATLANTA, NOON);
    somewhere.places.push(lives_in("ON"));
    assert_eq!(decide(&somewhere).recording(), RecordingMode::AgentNotice);
    for state in "CA CT DE FL IL MD MA MI MT NV NH OR PA WA PR".split(' ') {
        let mut call = context(ATLANTA, NOON);
        call.places.push(lives_in(state));
        assert_eq!(decide(&call).recording(), RecordingMode::AgentNotice, "{state}");
    }
}

/// R-VM-1: there is no value to ask with. `ProspectAudio` has a compile-fail test of its own.
#[test]
fn nothing_can_be_played_to_the_prospect() {
    assert_eq!(size_of::<Option<compliance::ProspectAudio>>(), 0);
    assert!(context(ATLANTA, NOON).known.prospect_audio.is_none());
}
