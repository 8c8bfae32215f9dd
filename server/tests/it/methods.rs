//! Methods that a door has not, and HEAD, which is answered as GET is: neither is a way past the gate.

use std::collections::BTreeSet;

use domain::CallId;
use reqwest::header::{ACCEPT, LOCATION, SET_COOKIE};
use reqwest::{Client, Method, Response};
use server::http::doors::Audience;
use server::session::Session;
use store::{AuditQuery, CallQuery};

use crate::app::{TestApp, dana};
use crate::matrix::address;

const METHODS: [Method; 7] =
    [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS];
const LEAD: &str = "3211775107";

/// As it is behind a proxy, from one of our own pages: nothing but the method is wrong.
async fn ask(app: &TestApp, http: &Client, method: &Method, path: &str, accept: &str) -> Response {
    let request = http.request(method.clone(), format!("{}{path}", app.origin)).header(ACCEPT, accept);
    let request = request.header("origin", &app.origin).header("sec-fetch-site", "same-origin");
    let request = request.header("x-forwarded-for", "203.0.113.7");
    let form = [("number", "8135550142"), ("reason", "asked"), ("agent", "podio_7184236"), ("id", "x")];
    let asks_only = [Method::GET, Method::HEAD].contains(method);
    let request = if asks_only { request } else { request.form(&form) };
    request.send().await.unwrap()
}

/// What people and carriers have done so far. Alarms ring by themselves.
async fn deeds(app: &TestApp) -> usize {
    let rows = app.dialer.store().audit(&AuditQuery::default()).await.unwrap();
    rows.iter().filter(|row| !row.entry.kind.starts_with("alarm.")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_method_that_a_door_has_not_is_refused_and_does_nothing() {
    let app = TestApp::start().await;
    let (nobody, dana) =
        (TestApp::browser_with(""), TestApp::browser_with(&app.cookie(&Session::begin(dana()))));
    let before = deeds(&app).await;
    let mut paths: Vec<_> = app.doors.iter().map(|door| door.path.as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    let (mut tried, mut wrong) = (0, Vec::new());
    for path in paths {
        let doors: Vec<_> = app.doors.iter().filter(|door| door.path == path).collect();
        let has = |method: &Method| {
            let method = if *method == Method::HEAD { &Method::GET } else { method };
            doors.iter().any(|door| door.method == method.as_str())
        };
        let there = address(doors[0], &CallId::none(), LEAD);
        for method in METHODS.iter().filter(|method| !has(method)) {
            for (who, http) in [("nobody", &nobody), ("a supervisor", &dana)] {
                let answer = ask(&app, http, method, &there, "*/*").await;
                let status = answer.status().as_u16();
                if ![401, 403, 404, 405].contains(&status) || answer.headers().contains_key(SET_COOKIE) {
                    wrong.push(format!("{method} {there} by {who}: {status}"));
                }
                tried += 1;
            }
        }
    }
    assert!(tried > 300, "every path times at least five methods: {tried}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(deeds(&app).await, before, "nothing was done");
    assert_eq!(app.dialer.suppression(&"8135550142".parse().unwrap()).await.unwrap(), None);
    assert!(app.dialer.store().calls(&CallQuery::default()).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn head_tells_nobody_more_than_get_does() {
    let app = TestApp::start().await;
    let nobody = TestApp::browser_with("");
    let mut asked = BTreeSet::new();
    for door in app.doors.iter().filter(|door| door.method == "GET") {
        let path = address(door, &CallId::none(), LEAD);
        for accept in ["*/*", "text/html"] {
            let get = ask(&app, &nobody, &Method::GET, &path, accept).await;
            let head = ask(&app, &nobody, &Method::HEAD, &path, accept).await;
            assert_eq!(head.status(), get.status(), "{path} ({accept})");
            let is_shut = matches!(door.who, Audience::Agent | Audience::Supervisor);
            assert!(!is_shut || [401, 303].contains(&head.status().as_u16()), "{path} ({accept})");
            // To Podio each request leads with a state of its own.
            if path != "/sign-in/podio" {
                let leads_to = |answer: &Response| answer.headers().get(LOCATION).cloned();
                assert_eq!(leads_to(&head), leads_to(&get), "{path} ({accept})");
            }
            assert_eq!(head.text().await.unwrap(), "", "{path} ({accept})");
        }
        asked.insert(path);
    }
    assert!(asked.len() > 15, "{asked:?}");
}
