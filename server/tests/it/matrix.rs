//! The matrix: every way into the running server, times everybody who may come. The doors are the server's own list, so a
//! route that nobody has said a sample for fails here.

use domain::CallId;
use jiff::{SignedDuration, Timestamp};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use server::http::doors::{Audience, Door};
use server::session::{Session, Site};

use crate::app::{SESSION_KEY, TestApp, dana, maya, sam, sealed, site};

/// What to send to a door, and what whoever may pass is answered: the agent whose call it is, another agent, a supervisor.
struct Sample {
    body: Body,
    answers: [u16; 3],
}

enum Body {
    Nothing,
    Form(Vec<(&'static str, String)>),
    Json(Value),
}

fn get(answers: [u16; 3]) -> Sample {
    Sample { body: Body::Nothing, answers }
}

fn form(answers: [u16; 3], fields: &[(&'static str, &str)]) -> Sample {
    let fields = fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    Sample { body: Body::Form(fields), answers }
}

fn ask(answers: [u16; 3], body: Value) -> Sample {
    Sample { body: Body::Json(body), answers }
}

/// A sample for every door: none for one that nobody has classified.
fn sample(door: &Door, call: &CallId, lead: &str) -> Option<Sample> {
    let call = call.to_string();
    let about = json!({ "call_id": call });
    Some(match (door.method.as_str(), door.path.as_str()) {
        // Pages of people who work here.
        ("GET", "/" | "/workspace" | "/dial" | "/outbox" | "/account" | "/events/leads/{item}") => {
            get([200; 3])
        }
        ("GET", "/events/calls/{call}") => get([200, 404, 200]),
        ("POST", "/outbox/retry") => form([200; 3], &[("id", "nothing")]),
        ("POST", "/sign-out") => form([303; 3], &[]),
        // A supervisor's.
        ("GET", "/evidence" | "/compliance" | "/compliance/number" | "/compliance/what-if") => {
            get([403, 403, 200])
        }
        ("POST", "/outbox/drop") => form([403, 403, 404], &[("id", "nothing")]),
        ("POST", "/evidence") => form([403, 403, 422], &[("number", "none")]),
        ("POST", "/compliance/number") => form([403, 403, 200], &[("number", "8135550142")]),
        ("POST", "/compliance/what-if" | "/compliance/{action}") => form([403, 403, 422], &[]),
        ("POST", "/compliance/number/{action}") => form([403, 403, 422], &[("number", "8135550142")]),
        // Server functions.
        ("POST", "/api/whoami" | "/api/token" | "/api/leads" | "/api/current_call") => {
            ask([200; 3], json!({}))
        }
        ("POST", "/api/open_lead") => ask([200; 3], json!({ "query": { "item_id": lead } })),
        ("POST", "/api/click") => ask([200; 3], json!({ "item_id": lead, "slot": "phone.0" })),
        ("POST", "/api/dial") => {
            let order = json!({ "item_id": lead, "slot": "phone.0", "token": "none", "acknowledged": [] });
            ask([403; 3], order)
        }
        ("POST", "/api/call_view") => ask([200, 404, 200], about),
        ("POST", "/api/hang_up" | "/api/in_call") => ask([409, 404, 404], about),
        ("POST", "/api/answer_notice") => ask([409, 404, 404], json!({ "call_id": call, "said": "given" })),
        ("POST", "/api/submit_call_data") => {
            ask([422, 404, 404], json!({ "call_id": call, "form": { "disposition": "", "notes": "" } }))
        }
        // The public's.
        (
            "GET",
            "/sign-in" | "/sign-in/done" | "/do-not-call-policy" | "/opt-out" | "/healthz" | "/readyz",
        ) => get([200; 3]),
        ("GET", "/sign-in/podio") => get([303; 3]),
        ("GET", "/sign-in/return") => get([400; 3]),
        ("POST", "/opt-out") => form([422; 3], &[("number", "none")]),
        // Of a type that no browser reports in.
        ("POST", "/csp-report") => ask([415; 3], json!([])),
        // Those who prove who they are in another way, and here do not.
        (
            "POST",
            "/connect_prospect" | "/call_status" | "/status_webhook" | "/dial_result" | "/recording_status",
        ) => form([403; 3], &[("CallSid", "CA0123456789abcdef0123456789abcdef")]),
        ("POST", "/podio/hooks/{key}") => form([404; 3], &[("type", "item.create")]),
        ("GET", "/play_recording/{sid}") => get([404; 3]),
        ("GET", "/metrics") => get([403; 3]),
        _ => return None,
    })
}

/// An address that leads to a door.
pub(crate) fn address(door: &Door, call: &CallId, lead: &str) -> String {
    let path = door
        .path
        .replace("{call}", &call.to_string())
        .replace("{item}", lead)
        .replace("{sid}", "RE0123456789abcdef0123456789abcdef")
        .replace("/compliance/number/{action}", "/compliance/number/suppress")
        .replace("{action}", "training")
        .replace("{key}", "none");
    match path.as_str() {
        "/workspace" | "/dial" => format!("{path}?item_id={lead}"),
        _ => path,
    }
}

/// Whoever comes to a door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Visitor {
    Agent,
    OtherAgent,
    Supervisor,
    Anonymous,
    /// A cookie that somebody made up, or changed.
    Forged,
    /// One that is good in all but the key that sealed it,
    OtherKey,
    /// the site that it is for,
    OtherSite,
    /// or the mode of the server there: whoever is a supervisor in a sandbox is nobody in a live workspace.
    OtherMode,
    Expired,
    /// A signed-in supervisor whose browser another site's page has sent.
    CrossSite,
}

const VISITORS: [Visitor; 10] = [
    Visitor::Agent,
    Visitor::OtherAgent,
    Visitor::Supervisor,
    Visitor::Anonymous,
    Visitor::Forged,
    Visitor::OtherKey,
    Visitor::OtherSite,
    Visitor::OtherMode,
    Visitor::Expired,
    Visitor::CrossSite,
];

impl Visitor {
    fn cookie(self, app: &TestApp) -> String {
        match self {
            Self::Agent => app.cookie(&Session::begin(maya())),
            Self::OtherAgent => app.cookie(&Session::begin(sam())),
            Self::Supervisor | Self::CrossSite => app.cookie(&Session::begin(dana())),
            Self::Anonymous => String::new(),
            Self::Forged => {
                let good = app.cookie(&Session::begin(dana()));
                let (name, value) = good.split_once('=').unwrap();
                format!("{name}={}", value.chars().rev().collect::<String>())
            }
            Self::OtherKey => {
                let key = SESSION_KEY.chars().rev().collect::<String>();
                sealed(&app.dialer, &Session::begin(dana()), &key, &site(&app.dialer))
            }
            Self::OtherSite => {
                let there = Site { public: "http://localhost:1".parse().unwrap(), ..site(&app.dialer) };
                sealed(&app.dialer, &Session::begin(dana()), SESSION_KEY, &there)
            }
            Self::OtherMode => {
                let there = Site { mode: "live", ..site(&app.dialer) };
                sealed(&app.dialer, &Session::begin(dana()), SESSION_KEY, &there)
            }
            Self::Expired => {
                let day = SignedDuration::from_hours(24);
                let old = Session { began: Timestamp::now() - day, ..Session::begin(dana()) };
                app.cookie(&old)
            }
        }
    }

    /// Which of a sample's three answers is theirs, where a door lets them through.
    const fn is_somebody(self) -> Option<usize> {
        match self {
            Self::Agent => Some(0),
            Self::OtherAgent => Some(1),
            Self::Supervisor | Self::CrossSite => Some(2),
            Self::Anonymous
            | Self::Forged
            | Self::OtherKey
            | Self::OtherSite
            | Self::OtherMode
            | Self::Expired => None,
        }
    }
}

/// What a door must answer to a visitor.
fn expected(door: &Door, visitor: Visitor, sample: &Sample) -> u16 {
    let acts = door.method != "GET";
    let checks_origin = !matches!(door.who, Audience::Twilio | Audience::Podio);
    if visitor == Visitor::CrossSite && acts && checks_origin {
        return 403;
    }
    match (door.who, visitor.is_somebody()) {
        (Audience::Agent | Audience::Supervisor, None) => 401,
        (_, Some(who)) => sample.answers[who],
        // Where nobody has to be anybody, all are answered alike.
        (_, None) => sample.answers[0],
    }
}

async fn knock(app: &TestApp, door: &Door, visitor: Visitor, body: &Body, path: &str) -> u16 {
    let http: Client = TestApp::browser_with(&visitor.cookie(app));
    let url = format!("{}{path}", app.origin);
    let request = match door.method.as_str() {
        "GET" => http.get(url),
        _ => http.post(url),
    };
    let request = match visitor {
        Visitor::CrossSite => {
            request.header("origin", "https://evil.example").header("sec-fetch-site", "cross-site")
        }
        _ => request.header("origin", &app.origin).header("sec-fetch-site", "same-origin"),
    };
    // As it is behind a proxy: nobody is on this machine.
    let request = request.header("x-forwarded-for", "203.0.113.7");
    let request = match body {
        Body::Nothing => request,
        Body::Form(fields) => request.form(fields),
        Body::Json(value) => request.json(value),
    };
    request.send().await.unwrap().status().as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_door_is_for_whom_it_says_and_for_nobody_else() {
    let app = TestApp::start().await;
    let mut browser = app.browser().await;
    let call = app.click('4').await;
    browser.pick_up().await;
    app.until(&call, "over", |record| !record.is_open()).await;
    let lead = app.record(&call).await.facts.lead.to_string();
    assert!(app.doors.len() > 40, "the list is the server's own: {}", app.doors.len());
    let mut wrong = Vec::new();
    for door in &app.doors {
        let Some(sample) = sample(door, &call, &lead) else {
            wrong.push(format!("{} {} ({:?}): nobody has classified it", door.method, door.path, door.who));
            continue;
        };
        let path = address(door, &call, &lead);
        for visitor in VISITORS {
            let (status, right) =
                (knock(&app, door, visitor, &sample.body, &path).await, expected(door, visitor, &sample));
            if status != right {
                wrong.push(format!("{} {path} to {visitor:?}: {status}, not {right}", door.method));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let number = "8135550142".parse().unwrap();
    assert_eq!(app.dialer.suppression(&number).await.unwrap(), None, "nothing was done");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_asks_whoever_is_nobody_to_sign_in_and_says_nothing_else() {
    let app = TestApp::start().await;
    let nobody = TestApp::browser_with("");
    for door in app.doors.iter().filter(|door| door.method == "GET") {
        if !matches!(door.who, Audience::Agent | Audience::Supervisor) {
            continue;
        }
        let answer =
            nobody.get(format!("{}{}", app.origin, door.path)).header("accept", "text/html").send().await;
        let answer = answer.unwrap();
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{}", door.path);
        assert!(
            answer.headers()["location"].to_str().unwrap().starts_with("/sign-in?next="),
            "{}",
            door.path
        );
        assert_eq!(answer.text().await.unwrap(), "", "{}", door.path);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doors_are_the_architectures_table_and_no_door_is_there_by_accident() {
    let app = TestApp::start().await;
    let public = |who| {
        let of = app.doors.iter().filter(|door| door.who == who);
        let mut paths: Vec<&str> = of.map(|door| door.path.as_str()).collect();
        paths.sort_unstable();
        paths.dedup();
        paths
    };
    // Whatever opens to people who have not signed in is named here once more, on purpose.
    let anyone = [
        "/csp-report",
        "/do-not-call-policy",
        "/healthz",
        "/opt-out",
        "/readyz",
        "/sign-in",
        "/sign-in/done",
        "/sign-in/podio",
        "/sign-in/return",
    ];
    assert_eq!(public(Audience::Anyone), anyone);
    assert_eq!(public(Audience::Link), ["/play_recording/{sid}"]);
    assert_eq!(public(Audience::Operator), ["/metrics"]);
    assert_eq!(public(Audience::Podio), ["/podio/hooks/{key}"]);
    let twilio =
        ["/call_status", "/connect_prospect", "/dial_result", "/recording_status", "/status_webhook"];
    assert_eq!(public(Audience::Twilio), twilio);
    // The documentation knows them all.
    let table = include_str!("../../../docs/architecture.md");
    for door in &app.doors {
        let named = door.path.strip_prefix("/api/").map_or(door.path.as_str(), |_| "/api/");
        let stem = named.split("/{").next().unwrap();
        assert!(table.contains(stem), "docs/architecture.md does not name {}", door.path);
    }
}
