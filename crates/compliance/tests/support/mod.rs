//! A call that every rule allows, to bend in one way a test.
#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    clippy::unwrap_used,
    reason = "each test file uses its own part"
)]

use compliance::{
    AgentLine, CallContext, Consent, ConsentKind, Decision, Duty, Known, Operations, Override, Phase, Place,
    PlaceKind, Reason, RuleId, Settings, evaluate,
};
use domain::CallId;
use jiff::{SignedDuration, Timestamp};

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn hours(count: i64) -> SignedDuration {
    SignedDuration::from_hours(count)
}

pub fn days(count: i64) -> SignedDuration {
    hours(24 * count)
}

/// A Friday in November, 2:41 pm in Tampa.
pub const NOON: &str = "2026-11-20T19:41:00Z";
/// In Tampa, Florida.
pub const TAMPA: &str = "+18132230142";
/// In Atlanta: Georgia has no calling hours of its own.
pub const ATLANTA: &str = "+14042230142";

pub fn call_id() -> CallId {
    "0192f3a4-0000-7000-8000-000000000001".parse().unwrap()
}

/// With the agent's leg up, everything looked up and in order, and no address asked for.
pub fn context(to: &str, now: &str) -> CallContext {
    CallContext {
        call: Some(call_id()),
        to: to.parse().unwrap(),
        places: Vec::new(),
        now: at(now),
        suppressed: false,
        number_in_call: false,
        agent: AgentLine { leg_up: true, ..AgentLine::default() },
        settings: Settings { operations: Operations::all().without(Duty::Addresses), ..Settings::default() },
        // Looked up yesterday, so that a test may turn the clock back a little.
        known: Known::in_order(at(now) - days(1)),
    }
}

pub fn lives_in(state: &str) -> Place {
    Place { kind: PlaceKind::Mailing, state: Some(state.into()), zip: None }
}

pub fn property(state: &str, zip: &str) -> Place {
    Place { kind: PlaceKind::Property, state: Some(state.into()), zip: Some(zip.into()) }
}

pub fn zip(zip: &str) -> Place {
    Place { kind: PlaceKind::Property, state: None, zip: Some(zip.into()) }
}

pub fn decide(context: &CallContext) -> Decision {
    evaluate(context, Phase::ProspectLeg)
}

/// The full codes of whatever stands in the way.
pub fn blocks(context: &CallContext) -> Vec<String> {
    codes(&decide(context), Reason::blocks)
}

/// The full codes of whatever is only noticed, but for the missing address.
pub fn notices(context: &CallContext) -> Vec<String> {
    codes(&decide(context), |reason| !reason.blocks() && reason.full_code() != "ZONE_WEAK")
}

pub fn codes(decision: &Decision, which: impl Fn(&Reason) -> bool) -> Vec<String> {
    decision.reasons().iter().filter(|reason| which(reason)).map(Reason::full_code).collect()
}

pub fn consent(context: &CallContext, kind: ConsentKind, age: SignedDuration) -> Consent {
    Consent {
        kind,
        number: context.to.clone(),
        obtained_at: context.now - age,
        expires_at: None,
        revoked_at: None,
        evidence: "file 12".into(),
    }
}

/// Puts a consent on file.
pub fn consents(context: &mut CallContext, kind: ConsentKind, age: SignedDuration) {
    let consent = consent(context, kind, age);
    context.known.consents.get_or_insert_default().records.push(consent);
}

/// Lets an administrator lift a rule for the day.
pub fn overrides(context: &mut CallContext, rule: RuleId) {
    context.known.overrides.push(Override {
        rule,
        number: context.to.clone(),
        reason: "the consumer asked for this call".into(),
        evidence: "ticket 7".into(),
        made_by: "Ines".into(),
        second_person: None,
        made_at: context.now - hours(1),
        expires_at: context.now + hours(20),
    });
}
