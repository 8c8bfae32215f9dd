//! Our signatures, tokens and TwiML, judged by the official `twilio` package for Node.
//!
//! A helper library of Twilio's is the nearest thing to Twilio that a test can have. When it is not installed the
//! tests fail: a judge who did not come is no acquittal.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at what it did not expect")]

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use jiff::Timestamp;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use secrecy::SecretString;
use serde_json::{Value, json};
use twilio::signature::{sign, verify, verify_body};
use twilio::token::VoiceToken;
use twilio::twiml::{Dial, Number, Response};
use url::Url;

const MISSING: &str =
    "The official `twilio` package for Node is not installed. Run `make setup`, then try again.";
const TOKEN: &str = "12345678901234567890123456789012";

/// Puts questions to the package: one process for all of them.
fn judge(questions: &[Value]) -> Vec<Value> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(here.join("../../end2end/node_modules/twilio/package.json").exists(), "{MISSING}");
    let mut node = Command::new("node")
        .arg(here.join("tests/oracle.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| {
            panic!("Node.js does not start ({error}). Run `make setup`, then try again.")
        });
    let mut stdin = node.stdin.take().unwrap();
    let lines = questions.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
    let writer = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let output = node.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "the judge fell over: see its words above");
    let answers: Vec<Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers.len(), questions.len());
    answers
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Requests as Twilio makes them, and some that are harder.
fn requests() -> Vec<(&'static str, Vec<(String, String)>)> {
    let form = pairs(&[
        ("To", "+18135550142"),
        ("CallSid", "CA1"),
        ("From", "client:agent_maya_ortiz"),
        ("Empty", ""),
    ]);
    let repeated = pairs(&[("b", "2"), ("a", "x"), ("b", "10"), ("b", "2"), ("B", "0"), ("a", "")]);
    let odd = pairs(&[
        ("Name", "Zoë & Søn, \"x\"=<y>"),
        ("名", "電話"),
        ("Space", " a  b\t\n"),
        ("Plus", "a+b%20c"),
    ]);
    vec![
        ("https://dial.example.com/call_status?call_id=0198&leg=prospect", form.clone()),
        ("https://dial.example.com:443/call_status?call_id=0198", form.clone()),
        ("https://dial.example.com:8443/call_status", form.clone()),
        ("http://localhost:3000/connect_prospect?call_id=0198", form.clone()),
        ("http://localhost/connect_prospect", form.clone()),
        ("http://[::1]:3000/connect_prospect?at=12:30", form.clone()),
        ("https://user:pass@dial.example.com/a?b=c", form),
        ("https://dial.example.com/repeated", repeated),
        ("https://dial.example.com/odd?q=a%20b&r=", odd),
        ("https://dial.example.com/none", Vec::new()),
    ]
}

#[test]
fn our_signatures_satisfy_twilio() {
    let secret: SecretString = TOKEN.into();
    let mut questions = Vec::new();
    for (url, form) in requests() {
        let signature = sign(&secret, url, &form);
        questions.push(
            json!({"judge": "validate", "token": TOKEN, "url": url, "pairs": form, "signature": signature}),
        );
        let mut forged = form.clone();
        forged.push(("CallStatus".into(), "completed".into()));
        questions.push(
            json!({"judge": "validate", "token": TOKEN, "url": url, "pairs": forged, "signature": signature}),
        );
    }
    for (at, verdict) in judge(&questions).iter().enumerate() {
        assert_eq!(*verdict, json!(at % 2 == 0), "{}", questions[at]);
    }
}

#[test]
fn twilios_signatures_satisfy_us() {
    let secret: SecretString = TOKEN.into();
    let questions: Vec<_> = requests()
        .iter()
        .map(|(url, form)| json!({"judge": "sign", "token": TOKEN, "url": url, "pairs": form}))
        .collect();
    for ((url, form), signature) in requests().iter().zip(judge(&questions)) {
        let signature = signature.as_str().unwrap();
        assert_eq!(sign(&secret, url, form), signature, "{url}");
        assert!(verify(&secret, url, form, signature), "{url}");
        assert!(!verify(&"another token".into(), url, form, signature), "{url}");
    }
}

#[test]
fn a_url_with_or_without_its_usual_port_is_the_same_to_both() {
    let secret: SecretString = TOKEN.into();
    let form = pairs(&[("CallSid", "CA1")]);
    let urls = [
        "https://dial.example.com/a?b=c",
        "https://dial.example.com:443/a?b=c",
        "https://dial.example.com:8443/a?b=c",
    ];
    let mut questions = Vec::new();
    let mut ours = Vec::new();
    for signed in urls {
        for seen in urls {
            let signature = sign(&secret, signed, &form);
            ours.push(json!(verify(&secret, seen, &form, &signature)));
            questions.push(json!({"judge": "validate", "token": TOKEN, "url": seen, "pairs": form, "signature": signature}));
        }
    }
    assert_eq!(judge(&questions), ours);
    assert!(ours.contains(&json!(true)) && ours.contains(&json!(false)));
}

