//! Overrides, acknowledgements, and the gates that need them.

mod support;

use compliance::{Acknowledgement, CallContext, ConsentKind, LeadFacts, ListStatus, OwnerOccupied, RuleId};
use support::{ATLANTA, NOON, TAMPA, at, blocks, consents, context, days, decide, hours, overrides};

fn litigator() -> CallContext {
    let mut call = context(ATLANTA, NOON);
    call.known.lists.litigator = ListStatus::Loaded { hit: true, accessed_at: at(NOON), version: "7".into() };
    overrides(&mut call, RuleId::Dnc6);
    call
}

fn spoilt(spoil: impl Fn(&mut compliance::Override)) -> Vec<String> {
    let mut call = litigator();
    spoil(&mut call.known.overrides[0]);
    blocks(&call)
}

#[test]
fn an_override_has_a_rule_a_number_a_reason_evidence_and_an_end() {
    assert_eq!(spoilt(|_| ()), [""; 0]);
    assert_eq!(spoilt(|one| one.rule = RuleId::Dnc7), ["LITIGATOR"]);
    assert_eq!(spoilt(|one| one.number = TAMPA.parse().unwrap()), ["LITIGATOR"]);
    assert_eq!(spoilt(|one| one.reason = " ".into()), ["LITIGATOR"]);
    assert_eq!(spoilt(|one| one.evidence = String::new()), ["LITIGATOR"]);
    assert_eq!(spoilt(|one| one.made_by = String::new()), ["LITIGATOR"]);
    assert_eq!(spoilt(|one| one.expires_at = at(NOON)), ["LITIGATOR"]);
    assert_eq!(spoilt(|one| one.made_at = at(NOON) + hours(1)), ["LITIGATOR"]);
}

#[test]
fn an_override_lifts_rules_of_class_a_only() {
    let mut call = context(ATLANTA, "2026-11-21T03:00:00Z");
    call.suppressed = true;
    call.known.click = None;
    call.agent.leg_up = false;
    for rule in RuleId::ALL {
        overrides(&mut call, *rule);
    }
    assert_eq!(blocks(&call), ["NO_HUMAN_CLICK", "AGENT_LEG_NOT_UP", "INTERNAL_DNC", "FED_HOURS"]);
}

#[test]
fn a_stale_registry_is_lifted_for_a_day_at_most() {
    let mut call = context(ATLANTA, NOON);
    call.known.lists.national =
        ListStatus::Loaded { hit: false, accessed_at: at(NOON) - days(40), version: "7".into() };
    overrides(&mut call, RuleId::Dnc3);
    let long = call.known.overrides.last_mut().unwrap();
    (long.made_at, long.expires_at) = (at(NOON) - hours(24), at(NOON) + days(30));
    assert_eq!(blocks(&call), [""; 0]);
    call.known.overrides[0].made_at = at(NOON) - hours(25);
    assert_eq!(blocks(&call), ["NDNC_STALE"]);
}

#[test]
fn a_sunday_is_lifted_only_where_the_law_lets_consent_lift_it() {
    let sunday = |number: &str, consent: bool, lifted: bool| {
        let mut call = context(number, "2026-11-22T19:00:00Z");
        if consent {
            consents(&mut call, ConsentKind::ExpressWritten, days(1));
        }
        if lifted {
            overrides(&mut call, RuleId::Time3);
        }
        blocks(&call)
    };
    assert_eq!(sunday("+18012230142", true, true), [""; 0]);
    assert_eq!(sunday("+18012230142", true, false), ["STATE_SUNDAY:UT"]);
    assert_eq!(sunday("+18012230142", false, true), ["STATE_SUNDAY:UT"]);
    assert_eq!(sunday("+15042230142", true, true), ["STATE_SUNDAY:LA"]);
}

/// Found by random organisations: asking for two people took away the reason to ask whose consent it was.
#[test]
fn whoever_relies_on_consent_asks_whose_it_is() {
    let mut call = context("+18012230142", "2026-11-22T19:00:00Z");
    consents(&mut call, ConsentKind::ExpressWritten, days(1));
    overrides(&mut call, RuleId::Time3);
    call.known.lists.reassigned = compliance::Reassigned::Checked { reassigned: true, checked_at: call.now };
    assert_eq!(blocks(&call), ["RND_REASSIGNED"]);
    call.known.overrides.clear();
    assert_eq!(blocks(&call), ["RND_REASSIGNED", "STATE_SUNDAY:UT"]);
}

