//! What the pages say of a lead and of its phones.

use domain::call::RecordingMode;
use jiff::civil::date;

use super::super::*;
use super::{at, placed, zone};

pub(super) fn lead() -> domain::Lead {
    let phone = |slot: &str, raw: &str| domain::LeadPhone {
        slot: slot.parse().unwrap(),
        person: Some("Denise".into()),
        kind: Some("mobile".into()),
        label: "Owner Phone".into(),
        raw: raw.into(),
        number: raw.parse().map_err(|error: domain::phone::PhoneError| error.into()),
    };
    domain::Lead {
        id: domain::ItemId(42),
        app_item_id: 7,
        title: "4112 Bayshore Blvd".into(),
        owner: Some("Harold Whitaker".into()),
        lead_type: Some("Probate".into()),
        phones: vec![phone("owner-phone.0", "8135550142"), phone("owner-phone.1", "call after 5")],
        emails: vec!["harold@example.com".into()],
        property: None,
        mailing: None,
        standing: domain::LeadStanding::default(),
        fields: vec![domain::lead::LeadField {
            label: "Listing".into(),
            text: "Click".into(),
            href: Some("javascript:alert(1)".into()),
        }],
        url: "https://podio.com/x".into(),
    }
}

#[test]
fn a_phone_is_callable_only_with_the_dialers_word() {
    let status = |slot: &str, may_call| dialer::PhoneStatus {
        slot: slot.parse().unwrap(),
        may_call,
        sentence: String::new(),
        local_time: None,
        next_allowed_at: Some(at("2026-11-21T13:00:00Z")),
        gates: Vec::new(),
        attempts_24h: 2,
        lists: Some("not on the national registry".into()),
        recording: Some(RecordingMode::AgentNotice),
    };
    // A status that allows what is no number does not make it callable.
    let phones = vec![status("owner-phone.1", true)];
    let workspace =
        dialer::Workspace { lead: lead(), phones, calls: vec![], colleagues: vec![], current: None };
    let view = WorkspaceView::of(&workspace, placed(), date(2026, 11, 20), &zone(), &|_, sid| {
        format!("/play_recording/{sid}?key=k")
    });
    assert!(view.phones.iter().all(|phone| !phone.may_call));
    assert_eq!(view.phones[1].sentence, "Not a phone number.");
    assert_eq!(view.phones[1].number, "call after 5");
    assert_eq!(view.phones[0].whose, "Denise, mobile");
    assert!(!view.phones[0].sentence.is_empty());
}

#[test]
fn a_phone_says_what_stands_behind_the_answer() {
    let status = dialer::PhoneStatus {
        slot: "owner-phone.0".parse().unwrap(),
        may_call: false,
        sentence: "The owner may live in this property.".into(),
        local_time: Some("2:41 pm".into()),
        next_allowed_at: None,
        gates: vec![dialer::Gate { rule: dialer::RuleId::Gate1, hard: true, sentence: "Read this.".into() }],
        attempts_24h: 2,
        lists: Some("not on the national registry".into()),
        recording: Some(RecordingMode::AgentNotice),
    };
    let view = PhoneView::of(&lead().phones[0], Some(&status));
    let words = ["2 attempts in 24 hours", "not on the national registry", "recorded after your notice"];
    assert_eq!(view.standing, words);
    assert_eq!(view.gates[0].rule, "R-GATE-1");
    assert!(view.gates[0].script.as_deref().is_some_and(|script| script.contains("need not sell")));
}

#[test]
fn a_field_cannot_bring_in_a_script() {
    let facts = LeadView::of(&lead()).facts;
    assert!(facts.iter().all(|fact| fact.href.is_none()), "{facts:?}");
    assert_eq!(facts.first().map(|fact| fact.text.as_str()), Some("4112 Bayshore Blvd"));
}

#[test]
fn the_filter_finds_every_word_in_any_order() {
    let row = LeadRowView {
        id: "1".into(),
        name: "Harold Whitaker".into(),
        lead_type: Some("Probate".into()),
        place: Some("Tampa FL".into()),
        phones: "1 phone".into(),
        last_call: None,
    };
    for query in ["", "  ", "harold", "TAMPA", "probate whit", "fl harold"] {
        assert!(row.matches(query), "{query}");
    }
    assert!(!row.matches("harold denver"));
}
