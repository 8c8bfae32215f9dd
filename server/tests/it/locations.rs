//! Answers whose headers carry what somebody put into an address. Whatever that is, it leads to a page of ours, and brings no
//! header of its own along.

use std::collections::BTreeSet;

use reqwest::header::LOCATION;
use reqwest::{Response, StatusCode};
use url::Url;

use crate::app::{TestApp, maya};
use crate::headers::raw;
use crate::sign_in::{Visitor, user};

/// As it stands in an address, and may go through one or two readers before it is one again.
const HOSTILE: [&str; 13] = [
    "%0d%0aX-Smuggled:%20yes%0d%0a%0d%0a%3Cp%3E",
    "%250d%250aX-Smuggled:%20yes",
    "/%0d%0aSet-Cookie:%20twoleg=x",
    "/workspace?item_id=1%0aX-Smuggled:yes",
    "/workspace?item_id=1%250d%250aX-Smuggled:yes",
    // Letters whose last byte is that of a line break.
    "/%E5%98%8A%E5%98%8DX-Smuggled:yes",
    "/%E2%80%A8X-Smuggled:yes",
    "/caf%C3%A9?q=%F0%9F%93%9E",
    "/%00%ff%c0%af",
    "%2F%2Fevil.example",
    "/%09/evil.example",
    "/%5C%5Cevil.example",
    "https://evil.example/%0d%0aX-Smuggled:yes",
];

/// Longer than any page of ours, and shorter than a head may be.
fn very_long() -> String {
    format!("/workspace?item_id={}", "9".repeat(6000))
}

fn hostile() -> impl Iterator<Item = String> {
    HOSTILE.iter().map(|text| (*text).to_owned()).chain([very_long()])
}

fn names(answer: &Response) -> BTreeSet<String> {
    answer.headers().keys().map(ToString::to_string).collect()
}

/// It leads to one address, which is one of ours, in letters that a header may have.
fn leads_to_us(app: &TestApp, answer: &Response, what: &str) -> Url {
    assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{what}");
    let locations: Vec<_> = answer.headers().get_all(LOCATION).iter().collect();
    assert_eq!(locations.len(), 1, "{what}");
    is_ours(app, locations[0].to_str().unwrap(), what)
}

fn is_ours(app: &TestApp, location: &str, what: &str) -> Url {
    assert!(location.bytes().all(|byte| byte.is_ascii_graphic()), "{what}: {location}");
    let home = Url::parse(&app.origin).unwrap();
    let url = home.join(location).unwrap();
    assert_eq!(url.origin(), home.origin(), "{what}: {location}");
    url
}

async fn ask(app: &TestApp, path: &str, host: Option<&str>) -> Response {
    let request =
        TestApp::browser_with("").get(format!("{}{path}", app.origin)).header("accept", "text/html");
    let request = if let Some(host) = host { request.header("host", host) } else { request };
    request.send().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_gate_leads_to_the_sign_in_and_brings_nothing_along() {
    let app = TestApp::start().await;
    let plain = names(&ask(&app, "/workspace", None).await);
    for text in hostile() {
        let paths = ["/workspace?item_id=", "/outbox?", "/dial?url="].map(|path| format!("{path}{text}"));
        for path in paths {
            let answer = ask(&app, &path, None).await;
            let sign_in = leads_to_us(&app, &answer, &path);
            assert_eq!(sign_in.path(), "/sign-in", "{path}");
            assert_eq!(names(&answer), plain, "{path}");
            let (name, next) = sign_in.query_pairs().next().unwrap();
            assert_eq!(name, "next", "{path}");
            is_ours(&app, &next, &path);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_a_sign_in_leads_to_a_page_of_ours_and_brings_nothing_along() {
    let app = TestApp::start().await;
    let arrive = async |next: &str| {
        let mut visitor = Visitor::new(&app.origin);
        let back = visitor.at_podio(next, user(&maya())).await;
        visitor.get(&back).await
    };
    let plain = names(&arrive("/").await);
    for text in hostile() {
        let answer = arrive(&text).await;
        leads_to_us(&app, &answer, &text);
        assert_eq!(names(&answer), plain, "{text}");
        let cookies = answer.headers().get_all("set-cookie").iter();
        let cookies: Vec<_> = cookies.map(|cookie| cookie.to_str().unwrap()).collect();
        assert!(cookies.iter().all(|cookie| !cookie.starts_with("twoleg=x")), "{text}: {cookies:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_by_another_name_of_ours_begins_at_the_public_one() {
    let app = TestApp::start().await;
    let port = Url::parse(&app.origin).unwrap().port().unwrap();
    let other = format!("127.0.0.1:{port}");
    let plain = names(&ask(&app, "/sign-in/podio", Some(&other)).await);
    for text in hostile() {
        let path = format!("/sign-in/podio?next={text}");
        let answer = ask(&app, &path, Some(&other)).await;
        let there = leads_to_us(&app, &answer, &path);
        assert_eq!(there.path(), "/sign-in/podio", "{path}");
        assert!(answer.headers()[LOCATION].to_str().unwrap().starts_with(&app.origin), "{path}");
        assert_eq!(names(&answer), plain, "{path}");
    }
    // The name itself goes into no address either.
    for host in ["127.0.0.1", "localhost:1", "[::1]:080", "localhost"] {
        let there = leads_to_us(&app, &ask(&app, "/sign-in/podio?next=/", Some(host)).await, host);
        assert_eq!(there.port(), Some(port), "{host}");
    }
}

/// What no client of HTTP sends: bytes that are no letters of an address, as they are.
#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_belong_into_no_address_lead_nowhere_else() {
    let app = TestApp::start().await;
    let port = Url::parse(&app.origin).unwrap().port().unwrap();
    for host in ["localhost", "127.0.0.1"] {
        for text in ["é", "\u{2028}", "📞", "\u{560a}\u{560d}X-Smuggled:yes", "\rX-Smuggled: yes", "a\tb"]
        {
            for path in [format!("/workspace?item_id={text}"), format!("/sign-in/podio?next=/{text}")] {
                let head = format!("Host: {host}:{port}\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
                let answer = raw(&app, &format!("GET {path} HTTP/1.1\r\n{head}")).await;
                let head = answer.split("\r\n\r\n").next().unwrap().to_lowercase();
                assert!(!head.contains("\nx-smuggled"), "{path:?}: {answer}");
                let status = head.split(' ').nth(1).unwrap();
                assert!(["303", "400"].contains(&status), "{path:?}: {answer}");
                let locations: Vec<_> =
                    head.lines().filter_map(|line| line.strip_prefix("location: ")).collect();
                assert_eq!(locations.len(), usize::from(status == "303"), "{path:?}: {answer}");
                for location in locations {
                    is_ours(&app, location, &path);
                }
            }
        }
    }
}
