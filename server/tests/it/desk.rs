//! The supervisor's pages: who gets in, what each form does, and what becomes of wrong input.

mod centre;
mod drill;
mod number;
mod recordings;

use reqwest::{Client, StatusCode};
use server::session::Session;

use crate::app::{TestApp, maya};

const PAGES: [&str; 3] = ["/compliance", "/compliance/number", "/compliance/what-if"];
const FORMS: [&str; 21] = [
    "/compliance/acknowledge",
    "/compliance/number",
    "/compliance/number/suppress",
    "/compliance/number/removal",
    "/compliance/number/confirm-removal",
    "/compliance/number/consent",
    "/compliance/number/revoke",
    "/compliance/number/override",
    "/compliance/number/end-override",
    "/compliance/number/line",
    "/compliance/number/links",
    "/compliance/number/hold",
    "/compliance/number/lift-hold",
    "/compliance/what-if",
    "/compliance/training",
    "/compliance/caller-id",
    "/compliance/registrations",
    "/compliance/emergency",
    "/compliance/end-emergency",
    "/compliance/holiday",
    "/compliance/remove-holiday",
];

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

    async fn page(&self, path: &str) -> (StatusCode, String) {
        let answer = self.http.get(format!("{}{path}", self.app.origin)).send().await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    }

    /// Sends a form, and follows where it leads.
    async fn send(&self, path: &str, form: &[(&str, &str)]) -> (StatusCode, String) {
        let request = self.http.post(format!("{}{path}", self.app.origin)).header("origin", &self.app.origin);
        let answer = request.form(form).send().await.unwrap();
        assert_eq!(answer.url().query(), None, "nothing of a form is ever in an address");
        (answer.status(), answer.text().await.unwrap())
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

#[tokio::test(flavor = "multi_thread")]
async fn only_a_supervisor_gets_in() {
    let desk = Desk::open().await;
    for page in PAGES {
        assert_eq!(desk.app.get(page).await.status(), StatusCode::FORBIDDEN, "{page}");
        assert_eq!(desk.page(page).await.0, StatusCode::OK, "{page}");
    }
    let agent = TestApp::browser_with(&desk.app.cookie(&Session::begin(maya())));
    for form in FORMS {
        let post = |client: &Client, origin: &str| {
            let request = client.post(format!("{}{form}", desk.app.origin)).header("origin", origin);
            request.form(&[("number", "8135550142"), ("reason", "x")]).send()
        };
        let answer = post(&agent, &desk.app.origin).await.unwrap();
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{form}");
        let foreign = post(&desk.http, "https://elsewhere.example").await.unwrap();
        assert_eq!(foreign.status(), StatusCode::FORBIDDEN, "{form} from elsewhere");
    }
    let number = "8135550142".parse().unwrap();
    assert_eq!(desk.app.dialer.suppression(&number).await.unwrap(), None, "nothing was done");
}

#[tokio::test(flavor = "multi_thread")]
async fn there_are_no_other_forms() {
    let desk = Desk::open().await;
    for form in ["/compliance/nothing", "/compliance/number/nothing"] {
        assert_eq!(desk.send(form, &[("number", "8135550142")]).await.0, StatusCode::NOT_FOUND);
    }
}
