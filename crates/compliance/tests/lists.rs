//! Do-not-call lists, and what exempts from them.

mod support;

use compliance::{ConsentKind, Duty, LineType, ListStatus, Operations, Reassigned, RuleId};
use support::{ATLANTA, NOON, TAMPA, at, blocks, consents, context, days, notices, overrides, property};

fn hit(age: i64) -> ListStatus {
    ListStatus::Loaded { hit: true, accessed_at: at(NOON) - days(age), version: "7".into() }
}

#[test]
fn the_internal_list_has_no_exemption() {
    let mut call = context(ATLANTA, NOON);
    call.suppressed = true;
    consents(&mut call, ConsentKind::ExpressWritten, days(10));
    overrides(&mut call, RuleId::Dnc1);
    assert_eq!(blocks(&call), ["INTERNAL_DNC"]);
}

#[test]
fn a_revocation_ends_every_consent() {
    let mut call = context(ATLANTA, NOON);
    consents(&mut call, ConsentKind::ExpressWritten, days(10));
    call.known.lists.national = hit(1);
    assert_eq!(blocks(&call), [""; 0]);
    call.known.consents.as_mut().unwrap().revoked = true;
    overrides(&mut call, RuleId::Dnc2);
    assert_eq!(blocks(&call), ["CONSENT_REVOKED", "NDNC_HIT"]);
    call.known.consents = None;
    assert_eq!(blocks(&call), ["NOT_KNOWN", "NDNC_HIT"]);
}

#[test]
fn the_registrys_age_is_warned_of() {
    let mut call = context(ATLANTA, NOON);
    call.known.lists.national =
        ListStatus::Loaded { hit: false, accessed_at: at(NOON) - days(24), version: "7".into() };
    assert_eq!((blocks(&call), notices(&call)), (vec![], vec!["NDNC_STALE".to_owned()]));
}

#[test]
fn a_registered_number_needs_an_exemption_with_evidence() {
    let with = |kind, age: i64| {
        let mut call = context(ATLANTA, NOON);
        call.known.lists.national = hit(1);
        consents(&mut call, kind, days(age));
        blocks(&call)
    };
    assert_eq!(with(ConsentKind::ExpressWritten, 4000), [""; 0]);
    assert_eq!(with(ConsentKind::Personal, 4000), [""; 0]);
    assert_eq!(with(ConsentKind::EbrTransaction, 548), [""; 0]);
    assert_eq!(with(ConsentKind::EbrTransaction, 549), ["NDNC_HIT"]);
    assert_eq!(with(ConsentKind::EbrInquiry, 90), [""; 0]);
    assert_eq!(with(ConsentKind::EbrInquiry, 91), ["NDNC_HIT"]);
    assert_eq!(with(ConsentKind::ExpressWritten, -1), ["NDNC_HIT"], "not given yet");

    let spoilt = |spoil: fn(&mut compliance::Consent)| {
        let mut call = context(ATLANTA, NOON);
        call.known.lists.national = hit(1);
        consents(&mut call, ConsentKind::ExpressWritten, days(10));
        spoil(&mut call.known.consents.as_mut().unwrap().records[0]);
        blocks(&call)
    };
    assert_eq!(spoilt(|consent| consent.evidence = " ".into()), ["NDNC_HIT"]);
    assert_eq!(spoilt(|consent| consent.number = TAMPA.parse().unwrap()), ["NDNC_HIT"]);
    assert_eq!(spoilt(|consent| consent.expires_at = Some(at(NOON))), ["NDNC_HIT"]);
    assert_eq!(spoilt(|consent| consent.revoked_at = Some(at(NOON))), ["NDNC_HIT"]);
}

#[test]
fn states_that_do_not_know_an_exemption_ignore_it() {
    let with = |number: &str, kind| {
        let mut call = context(number, NOON);
        call.known.lists.national = hit(1);
        consents(&mut call, kind, days(10));
        blocks(&call)
    };
    // Indiana knows no relationship, Pennsylvania and Oregon no mere inquiry.
    assert_eq!(with("+13172230142", ConsentKind::EbrTransaction), ["NDNC_HIT"]);
    assert_eq!(with("+13172230142", ConsentKind::ExpressWritten), [""; 0]);
    assert_eq!(with("+12152230142", ConsentKind::EbrInquiry), ["NDNC_HIT"]);
    assert_eq!(with("+12152230142", ConsentKind::EbrTransaction), [""; 0]);
    assert_eq!(with("+15032230142", ConsentKind::EbrInquiry), ["NDNC_HIT"]);
}

#[test]
fn a_hit_that_is_exempt_stays_on_the_record() {
    let mut call = context(ATLANTA, NOON);
    call.known.lists.national = hit(1);
    consents(&mut call, ConsentKind::ExpressWritten, days(10));
    let decision = support::decide(&call);
    let reason = decision.reasons().iter().find(|reason| reason.rule == RuleId::Dnc4).unwrap();
    assert_eq!(reason.cleared_by.map(compliance::ClearedBy::as_str), Some("exemption"));
    assert_eq!(decision.outcome().as_str(), "warn");
}

#[test]
fn a_states_registry_counts_where_the_person_may_be() {
    let florida = "FL".parse().unwrap();
    let mut call = context(ATLANTA, NOON);
    call.known.lists.states.insert(florida, hit(1));
    assert_eq!(blocks(&call), [""; 0]);
    call.places.push(support::lives_in("FL"));
    assert_eq!(blocks(&call), ["STATE_DNC_HIT:FL"]);
    call.known.lists.states.remove(&florida);
    assert_eq!(blocks(&call), ["STATE_DNC_NOT_LOADED:FL"]);
    assert_eq!(support::decide(&call).shown().map(|reason| reason.severity.as_str()), Some("soft"));
    call.known.lists.states.insert(
        florida,
        ListStatus::Loaded { hit: false, accessed_at: at(NOON) - days(93), version: "7".into() },
    );
    assert_eq!(blocks(&call), ["STATE_DNC_NOT_LOADED:FL"]);
}

