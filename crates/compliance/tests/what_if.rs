//! The answers of `twoleg what-if`, and their JSON.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod support;

use compliance::{Rules, WhatIf, what_if};
use serde_json::json;
use support::{TAMPA, at};

fn answer(question: &WhatIf) -> serde_json::Value {
    serde_json::to_value(what_if(question, Rules::built_in())).unwrap()
}

#[test]
fn the_json_has_exactly_the_promised_form() {
    let mut question = WhatIf::new(TAMPA, at("2026-11-21T01:01:00Z"));
    (question.property_state, question.property_zip) = (Some("FL".into()), Some("33606".into()));
    assert_eq!(
        answer(&question),
        json!({
            "outcome": "block",
            "next_allowed_at": "2026-11-21T13:00:00Z",
            "zones": ["America/New_York"],
            "states": ["FL"],
            "reasons": [{
                "rule": "R-TIM-2",
                "code": "STATE_HOURS:FL",
                "severity": "hard",
                "detail": "It is 8:01 pm in Florida: Florida ends calls at 7:55 pm. Next allowed Saturday 8:00 am Eastern."
            }],
        })
    );
    question.at = at("2026-11-20T23:30:00Z");
    question.known = compliance::Known::in_order(question.at);
    assert_eq!(
        answer(&question),
        json!({
            "outcome": "allow", "next_allowed_at": null, "zones": ["America/New_York"], "states": ["FL"], "reasons": []
        })
    );
}

#[test]
fn every_address_adds_its_law() {
    let mut question = WhatIf::new(TAMPA, at("2026-11-22T19:00:00Z"));
    question.property_state = Some("Florida".into());
    question.mailing_state = Some("UT".into());
    let answer = answer(&question);
    assert_eq!(answer["states"], json!(["FL", "UT"]));
    assert_eq!(answer["zones"], json!(["America/New_York", "America/Chicago", "America/Denver"]));
    assert_eq!(answer["reasons"][0]["rule"], "R-TIM-3");
    assert_eq!(answer["next_allowed_at"], "2026-11-23T15:00:00Z");
}

#[test]
fn a_number_without_an_address_is_warned_of() {
    let answer = answer(&WhatIf::new(TAMPA, at(support::NOON)));
    assert_eq!(answer["outcome"], "warn");
    assert_eq!(answer["reasons"][0]["code"], "ZONE_WEAK");
}

#[test]
fn a_text_that_is_no_number_is_an_answer_too() {
    for (text, rule) in [("911", "R-NUM-2"), ("+44 20 7946 0958", "R-NUM-3"), ("nobody", "R-NUM-1")] {
        let answer = answer(&WhatIf::new(text, at(support::NOON)));
        assert_eq!(
            (&answer["outcome"], &answer["reasons"][0]["rule"]),
            (&json!("block"), &json!(rule)),
            "{text}"
        );
        assert_eq!(answer["next_allowed_at"], json!(null));
    }
}

#[test]
fn the_internal_list_and_whatever_else_is_known_count() {
    let mut question = WhatIf::new(TAMPA, at(support::NOON));
    question.suppressed = true;
    question.known.lists = compliance::Lists::default();
    let answer = answer(&question);
    let codes: Vec<_> =
        answer["reasons"].as_array().unwrap().iter().map(|reason| reason["code"].clone()).collect();
    assert_eq!(
        codes[..3],
        [json!("INTERNAL_DNC"), json!("NDNC_NOT_LOADED"), json!("STATE_DNC_NOT_LOADED:FL")]
    );
}
