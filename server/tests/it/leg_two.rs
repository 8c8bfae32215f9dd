//! What Twilio is told to do with the prospect's leg, word for word.

use std::path::Path;

use domain::{CallId, ItemId};

use crate::app::{ACCOUNT_SID, TestApp};

/// Probate in Florida, where everybody on the line must agree to a recording.
const FLORIDA: (ItemId, &str) = (ItemId(3_211_775_107), "phone.0");

/// Places a call and asks as Twilio does once the agent's leg is up.
async fn twiml(app: &TestApp, lead: ItemId, slot: &str) -> String {
    twiml_for(app, lead, slot, "", &[]).await.0
}

/// The same, with more in the query and in the form; answers the call as well.
async fn twiml_for(
    app: &TestApp,
    lead: ItemId,
    slot: &str,
    query: &str,
    form: &[(&str, &str)],
) -> (String, CallId) {
    // As long as in life: nobody picks up here, and the agent's leg must not end before Twilio's question.
    app.sandbox("pace", &serde_json::json!({ "pace": 1.0 })).await;
    let _browser = app.browser().await;
    let placed = app.dial(lead, slot).await;
    assert_eq!(placed.status(), 200);
    let call: serde_json::Value = placed.json().await.unwrap();
    let call: CallId = call["id"].as_str().unwrap().parse().unwrap();
    let record = app.until(&call, "at Twilio", |record| record.agent_leg.sid.is_some()).await;
    let sid = record.agent_leg.sid.unwrap();
    let own = [("AccountSid", ACCOUNT_SID), ("CallSid", sid.as_str()), ("CallStatus", "in-progress")];
    let path = format!("/connect_prospect?call_id={call}{query}");
    let answer = app.webhook(&path, &[&own[..], form].concat()).await;
    (answer.text().await.unwrap(), call)
}

#[tokio::test(flavor = "multi_thread")]
async fn t15_nothing_is_played_to_the_prospect_and_no_recording_runs_by_itself_where_all_must_agree() {
    let app = TestApp::start().await;
    let (lead, slot) = FLORIDA;
    let told = twiml(&app, lead, slot).await;
    let (start, rest) = told.split_once("<Dial").unwrap();
    let (dial, end) = rest.split_once("</Dial>").unwrap();
    assert!(start.ends_with("<Response>"), "nothing before it: {told}");
    assert_eq!(end, "</Response>", "and nothing after it");
    for word in ["<Say", "<Play", "url=", "record="] {
        assert!(!dial.contains(word), "{word} in {told}");
    }
    assert!(dial.contains("answerOnBridge=\"true\"") && dial.contains("+18135550142"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn t15_where_one_party_is_enough_the_recording_is_twilios_own_and_still_nothing_is_played() {
    let app = TestApp::start().await;
    let told = twiml(&app, ItemId(3_212_000_001), "phone.0").await;
    assert!(told.contains("record=\"record-from-answer-dual\""), "{told}");
    assert!(!told.contains("<Say") && !told.contains("<Play"), "{told}");
}

/// Twilio signs what whoever asks has put into the address and the form; who is called is on the record all the same.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_comes_with_the_question_decides_who_is_called() {
    const OTHER: &str = "+19005551234";
    let (lead, slot) = FLORIDA;
    let query = "&to=%2B19005551234&To=%2B19005551234&number=%2B19005551234&leg=prospect&record=1\
                 &callerId=%2B19005551234&url=https%3A%2F%2Fevil.example&call_id=01980000-0000-7000-8000-000000000000";
    let form = [
        ("To", OTHER),
        ("From", OTHER),
        ("Called", OTHER),
        ("Caller", OTHER),
        ("ForwardedFrom", OTHER),
        ("to", OTHER),
        ("Digits", "19005551234"),
        ("call_id", "01980000-0000-7000-8000-000000000000"),
        ("Url", "https://evil.example/twiml"),
    ];
    let mut told = Vec::new();
    // Each on a server of its own: a number is not called again at once.
    for (query, form) in [("", &[][..]), (query, &form[..])] {
        let app = TestApp::start().await;
        let (twiml, call) = twiml_for(&app, lead, slot, query, form).await;
        assert!(twiml.contains("+18135550142"), "the lead's number: {twiml}");
        assert!(!twiml.contains("9005551234") && !twiml.contains("evil.example"), "{twiml}");
        told.push(twiml.replace(&call.to_string(), "the call").replace(&app.origin, "the server"));
    }
    assert!(told[0].contains("<Dial"), "{}", told[0]);
    assert_eq!(told[0], told[1]);
}

/// The code that makes TwiML has no verb that plays a file, anywhere; what it says, it says to the agent's leg.
#[test]
fn t15_the_code_has_no_way_to_play_a_sound() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("crates");
    let mut looked_at = 0;
    for folder in ["twilio/src", "dialer/src"] {
        let mut folders = vec![crates.join(folder)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if entry.is_dir() {
                    folders.push(entry);
                } else {
                    let text = std::fs::read_to_string(&entry).unwrap();
                    let code = text.split("#[cfg(test)]").next().unwrap();
                    assert!(!code.contains("\"Play\"") && !code.contains("<Play"), "{}", entry.display());
                    looked_at += 1;
                }
            }
        }
    }
    assert!(looked_at > 40, "{looked_at} files");
}