#[test]
fn a_signed_body_satisfies_both() {
    let secret: SecretString = TOKEN.into();
    let body = r#"{"status":"ok","name":"Zoë"}"#;
    // SHA-256 of the body, reckoned by another tool.
    let digest = "d945639579ce1dff0649cfe214380582c0cbd0c95ed3f7465d05bf7b26c196d3";
    let url = format!("https://dial.example.com/json?a=b&bodySHA256={digest}");
    let signature = sign(&secret, &url, &[]);
    let question = |body: &str| json!({"judge": "validateBody", "token": TOKEN, "url": url, "body": body, "signature": signature});
    assert_eq!(judge(&[question(body), question("{}")]), [json!(true), json!(false)]);
    assert!(verify_body(&secret, &url, body.as_bytes(), &signature));
    assert!(!verify_body(&secret, &url, b"{}", &signature));
}

#[test]
fn our_tokens_are_those_of_the_official_helper() {
    let now = 1_800_000_000;
    let apps = [None, Some("AP0123456789abcdef0123456789abcdef")];
    let questions = apps.map(|app| {
        let token = VoiceToken {
            account_sid: "AC0123456789abcdef0123456789abcdef".into(),
            api_key: "SK0123456789abcdef0123456789abcdef".into(),
            api_secret: "the secret of the key, long enough for HS256".into(),
            identity: "agent_maya_ortiz".into(),
            twiml_app_sid: app.map(Into::into),
        };
        let ours = token.sign(Timestamp::from_second(now).unwrap(), Duration::from_mins(30)).unwrap();
        json!({
            "judge": "token", "account": token.account_sid, "key": token.api_key, "identity": token.identity, "app": app,
            "secret": "the secret of the key, long enough for HS256", "now": now, "ttl": 1800, "ours": ours,
        })
    });
    for answer in judge(&questions) {
        assert_eq!(answer["ours"], answer["theirs"]);
        assert_eq!(answer["ours"]["payload"]["exp"], json!(now + 1800));
    }
}

#[test]
fn our_twiml_says_what_the_official_builder_says() {
    let url = |path: &str| Url::parse("https://dial.example.com").unwrap().join(path).unwrap();
    let (status, action, recording) = (
        url("/call_status?call_id=1&leg=prospect"),
        url("/dial_result?call_id=1"),
        url("/recording_status?call_id=1"),
    );
    let number = Number::new("+18135550142".parse().unwrap(), status.clone());
    let dial = Dial::new(number, "+18135550100".parse().unwrap(), action.clone());
    let texts =
        ["The line is busy.", "<Play>x</Play> & \"y\" 'z'", "¿Qué? 電話 \u{1f4de}", "  two  spaces  "];

    let mut attributes = json!({
        "answerOnBridge": true, "callerId": "+18135550100", "timeout": 25, "timeLimit": 3600, "action": action,
    });
    let noun = json!({"statusCallback": status, "statusCallbackEvent": ["initiated", "ringing", "answered", "completed"]});
    let plain = json!({"judge": "connect", "dial": attributes, "number": noun, "to": "+18135550142"});
    attributes["record"] = json!("record-from-answer-dual");
    attributes["recordingStatusCallback"] = json!(recording);
    attributes["recordingStatusCallbackEvent"] = json!(["in-progress", "completed", "absent"]);
    let recorded = json!({"judge": "connect", "dial": attributes, "number": noun, "to": "+18135550142"});
    let mut questions = vec![plain, recorded];
    questions.extend(texts.map(|text| json!({"judge": "refuse", "text": text})));

    let mut ours =
        vec![Response::new().dial(dial.clone()), Response::new().dial(dial.record_from_answer(recording))];
    ours.extend(texts.map(Response::last_words));
    for (ours, theirs) in ours.iter().zip(judge(&questions)) {
        assert_eq!(meaning(&ours.to_xml()), meaning(theirs.as_str().unwrap()));
    }
}

/// One step through a document: what an XML reader sees, whatever the spelling.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    Open(String, BTreeMap<String, String>),
    Text(String),
    Close(String),
}

fn meaning(xml: &str) -> Vec<Step> {
    let open = |tag: &BytesStart<'_>| {
        let attributes = tag.attributes().map(|attribute| {
            let attribute = attribute.unwrap();
            (
                attribute.key.as_ref().to_owned(),
                attribute.normalized_value(XmlVersion::Implicit1_0).unwrap().into_owned(),
            )
        });
        Step::Open(tag.name().as_ref().to_owned(), attributes.collect())
    };
    let mut reader = Reader::from_str(xml);
    let mut steps: Vec<Step> = Vec::new();
    loop {
        let text = match reader.read_event().unwrap() {
            Event::Start(tag) => {
                steps.push(open(&tag));
                continue;
            }
            Event::Empty(tag) => {
                steps.push(open(&tag));
                steps.push(Step::Close(tag.name().as_ref().to_owned()));
                continue;
            }
            Event::End(tag) => {
                steps.push(Step::Close(tag.name().as_ref().to_owned()));
                continue;
            }
            Event::Text(text) => (*text).to_owned(),
            Event::GeneralRef(entity) => {
                quick_xml::escape::unescape(&format!("&{};", &*entity)).unwrap().into_owned()
            }
            Event::Eof => return steps,
            _ => continue,
        };
        match steps.last_mut() {
            Some(Step::Text(before)) => before.push_str(&text),
            _ => steps.push(Step::Text(text)),
        }
    }
}
