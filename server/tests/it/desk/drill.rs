//! The drill.

use compliance::RuleId;

use super::{Desk, tag};
use crate::app::agent;

const FORM: &str = "/compliance/what-if";

fn tampa<'a>(time: &'a str, zone: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("number", "(813) 223-0142"),
        ("property_state", "FL"),
        ("property_zip", "33606"),
        ("date", "2026-11-20"),
        ("time", time),
        ("zone", zone),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_rule_answers_with_its_citation() {
    let desk = Desk::open().await;
    let html = desk.does(FORM, &tampa("20:01", "America/New_York")).await;
    for rule in RuleId::ALL {
        assert!(html.contains(&format!("<code>{rule}</code>")), "{rule}: {html}");
    }
    for words in [
        "data-outcome=\"block\"",
        "It is 8:01 pm in Florida: Florida ends calls at 7:55 pm. Next allowed Saturday 8:00 am Eastern.",
        "2026-11-21T13:00:00Z",
        "America/New_York",
        "47 CFR 64.1200(c)(1)",
        "Only after the agent&#x27;s notice.",
    ] {
        let plain = words.replace("&#x27;", "'");
        assert!(html.contains(words) || html.contains(&plain), "{words}: {html}");
    }
    assert_eq!(html.matches("data-verdict=\"block\"").count(), 1, "{html}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_time_is_read_on_the_clock_that_is_named() {
    let desk = Desk::open().await;
    let blocked = |html: &str| html.contains("data-outcome=\"block\"");
    assert!(!blocked(&desk.does(FORM, &tampa("20:01", "UTC")).await));
    assert!(blocked(&desk.does(FORM, &tampa("20:01", "America/Los_Angeles")).await));
    desk.refuses(FORM, &tampa("20:01", "Mars/Olympus"), "none of those that are offered").await;
    let html = desk.refuses(FORM, &tampa("late", "UTC"), "The time is no time such as").await;
    assert!(html.contains("value=\"(813) 223-0142\"") && html.contains("value=\"late\""), "{html}");
    assert!(html.contains("<title>Not done: What if? - Twoleg</title>"), "{html}");
    assert!(tag(&html, "what-if-time").contains("aria-invalid=\"true\""), "{html}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lead_is_asked_about_with_all_its_phones() {
    let desk = Desk::open().await;
    let lead = desk.app.dialer.leads(&agent()).await.unwrap().remove(0);
    let id = lead.id.to_string();
    let when = [("date", "2026-11-20"), ("time", "13:00"), ("zone", "America/New_York")];
    let html = desk.does(FORM, &[&[("lead", id.as_str())], &when[..]].concat()).await;
    assert!(html.matches("data-outcome=").count() >= lead.phones && lead.phones > 0, "{html}");
    desk.refuses(FORM, &[&[("lead", "me")], &when[..]].concat(), "no item id").await;
    desk.refuses(FORM, &when, "which number, or which lead").await;
    let both = [&[("lead", id.as_str()), ("number", "8132230142")], &when[..]].concat();
    desk.refuses(FORM, &both, "a number or a lead").await;
    desk.refuses(FORM, &[&[("number", "12")], &when[..]].concat(), "too few digits").await;
    let html = desk.does(FORM, &[&[("number", "911")], &when[..]].concat()).await;
    assert!(html.contains("EMERGENCY_OR_SHORT") && html.contains("Not asked"), "{html}");
}
