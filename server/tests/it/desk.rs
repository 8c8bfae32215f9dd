//! The supervisor's pages: who gets in, what each form does, and what becomes of wrong input.

mod centre;
mod drill;
mod number;
mod recordings;

use dialer::Supervisor;
use reqwest::{Client, StatusCode};
use rusqlite::Connection;
use server::http::doors::Audience;
use server::session::Session;

use crate::app::{TestApp, maya};

const PAGES: [&str; 3] = ["/compliance", "/compliance/number", "/compliance/what-if"];

/// Dana Cole at her desk.
struct Desk {
    app: TestApp,
    http: Client,
}

impl Desk {
    async fn open() -> Self {
        let app = TestApp::start().await;
        Self { http: app.supervisor(), app }
    }

    /// A page, as one comes to it from another page of ours.
    async fn page(&self, path: &str) -> (StatusCode, String) {
        let request =
            self.http.get(format!("{}{path}", self.app.origin)).header("sec-fetch-site", "same-origin");
        let answer = request.send().await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    }

    /// Sends a form, and follows where it leads.
    async fn send(&self, path: &str, form: &[(&str, &str)]) -> (StatusCode, String) {
        let request = self.http.post(format!("{}{path}", self.app.origin)).header("origin", &self.app.origin);
        let request = request.header("sec-fetch-site", "same-origin");
        let answer = request.form(form).send().await.unwrap();
        // It may say which form is done.
        let done = path.rsplit('/').next().map(|form| format!("done={form}"));
        let query = answer.url().query();
        assert!(query.is_none() || query == done.as_deref(), "nothing of a form is ever in an address");
        (answer.status(), answer.text().await.unwrap())
    }

    /// Spoils a file in the store: from now on it cannot be read.
    fn spoil(&self, file: &str) {
        let other = Connection::open(self.app.database()).unwrap();
        let spoil = "INSERT OR REPLACE INTO files (key, rev, doc) VALUES (?1, 1000, '\"spoilt\"')";
        other.execute(spoil, [file]).unwrap();
    }

    /// A form that must work.
    async fn does(&self, path: &str, form: &[(&str, &str)]) -> String {
        let (status, html) = self.send(path, form).await;
        assert_eq!(status, StatusCode::OK, "{path}: {html}");
        html
    }

    /// A form that must be refused with this sentence.
    async fn refuses(&self, path: &str, form: &[(&str, &str)], sentence: &str) -> String {
        let (status, html) = self.send(path, form).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {html}");
        assert!(html.contains("role=\"alert\"") && html.contains(sentence), "{path}: {html}");
        html
    }
}

/// Where the server takes what only a supervisor may send, as it lists its doors.
fn forms(app: &TestApp) -> Vec<String> {
    let doors = app.doors.iter().filter(|door| door.method == "POST" && door.who == Audience::Supervisor);
    // Those that would do something with what is sent.
    let forms: Vec<_> = doors
        .map(|door| door.path.replace("/number/{action}", "/number/suppress"))
        .map(|path| path.replace("{action}", "registrations"))
        .collect();
    assert!(forms.len() > 5, "the list is the server's own: {forms:?}");
    forms
}

/// The opening tag of the element with this id.
fn tag<'a>(html: &'a str, id: &str) -> &'a str {
    let at = html.find(&format!(" id=\"{id}\"")).unwrap_or_else(|| panic!("no {id}: {html}"));
    let begin = html[..at].rfind('<').unwrap();
    html[begin..].split('>').next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_supervisor_gets_in() {
    let desk = Desk::open().await;
    for page in PAGES {
        assert_eq!(desk.app.get(page).await.status(), StatusCode::FORBIDDEN, "{page}");
        assert_eq!(desk.page(page).await.0, StatusCode::OK, "{page}");
    }
    let agent = TestApp::browser_with(&desk.app.cookie(&Session::begin(maya())));
    let own = desk.app.origin.as_str();
    let filled = [("number", "8135550142"), ("reason", "x"), ("do", "remove"), ("states", "FL")];
    for form in forms(&desk.app) {
        let post = |client: &Client, origin: &str, site: &str| {
            let request = client.post(format!("{own}{form}")).header("origin", origin);
            let request = request.header("sec-fetch-site", site);
            request.form(&filled).send()
        };
        let answer = post(&agent, own, "same-origin").await.unwrap();
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{form}");
        for (origin, site) in [
            ("https://elsewhere.example", "cross-site"),
            ("null", "cross-site"),
            // Whatever a browser says of the one, the other has to fit.
            ("null", "same-origin"),
            ("https://elsewhere.example", "same-origin"),
            (own, "cross-site"),
            (own, "same-site"),
            (own, "none"),
        ] {
            let foreign = post(&desk.http, origin, site).await.unwrap();
            assert_eq!(foreign.status(), StatusCode::FORBIDDEN, "{form} from {origin}, {site}");
        }
    }
    let number = "8135550142".parse().unwrap();
    assert_eq!(desk.app.dialer.suppression(&number).await.unwrap(), None, "nothing was done");
    let states = desk.app.dialer.organisation(&Supervisor::operator()).await.unwrap().registrations;
    assert!(states.contains(&"FL".parse().unwrap()), "nothing was done");
}

#[tokio::test(flavor = "multi_thread")]
async fn there_are_no_other_forms() {
    let desk = Desk::open().await;
    for form in ["/compliance/nothing", "/compliance/number/nothing"] {
        assert_eq!(desk.send(form, &[("number", "8135550142")]).await.0, StatusCode::NOT_FOUND);
    }
}
