//! What Twilio sends and answers, and what the sandbox's carrier is sent.

use secrecy::SecretString;
use twilio::callback::{DialResult, Form, LegReport, RecordingReport};
use twilio::signature;
use twilio::{CallResource, RecordingResource};
use url::{Url, form_urlencoded};

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
    let calls = twilio::fuzzing::calls(data).unwrap_or_default();
    let recordings = twilio::fuzzing::recordings(data).unwrap_or_default();
    assert!(calls.len() + recordings.len() <= data.len());
}

/// An answer that is no success: what is kept of it is short, and holds nobody's number.
pub fn failure(data: &[u8]) {
    for status in [400, 401, 404, 409, 429, 500] {
        let Some(error) = twilio::fuzzing::failure(status, data) else { continue };
        for shown in [error.to_string(), error.sentence()] {
            assert!(shown.chars().count() <= 700, "{shown}");
            let mut words = shown.split(|c: char| !c.is_alphanumeric());
            let number = |word: &str| word.len() >= 7 && word.bytes().all(|b| b.is_ascii_digit());
            let code = error.code().map(|code| code.to_string());
            assert!(!words.any(|word| number(word) && code.as_deref() != Some(word)), "{shown}");
        }
    }
}

/// Where a recording's address leads: with the credentials to the API itself, without them to hosts of Twilio's media by https,
/// and nowhere else.
pub fn media_redirect(data: &[u8]) {
    let (Ok(base), location) = (Url::parse("https://api.twilio.com"), utf8(data)) else { return };
    let Ok(from) = base.join("/2010-04-01/Accounts/AC1/Recordings/RE1.mp3") else { return };
    let Some((url, signed_in)) = twilio::fuzzing::media_redirect(&from, location, &base) else { return };
    let host = url.host_str().unwrap_or_default();
    assert_eq!(url.scheme(), "https", "{url}");
    if signed_in {
        assert!(host == "api.twilio.com" && url.port().is_none(), "{url}");
    }
    let of = |media: &str| host == media || host.ends_with(&format!(".{media}"));
    assert!(of("twilio.com") || of("twiliocdn.com") || of("amazonaws.com"), "{url}");
}

/// TwiML, as the sandbox's carrier reads it.
pub fn twiml(data: &[u8]) {
    let _ = sandbox::fuzzing::twiml(utf8(data));
}

/// A frame of a browser's signalling, as the sandbox's carrier reads it.
pub fn signalling(data: &[u8]) {
    let _ = sandbox::fuzzing::frame(utf8(data));
}
