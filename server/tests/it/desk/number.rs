//! What is kept on a number.

use compliance::{ConsentKind, LineType};
use dialer::{LeadRef, PhoneStatus, Supervisor};
use domain::{E164, ItemId};
use reqwest::StatusCode;
use serde_json::json;

use super::{Desk, tag};
use crate::app::maya;

const NUMBER: &str = "(813) 555-0142";

fn number() -> E164 {
    NUMBER.parse().unwrap()
}

/// The form of an action, with the number in it.
async fn does(desk: &Desk, action: &str, fields: &[(&str, &str)]) -> String {
    desk.does(&format!("/compliance/number/{action}"), &[&[("number", NUMBER)], fields].concat()).await
}

async fn refuses(desk: &Desk, action: &str, fields: &[(&str, &str)], sentence: &str) -> String {
    let form = [&[("number", NUMBER)], fields].concat();
    desk.refuses(&format!("/compliance/number/{action}"), &form, sentence).await
}

async fn file(desk: &Desk) -> dialer::NumberFile {
    desk.app.dialer.number_file(&Supervisor::operator(), &number()).await.unwrap()
}

async fn listed(desk: &Desk) -> bool {
    desk.app.dialer.suppression(&number()).await.unwrap().is_some()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_looked_at_and_what_is_none_comes_back() {
    let desk = Desk::open().await;
    let html = desk.does("/compliance/number", &[("number", NUMBER)]).await;
    assert!(html.contains("Not on the do-not-call list.") && html.contains("R-DNC-4: "), "{html}");
    assert!(!html.contains("value=\"R-DNC-1\""), "what nobody can lift is not offered: {html}");
    let html = desk.refuses("/compliance/number", &[("number", "<8>")], "The number is no number").await;
    assert!(html.contains("value=\"&lt;8&gt;\""), "{html}");
    desk.refuses("/compliance/number/suppress", &[("reason", "asked")], "The number is missing").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_done_is_said_though_the_rest_cannot_be_read() {
    let desk = Desk::open().await;
    // Without the team no section can name anybody.
    desk.spoil("organisation");
    let html = does(&desk, "suppress", &[("reason", "By letter")]).await;
    let words = "The number is on the do-not-call list, for everybody and for good. \
                 What is kept on it cannot be shown just now.";
    assert!(html.contains(words) && html.contains("role=\"status\""), "{html}");
    assert!(!html.contains("nothing was done") && !html.contains("Not done"), "{html}");
    assert!(listed(&desk).await);
    let html = refuses(&desk, "suppress", &[("reason", " ")], "Say how the person asked.").await;
    assert!(html.contains("What is kept on it cannot be shown just now."), "{html}");

    let (status, html) = desk.send("/compliance/number", &[("number", NUMBER)]).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(html.contains("The call log cannot be read just now. Try again."), "{html}");
    assert!(!html.contains("nothing was done"), "{html}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_form_says_so_in_the_title_and_leads_to_the_field() {
    let desk = Desk::open().await;
    let html = does(&desk, "line", &[("line", "voip")]).await;
    assert!(html.contains("<title>A number - Twoleg</title>") && !html.contains("aria-invalid"), "{html}");
    let consent = [("kind", "EXPRESS_WRITTEN"), ("obtained", "soon"), ("evidence", "Form 12")];
    let html = refuses(&desk, "consent", &consent, "The day on which it was given is no day such as").await;
    assert!(html.contains("<title>Not done: A number - Twoleg</title>"), "{html}");
    let field = tag(&html, "consent-obtained");
    for words in [
        "aria-invalid=\"true\"",
        "aria-describedby=\"consent-obtained-why consent-obtained-hint\"",
        " autofocus",
    ] {
        assert!(field.contains(words), "{words}: {field}");
    }
    assert_eq!(html.matches("aria-invalid").count(), 1, "{html}");
    let why = html.split(" id=\"consent-obtained-why\"").nth(1).unwrap();
    let why = why.split("</p>").next().unwrap();
    assert!(why.contains(">The day on which it was given is no day such as 2026-11-20."), "{why}");

    // A choice; words that a use-case asks for; the number itself.
    let html = refuses(&desk, "line", &[("line", "telegraph")], "none of the kinds of line").await;
    assert!(tag(&html, "line-line").contains("aria-invalid=\"true\""), "{html}");
    let html = refuses(&desk, "suppress", &[("reason", " ")], "Say how the person asked.").await;
    assert!(tag(&html, "suppress-reason").contains("aria-invalid=\"true\""), "{html}");
    let html = desk.refuses("/compliance/number", &[("number", "12")], "The number is no number").await;
    assert!(html.contains("<title>Not done: A number - Twoleg</title>"), "{html}");
    assert!(tag(&html, "number-number").contains(" autofocus"), "{html}");
}

#[tokio::test(flavor = "multi_thread")]
async fn on_the_list_at_once_and_off_it_in_two_steps() {
    let desk = Desk::open().await;
    refuses(&desk, "suppress", &[("reason", " ")], "Say how the person asked.").await;
    assert!(!listed(&desk).await);
    let html = does(&desk, "suppress", &[("reason", "By <i>letter</i>")]).await;
    assert!(html.contains("By &lt;i&gt;letter&lt;/i&gt; (taken by Dana Cole)"), "{html}");
    assert!(listed(&desk).await);

    refuses(&desk, "confirm-removal", &[], "Ask for the removal first").await;
    let html = refuses(&desk, "removal", &[("reason", "They \"wrote\""), ("evidence", "")], "Say why").await;
    assert!(html.contains("value=\"They &quot;wrote&quot;\""), "what was typed is kept: {html}");
    let html = does(&desk, "removal", &[("reason", "They wrote"), ("evidence", "Letter 7")]).await;
    assert!(html.contains("Second step") && html.contains("Letter 7") && listed(&desk).await, "{html}");
    let html = does(&desk, "confirm-removal", &[]).await;
    assert!(html.contains("off the do-not-call list") && !listed(&desk).await, "{html}");
    refuses(&desk, "removal", &[("reason", "x"), ("evidence", "y")], "not on the do-not-call list").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_opt_out_between_the_steps_makes_the_first_void() {
    let desk = Desk::open().await;
    let ask = [("reason", "They wrote"), ("evidence", "Letter 7")];
    does(&desk, "suppress", &[("reason", "By letter")]).await;
    does(&desk, "removal", &ask).await;
    let public = [("number", NUMBER)];
    assert_eq!(desk.send("/opt-out", &public).await.0, StatusCode::OK);
    refuses(&desk, "confirm-removal", &[], "Ask for the removal first").await;
    assert!(listed(&desk).await);

    // A revocation, and another entry by hand, say the same.
    let html = does(&desk, "removal", &ask).await;
    assert!(html.contains("They asked again for no calls"), "{html}");
    does(&desk, "revoke", &[("channel", "text")]).await;
    refuses(&desk, "confirm-removal", &[], "Ask for the removal first").await;
    does(&desk, "removal", &ask).await;
    let entered = [("reason", "On the phone")];
    does(&desk, "suppress", &entered).await;
    refuses(&desk, "confirm-removal", &[], "Ask for the removal first").await;
    assert!(listed(&desk).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_needs_evidence_and_ends_when_it_is_taken_back() {
    let desk = Desk::open().await;
    let consent = [("kind", "EXPRESS_WRITTEN"), ("obtained", "2026-11-01"), ("expires", "2026-12-31")];
    let html = refuses(&desk, "consent", &consent, "where the evidence is").await;
    assert!(html.contains("value=\"2026-12-31\""), "{html}");
    let evidence = [("evidence", "Form 12")];
    let future = [("kind", "PERSONAL"), ("obtained", "2027-01-01"), ("evidence", "e")];
    refuses(&desk, "consent", &future, "given in the future").await;
    refuses(&desk, "consent", &[("kind", "ORAL"), ("obtained", "2026-11-01"), ("evidence", "e")], "none of")
        .await;
    let html = does(&desk, "consent", &[&consent[..], &evidence].concat()).await;
    assert!(
        html.contains("Express written consent, given on 2026-11-01") && html.contains("Form 12"),
        "{html}"
    );
    let kept = file(&desk).await.consents.remove(0);
    assert_eq!(kept.kind, ConsentKind::ExpressWritten);
    assert_eq!(kept.expires_at.unwrap().to_string(), "2027-01-01T00:00:00Z", "the last day counts");

    refuses(&desk, "revoke", &[("channel", "")], "How they said it is missing").await;
    let html = does(&desk, "revoke", &[("channel", "text")]).await;
    assert!(html.contains("Taken back on") && listed(&desk).await, "{html}");
    assert!(file(&desk).await.consents[0].revoked_at.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_kind_of_line_is_kept() {
    let desk = Desk::open().await;
    does(&desk, "line", &[("line", "mobile")]).await;
    assert_eq!(file(&desk).await.line, LineType::Mobile);
    refuses(&desk, "line", &[("line", "telegraph")], "none of the kinds of line").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exception_has_a_rule_that_knows_one_words_and_an_end() {
    let desk = Desk::open().await;
    let form =
        |rule, reason, until| [("rule", rule), ("reason", reason), ("evidence", "e"), ("until", until)];
    refuses(&desk, "override", &form("R-DNC-1", "why", "2026-12-01"), "knows no exception").await;
    refuses(&desk, "override", &form("R-NONE-1", "why", "2026-12-01"), "no rule such as").await;
    let html = refuses(&desk, "override", &form("R-DNC-4", " ", "2026-12-01"), "Say why").await;
    assert!(html.contains("value=\"2026-12-01\""), "{html}");
    refuses(&desk, "override", &form("R-DNC-4", "why", "2026-11-18"), "within the next 90 days").await;
    refuses(&desk, "override", &form("R-DNC-4", "why", "2027-06-01"), "within the next 90 days").await;
    refuses(&desk, "end-override", &[("rule", "R-DNC-4")], "no such exception in force").await;
    assert_eq!(file(&desk).await.overrides, []);
    let html = does(&desk, "override", &form("R-DNC-4", "why", "2026-12-01")).await;
    let label = "aria-label=\"End it now: R-DNC-4, in force until Dec 2, 2026, 12:00 AM EST\"";
    assert!(html.contains(label), "{html}");
}

async fn status_of(desk: &Desk, lead: ItemId, slot: &str) -> PhoneStatus {
    let workspace = desk.app.dialer.open(&maya(), &LeadRef::Item(lead)).await.unwrap();
    workspace.phones.into_iter().find(|phone| phone.slot.as_str() == slot).unwrap()
}

/// Two phones that may be called now.
async fn two_phones(desk: &Desk) -> [(ItemId, String, E164); 2] {
    let mut found = Vec::new();
    for row in desk.app.dialer.leads(&maya().agent).await.unwrap() {
        let workspace = desk.app.dialer.open(&maya(), &LeadRef::Item(row.id)).await.unwrap();
        for (phone, status) in workspace.lead.phones.iter().zip(&workspace.phones) {
            if let (Ok(number), true) = (&phone.number, status.may_call) {
                found.push((row.id, phone.slot.to_string(), number.clone()));
            }
        }
        found.dedup_by(|a, b| a.2 == b.2);
        if let [one, two, ..] = &found[..] {
            return [one.clone(), two.clone()];
        }
    }
    panic!("the sandbox has no two phones that may be called");
}

/// The training is a year old: everybody is refused, until a supervisor lifts that rule for one number.
#[tokio::test(flavor = "multi_thread")]
async fn an_exception_unlocks_one_number_and_one_rule() {
    let desk = Desk::open().await;
    let [one, two] = two_phones(&desk).await;
    desk.app.sandbox("clock", &json!({ "at": "2027-12-03T18:00:00Z" })).await;
    assert!(!status_of(&desk, one.0, &one.1).await.may_call);
    let lift = |rule: &'static str| {
        let number = one.2.as_str().to_owned();
        let desk = &desk;
        async move {
            let form = [
                ("number", number.as_str()),
                ("rule", rule),
                ("reason", "Course on Monday"),
                ("evidence", "E-mail of Friday"),
                ("until", "2027-12-06"),
            ];
            desk.does("/compliance/number/override", &form).await;
        }
    };
    lift("R-DNC-6").await;
    assert!(!status_of(&desk, one.0, &one.1).await.may_call, "the wrong rule unlocks nothing");
    lift("R-TRN-1").await;
    let unlocked = status_of(&desk, one.0, &one.1).await;
    assert!(unlocked.may_call, "{}", unlocked.sentence);
    assert!(!status_of(&desk, two.0, &two.1).await.may_call, "another number stays refused");

    let end = [("number", one.2.as_str()), ("rule", "R-TRN-1")];
    desk.does("/compliance/number/end-override", &end).await;
    assert!(!status_of(&desk, one.0, &one.1).await.may_call, "it is over at once");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_opts_out_is_refused_from_then_on_whatever_is_lifted() {
    let desk = Desk::open().await;
    let [one, two] = two_phones(&desk).await;
    assert_eq!(desk.send("/opt-out", &[("number", one.2.as_str())]).await.0, StatusCode::OK);
    let refused = status_of(&desk, one.0, &one.1).await;
    assert!(!refused.may_call && refused.gates.is_empty(), "{}", refused.sentence);
    assert!(status_of(&desk, two.0, &two.1).await.may_call);
    let form = [
        ("number", one.2.as_str()),
        ("rule", "R-DNC-1"),
        ("reason", "r"),
        ("evidence", "e"),
        ("until", "2026-12-01"),
    ];
    desk.refuses("/compliance/number/override", &form, "knows no exception").await;
}
