//! Sign-in with Podio, and sessions, from end to end: the browser, our server, and the sandbox's Podio.

use dialer::Person;
use jiff::{SignedDuration, Timestamp};
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};
use server::session::Session;
use url::Url;

use crate::app::{TestApp, dana, maya, sam};

/// A browser that follows nothing by itself and keeps cookies as it is told.
pub(crate) struct Visitor {
    http: Client,
    origin: String,
    pub(crate) cookies: Vec<(String, String)>,
}

impl Visitor {
    pub(crate) fn new(origin: &str) -> Self {
        let http = Client::builder().no_proxy().redirect(Policy::none()).build().unwrap();
        Self { http, origin: origin.to_owned(), cookies: Vec::new() }
    }

    fn cookie(&self) -> String {
        let pairs = self.cookies.iter().map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    async fn send(&mut self, request: reqwest::RequestBuilder) -> Response {
        let answer = request.header(COOKIE, self.cookie()).send().await.unwrap();
        for set in answer.headers().get_all(SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        answer
    }

    pub(crate) async fn get(&mut self, path: &str) -> Response {
        let url = Url::parse(&self.origin).unwrap().join(path).unwrap();
        let request = self.http.get(url).header("accept", "text/html");
        self.send(request).await
    }

    /// Goes to Podio and presses a button there; answers where Podio sends the browser.
    pub(crate) async fn at_podio(&mut self, next: &str, user: Option<u64>) -> String {
        let begun = self.get(&format!("/sign-in/podio?next={next}")).await;
        let page = Url::parse(&location(&begun)).unwrap();
        let mut form: Vec<(String, String)> = page.query_pairs().into_owned().collect();
        form.extend(user.map(|user| ("user".to_owned(), user.to_string())));
        let mut there = page.clone();
        there.set_query(None);
        let answer = self.http.post(there).header("origin", &self.origin).form(&form).send().await.unwrap();
        location(&answer)
    }
}

pub(crate) fn location(answer: &Response) -> String {
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    answer.headers()[LOCATION].to_str().unwrap().to_owned()
}

pub(crate) fn user(person: &Person) -> Option<u64> {
    person.agent.id.as_str().strip_prefix("podio_")?.parse().ok()
}

/// Signs somebody in by the front door; answers their cookie.
pub(crate) async fn sign_in(origin: &str, person: &Person) -> String {
    let mut visitor = Visitor::new(origin);
    let back = visitor.at_podio("/", user(person)).await;
    assert_eq!(location(&visitor.get(&back).await), "/");
    visitor.cookie()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_signs_in_with_podio_and_goes_on_where_they_wanted() {
    let app = TestApp::start().await;
    let mut visitor = Visitor::new(&app.origin);
    let sent = location(&visitor.get("/workspace?item_id=3211762753").await);
    assert_eq!(sent, "/sign-in?next=%2Fworkspace%3Fitem_id%3D3211762753");
    let page = visitor.get(&sent).await.text().await.unwrap();
    assert!(page.contains("/sign-in/podio?next=%2Fworkspace%3Fitem_id%3D3211762753"), "{page}");

    let back = visitor.at_podio("%2Fworkspace%3Fitem_id%3D3211762753", user(&maya())).await;
    assert_eq!(location(&visitor.get(&back).await), "/workspace?item_id=3211762753");
    assert_eq!(visitor.cookies.len(), 1, "the cookie of the sign-in itself is gone");
    let page = visitor.get("/account").await;
    assert_eq!(page.status(), StatusCode::OK);
    assert!(page.text().await.unwrap().contains("Maya Ortiz"));
    let page = visitor.get("/sign-in").await.text().await.unwrap();
    assert!(page.contains("<a href=\"/account\">Your account, and signing out</a>"), "{page}");
    let rows = app.dialer.store().audit(&store::AuditQuery::default()).await.unwrap();
    let row = rows.iter().find(|row| row.entry.kind == "session.began").unwrap();
    assert_eq!(row.entry.agent.as_ref(), Some(&maya().agent.id));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_cannot_see_the_leads_is_told_whom_to_ask() {
    let app = TestApp::start().await;
    let mut visitor = Visitor::new(&app.origin);
    let robin = sandbox::crm::DEMO_USERS.iter().find(|user| user.name == "Robin Vale").unwrap().user_id;
    let back = visitor.at_podio("/", Some(robin)).await;
    let answer = visitor.get(&back).await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    let page = answer.text().await.unwrap();
    assert!(
        page.contains("Robin Vale") && page.contains("Ask the administrator of your Podio workspace"),
        "{page}"
    );
    assert_eq!(visitor.cookies, [], "and is not signed in");

    let back = visitor.at_podio("/", None).await;
    let page = visitor.get(&back).await.text().await.unwrap();
    assert!(page.contains("You did not let Twoleg see who you are"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn more_sign_ins_than_an_office_makes_in_a_minute_have_to_wait() {
    let app = TestApp::start().await;
    let mut visitor = Visitor::new(&app.origin);
    let back = visitor.at_podio("/", user(&maya())).await;
    let cookies = visitor.cookies.clone();
    for _ in 0..30 {
        visitor.cookies.clone_from(&cookies);
        assert_ne!(visitor.get(&back).await.status(), StatusCode::TOO_MANY_REQUESTS);
    }
    visitor.cookies.clone_from(&cookies);
    let answer = visitor.get(&back).await;
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
    let page = answer.text().await.unwrap();
    assert!(page.contains("Too many people are signing in at once."), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn session_fixation_is_not_to_be_had() {
    let app = TestApp::start().await;
    let (mut mine, mut theirs) = (Visitor::new(&app.origin), Visitor::new(&app.origin));
    // Somebody signs in as themselves and gives the link of the answer to another browser.
    let back = mine.at_podio("/", user(&sam())).await;
    let answer = theirs.get(&back).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    assert_eq!(theirs.cookies, []);
    // A browser that is signing in takes the answer to its own question only.
    theirs.get("/sign-in/podio").await;
    assert_eq!(theirs.get(&back).await.status(), StatusCode::BAD_REQUEST);
    // The true one works once.
    let cookie = mine.cookie();
    assert_eq!(location(&mine.get(&back).await), "/");
    let mut again = Visitor::new(&app.origin);
    again.cookies =
        vec![cookie.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned())).unwrap()];
    assert_eq!(again.get(&back).await.status(), StatusCode::BAD_REQUEST, "Podio takes no code twice");
    // Whose session was planted in a browser is out when somebody signs in there, and theirs is another.
    let whoami = async |cookie: &str| {
        let request = TestApp::browser_with(cookie).post(format!("{}/api/whoami", app.origin));
        let answer = request.header("origin", &app.origin).json(&json!({})).send().await.unwrap();
        let status = answer.status().as_u16();
        let told: Value = answer.json().await.unwrap();
        (status, told["name"].as_str().map(str::to_owned))
    };
    let is = |person: Person| (200, Some(person.agent.name));
    let planted = app.cookie(&Session::begin(maya()));
    assert_eq!(whoami(&planted).await, is(maya()));
    let mut victim = Visitor::new(&app.origin);
    let pair = planted.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    victim.cookies = vec![pair.unwrap()];
    let back = victim.at_podio("/", user(&sam())).await;
    assert_eq!(location(&victim.get(&back).await), "/");
    assert_eq!(whoami(&victim.cookie()).await, is(sam()));
    assert_eq!(whoami(&planted).await, (401, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_redirect_is_not_to_be_had() {
    let app = TestApp::start().await;
    for next in [
        "//evil.example",
        "https://evil.example",
        "/%5Cevil.example",
        "%09//evil.example",
        "/..//evil.example",
    ] {
        let mut visitor = Visitor::new(&app.origin);
        let page = visitor.get(&format!("/sign-in?next={next}")).await.text().await.unwrap();
        assert!(!page.contains("evil.example"), "{next}");
        let back = visitor.at_podio(next, user(&maya())).await;
        assert_eq!(location(&visitor.get(&back).await), "/", "{next}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_the_session_and_not_only_the_cookie() {
    let app = TestApp::start().await;
    let sessions = [Session::begin(maya()), Session::begin(maya()), Session::begin(sam())];
    let [laptop, desk, colleague] = &sessions.map(|session| app.cookie(&session));
    let whoami = async |cookie: &str| {
        let request = TestApp::browser_with(cookie).post(format!("{}/api/whoami", app.origin));
        request.header("origin", &app.origin).json(&json!({})).send().await.unwrap().status().as_u16()
    };
    let leave = async |cookie: &str, form: &[(&str, &str)]| {
        let request = TestApp::browser_with(cookie).post(format!("{}/sign-out", app.origin));
        location(&request.header("origin", &app.origin).form(form).send().await.unwrap())
    };
    assert_eq!([whoami(laptop).await, whoami(desk).await, whoami(colleague).await], [200; 3]);
    assert_eq!(leave(laptop, &[]).await, "/sign-in");
    assert_eq!([whoami(laptop).await, whoami(desk).await, whoami(colleague).await], [401, 200, 200]);
    assert_eq!(leave(desk, &[("everywhere", "yes")]).await, "/sign-in");
    assert_eq!([whoami(laptop).await, whoami(desk).await, whoami(colleague).await], [401, 401, 200]);
    // A supervisor ends those of somebody who has left.
    let request = app.supervisor().post(format!("{}/compliance/end-sessions", app.origin));
    let form = [("agent", sam().agent.id.to_string())];
    let answer = request.header("origin", &app.origin).form(&form).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(whoami(colleague).await, 401);
    // Whoever signs in again is in.
    let cookie = sign_in(&app.origin, &sam()).await;
    assert_eq!(whoami(&cookie).await, 200);
    // Calls that nobody here makes: everybody is out, whoever pressed it too.
    let supervisor = app.cookie(&Session::begin(dana()));
    let http = TestApp::browser_with(&supervisor);
    let request = http.post(format!("{}/compliance/end-sessions", app.origin)).header("origin", &app.origin);
    let answer = request.form(&[("agent", "everybody")]).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!([whoami(&cookie).await, whoami(&supervisor).await], [401, 401]);
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_end_by_absence_and_by_age_and_none_can_be_made_up() {
    let app = TestApp::start().await;
    let now = Timestamp::now();
    let ago = |hours: i64, minutes: i64| Session {
        began: now - SignedDuration::from_hours(hours),
        seen: now - SignedDuration::from_mins(minutes),
        ..Session::begin(maya())
    };
    let good = app.cookie(&ago(11, 59));
    let tampered = {
        let mut cookie = good.clone();
        let last = if cookie.pop() == Some('A') { 'B' } else { 'A' };
        cookie.push(last);
        cookie
    };
    let dana = serde_json::to_string(&Session::begin(dana())).unwrap();
    for (cookie, status) in [
        (good, 200),
        (app.cookie(&ago(11, 61)), 401),
        (app.cookie(&ago(12, 0)), 401),
        (tampered, 401),
        (format!("twoleg={}", dana.replace(['"', ','], "")), 401),
        (String::new(), 401),
    ] {
        let request = TestApp::browser_with(&cookie).post(format!("{}/api/whoami", app.origin));
        let answer = request.header("origin", &app.origin).json(&json!({})).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{cookie}");
        let body: Value = answer.json().await.unwrap();
        if status == 401 {
            assert_eq!(body["code"], "signed_out");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cookie_is_renewed_by_what_somebody_does_and_by_no_machine() {
    let app = TestApp::start().await;
    let away = Session { seen: Timestamp::now() - SignedDuration::from_mins(30), ..Session::begin(maya()) };
    let cookie = app.cookie(&away);
    let renewed = async |name: &str| {
        let request = TestApp::browser_with(&cookie).post(format!("{}/api/{name}", app.origin));
        let answer = request.header("origin", &app.origin).json(&json!({})).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{name}");
        answer.headers().get(SET_COOKIE).is_some()
    };
    assert!(renewed("leads").await);
    for machine in ["token", "whoami", "current_call"] {
        assert!(!renewed(machine).await, "{machine}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_sees_their_own_calls_and_a_supervisor_the_teams() {
    let app = TestApp::start().await;
    let mut browser = app.browser().await;
    let call = app.click('0').await;
    browser.pick_up().await;
    let read = async |person: Person| {
        let http = TestApp::browser_with(&app.cookie(&Session::begin(person)));
        let request = http.post(format!("{}/api/call_view", app.origin)).header("origin", &app.origin);
        let view =
            request.json(&json!({ "call_id": call.to_string() })).send().await.unwrap().status().as_u16();
        let stream = http.get(format!("{}/events/calls/{call}", app.origin)).send().await.unwrap();
        (view, stream.status().as_u16())
    };
    assert_eq!(read(maya()).await, (200, 200));
    assert_eq!(read(sam()).await, (404, 404), "somebody else's call is not there");
    assert_eq!(read(dana()).await, (200, 200));
    // To see is not to act: whose call it is says what came of it.
    let http = app.supervisor();
    let request = http.post(format!("{}/api/hang_up", app.origin)).header("origin", &app.origin);
    let answer = request.json(&json!({ "call_id": call.to_string() })).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
}
