//! What a session opens, and that nothing of it outlives the session.

use std::time::Duration;

use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use server::session::Session;

use crate::app::{TestApp, eventually, maya, sam};
use crate::sign_in::{Visitor, location, user};

/// Ends all of Maya's sessions.
async fn sign_out_everywhere(app: &TestApp) {
    let request = app.http.post(format!("{}/sign-out", app.origin)).header("origin", &app.origin);
    let request = request.header("cookie", app.cookie(&Session::begin(maya())));
    assert!(request.form(&[("everywhere", "yes")]).send().await.is_ok());
}

async fn whoami(app: &TestApp, origin: &str, session: &Session) -> u16 {
    let request = TestApp::browser_with(&app.cookie(session)).post(format!("{origin}/api/whoami"));
    request.header("origin", origin).json(&json!({})).send().await.unwrap().status().as_u16()
}

/// Reads a stream to its end; panics where it has none.
async fn end_of(mut stream: Response) {
    let reading = async { while stream.chunk().await.unwrap().is_some() {} };
    assert!(tokio::time::timeout(Duration::from_mins(1), reading).await.is_ok(), "it goes on");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_stream_ends_with_the_session_that_opened_it() {
    let app = TestApp::start().await;
    let _browser = app.browser().await;
    let (lead, _) = app.lead_with_digit('0').await;
    let call = app.click('0').await;
    let http = TestApp::browser_with(&app.cookie(&Session::begin(maya())));
    let mut streams = Vec::new();
    for path in [format!("/events/calls/{call}"), format!("/events/leads/{lead}")] {
        let mut stream = http.get(format!("{}{path}", app.origin)).send().await.unwrap();
        assert!(stream.chunk().await.unwrap().is_some(), "{path}");
        streams.push(stream);
    }
    let mut colleagues = TestApp::browser_with(&app.cookie(&Session::begin(sam())))
        .get(format!("{}/events/leads/{lead}", app.origin))
        .send()
        .await
        .unwrap();
    sign_out_everywhere(&app).await;
    for stream in streams {
        end_of(stream).await;
    }
    assert!(colleagues.chunk().await.unwrap().is_some(), "nobody else's ends");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_agents_forgotten_tabs_leave_room_for_everybody_else() {
    let app = TestApp::start().await;
    let (lead, _) = app.lead_with_digit('0').await;
    let path = format!("/events/leads/{lead}");
    let mut open = Vec::new();
    for _ in 0..32 {
        open.push(app.get(&path).await);
    }
    assert!(open.iter().all(|stream| stream.status() == StatusCode::OK));
    let refused = app.get(&path).await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    let problem: Value = refused.json().await.unwrap();
    assert_eq!(problem["code"], "too_many_pages");
    // Before Podio is asked whether there is such a lead.
    assert_eq!(app.get("/events/leads/999999").await.status(), StatusCode::TOO_MANY_REQUESTS);
    let sams = TestApp::browser_with(&app.cookie(&Session::begin(sam())));
    assert_eq!(sams.get(format!("{}{path}", app.origin)).send().await.unwrap().status(), StatusCode::OK);
    drop(open);
    eventually("a place is free", || async { (app.get(&path).await.status() == 200).then_some(()) }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_server_opens_a_session_and_soon_knows_of_its_end() {
    let app = TestApp::start().await;
    let other = TestApp::start_with(vec![
        ("SANDBOX_ORIGIN", app.origin.clone()),
        ("PUBLIC_URL", app.origin.clone()),
        ("DATABASE_PATH", app.database().display().to_string()),
    ])
    .await;
    let session = Session::begin(maya());
    assert_eq!(whoami(&app, &app.origin, &session).await, 200);
    assert_eq!(whoami(&app, &other.origin, &session).await, 200);
    sign_out_everywhere(&app).await;
    assert_eq!(whoami(&app, &app.origin, &session).await, 401, "here at once");
    eventually("the other server knows", || async {
        (whoami(&app, &other.origin, &session).await == 401).then_some(())
    })
    .await;
    // However fast the clock of the server that made it: a session from before the end is over.
    let ahead = Session { began: session.began + jiff::SignedDuration::from_mins(4), ..session };
    assert_eq!(whoami(&app, &app.origin, &ahead).await, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_signs_somebody_out_and_is_told_of_a_slip_of_the_pen() {
    let app = TestApp::start().await;
    let session = Session::begin(maya());
    assert_eq!(whoami(&app, &app.origin, &session).await, 200);
    let end = |agent: &str| app.command(&["team", "end-sessions", "--agent", agent]).output().unwrap();
    let refused = end("podio_1");
    assert!(!refused.status.success() && refused.stdout.is_empty());
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("Nobody has signed in as podio_1.") && said.contains("twoleg team show"), "{said}");
    assert_eq!(whoami(&app, &app.origin, &session).await, 200, "hers goes on");
    assert!(end(maya().agent.id.as_str()).status.success());
    eventually("the server knows", || async {
        (whoami(&app, &app.origin, &session).await == 401).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_sign_in_side_by_side_and_a_stray_answer_spoils_neither() {
    let app = TestApp::start().await;
    let mut visitor = Visitor::new(&app.origin);
    let one = visitor.at_podio("%2Faccount", user(&maya())).await;
    let other = visitor.at_podio("%2F", user(&maya())).await;
    assert_eq!(visitor.get("/sign-in/return?state=x&code=y").await.status(), StatusCode::BAD_REQUEST);
    assert_eq!(location(&visitor.get(&one).await), "/account");
    assert_eq!(location(&visitor.get(&other).await), "/");
    let again = visitor.get(&other).await;
    assert_eq!(again.status(), StatusCode::BAD_REQUEST);
    assert!(again.text().await.unwrap().contains("You are signed in"), "loaded again by hand");
    assert_eq!(visitor.get("/account").await.status(), StatusCode::OK, "still");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signs_in_ends_the_session_that_was_there() {
    let app = TestApp::start().await;
    let before = Session::begin(maya());
    let mut visitor = Visitor::new(&app.origin);
    let cookie = app.cookie(&before);
    visitor.cookies =
        cookie.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect();
    let back = visitor.at_podio("/", user(&sam())).await;
    visitor.get(&back).await;
    assert_eq!(
        whoami(&app, &app.origin, &before).await,
        401,
        "also for a request of hers that is still on its way"
    );
}

/// The click on the link may be of yesterday; what was pressed now is *Sign in*.
#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_calls_only_opens_its_lead_after_a_sign_in() {
    let app = TestApp::start().await;
    let mut visitor = Visitor::new(&app.origin);
    let sent = location(&visitor.get("/dial?item_id=42&key=abc").await);
    assert_eq!(sent, "/sign-in?next=%2Fdial%3Fitem_id%3D42");
    let back = visitor.at_podio("%2Fdial%3Fitem_id%3D42%26key%3Dabc", user(&maya())).await;
    assert_eq!(location(&visitor.get(&back).await), "/dial?item_id=42");
    let page = visitor.get("/sign-in?next=/dial%3Fitem_id%3D42%26key%3Dabc").await.text().await.unwrap();
    assert!(page.contains("href=\"/dial?item_id=42\""), "{page}");
}

/// A page that was left open at a change of shift.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_does_nothing_in_the_name_of_whoever_signed_in_after_it_was_made() {
    let app = TestApp::start().await;
    let (lead, slot) = app.lead_with_digit('0').await;
    let own = maya().agent.id.to_string();
    for (page_of, status) in [(own, 200), (sam().agent.id.to_string(), 409)] {
        let click = json!({ "item_id": lead.to_string(), "slot": slot, "page_of": page_of });
        for (name, body) in [("click", click), ("token", json!({ "page_of": page_of }))] {
            let answer = app.api(name, &body).await;
            assert_eq!(answer.status(), status, "{name} on a page of {page_of}");
            let body: Value = answer.json().await.unwrap();
            assert_eq!(body["code"] == "somebody_else", status == 409, "{body}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_makes_us_ask_podio_without_end() {
    let app = TestApp::start().await;
    let mut visitor = Visitor::new(&app.origin);
    let back = visitor.at_podio("/", user(&maya())).await;
    let cookies = visitor.cookies.clone();
    let mut statuses = Vec::new();
    for _ in 0..40 {
        visitor.cookies.clone_from(&cookies);
        statuses.push(visitor.get(&back).await.status().as_u16());
    }
    assert_eq!(statuses[0], 303);
    assert!(statuses[1..30].iter().all(|status| *status == 400), "Podio takes no code twice: {statuses:?}");
    assert!(statuses.contains(&429), "{statuses:?}");
}

/// Whoever sends answers that lead to no question to Podio, as often as they like, leaves the places to the others.
#[tokio::test(flavor = "multi_thread")]
async fn answers_about_which_podio_is_not_asked_shut_nobody_out() {
    let app = TestApp::start().await;
    let mut visitor = Visitor::new(&app.origin);
    let back = visitor.at_podio("/", user(&maya())).await;
    let cookies = visitor.cookies.clone();
    let returned = url::Url::parse(&app.origin).unwrap().join(&back).unwrap();
    let state = returned.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    for rest in ["", "&code=", "&code=a%20b", "&error=server_error"].into_iter().cycle().take(120) {
        visitor.cookies.clone_from(&cookies);
        let answer = visitor.get(&format!("/sign-in/return?state={state}{rest}")).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{rest}");
    }
    visitor.cookies = cookies;
    assert_eq!(location(&visitor.get(&back).await), "/");
}
