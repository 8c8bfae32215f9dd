//! A live server, behind a proxy that speaks https at its public address.

use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

use crate::app::{ACCOUNT_SID, AUTH_TOKEN, SESSION_KEY, TestApp};

const PUBLIC: &str = "https://dialer.example.com";
const HOST: &str = "dialer.example.com";
/// Where nobody listens: Twilio and Podio are away.
const AWAY: &str = "http://127.0.0.1:9";

async fn live() -> TestApp {
    let values = [
        ("PUBLIC_URL", PUBLIC),
        ("SESSION_KEY", SESSION_KEY),
        ("TWILIO_ACCOUNT_SID", ACCOUNT_SID),
        ("TWILIO_AUTH_TOKEN", AUTH_TOKEN),
        ("TWILIO_PHONE_NUMBER", "(813) 555-0199"),
        ("TWILIO_API_KEY", "SK0123456789abcdef0123456789abcdef"),
        ("TWILIO_API_SECRET", "secret-of-the-key"),
        ("TWILIO_API_URL", AWAY),
        ("PODIO_API_URL", AWAY),
        ("PODIO_CLIENT_ID", "client"),
        ("PODIO_CLIENT_SECRET", "secret-of-the-client"),
        ("PODIO_USERNAME", "agent@example.com"),
        ("PODIO_PASSWORD", "secret-of-the-agent"),
        ("PODIO_MASTER_LEAD_APP_ID", "101"),
        ("PODIO_MASTER_LEAD_APP_TOKEN", "token-of-leads"),
        ("PODIO_CALL_ACTIVITY_APP_ID", "102"),
        ("PODIO_CALL_ACTIVITY_APP_TOKEN", "token-of-activities"),
        ("DRAIN_SECONDS", "0"),
    ];
    TestApp::start_with(values.map(|(name, value)| (name, value.to_owned())).to_vec()).await
}

/// A request of somebody who has not signed in, as the proxy hands it on.
fn request(app: &TestApp, method: Method, path: &str, host: &str) -> RequestBuilder {
    let url = format!("{}{path}", app.origin);
    TestApp::browser_with("")
        .request(method, url)
        .header("host", host)
        .header("x-forwarded-for", "203.0.113.7")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_live_server_has_nothing_of_the_sandbox() {
    let app = live().await;
    for (method, path) in [
        (Method::GET, "/sandbox"),
        (Method::GET, "/sandbox/api/clock"),
        (Method::POST, "/sandbox/api/clock"),
        (Method::POST, "/sandbox/api/reset"),
        (Method::GET, "/sandbox/podio-web/oauth/authorize"),
        (Method::POST, "/sandbox/podio/oauth/token/v2"),
        (Method::GET, "/sandbox/twilio/2010-04-01/Accounts.json"),
        (Method::GET, "/sandbox/signal"),
    ] {
        let asked = request(&app, method.clone(), path, HOST).header("origin", PUBLIC);
        let status = asked.send().await.unwrap().status();
        // Addresses that lead nowhere are looked for among the site's files, which only a GET can ask for.
        let nowhere =
            if method == Method::GET { StatusCode::NOT_FOUND } else { StatusCode::METHOD_NOT_ALLOWED };
        assert_eq!(status, nowhere, "{method} {path}");
    }
    let sandbox = TestApp::start().await;
    let mut there = sandbox.doors.clone();
    let mut here = app.doors.clone();
    for doors in [&mut there, &mut here] {
        doors.sort_by(|a, b| (&a.path, &a.method).cmp(&(&b.path, &b.method)));
    }
    assert_eq!(here, there, "what the matrix asks of the sandbox's doors holds for the live server's");
}

#[tokio::test(flavor = "multi_thread")]
async fn over_https_every_answer_says_so_and_cookies_travel_no_other_way() {
    let app = live().await;
    for path in ["/sign-in", "/sign-in/podio", "/healthz", "/no/such/page", "/play_recording/x?key=y"] {
        let answer = request(&app, Method::GET, path, HOST).send().await.unwrap();
        let hsts = answer.headers()["strict-transport-security"].to_str().unwrap();
        assert!(hsts.contains("max-age=63072000"), "{path}: {hsts}");
    }
    let answer = request(&app, Method::GET, "/sign-in/podio", HOST).send().await.unwrap();
    assert!(answer.headers()["location"].to_str().unwrap().starts_with("https://podio.com/oauth/authorize?"));
    let cookie = answer.headers()["set-cookie"].to_str().unwrap();
    for part in ["__Host-twoleg_sign_in=", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
}

/// The proxy's own name for this server is no name of ours, or the sign-in would send the browser round and round.
#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_hands_on_a_host_of_its_own_is_told_so() {
    let app = live().await;
    for host in ["localhost:3000", "127.0.0.1", "[::1]:3000", "twoleg", "10.0.0.5:3000"] {
        for (method, path) in
            [(Method::GET, "/"), (Method::GET, "/sign-in/podio"), (Method::POST, "/api/token")]
        {
            let answer = request(&app, method, path, host).header("origin", PUBLIC).send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::MISDIRECTED_REQUEST, "{host}{path}");
            let problem: Value = answer.json().await.unwrap();
            assert!(problem["message"].as_str().unwrap().contains("hand on the Host"), "{problem}");
        }
    }
    // Whoever runs the server asks on its own machine.
    for path in ["/healthz", "/readyz"] {
        let answer = request(&app, Method::GET, path, "localhost:3000").send().await.unwrap();
        assert_ne!(answer.status(), StatusCode::MISDIRECTED_REQUEST, "{path}");
    }
    // A browser may name the port that it need not name.
    let answer = request(&app, Method::GET, "/sign-in/podio", "dialer.example.com:443").send().await.unwrap();
    assert!(answer.headers()["location"].to_str().unwrap().starts_with("https://podio.com/"));
}

/// Twilio signs the address that it was given, whatever the proxy makes of it on the way.
#[tokio::test(flavor = "multi_thread")]
async fn a_signature_is_held_against_the_public_address_whatever_the_proxy_says() {
    let app = live().await;
    let path = "/call_status?call_id=0199a0c2-0000-7000-8000-000000000001&leg=agent";
    let form = [
        ("AccountSid", ACCOUNT_SID),
        ("CallSid", "CA0123456789abcdef0123456789abcdef"),
        ("CallStatus", "ringing"),
    ];
    let pairs: Vec<(String, String)> =
        form.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let sign = |origin: &str| {
        twilio::signature::sign(&AUTH_TOKEN.to_owned().into(), &format!("{origin}{path}"), &pairs)
    };
    for host in [HOST, "localhost:3000", "10.0.0.5:3000"] {
        let send = |signature: String| {
            request(&app, Method::POST, path, host)
                .header("x-forwarded-host", "evil.example")
                .header("x-forwarded-proto", "http")
                .header("x-twilio-signature", signature)
                .form(&form)
        };
        let status = send(sign(PUBLIC)).send().await.unwrap().status();
        assert!(status.is_success(), "{host}: {status}");
        for other in ["http://dialer.example.com", "https://evil.example", "http://localhost:3000"] {
            let status = send(sign(other)).send().await.unwrap().status();
            assert_eq!(status, StatusCode::FORBIDDEN, "{host}: signed for {other}");
        }
    }
    let records = app.dialer.store().calls(&store::CallQuery::default()).await.unwrap();
    assert!(records.is_empty(), "a callback makes no call: {}", json!(records.len()));
}
