//! `POST /csp-report`: what a browser says that a page's policy has stopped. Anybody can send one, so it is counted and
//! logged within a bound, and moves nothing.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::State as Extract;
use axum::http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use url::Url;

use super::State;

/// A page with something wrong sends a handful; this is for all visitors.
const A_MINUTE: u32 = 60;
const MINUTE: Duration = Duration::from_mins(1);
/// Of one request: the Reporting API sends several at once.
const AT_ONCE: usize = 10;
/// Of what a report says, in a log.
const LONGEST: usize = 120;

/// How many reports were taken in this minute. Clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct ReportBound(Arc<Mutex<Option<(Instant, u32)>>>);

impl ReportBound {
    fn take(&self, now: Instant) -> bool {
        let mut minute = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, taken) =
            minute.filter(|(since, _)| now.duration_since(*since) < MINUTE).unwrap_or((now, 0));
        let is_taken = taken < A_MINUTE;
        *minute = Some((since, taken + u32::from(is_taken)));
        is_taken
    }
}

/// As `report-uri` sends it.
#[derive(Deserialize)]
struct Old {
    #[serde(rename = "csp-report")]
    report: Violation,
}

/// As the Reporting API sends it, among reports of other kinds.
#[derive(Deserialize)]
struct New {
    body: Option<Violation>,
    r#type: String,
}

/// The parts of a violation that say what to mend. Samples and lines are left: they may quote the page.
#[derive(Deserialize)]
struct Violation {
    #[serde(alias = "document-uri", alias = "documentURL", default)]
    document: String,
    #[serde(alias = "effective-directive", alias = "effectiveDirective", default)]
    directive: String,
    #[serde(alias = "blocked-uri", alias = "blockedURL", default)]
    blocked: String,
}

/// What is logged of a violation.
pub(crate) struct Shown {
    pub(crate) directive: String,
    pub(crate) page: String,
    pub(crate) blocked: String,
}

impl From<Violation> for Shown {
    fn from(violation: Violation) -> Self {
        Self {
            directive: name(&violation.directive),
            page: place(&violation.document),
            blocked: place(&violation.blocked),
        }
    }
}

/// What is logged of the reports in a body of this type.
pub(crate) fn read_reports(content_type: &str, body: &[u8]) -> Result<Vec<Shown>, StatusCode> {
    let violations: Result<Vec<Violation>, _> = match content_type {
        "application/csp-report" => serde_json::from_slice(body).map(|Old { report }| vec![report]),
        "application/reports+json" => serde_json::from_slice::<Vec<New>>(body).map(|reports| {
            let ours = reports.into_iter().filter(|report| report.r#type == "csp-violation");
            ours.filter_map(|report| report.body).take(AT_ONCE).collect()
        }),
        _ => return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE),
    };
    violations.map_err(|_| StatusCode::BAD_REQUEST).map(|all| all.into_iter().map(Shown::from).collect())
}

/// Takes reports.
pub(super) async fn take(Extract(state): Extract<State>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let content_type = content_type.and_then(|text| text.split(';').next()).unwrap_or_default().trim();
    let reports = match read_reports(content_type, &body) {
        Ok(reports) => reports,
        Err(status) => return status,
    };
    for Shown { directive, page, blocked } in reports {
        if !state.reports.take(Instant::now()) {
            return StatusCode::TOO_MANY_REQUESTS;
        }
        metrics::counter!("twoleg_csp_reports_total").increment(1);
        tracing::warn!(directive, page, blocked, "a page's security policy stopped something");
    }
    StatusCode::NO_CONTENT
}

/// A directive's name, and nothing that follows it.
fn name(text: &str) -> String {
    plain(text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or_default())
}

/// A URL without what may name somebody (query, fragment, user), or a word such as `inline`. What is no URL may still
/// look like one to whoever reads the log, and is cut in the same places.
fn place(text: &str) -> String {
    let Ok(url) = Url::parse(text) else {
        let text = text.split(['?', '#']).next().unwrap_or_default();
        return plain(text.rsplit('@').next().unwrap_or_default());
    };
    match url.host_str() {
        Some(host) => plain(&format!("{}://{host}{}", url.scheme(), url.path())),
        None => plain(url.scheme()),
    }
}

/// Short, in letters that a log can bear, and without any run of digits that could be a phone number.
fn plain(text: &str) -> String {
    let shown = text.chars().filter(char::is_ascii_graphic).take(LONGEST);
    let mut plain = String::new();
    let mut digits = 0;
    for letter in shown {
        digits = if letter.is_ascii_digit() { digits + 1 } else { 0 };
        plain.push(if digits > 4 { '·' } else { letter });
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_takes_sixty_whoever_sends_them() {
        let (bound, start) = (ReportBound::default(), Instant::now());
        let taken = |at| (0..100).filter(|_| bound.take(at)).count();
        assert_eq!(taken(start), 60);
        assert_eq!(taken(start + MINUTE), 60);
    }

    #[test]
    fn what_is_logged_names_nobody_and_breaks_no_line() {
        let at = "https://a.example/workspace?item_id=4&n=+18135550142#x";
        assert_eq!(place(at), "https://a.example/workspace");
        assert_eq!(place("https://eve:pw@b.example/x"), "https://b.example/x");
        assert_eq!(place("inline"), "inline");
        assert_eq!(place("data:text/html,secret"), "data");
        assert_eq!(place("x\r\n2026 ERROR made up"), "x2026ERRORmadeup");
        assert_eq!(place("/tel/8135550142"), "/tel/8135······");
        assert!(place(&"a".repeat(5_000)).len() <= LONGEST);
    }

    #[test]
    fn what_is_no_url_names_nobody_either() {
        assert_eq!(place("https://eve:pw@b.example:99999/x?n=1"), "b.example:9999·/x");
        assert_eq!(place("//eve:pw@b.example/x#y"), "b.example/x");
        assert_eq!(place("?@"), "");
        assert_eq!(name("script-src-elem"), "script-src-elem");
        assert_eq!(name("img-src?n=eve@b.example#x"), "img-src");
    }

    #[test]
    fn both_forms_are_read() {
        let old = r#"{"csp-report":{"document-uri":"http://a/","effective-directive":"img-src","blocked-uri":"inline"}}"#;
        let Old { report } = serde_json::from_str(old).unwrap();
        assert_eq!((report.directive.as_str(), report.blocked.as_str()), ("img-src", "inline"));
        let new =
            r#"[{"type":"csp-violation","body":{"documentURL":"http://a/","effectiveDirective":"img-src"}}]"#;
        let new: Vec<New> = serde_json::from_str(new).unwrap();
        assert_eq!(new[0].body.as_ref().unwrap().directive, "img-src");
    }
}
