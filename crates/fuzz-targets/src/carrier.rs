//! What Twilio sends and answers, and what the sandbox's carrier is sent.

use secrecy::SecretString;
use twilio::callback::{DialResult, Form, LegReport, RecordingReport};
use twilio::signature;
use twilio::{CallResource, RecordingResource};
use url::form_urlencoded;

use crate::{parts, utf8};

const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";

/// A callback: the query of its address, and its form. The account is put in, so that the rest is read.
pub fn callback(data: &[u8]) {
    let [query, form] = parts::<2>(data);
    let ours = [form, b"&AccountSid=", ACCOUNT.as_bytes()].concat();
    server::fuzzing::callback(query, form, ACCOUNT);
    server::fuzzing::callback(query, &ours, ACCOUNT);
    server::fuzzing::spooled(data, ACCOUNT);
    let pairs: Vec<_> = form_urlencoded::parse(&ours).into_owned().collect();
    let Ok(form) = Form::new(&pairs, ACCOUNT) else { return };
    if let Ok(report) = LegReport::read(form) {
        assert!(report.duration_s.is_none_or(|seconds| seconds >= 0));
        no_number(report.fault.as_ref());
    }
    if let Ok(result) = DialResult::read(form) {
        assert!(result.status.is_end() && result.duration_s.is_none_or(|seconds| seconds >= 0));
        no_number(result.fault.as_ref());
    }
    if let Ok(report) = RecordingReport::read(form) {
        assert!(report.recording.duration_s.is_none_or(|seconds| seconds >= 0));
        assert!(matches!(report.recording.channels, None | Some(1 | 2)));
    }
}

/// Twilio's words are kept without the number that they may name.
fn no_number(fault: Option<&domain::call::LegFault>) {
    let Some(fault) = fault else { return };
    let alone = |word: &str| word.len() >= 7 && word.bytes().all(|b| b.is_ascii_digit());
    let mut words = fault.message.split(|c: char| !c.is_alphanumeric());
    assert!(!words.any(alone) && fault.message.chars().count() <= 2000, "{}", fault.message);
}

/// A signature: ours holds, and no other.
pub fn signature(data: &[u8]) {
    let [url, given, form] = parts::<3>(data);
    let (url, given) = (utf8(url), utf8(given));
    let pairs: Vec<_> = form_urlencoded::parse(form).into_owned().collect();
    let token: SecretString = "a token of the account".into();
    let signed = signature::sign(&token, url, &pairs);
    assert!(signature::verify(&token, url, &pairs, &signed) || url_has_own_port(url));
    assert!(!signature::verify(&"another".into(), url, &pairs, &signed));
    assert!(!signature::verify(&token, url, &pairs, given));
    assert!(!signature::verify(&token, url, &pairs, ""));
    assert!(!signature::verify_body(&token, url, form, given));
}

/// Both of what is tried differ from the address itself where its port is written in a way that nobody writes it.
fn url_has_own_port(url: &str) -> bool {
    url.split_once("://").is_some_and(|(_, rest)| rest.contains(':'))
}

/// Calls and recordings as the REST API has them.
pub fn resource(data: &[u8]) {
    if let Ok(call) = serde_json::from_slice::<CallResource>(data) {
        assert!(call.client.is_none_or(|client| client.starts_with("client:")));
        assert!(call.duration.is_none_or(|seconds| seconds >= 0));
    }
    if let Ok(recording) = serde_json::from_slice::<RecordingResource>(data) {
        assert!(recording.duration.is_none_or(|seconds| seconds >= 0));
    }
}

/// TwiML, as the sandbox's carrier reads it.
pub fn twiml(data: &[u8]) {
    let _ = sandbox::fuzzing::twiml(utf8(data));
}

/// A frame of a browser's signalling, as the sandbox's carrier reads it.
pub fn signalling(data: &[u8]) {
    let _ = sandbox::fuzzing::frame(utf8(data));
}
