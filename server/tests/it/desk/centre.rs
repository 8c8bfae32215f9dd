//! The compliance centre.

use compliance::Attestation;
use dialer::{AlarmKind, POLICY_VERSION, Supervisor};
use domain::CallId;
use reqwest::StatusCode;
use reqwest::header::LOCATION;
use serde_json::json;
use server::session::Session;
use store::AuditEntry;

use super::{Desk, tag};
use crate::app::{TestApp, dana, eventually, maya, sam};

fn operator() -> Supervisor {
    Supervisor::operator()
}

#[tokio::test(flavor = "multi_thread")]
async fn it_says_what_is_in_force_and_what_is_missing() {
    let desk = Desk::open().await;
    let (_, html) = desk.page("/compliance").await;
    for words in [
        "never imported",
        "twoleg-us",
        "unreviewed",
        POLICY_VERSION,
        "Maya Ortiz",
        "Dana Cole",
        "attestation A",
        "No call was refused so far.",
        "twoleg audit export",
    ] {
        assert!(html.contains(words), "{words}: {html}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_call_is_listed_with_its_reason_and_not_with_its_number() {
    let desk = Desk::open().await;
    let refused = |code: &str| {
        let reason = json!({ "code": code, "severity": "hard", "sentence": "It is <late> there." });
        let decision = json!({ "evaluated_at": "2026-11-20T18:00:00Z", "reasons": [reason] });
        json!({ "lead": 4711, "to": "+18135550142", "decision": decision })
    };
    for (kind, call, code) in [
        ("call.refused", None, "STATE_HOURS:FL"),
        ("call.prospect_refused", Some(CallId::none()), "INTERNAL_DNC"),
    ] {
        let agent = Some(maya().agent.id);
        let entry = AuditEntry { kind: kind.to_owned(), call, agent, payload: refused(code) };
        desk.app.dialer.store().append_audit(entry).await.unwrap();
    }
    let (_, html) = desk.page("/compliance").await;
    for words in
        ["STATE_HOURS:FL", "INTERNAL_DNC", "It is &lt;late&gt; there.", " 0142", "Lead 4711", "1:00 PM EST"]
    {
        assert!(html.contains(words), "{words}: {html}");
    }
    assert!(!html.contains("8135550142") && !html.contains("555-0142"), "the number is masked: {html}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_training_is_recorded_for_those_who_work_here() {
    let desk = Desk::open().await;
    let form = "/compliance/training";
    desk.does(form, &[("agent", "podio_7184251"), ("on", "2026-11-19")]).await;
    let sam = sam().agent.id;
    let training = desk.app.dialer.agent_file(&operator(), &sam).await.unwrap().training.unwrap();
    assert_eq!((training.policy.as_str(), training.recorded_by.as_str()), (POLICY_VERSION, "Dana Cole"));
    assert_eq!(training.completed_at.to_string(), "2026-11-19T05:00:00Z", "the day of the agents' zone");

    desk.refuses(form, &[("agent", "nobody"), ("on", "2026-11-19")], "nobody who works here").await;
    let html = desk.refuses(form, &[("agent", "podio_7184251"), ("on", "2027-01-01")], "in the future").await;
    assert!(html.contains("value=\"2027-01-01\""), "what was typed is kept: {html}");
    desk.refuses(form, &[("agent", "podio_7184251"), ("on", "soon")], "The day is no day such as").await;
    desk.refuses(form, &[("on", "2026-11-19")], "The person is missing.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_form_the_page_says_what_was_done_and_where_it_was_done() {
    let desk = Desk::open().await;
    let http = TestApp::browser_with(&desk.app.cookie(&Session::begin(dana())));
    let request = http.post(format!("{}/compliance/end-sessions", desk.app.origin));
    let request = request.header("origin", &desk.app.origin).form(&[("agent", sam().agent.id.to_string())]);
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(answer.headers()[LOCATION], "/compliance?done=end-sessions#team");

    let done = "Those sessions have ended; other servers know within ten seconds.";
    let (_, html) = desk.page("/compliance?done=end-sessions").await;
    let at = |words: &str| html.find(words).unwrap_or_else(|| panic!("no {words}: {html}"));
    assert!(at(" id=\"team\"") < at(done) && at(done) < at(" id=\"organisation\""));
    assert_eq!(html.matches("role=\"status\"").count(), 1, "{html}");
    for path in [
        "/compliance",
        "/compliance?done=",
        "/compliance?done=%3Cb%3Ehostile",
        "/compliance?done=training&done=hostile",
        "/compliance?else=training",
    ] {
        let (status, html) = desk.page(path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(!html.contains("role=\"status\"") && !html.contains("hostile"), "{path}: {html}");
    }
    // Nor does an address say it that came by mail, or from another site.
    for site in [None, Some("none"), Some("cross-site"), Some("same-site")] {
        let request = desk.http.get(format!("{}/compliance?done=end-sessions", desk.app.origin));
        let request = site.into_iter().fold(request, |request, site| request.header("sec-fetch-site", site));
        let html = request.send().await.unwrap().text().await.unwrap();
        assert!(!html.contains(done), "{site:?}: {html}");
    }
    let html = desk.does("/compliance/registrations", &[("states", "FL"), ("do", "remove")]).await;
    assert!(html.contains("The registrations are changed."), "{html}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stray_press_signs_nobody_out() {
    let desk = Desk::open().await;
    let (_, html) = desk.page("/compliance").await;
    for id in ["end-sessions-agent", "training-agent"] {
        assert!(tag(&html, id).contains(" required"), "{html}");
        let options = html.split(&format!(" id=\"{id}\"")).nth(1).unwrap();
        let first = options.split("<option").nth(1).unwrap();
        assert!(first.contains("value=\"\"") && first.contains("selected>Choose a person<"), "{first}");
    }
    let html = desk.refuses("/compliance/end-sessions", &[("agent", "")], "The person is missing.").await;
    assert!(tag(&html, "end-sessions-agent").contains("aria-invalid=\"true\""), "{html}");
    assert!(!tag(&html, "training-agent").contains("aria-invalid"), "the other form is in order: {html}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_cannot_be_read_says_no_more_and_keeps_what_was_done() {
    let desk = Desk::open().await;
    desk.spoil("organisation");
    let (status, html) = desk.page("/compliance").await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(html.contains("The call log cannot be read just now. Try again."), "{html}");
    assert!(!html.contains("nothing was done") && !html.contains("Not done"), "{html}");
    let (_, html) = desk.page("/compliance?done=acknowledge").await;
    let words = "The alarm is acknowledged. The rest of this page cannot be shown just now.";
    assert!(html.contains(words), "{html}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_says_which_alarm_it_is_about() {
    let desk = Desk::open().await;
    desk.app.dialer.ring_alarm(AlarmKind::SequentialNumbers, "Look here.");
    let html = eventually("the alarm", || async {
        let (_, html) = desk.page("/compliance").await;
        html.contains("Look here.").then_some(html)
    })
    .await;
    assert!(html.contains("aria-label=\"Acknowledge: Numbers in a row\""), "{html}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_caller_id_is_what_was_found_last() {
    let desk = Desk::open().await;
    let form = [("answers", "no"), ("attestation", "B"), ("flagged", "yes")];
    let html = desk.does("/compliance/caller-id", &form).await;
    assert!(html.contains("does not answer: calls are refused, attestation B, shown as spam"), "{html}");
    let file = desk.app.dialer.organisation(&operator()).await.unwrap().caller_id.unwrap();
    assert_eq!((file.answers, file.attestation, file.flagged), (false, Attestation::B, true));
    assert_eq!(file.number, desk.app.dialer.settings().caller_id);
    desk.refuses("/compliance/caller-id", &[("answers", "yes"), ("attestation", "D")], "none of A, B and C")
        .await;
    desk.refuses(
        "/compliance/caller-id",
        &[("answers", "maybe"), ("attestation", "A")],
        "neither yes nor no",
    )
    .await;
    let form = [("answers", "yes"), ("attestation", "A"), ("flagged", "often")];
    let sentence = "Whether phones show it as spam is neither yes nor no.";
    desk.refuses("/compliance/caller-id", &form, sentence).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn states_are_added_and_taken_off() {
    let desk = Desk::open().await;
    let form = "/compliance/registrations";
    desk.does(form, &[("states", "FL, Texas"), ("do", "remove")]).await;
    let codes = || async {
        let file = desk.app.dialer.organisation(&operator()).await.unwrap();
        file.registrations.iter().map(|state| state.code()).collect::<Vec<_>>()
    };
    assert!(!codes().await.contains(&"FL") && !codes().await.contains(&"TX"));
    desk.refuses(form, &[("states", "FL"), ("do", "remove")], "no registration").await;
    desk.does(form, &[("states", "FL FL"), ("do", "add")]).await;
    assert_eq!(codes().await.iter().filter(|code| **code == "FL").count(), 1);
    let html = desk.refuses(form, &[("states", "Atlantis\"><i>"), ("do", "add")], "no state").await;
    assert!(html.contains("Atlantis&quot;&gt;&lt;i&gt;") && !html.contains("<i>"), "{html}");
    desk.refuses(form, &[("do", "add")], "missing").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emergency_begins_and_ends() {
    let desk = Desk::open().await;
    let new = [("state", "NY"), ("from", "2026-11-18"), ("to", "")];
    let html = desk.does("/compliance/emergency", &new).await;
    assert!(html.contains("New York: from 2026-11-18 until further notice"), "{html}");
    assert!(html.contains("aria-label=\"End it today: New York, from 2026-11-18\""), "{html}");
    desk.refuses("/compliance/emergency", &new, "on the list already").await;
    let backwards = [("state", "LA"), ("from", "2026-11-18"), ("to", "2026-11-17")];
    let html = desk.refuses("/compliance/emergency", &backwards, "before the first").await;
    assert!(html.contains("value=\"2026-11-17\""), "{html}");

    let end = [("state", "NY"), ("from", "2026-11-18")];
    let html = desk.does("/compliance/end-emergency", &end).await;
    assert!(html.contains("until 2026-11-20"), "it counts to the end of today: {html}");
    desk.refuses("/compliance/end-emergency", &end, "no such emergency").await;

    // One that has not begun leaves nothing behind.
    let later = [("state", "LA"), ("from", "2026-12-01"), ("to", "")];
    desk.does("/compliance/emergency", &later).await;
    desk.does("/compliance/end-emergency", &later).await;
    assert_eq!(desk.app.dialer.organisation(&operator()).await.unwrap().emergencies.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proclaimed_day_comes_and_goes() {
    let desk = Desk::open().await;
    let day = [("state", "LA"), ("date", "2026-11-23"), ("name", "Day of <Mourning>")];
    let html = desk.does("/compliance/holiday", &day).await;
    let named = "2026-11-23, Louisiana: Day of &lt;Mourning&gt;";
    assert!(html.contains(&format!(">{named}")), "{html}");
    assert!(html.contains(&format!("aria-label=\"Remove: {named}\"")), "{html}");
    desk.refuses("/compliance/holiday", &day, "on the list already").await;
    desk.refuses("/compliance/holiday", &[("state", "LA"), ("date", "2026-11-24")], "what the day is called")
        .await;
    desk.does("/compliance/remove-holiday", &day).await;
    desk.refuses("/compliance/remove-holiday", &day, "not on the list").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn exceptions_are_listed_also_when_they_are_over() {
    let desk = Desk::open().await;
    let form = |number: &'static str| {
        [
            ("number", number),
            ("rule", "R-DNC-6"),
            ("reason", "Settled <b>"),
            ("evidence", "File 7"),
            ("until", "2026-12-01"),
        ]
    };
    for number in ["8135550142", "8135550143"] {
        desk.does("/compliance/number/override", &form(number)).await;
    }
    let end = [("number", "8135550143"), ("rule", "R-DNC-6")];
    desk.does("/compliance/number/end-override", &end).await;
    let (status, html) = desk.page("/compliance").await;
    assert_eq!(status, StatusCode::OK);
    for words in
        [" 0142", " 0143", "In force until Dec 2, 2026, 12:00 AM EST.", "Ended by hand.", "Settled &lt;b&gt;"]
    {
        assert!(html.contains(words), "{words}: {html}");
    }
    assert!(!html.contains("8135550142"), "{html}");
}