fn lead(lead: LeadFacts) -> CallContext {
    let mut call = context(ATLANTA, NOON);
    call.known.lead = Some(lead);
    call
}

fn acknowledge(call: &mut CallContext, rule: RuleId) {
    let (number, at) = (call.to.clone(), call.now);
    call.known.acknowledgements.push(Acknowledgement { rule, number, at, call: None });
}

#[test]
fn an_occupied_home_is_unlocked_for_one_call() {
    for (owner_occupied, code) in
        [(OwnerOccupied::Yes, "OWNER_OCCUPIED"), (OwnerOccupied::Unknown, "OWNER_OCCUPANCY_UNKNOWN")]
    {
        let mut call = lead(LeadFacts { owner_occupied, ..LeadFacts::default() });
        assert_eq!(blocks(&call), [code]);
        assert_eq!(decide(&call).shown().map(|reason| reason.severity.as_str()), Some("hard"));
        acknowledge(&mut call, RuleId::Gate1);
        assert_eq!(blocks(&call), [""; 0]);
        // Used by this call, it still counts for it.
        call.known.acknowledgements[0].call = call.call;
        assert_eq!(blocks(&call), [""; 0]);
        // But for no other call, no other number, and not for ever.
        call.known.acknowledgements[0].call = Some("0192f3a4-0000-7000-8000-0000000000ff".parse().unwrap());
        assert_eq!(blocks(&call), [code]);
        call.known.acknowledgements[0].call = None;
        call.known.acknowledgements[0].number = TAMPA.parse().unwrap();
        assert_eq!(blocks(&call), [code]);
        call.known.acknowledgements[0].number = call.to.clone();
        call.known.acknowledgements[0].at = at(NOON) - hours(1);
        assert_eq!(blocks(&call), [code]);
    }
    let mut unread = context(ATLANTA, NOON);
    unread.known.lead = None;
    acknowledge(&mut unread, RuleId::Gate1);
    assert_eq!(blocks(&unread), ["NOT_KNOWN", "NOT_KNOWN", "NOT_KNOWN"]);
}

#[test]
fn probate_asks_once_a_call() {
    let mut call =
        lead(LeadFacts { owner_occupied: OwnerOccupied::No, probate: true, ..LeadFacts::default() });
    assert_eq!(blocks(&call), ["PROBATE"]);
    assert_eq!(decide(&call).shown().map(|reason| reason.severity.as_str()), Some("soft"));
    acknowledge(&mut call, RuleId::Gate2);
    assert_eq!(decide(&call).outcome().as_str(), "warn");
}

#[test]
fn a_redemption_within_thirty_days_asks() {
    let ending = |date: Option<&str>, tax_lien| {
        let redemption_ends = date.map(|date| date.parse().unwrap());
        blocks(&lead(LeadFacts {
            owner_occupied: OwnerOccupied::No,
            tax_lien,
            redemption_ends,
            ..LeadFacts::default()
        }))
    };
    assert_eq!(ending(Some("2026-12-20"), true), ["TAX_LIEN_REDEMPTION"]);
    assert_eq!(ending(Some("2026-11-20"), false), ["TAX_LIEN_REDEMPTION"]);
    assert_eq!(ending(Some("2026-12-21"), true), [""; 0]);
    assert_eq!(ending(Some("2026-11-19"), true), [""; 0]);
    assert_eq!(ending(None, true), ["TAX_LIEN_REDEMPTION"], "nobody knows when");
}

#[test]
fn an_acknowledgement_never_unlocks_what_is_no_gate() {
    let mut call = context(ATLANTA, "2026-11-21T03:00:00Z");
    call.known.lists.litigator = ListStatus::Loaded { hit: true, accessed_at: call.now, version: "7".into() };
    for rule in RuleId::ALL {
        acknowledge(&mut call, *rule);
    }
    assert_eq!(blocks(&call), ["LITIGATOR", "FED_HOURS"]);
}
