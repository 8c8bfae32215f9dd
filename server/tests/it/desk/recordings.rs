//! The links to what was recorded with a number, and the legal hold on it.

use dialer::{OrganisationFile, RecordingsAt, Supervisor};
use domain::call::Outcome;
use domain::{CallId, CallRecord, CallState};
use reqwest::StatusCode;

use super::Desk;
use crate::app::eventually;

/// A call that was answered, is over, and can be played.
async fn recorded(desk: &Desk) -> CallRecord {
    let mut browser = desk.app.browser().await;
    let call = desk.app.click('8').await;
    browser.pick_up().await;
    let record = desk.app.until(&call, "recorded", |record| !record.is_open() && record.playable().is_some());
    let record = record.await;
    assert_eq!(record.state(), CallState::Ended { outcome: Outcome::Answered });
    record
}

/// A form about that call's number.
fn form<'a>(number: &'a str, fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [&[("number", number)], fields].concat()
}

/// What the link that Podio has answers.
async fn follow(desk: &Desk, link: &str) -> StatusCode {
    let path = link.strip_prefix(&desk.app.origin).unwrap();
    desk.app.get(path).await.status()
}

/// The link as the CRM has it now; none before there is an activity.
async fn in_podio(desk: &Desk, call: CallId) -> String {
    let record = desk.app.record(&call).await;
    let (sid, _) = record.playable().unwrap();
    desk.app.dialer.recording_link(&record, sid).map(String::from).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_went_astray_is_ended_and_replaced() {
    let desk = Desk::open().await;
    let record = recorded(&desk).await;
    let (number, call) = (record.facts.to.to_string(), record.facts.id.to_string());
    let old = in_podio(&desk, record.facts.id).await;
    assert_eq!(follow(&desk, &old).await, StatusCode::OK);
    let html = desk.does("/compliance/number", &form(&number, &[])).await;
    assert!(html.contains("Maya Ortiz, ") && html.contains("Podio has no link yet"), "{html}");
    assert!(html.contains(&format!("value=\"{call}\"")), "{html}");

    let links = "/compliance/number/links";
    desk.refuses(links, &form(&number, &[("call", ""), ("reason", "x")]), "The call is missing.").await;
    let nowhere = form(&number, &[("call", "nonsense"), ("reason", "x")]);
    desk.refuses(links, &nowhere, "The call is none of those with this number").await;
    // A call that exists, smuggled into the form of another number.
    let others = form("8135550142", &[("call", &call), ("reason", "x")]);
    desk.refuses(links, &others, "The call is none of those with this number").await;
    desk.refuses(links, &form(&number, &[("call", &call), ("reason", " ")]), "Say why.").await;
    assert_eq!(follow(&desk, &old).await, StatusCode::OK, "nothing was done");

    let asked = [("call", call.as_str()), ("reason", "It was forwarded")];
    let html = desk.does(links, &form(&number, &asked)).await;
    assert!(html.contains("link is revoked"), "{html}");
    assert_eq!(follow(&desk, &old).await, StatusCode::GONE);

    let html = desk.does(links, &form(&number, &[&asked[..], &[("renew", "yes")]].concat())).await;
    assert!(html.contains("Podio gets a new one") && html.contains("Podio has no link yet"), "{html}");
    assert!(!html.contains("link is good"), "Podio has nothing of this call: {html}");
    assert_eq!(follow(&desk, &old).await, StatusCode::GONE);
    let new = in_podio(&desk, record.facts.id).await;
    assert_eq!(follow(&desk, &new).await, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_is_placed_and_lifted_and_says_who() {
    let desk = Desk::open().await;
    let record = recorded(&desk).await;
    let number = record.facts.to.to_string();
    let hold = async || {
        let operator = Supervisor::operator();
        let file = desk.app.dialer.number_file(&operator, &record.facts.to).await.unwrap();
        file.hold.map(|hold| hold.placed_by)
    };
    desk.refuses("/compliance/number/hold", &form(&number, &[("reason", "")]), "Say why.").await;
    let claim = [("reason", "A claim <of> May")];
    let html = desk.does("/compliance/number/hold", &form(&number, &claim)).await;
    assert!(
        html.contains("by Dana Cole: A claim &lt;of&gt; May") && html.contains("Lift the hold"),
        "{html}"
    );
    assert_eq!(hold().await.as_deref(), Some("Dana Cole"));
    desk.refuses("/compliance/number/hold", &form(&number, &claim), "There is a legal hold").await;
    let html = desk.does("/compliance/number/lift-hold", &form(&number, &[("reason", "Settled")])).await;
    assert!(html.contains("Place a hold"), "{html}");
    assert_eq!(hold().await, None);
    let again = form(&number, &[("reason", "Settled")]);
    desk.refuses("/compliance/number/lift-hold", &again, "There is no legal hold").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_at_another_account_is_not_said_to_be_playable() {
    let desk = Desk::open().await;
    let record = recorded(&desk).await;
    let number = record.facts.to.to_string();
    let moved = |file: &mut OrganisationFile| {
        let account = "AC0000000000000000000000000000000d".to_owned();
        file.recordings_at = vec![RecordingsAt { account, since: record.facts.placed_at }];
        Ok(())
    };
    desk.app.dialer.edit_organisation(&Supervisor::operator(), "another account", moved).await.unwrap();
    let html = desk.does("/compliance/number", &form(&number, &[])).await;
    assert!(html.contains("at another Twilio account. Ask whoever runs Twoleg."), "{html}");
    assert!(!html.contains("Podio has no link yet"), "{html}");
}

#[tokio::test(flavor = "multi_thread")]
async fn podio_is_sent_the_new_link() {
    let desk = Desk::open().await;
    let record = recorded(&desk).await;
    let (number, call) = (record.facts.to.to_string(), record.facts.id.to_string());
    let form_of_call = serde_json::json!({
        "disposition": "not_interested", "notes": "Keeps it.", "motivation": "", "next_action_date": "",
        "asking_price": "",
    });
    let body = serde_json::json!({ "call_id": call, "form": form_of_call });
    assert_eq!(desk.app.api("submit_call_data", &body).await.status(), StatusCode::OK);
    let shown = async || {
        let crm = desk.app.sandbox_view("crm").await;
        crm["activities"][0]["simple"]["Recording URL"].as_str().map(str::to_owned)
    };
    let says_good = async || {
        let html = desk.does("/compliance/number", &form(&number, &[])).await;
        html.contains("link is good until").then_some(())
    };
    let old = eventually("a link in Podio", &shown).await;
    eventually("the page knows of it", &says_good).await;
    let asked = [("call", call.as_str()), ("reason", "It was forwarded"), ("renew", "yes")];
    desk.does("/compliance/number/links", &form(&number, &asked)).await;
    let new = eventually("another link in Podio", async || shown().await.filter(|link| *link != old)).await;
    eventually("the page knows of the new one", &says_good).await;
    assert_eq!(follow(&desk, &new).await, StatusCode::OK);
    assert_eq!(follow(&desk, &old).await, StatusCode::GONE);
}
