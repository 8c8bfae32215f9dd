//! Who calls: caller ID, training, registration, limits; and how the call may be recorded.

mod support;

use compliance::{Attestation, CallContext, Limits, RecordingMode, RuleId, Training};
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
    assert_eq!(limited(Limits { agent_last_10_s: 1, ..Limits::default() }), ["RATE_LIMIT"]);
    assert_eq!(limited(Limits { agent_last_hour: 59, ..Limits::default() }), [""; 0]);
    assert_eq!(limited(Limits { agent_last_hour: 60, ..Limits::default() }), ["RATE_LIMIT"]);
    assert_eq!(limited(Limits { agent_last_day: 300, ..Limits::default() }), ["RATE_LIMIT"]);
    assert_eq!(limited(Limits { caller_id_last_day: 1000, ..Limits::default() }), ["RATE_LIMIT"]);
    assert_eq!(limited(Limits { spend_cap_reached: true, ..Limits::default() }), ["SPEND_CAP"]);
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
