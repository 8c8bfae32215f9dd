//! Every rule but the hours, and how decisions become clearances.

mod support;

use compliance::{CallContext, Phase, Reason, ReasonCode, evaluate};
use support::{ATLANTA, NOON, TAMPA, call_id, context};

fn codes(context: &CallContext, phase: Phase) -> Vec<ReasonCode> {
    let decision = evaluate(context, phase);
    decision.reasons().iter().filter(|reason| Reason::blocks(reason)).map(|reason| reason.code).collect()
}

#[test]
fn numbers_that_are_never_dialled() {
    for (number, code) in [
        ("+18135550142", ReasonCode::InvalidNumber),
        ("+18135551212", ReasonCode::InvalidNumber),
        ("+18139581234", ReasonCode::InvalidNumber),
        ("+18139761234", ReasonCode::Premium),
        ("+19002230142", ReasonCode::Premium),
        ("+18002230142", ReasonCode::TollFree),
        ("+18882230142", ReasonCode::TollFree),
        ("+14162230142", ReasonCode::NotUs),
        ("+18762230142", ReasonCode::NotUs),
        ("+17872230142", ReasonCode::NotUs),
        ("+15002230142", ReasonCode::NonGeographic),
        ("+12222222222", ReasonCode::InvalidNumber),
    ] {
        assert_eq!(codes(&context(number, NOON), Phase::Click).first(), Some(&code), "{number}");
    }
}

#[test]
fn fiction_is_real_in_the_sandbox_only() {
    let mut call = context("+18135550142", NOON);
    call.settings.fictional_numbers = true;
    assert_eq!(codes(&call, Phase::ProspectLeg), []);
    for still_not in ["+18135551212", "+18135550200", "+18005550142"] {
        call.to = still_not.parse().unwrap();
        assert!(!evaluate(&call, Phase::Click).allowed(), "{still_not}");
    }
}

#[test]
fn each_rule_blocks_alone() {
    let bent = |bend: fn(&mut CallContext)| {
        let mut call = context(TAMPA, NOON);
        bend(&mut call);
        (codes(&call, Phase::Click), codes(&call, Phase::ProspectLeg))
    };
    let both = |code| (vec![code], vec![code]);
    assert_eq!(bent(|_| {}), (vec![], vec![]));
    assert_eq!(bent(|call| call.suppressed = true), both(ReasonCode::InternalDoNotCall));
    assert_eq!(bent(|call| call.number_in_call = true), both(ReasonCode::NumberInCall));
    assert_eq!(bent(|call| call.agent.other_open_call = true), both(ReasonCode::AgentBusy));
    assert_eq!(bent(|call| call.agent.owes_disposition = true), both(ReasonCode::DispositionPending));
    // A click comes before there is a leg or a record.
    assert_eq!(bent(|call| call.agent.leg_up = false), (vec![], vec![ReasonCode::AgentLegNotUp]));
    assert_eq!(bent(|call| call.call = None), (vec![], vec![ReasonCode::NoCall]));
}

#[test]
fn every_reason_is_kept_and_the_first_of_the_catalogue_is_shown() {
    let mut call = context(ATLANTA, "2026-11-21T03:00:00Z");
    call.suppressed = true;
    call.agent.other_open_call = true;
    let kept = [ReasonCode::AgentBusy, ReasonCode::InternalDoNotCall, ReasonCode::FederalHours];
    assert_eq!(codes(&call, Phase::Click), kept);
    let decision = evaluate(&call, Phase::Click);
    assert_eq!(decision.shown().map(|reason| reason.code), Some(ReasonCode::AgentBusy));
    // Waiting for the morning would not help.
    assert_eq!(decision.next_allowed_at(), None);
    assert_eq!(decision.clearance().unwrap_err().next_allowed_at, None);
}

#[test]
fn only_the_prospects_leg_is_cleared() {
    let call = context(TAMPA, NOON);
    let clearance = evaluate(&call, Phase::ProspectLeg).clearance().unwrap();
    assert_eq!((clearance.call(), clearance.to()), (call_id(), &call.to));
    assert_eq!(evaluate(&call, Phase::Click).clearance().unwrap_err().code, "NOT_AUTHORISING");
}

#[test]
fn the_audit_trail_gets_the_whole_decision() {
    let mut call = context(TAMPA, "2026-11-21T02:12:00Z");
    call.suppressed = true;
    let json = serde_json::to_value(evaluate(&call, Phase::ProspectLeg)).unwrap();
    assert_eq!(json["phase"], "prospect_leg");
    assert_eq!(json["allowed"], false);
    assert_eq!(json["outcome"], "block");
    assert_eq!(json["reasons"][0]["rule"], "R-DNC-1");
    assert_eq!(json["reasons"][0]["code"], "INTERNAL_DNC");
    assert_eq!(json["reasons"][2]["code"], "STATE_HOURS:FL");
    assert_eq!(json["reasons"][2]["severity"], "hard");
    assert_eq!(json["reasons"][2]["next_allowed_at"], "2026-11-21T13:00:00Z");
    assert_eq!(json["states"], serde_json::json!(["FL"]));
    assert_eq!(json["local_times"][0]["zone"], "America/New_York");
    assert_eq!(json["local_times"][0]["source"], "area_code");
    assert_eq!(json["rules_version"], compliance::Rules::built_in().version());
}
