//! What comes from outside, handed to its readers as bytes: the doors of the fuzz targets.

use std::net::IpAddr;
use std::sync::LazyLock;

use axum::body::Body;
use axum::extract::{Form, FromRequest, Request};
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use dialer::SigningKeys;
use domain::E164;
use futures::executor::block_on;
use jiff::Timestamp;
use url::Url;

use crate::http::{is_our_host, is_same_origin, pairs};
use crate::intake::{Endpoint, Told, is_callback};
use crate::page::form::Entered;
use crate::routes::{self, podio};
use crate::session::{Jar, Kind, Next, Session, Site};
use crate::typed;

/// Whether the doors for legs, dials and recordings take a request of this account with this query and this form.
pub fn callback(query: &[u8], form: &[u8], account_sid: &str) -> [bool; 3] {
    [Endpoint::CallStatus, Endpoint::DialResult, Endpoint::RecordingStatus].map(|endpoint| {
        let told = Told { endpoint, query: pairs(query), parameters: pairs(form) };
        is_callback(&told, account_sid)
    })
}

/// Whether a text of the spool is a callback.
pub fn spooled(text: &[u8], account_sid: &str) -> bool {
    serde_json::from_slice(text).is_ok_and(|told| is_callback(&told, account_sid))
}

/// The number that a form of `/opt-out` names, or the sentence that says what is wrong with it; none where the body is
/// no form.
pub fn opt_out(body: &[u8]) -> Option<Result<E164, String>> {
    let request = Request::post("/opt-out").header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    let request = request.body(Body::from(body.to_vec())).ok()?;
    let Form(entered) = block_on(Form::<Entered>::from_request(request, &())).ok()?;
    Some(entered.read("number", "The number", typed::number).map_err(|word| word.sentence))
}

/// What people type into forms and commands, read as each of the things it could be: the sentences about what it is not.
pub fn typed(text: &str) -> Vec<String> {
    let zone = jiff::tz::TimeZone::get("America/New_York").unwrap_or(jiff::tz::TimeZone::UTC);
    let day = typed::day(text);
    let begin = day.clone().and_then(|day| typed::begin(day, &zone));
    let end = day.clone().and_then(|day| typed::end(day, &zone));
    [
        typed::number(text).err(),
        day.err(),
        begin.err(),
        end.err(),
        typed::state(text).err(),
        typed::states(text).err(),
        typed::zip(text).err(),
        typed::attestation(text).err(),
        typed::yes(text).err(),
        typed::line(text).err(),
        typed::rule(text).err(),
        typed::consent(text).err(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[expect(clippy::expect_used, reason = "a literal")]
static JAR: LazyLock<Jar> = LazyLock::new(|| {
    let site = Site { public: Url::parse("http://localhost:3000").expect("an address"), mode: "sandbox" };
    Jar::new(&SigningKeys::new("a key of ours".into(), Vec::new()), &site)
});

/// Whether a `Cookie` header holds a session.
pub fn session(header: &[u8]) -> bool {
    HeaderValue::from_bytes(header).is_ok_and(|value| {
        JAR.open::<Session>(Kind::Session, &HeaderMap::from_iter([(COOKIE, value)])).is_some()
    })
}

/// Where a sign-in goes that asked for this address.
pub fn next(text: &str) -> String {
    Next::read(text).as_str().to_owned()
}

/// Whether a form is one of Podio's hooks.
pub fn hook(form: &[u8]) -> bool {
    podio::is_news(form)
}

/// What is logged of a browser's reports: directives, pages and what was blocked.
pub fn csp_reports(content_type: &str, body: &[u8]) -> Vec<[String; 3]> {
    let shown = routes::read_reports(content_type, body).unwrap_or_default();
    shown.into_iter().map(|report| [report.directive, report.page, report.blocked]).collect()
}

/// Who sends a request over a connection with these lines of `X-Forwarded-For`; lines that no header can hold are left out.
pub fn peer(connection: IpAddr, forwarded_for: &[&[u8]]) -> IpAddr {
    let mut headers = HeaderMap::new();
    for line in forwarded_for.iter().filter_map(|line| HeaderValue::from_bytes(line).ok()) {
        headers.append(HeaderName::from_static("x-forwarded-for"), line);
    }
    routes::peer(connection, &headers)
}

/// Whether a `Host` is one of ours, whose public address is `public`, and whether it, the `Origin` and `Sec-Fetch-Site` say that a
/// page of ours asks. What no header can hold is left out.
pub fn origin(public: &Url, host: &[u8], origin: &[u8], site: &[u8]) -> (bool, bool) {
    let named = [(HOST, host), (ORIGIN, origin), (HeaderName::from_static("sec-fetch-site"), site)];
    let headers = named.into_iter().filter(|(_, value)| !value.is_empty());
    let headers =
        headers.filter_map(|(name, value)| Some((name, HeaderValue::from_bytes(value).ok()?))).collect();
    (is_our_host(public, &headers), is_same_origin(&headers))
}

/// The first byte that a `Range` asks for.
pub fn range(range: &str) -> Option<u64> {
    routes::from_byte(Some(range))
}

/// The moment that the form of a drill asks about, or the sentence that says why there is none.
pub fn drill(body: &[u8]) -> Option<Result<Timestamp, String>> {
    let request =
        Request::post("/compliance/what-if").header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    let request = request.body(Body::from(body.to_vec())).ok()?;
    let Form(entered) = block_on(Form::<Entered>::from_request(request, &())).ok()?;
    Some(routes::read_drill(&entered).map_err(|word| word.sentence))
}
