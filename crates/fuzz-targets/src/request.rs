//! What anybody can say of themselves and of our pages in a request.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use http::HeaderValue;
use jiff::Timestamp;
use serde_json::json;
use url::Url;

use crate::{parts, utf8};

/// What a log never shows where it is put in as a query, as a fragment or as a user.
const SECRET: &str = "kilroywashere";

/// Reports of a browser: what is logged of them is short, breaks no line and names nobody, whatever it is that was sent.
pub fn csp_report(data: &[u8]) {
    for content_type in ["application/csp-report", "application/reports+json"] {
        for [directive, page, blocked] in server::fuzzing::csp_reports(content_type, data) {
            assert!(!directive.contains(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '·')));
            for shown in [directive, page, blocked] {
                fit_for_a_log(&shown);
            }
        }
    }
    let text = utf8(data);
    let user = format!("{SECRET}:{SECRET}@");
    let mut secret = vec![format!("{text}?{SECRET}"), format!("{text}#{SECRET}"), format!("//{user}{text}")];
    secret.push(format!("https://{user}{text}"));
    if let Some(url) = with_secrets(text) {
        // A place is the same with them and without.
        assert_eq!(logged(url.as_str())[1], logged(text)[1], "{text}");
        secret.push(url.into());
    }
    if !text.contains("kilroy") {
        for text in secret {
            let shown = logged(&text).concat();
            assert!(!shown.contains(SECRET), "{text}: {shown}");
        }
    }
}

fn fit_for_a_log(shown: &str) {
    assert!(shown.chars().count() <= 120, "{shown}");
    assert!(!shown.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '?' | '#')), "{shown}");
    let mut digits = shown.split(|c: char| !c.is_ascii_digit());
    assert!(digits.all(|digits| digits.len() <= 4), "{shown}");
    let authority = shown.split_once("://").map_or(shown, |(_, rest)| rest.split('/').next().unwrap_or(rest));
    assert!(!authority.contains('@'), "{shown}");
}

/// What is logged of a report that has this in each of its places.
fn logged(text: &str) -> [String; 3] {
    let report = json!({ "effective-directive": text, "document-uri": text, "blocked-uri": text });
    let body = json!({ "csp-report": report }).to_string();
    let shown = server::fuzzing::csp_reports("application/csp-report", body.as_bytes());
    let shown = shown.into_iter().next().unwrap_or_default();
    for one in &shown {
        fit_for_a_log(one);
    }
    shown
}

/// The address with a user, a query and a fragment, where it is one that can have a user.
fn with_secrets(text: &str) -> Option<Url> {
    let mut url = Url::parse(text).ok().filter(Url::has_host)?;
    url.set_username(SECRET).ok()?;
    url.set_password(Some(SECRET)).ok()?;
    url.set_query(Some(SECRET));
    url.set_fragment(Some(SECRET));
    Some(url)
}

const HERE: [IpAddr; 3] = [
    IpAddr::V4(Ipv4Addr::LOCALHOST),
    IpAddr::V6(Ipv6Addr::LOCALHOST),
    IpAddr::V6(Ipv4Addr::LOCALHOST.to_ipv6_mapped()),
];
const ELSEWHERE: [IpAddr; 3] = [
    IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)),
    IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1)),
    IpAddr::V6(Ipv4Addr::new(192, 0, 2, 1).to_ipv6_mapped()),
];

/// Lines of `X-Forwarded-For`: the peer is the connection's own or one of those that are named, and where the proxy before
/// us names one, nothing that stands before it matters.
pub fn forwarded_for(data: &[u8]) {
    let lines: Vec<&[u8]> = data.split(|byte| *byte == 0).collect();
    for connection in ELSEWHERE {
        assert_eq!(server::fuzzing::peer(connection, &lines), connection);
    }
    let named: Vec<IpAddr> = lines.iter().flat_map(|line| addresses(line)).collect();
    let by_proxy = IpAddr::V4(Ipv4Addr::new(203, 0, 113, 9));
    for connection in HERE {
        let peer = server::fuzzing::peer(connection, &lines);
        assert!(peer == connection || named.contains(&peer), "{peer}");
        let with_line: Vec<&[u8]> = lines.iter().copied().chain([&b"203.0.113.9"[..]]).collect();
        assert_eq!(server::fuzzing::peer(connection, &with_line), by_proxy);
        let last = [data, b", 203.0.113.9"].concat();
        if data.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ') {
            assert_eq!(server::fuzzing::peer(connection, &[&last]), by_proxy);
        }
    }
}

/// The addresses that a line names.
fn addresses(line: &[u8]) -> impl Iterator<Item = IpAddr> {
    utf8(line).split(',').filter_map(|address| address.trim().parse().ok())
}

/// `Host`, `Origin` and `Sec-Fetch-Site`: a page of ours is one at the very host that is asked, and what the browser calls another
/// site is none.
pub fn same_origin(data: &[u8]) {
    let [host, origin, site] = parts::<3>(data);
    let Ok(public) = Url::parse("https://dialer.example") else { return };
    let (is_ours, is_same) = server::fuzzing::origin(&public, host, origin, site);
    if is_ours {
        let name = Url::parse(&format!("http://{}", utf8(host).split(':').next().unwrap_or_default()));
        let known = ["localhost", "127.0.0.1", "dialer.example"];
        let named = name.ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
        assert!(known.contains(&named.as_str()) || utf8(host).starts_with("[::1]"), "{}", utf8(host));
    }
    if is_same {
        assert!(!host.is_empty() && origin.ends_with(host), "{} at {}", utf8(origin), utf8(host));
        assert!(site.is_empty() || HeaderValue::from_bytes(site).is_err() || site == b"same-origin");
    }
    // Whatever else is sent, what a browser says of another site's page is believed.
    assert!(!server::fuzzing::origin(&public, host, origin, b"cross-site").1);
    assert!(!server::fuzzing::origin(&public, b"dialer.example", b"https://evil.example", site).1);
}

/// A `Range`: where it says from where, it is said so.
pub fn range(data: &[u8]) {
    let text = utf8(data);
    if let Some(first) = server::fuzzing::range(text).filter(|first| *first > 0) {
        assert!(text.starts_with("bytes=") && text.contains(&first.to_string()), "{text}: {first}");
    }
}

/// A `Date`: how wrong our clock is by it, in a sentence that is short.
pub fn http_date(data: &[u8]) {
    for now in [Timestamp::MIN, Timestamp::UNIX_EPOCH, Timestamp::MAX] {
        let Some(skew) = domain::skew::of_date(utf8(data), now) else { continue };
        let told = domain::skew::sentence(skew);
        assert_eq!(told.is_none(), skew.abs().as_secs() < 121, "{skew}");
        assert!(told.is_none_or(|sentence| sentence.chars().count() < 300));
    }
}
