//! What anybody may open: the policy and the opt-out form.

use dialer::POLICY_VERSION;
use domain::E164;
use reqwest::StatusCode;

use crate::app::TestApp;

const SOMEBODY: &str = "(813) 555-0177";

async fn opt_out(app: &TestApp, number: &str) -> (StatusCode, String) {
    let request = app.http.post(format!("{}/opt-out", app.origin)).header("origin", &app.origin);
    let answer = request.form(&[("number", number)]).send().await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_policy_and_the_form_lead_to_each_other() {
    let app = TestApp::start().await;
    let policy = app.get("/do-not-call-policy").await;
    assert_eq!(policy.status(), StatusCode::OK);
    let html = policy.text().await.unwrap();
    for words in [POLICY_VERSION, "at once", "kept for good", "trained", "/opt-out", "this business"] {
        assert!(html.contains(words), "{words}: {html}");
    }
    assert!(!html.contains("  "), "a run of blanks: {html}");
    let form = app.get("/opt-out").await.text().await.unwrap();
    assert!(form.contains("/do-not-call-policy") && form.contains("<label for=\"opt-out-number\""), "{form}");
    for page in [html, form] {
        assert!(!page.contains("href=\"/outbox\""), "the public has no business inside");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opt_out_counts_at_once_and_tells_nothing_of_what_was_known() {
    let app = TestApp::start().await;
    let number: E164 = SOMEBODY.parse().unwrap();
    let (status, first) = opt_out(&app, SOMEBODY).await;
    assert_eq!(status, StatusCode::OK);
    assert!(!first.contains("0177"), "the answer repeats no number");
    let kept = app.dialer.suppression(&number).await.unwrap().unwrap();
    assert_eq!((kept.reason.as_str(), kept.agent), ("Opt-out form", None));
    let (status, second) = opt_out(&app, SOMEBODY).await;
    assert_eq!((status, second), (StatusCode::OK, first), "known or not, the answer is the same");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_number_comes_back_as_it_was_typed() {
    let app = TestApp::start().await;
    let (status, html) = opt_out(&app, "813 <b>\"me\"").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("role=\"alert\"") && html.contains("&lt;b&gt;&quot;me&quot;"), "{html}");
    assert!(!html.contains("<b>"), "{html}");
    assert!(html.contains("<title>Not done: ") && html.contains("aria-invalid=\"true\""), "{html}");
    assert!(html.contains("aria-describedby=\"opt-out-number-why opt-out-number-hint\""), "{html}");
    let (status, _) = opt_out(&app, "").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_peer_may_ask_ten_times_a_minute() {
    let app = TestApp::start().await;
    for _ in 0..10 {
        assert_eq!(opt_out(&app, SOMEBODY).await.0, StatusCode::OK);
    }
    let (status, html) = opt_out(&app, "(813) 555-0178").await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    assert!(html.contains("Wait a minute"), "{html}");
    let refused: E164 = "8135550178".parse().unwrap();
    assert_eq!(app.dialer.suppression(&refused).await.unwrap(), None);
}

/// Only a number that is to be kept takes a place: whoever mistypes, or sends trash on purpose, keeps nobody from it.
#[tokio::test(flavor = "multi_thread")]
async fn misprints_shut_nobody_out() {
    let app = TestApp::start().await;
    let long = format!("{SOMEBODY}{}", " ".repeat(50_000));
    let much = format!("{SOMEBODY}{}1", "-".repeat(200));
    for misprint in ["813", "none", "", "813 555 01 7", &much].into_iter().cycle().take(20) {
        assert_eq!(opt_out(&app, misprint).await.0, StatusCode::UNPROCESSABLE_ENTITY, "{misprint}");
    }
    let (_, html) = opt_out(&app, &much).await;
    assert!(html.contains("The number is too long."), "{html}");
    assert_eq!(opt_out(&app, &long).await.0, StatusCode::OK, "blanks around it are none of it");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_other_page_opts_anybody_out() {
    let app = TestApp::start().await;
    let request =
        app.http.post(format!("{}/opt-out", app.origin)).header("origin", "https://elsewhere.example");
    let answer = request.form(&[("number", SOMEBODY)]).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
}
