//! What no request may bring into an answer, and who may read what is for operators.

use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::app::TestApp;

const SCRIPT: &str = "</script><script>alert('hostile')</script><img src=x onerror=alert(1)>";
const LEAD: u64 = 3_211_775_107;

/// What the server answers to these bytes, up to its end.
pub(crate) async fn raw(app: &TestApp, request: &str) -> String {
    let address = app.origin.replace("http://localhost", "127.0.0.1");
    let mut line = TcpStream::connect(address).await.unwrap();
    line.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    line.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

fn policy(headers: &HeaderMap) -> &str {
    headers["content-security-policy"].to_str().unwrap()
}

/// The opening tags of a name.
fn tags<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let opening = format!("<{name}");
    html.match_indices(&opening).map(|(at, _)| html[at..].split('>').next().unwrap()).collect()
}

/// Gives the sandbox's lead a name that is markup, as anybody with a Podio account could.
async fn rename(app: &TestApp, name: &str) {
    let podio = format!("{}/sandbox/podio", app.origin);
    let grant = json!({
        "grant_type": "password", "client_id": "twoleg-sandbox", "client_secret": "sandbox-client-secret",
        "username": "maya@sandbox.example", "password": "sandbox-password",
    });
    let answer = app.http.post(format!("{podio}/oauth/token/v2")).json(&grant).send().await.unwrap();
    let token: Value = answer.json().await.unwrap();
    let token = format!("OAuth2 {}", token["access_token"].as_str().unwrap());
    let edit = app.http.put(format!("{podio}/item/{LEAD}/value")).header("authorization", token);
    let fields = json!({ "title": name, "notes": name, "attorney": name, "second-contact": name });
    let answer = edit.json(&fields).send().await.unwrap();
    assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn script_in_a_leads_name_stays_text_on_every_page() {
    let app = TestApp::start().await;
    rename(&app, SCRIPT).await;
    let workspace = format!("/workspace?item_id={LEAD}");
    for path in [
        "/",
        &workspace,
        &format!("/dial?item_id={LEAD}"),
        "/sandbox",
        "/sandbox/podio-web/items/31400101/30",
    ] {
        let html = app.get(path).await.text().await.unwrap();
        assert!(!html.contains("<script>alert") && !html.contains("<img src=x"), "{path}: {html}");
    }
    let html = app.get(&workspace).await.text().await.unwrap();
    assert!(html.contains("hostile"), "the name is shown, as text");
    // What hydration reads is inside a script: there the end tag is what counts.
    assert_eq!(tags(&html, "script").len(), html.matches("</script>").count(), "{html}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_script_of_a_page_is_ours_or_has_the_nonce_of_its_policy() {
    let app = TestApp::start().await;
    for path in ["/", &format!("/workspace?item_id={LEAD}"), "/no/such/page", "/workspace?item_id=abc"] {
        let answer = app.get(path).await;
        let policy = policy(answer.headers()).to_owned();
        let nonce =
            policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap().to_owned();
        assert!(nonce.len() >= 22, "128 bits: {nonce}");
        let html = answer.text().await.unwrap();
        let scripts = tags(&html, "script");
        assert!(!scripts.is_empty());
        for tag in scripts {
            assert!(tag.contains(&format!("nonce=\"{nonce}\"")) || tag.contains(" src=\"/"), "{path}: {tag}");
        }
        assert!(tags(&html, "style").is_empty() && !html.contains(" style=\""), "{path} has inline style");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn plain_pages_run_nothing_at_all() {
    let app = TestApp::start().await;
    let dana = app.supervisor();
    for path in [
        "/outbox",
        "/compliance",
        "/compliance/number",
        "/compliance/what-if",
        "/evidence",
        "/opt-out",
        "/do-not-call-policy",
    ] {
        let answer = dana.get(format!("{}{path}", app.origin)).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        assert!(!policy(answer.headers()).contains("script-src"), "{path}");
        assert_eq!(answer.headers()["cache-control"], "no-store", "{path}");
        let html = answer.text().await.unwrap();
        assert!(tags(&html, "script").is_empty() && tags(&html, "style").is_empty(), "{path}");
        assert!(!html.contains(" style=\""), "{path} has inline style");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn line_breaks_in_a_request_never_reach_a_header() {
    let app = TestApp::start().await;
    let smuggled = "%0d%0aX-Smuggled:%20yes%0d%0a%0d%0a<p>";
    for path in [
        format!("/{smuggled}"),
        format!("/workspace?item_id={smuggled}"),
        format!("/dial?url={smuggled}"),
        format!("/play_recording/{smuggled}?key={smuggled}"),
        format!("/events/leads/{smuggled}"),
        format!("/compliance/number?number={smuggled}"),
        format!("/sandbox/podio-web/items/{smuggled}/30"),
        format!("/api/{smuggled}"),
    ] {
        let answer = app.get(&path).await;
        assert!(!answer.headers().contains_key("x-smuggled"), "{path}");
        for (name, value) in answer.headers() {
            assert!(!String::from_utf8_lossy(value.as_bytes()).contains("Smuggled"), "{path}: {name}");
        }
    }
    for path in ["/sign-out", "/opt-out", "/outbox/drop", "/compliance/number", "/evidence"] {
        let form = format!("id={smuggled}&number={smuggled}&action={smuggled}");
        let post = app.supervisor().post(format!("{}{path}", app.origin)).header("origin", &app.origin);
        let post = post.header("content-type", "application/x-www-form-urlencoded").body(form);
        let answer = post.send().await.unwrap();
        for (name, value) in answer.headers() {
            assert!(!String::from_utf8_lossy(value.as_bytes()).contains("Smuggled"), "{path}: {name}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_that_proxies_hand_on_count_for_nothing() {
    let app = TestApp::start().await;
    let plain = app.get("/no/such/page").await.text().await.unwrap();
    let forwarded = app
        .http
        .get(format!("{}/no/such/page", app.origin))
        .header("x-forwarded-host", "evil.example")
        .header("x-forwarded-proto", "https")
        .header("forwarded", "host=evil.example")
        .header("x-original-url", "/metrics");
    let answer = forwarded.send().await.unwrap();
    assert_eq!(answer.status(), 404);
    let text = answer.text().await.unwrap();
    assert!(!text.contains("evil.example"), "{text}");
    assert_eq!(text.len(), plain.len(), "the same page but for its nonce");
    // And an origin is held against the name that the browser used, not against one that was handed on.
    let post = app
        .http
        .post(format!("{}/api/token", app.origin))
        .header("origin", "http://evil.example")
        .header("x-forwarded-host", "evil.example");
    assert_eq!(post.json(&json!({})).send().await.unwrap().status(), 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_is_missing_doubled_or_absolute_elsewhere_is_refused() {
    let app = TestApp::start().await;
    let host = app.origin.replace("http://", "");
    for head in [
        "GET / HTTP/1.1\r\nConnection: close\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n".to_owned(),
        format!("GET / HTTP/1.1\r\nHost: {host}@evil.example\r\nConnection: close\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nHost: evil.example\r\nHost: {host}\r\nConnection: close\r\n\r\n"),
    ] {
        let answer = raw(&app, &head).await;
        let status = answer.split(' ').nth(1).unwrap_or_default();
        assert!(["400", "421"].contains(&status), "{head}: {answer}");
        assert!(!answer.contains("Harold Whitaker"), "{head}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_path_leads_out_of_the_sites_folder() {
    let app = TestApp::start().await;
    for path in [
        "/../Cargo.toml",
        "/..%2fCargo.toml",
        "/%2e%2e/%2e%2e/Cargo.toml",
        "/pkg/../../../Cargo.toml",
        "/pkg/..%5c..%5cCargo.toml",
        "/pkg/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc/passwd",
        "//etc/passwd",
        "/pkg//../../../../etc/passwd",
        "/pkg/%00",
    ] {
        let host = app.origin.replace("http://", "");
        // As it is: a client of HTTP would tidy the path up first.
        let answer =
            raw(&app, &format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")).await;
        assert!(!answer.contains("[workspace]") && !answer.contains("root:"), "{path}: {answer}");
        let status = answer.split(' ').nth(1).unwrap_or_default();
        assert!(["400", "404"].contains(&status), "{path}: {status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn counters_are_for_whoever_runs_the_server() {
    let app = TestApp::start().await;
    let metrics = || app.http.get(format!("{}/metrics", app.origin));
    assert_eq!(metrics().send().await.unwrap().status(), 200);
    for name in ["x-forwarded-for", "forwarded", "x-real-ip"] {
        let stranger = metrics().header(name, "203.0.113.9").send().await.unwrap();
        assert_eq!(stranger.status(), 403, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_are_counted_and_only_those_of_our_own_pages() {
    let app = TestApp::start().await;
    let report = json!({ "csp-report": { "document-uri": app.origin, "effective-directive": "img-src" } });
    let send = |content_type: &'static str, site: &'static str, body: String| {
        let post = app.http.post(format!("{}/csp-report", app.origin)).header("sec-fetch-site", site);
        post.header("content-type", content_type).body(body).send()
    };
    let status = async |content_type, site, body| send(content_type, site, body).await.unwrap().status();
    let old = "application/csp-report";
    assert_eq!(status(old, "same-origin", report.to_string()).await, StatusCode::NO_CONTENT);
    assert_eq!(status(old, "cross-site", report.to_string()).await, StatusCode::FORBIDDEN);
    assert_eq!(status("text/plain", "none", report.to_string()).await, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(status(old, "none", "{".to_owned()).await, StatusCode::BAD_REQUEST);
    let many = json!([{ "type": "csp-violation", "body": {} }]);
    assert_eq!(status("application/reports+json", "none", many.to_string()).await, StatusCode::NO_CONTENT);
    let metrics = app.get("/metrics").await.text().await.unwrap();
    assert!(metrics.contains("twoleg_csp_reports_total"), "{metrics}");
}