#[test]
fn litigators_and_local_lists_block() {
    let mut call = context(ATLANTA, NOON);
    call.known.lists.litigator = hit(1);
    call.known.lists.local = hit(1);
    assert_eq!(blocks(&call), ["LITIGATOR", "LOCAL_NO_SOLICIT"]);
    overrides(&mut call, RuleId::Dnc6);
    overrides(&mut call, RuleId::Dnc7);
    assert_eq!(blocks(&call), [""; 0]);
    call.known.lists.litigator = ListStatus::NotLoaded;
    assert_eq!(blocks(&call), ["NOT_KNOWN"]);
}

#[test]
fn a_local_list_is_asked_for_where_towns_have_one() {
    let mut call = context("+12152230142", NOON);
    call.known.lists.local = ListStatus::NotLoaded;
    assert_eq!(blocks(&call), [""; 0], "nothing says that the property is there");
    call.places.push(property("PA", "19103"));
    assert_eq!(blocks(&call), ["NOT_KNOWN"]);
}

#[test]
fn a_number_that_changed_hands_has_no_consent() {
    let with = |reassigned, relying: bool| {
        let mut call = context(ATLANTA, NOON);
        call.known.lists.reassigned = reassigned;
        consents(&mut call, ConsentKind::ExpressWritten, days(100));
        if relying {
            call.known.lists.national = hit(1);
        }
        (blocks(&call), notices(&call).into_iter().filter(|code| code != "NDNC_HIT").collect())
    };
    let gone = Reassigned::Checked { reassigned: true, checked_at: at(NOON) };
    let old = Reassigned::Checked { reassigned: false, checked_at: at(NOON) - days(31) };
    let codes = |code: &str| vec![code.to_owned()];
    assert_eq!(with(gone, true), (codes("RND_REASSIGNED"), vec![]));
    assert_eq!(with(gone, false), (vec![], codes("RND_REASSIGNED")));
    assert_eq!(with(old, true), (codes("RND_STALE"), vec![]));
    assert_eq!(with(Reassigned::NotChecked, false), (vec![], codes("RND_STALE")));
}

/// Found by a million random calls: Pennsylvania knows no exemption by inquiry, so its address took away the reason
/// against a number that had changed hands.
#[test]
fn one_more_state_takes_no_reason_away() {
    let mut call = context(ATLANTA, NOON);
    call.known.lists.national = hit(1);
    call.known.lists.reassigned = Reassigned::Checked { reassigned: true, checked_at: at(NOON) };
    consents(&mut call, ConsentKind::EbrInquiry, days(10));
    overrides(&mut call, RuleId::Dnc4);
    assert_eq!(blocks(&call), ["RND_REASSIGNED"]);
    call.places.push(support::lives_in("PA"));
    assert_eq!(blocks(&call), ["RND_REASSIGNED"]);
}

#[test]
fn connecticut_asks_for_written_consent() {
    let mut call = context("+12032230142", NOON);
    assert_eq!(blocks(&call), ["STATE_CONSENT_REQUIRED:CT"]);
    consents(&mut call, ConsentKind::EbrTransaction, days(1));
    assert_eq!(blocks(&call), ["STATE_CONSENT_REQUIRED:CT"]);
    consents(&mut call, ConsentKind::ExpressWritten, days(1));
    assert_eq!(blocks(&call), [""; 0]);
    // An address in Connecticut is enough.
    let mut elsewhere = context(ATLANTA, NOON);
    elsewhere.places.push(support::lives_in("CT"));
    assert_eq!(blocks(&elsewhere), ["STATE_CONSENT_REQUIRED:CT"]);
}

#[test]
fn new_jersey_asks_for_consent_to_call_a_mobile() {
    let with = |line| {
        let mut call = context("+12012230142", NOON);
        call.known.line = line;
        blocks(&call)
    };
    assert_eq!(with(LineType::Landline), [""; 0]);
    for line in [LineType::Mobile, LineType::Voip, LineType::Unknown] {
        assert_eq!(with(line), ["NJ_MOBILE"], "{line:?}");
    }
    let mut call = context("+12012230142", NOON);
    consents(&mut call, ConsentKind::EbrInquiry, days(1));
    assert_eq!(blocks(&call), [""; 0]);
}

#[test]
fn what_a_server_does_not_operate_is_said_and_not_passed_over() {
    let mut call = context(TAMPA, NOON);
    call.known = compliance::Known::default();
    // Nothing is known: every duty's rule refuses.
    let refused = blocks(&call);
    assert_eq!(refused.first().map(String::as_str), Some("NO_HUMAN_CLICK"));
    assert!(refused.len() >= Duty::ALL.len() - 2, "{refused:?}");
    // Openly not operated: allowed, with a notice for each.
    call.settings.operations = Operations::none();
    assert_eq!(blocks(&call), [""; 0]);
    let said = notices(&call);
    assert!(said.len() >= Duty::ALL.len() - 2 && said.iter().all(|code| code == "NOT_OPERATED"), "{said:?}");
    // What is given counts all the same.
    call.known.lists.national = hit(1);
    assert_eq!(blocks(&call), ["NDNC_HIT"]);
}
