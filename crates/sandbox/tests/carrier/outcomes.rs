//! What becomes of calls, and what the product is told of it: every scripted prospect, and both sides hanging up.

use base64::Engine as _;
use hmac::{Hmac, Mac};
use reqwest::Method;

use super::browser::Browser;
use super::product::Hit;
use super::world::{ACCOUNT, AUTH_TOKEN, CALLER_ID, World};

#[tokio::test]
async fn an_answered_call_goes_through_all_its_states_on_both_legs() {
    let world = World::new().await;
    world.connect("+18135550142", "");
    let (mut browser, incoming) = world.answered_call().await;
    assert_eq!(incoming.parameters["Params"], "call_id=7");
    assert_eq!(incoming.parameters["From"], CALLER_ID);
    let prospect = world.until_leg(true, "in-progress").await;
    assert_eq!(prospect.parent_sid.as_deref(), Some(incoming.sid.as_str()));
    assert_eq!(prospect.direction, "outbound-dial");
    let (_, children) = world.get(&format!("/Calls.json?ParentCallSid={}", incoming.sid)).await;
    assert_eq!(children["calls"][0]["sid"], prospect.sid.as_str());
    assert!(children["calls"][0]["start_time"].is_string());

    assert!(world.sandbox.hang_up(&prospect.sid));
    browser.next("hangup").await;
    world.until_told("agent", "completed").await;
    let all = ["initiated", "ringing", "in-progress", "completed"];
    assert_eq!(world.product.told("agent"), all);
    assert_eq!(world.product.told("prospect"), all);

    let asked = &world.product.hits("connect_prospect")[0];
    assert_eq!(asked.get("CallSid"), incoming.sid);
    assert_eq!(asked.get("CallStatus"), "in-progress");
    assert_eq!(asked.get("Direction"), "outbound-api");
    let result = &world.product.hits("dial_result")[0];
    assert_eq!(result.get("DialCallStatus"), "completed");
    assert_eq!(result.get("DialCallSid"), prospect.sid);
    assert!(result.get("DialCallDuration").parse::<u64>().unwrap() >= 1, "begun seconds count");
    assert_eq!(result.get("DialBridged"), "true");
    assert!(!world.sandbox.hang_up(&prospect.sid), "it is over");
}

#[tokio::test]
async fn callbacks_carry_twilio_s_parameters_and_a_good_signature() {
    let world = World::new().await;
    world.connect("+18135550144", "");
    world.answered_call().await;
    world.until_told("agent", "completed").await;
    let busy = world.product.all().into_iter().find(|hit| hit.get("CallStatus") == "busy").unwrap();
    for (name, value) in [
        ("AccountSid", ACCOUNT),
        ("ApiVersion", "2010-04-01"),
        ("CallbackSource", "call-progress-events"),
        ("CallDuration", "0"),
        ("Direction", "outbound-dial"),
        ("From", CALLER_ID),
        ("To", "+18135550144"),
        ("SequenceNumber", "1"),
        ("SipResponseCode", "486"),
        ("ToCountry", "US"),
        ("ToZip", ""),
    ] {
        assert_eq!(busy.get(name), value, "{name}");
    }
    assert!(busy.get("ParentCallSid").starts_with("CA"));
    assert!(busy.get("Timestamp").ends_with("+0000"));
    assert!(world.product.all().len() >= 8);
    for hit in world.product.all() {
        assert_eq!(hit.signature, signature(&world, &hit), "{}", hit.target);
    }
}

/// Twilio's recipe, written down a second time: the URL, then each parameter by name, name and value run together.
fn signature(world: &World, hit: &Hit) -> String {
    let mut text = format!("http://{}{}", world.address, hit.target.replacen('/', "/product/", 1));
    for (name, value) in &hit.form {
        text += name;
        text += value;
    }
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(AUTH_TOKEN.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    base64::engine::general_purpose::STANDARD.encode(mac.finalize().into_bytes())
}

#[tokio::test]
async fn prospects_who_are_not_reached_are_told_as_what_they_are() {
    for (number, timeout, told, sip) in [
        ("+18135550144", "25", vec!["initiated", "busy"], "486"),
        ("+18135550145", "25", vec!["initiated", "ringing", "no-answer"], "487"),
        ("+18135550147", "25", vec!["initiated", "failed"], "404"),
    ] {
        let world = World::new().await;
        world.connect(number, "");
        let (mut browser, _) = world.answered_call().await;
        browser.next("hangup").await;
        world.until_told("agent", "completed").await;
        assert_eq!(world.product.told("prospect"), told, "{number} after {timeout}");
        let result = &world.product.hits("dial_result")[0];
        assert_eq!(result.get("DialCallStatus"), *told.last().unwrap());
        assert_eq!(result.get("DialBridged"), "false");
        assert_eq!(result.get("DialCallDuration"), "(missing)");
        let last = world.product.all().into_iter().rfind(|hit| hit.target.contains("leg=prospect")).unwrap();
        assert_eq!(last.get("SipResponseCode"), sip);
    }
}

#[tokio::test]
async fn a_prospect_can_hang_up_alone_and_the_time_limit_ends_a_call() {
    for (number, attributes) in [("+18135550148", ""), ("+18135550142", "timeLimit=\"1\"")] {
        let world = World::new().await;
        world.connect(number, attributes);
        let (mut browser, _) = world.answered_call().await;
        browser.next("hangup").await;
        world.until_told("agent", "completed").await;
        assert_eq!(world.product.hits("dial_result")[0].get("DialCallStatus"), "completed", "{number}");
    }
}

#[tokio::test]
async fn an_agent_who_leaves_while_it_rings_cancels_the_prospect_s_leg() {
    let world = World::new().await;
    world.connect("+18135550145", "");
    let (mut browser, incoming) = world.answered_call().await;
    world.until_leg(true, "ringing").await;
    browser.hang_up(&incoming).await;
    world.until_told("agent", "completed").await;
    assert_eq!(world.product.told("prospect"), ["initiated", "ringing", "canceled"]);
    assert_eq!(world.product.hits("dial_result")[0].get("DialCallStatus"), "canceled");
    assert_eq!(world.product.hits("dial_result")[0].get("CallSid"), incoming.sid);
}

#[tokio::test]
async fn an_agent_who_hangs_up_ends_both_legs_and_so_does_rest() {
    for by_rest in [false, true] {
        let world = World::new().await;
        world.connect("+18135550143", "");
        let (mut browser, incoming) = world.answered_call().await;
        world.until_leg(true, "in-progress").await;
        if by_rest {
            let path = format!("/Calls/{}.json", incoming.sid);
            let (status, _) = world.rest(Method::POST, &path, &[("Status", "completed")]).await;
            assert!(status.is_success());
            browser.next("hangup").await;
        } else {
            browser.hang_up(&incoming).await;
        }
        world.until_told("agent", "completed").await;
        assert_eq!(world.product.told("prospect").last().unwrap(), "completed");
        assert_eq!(world.product.hits("dial_result")[0].get("DialCallStatus"), "completed");
    }
}

#[tokio::test]
async fn an_agent_who_does_not_take_the_call_never_gets_a_prospect_called() {
    let world = World::new().await;
    world.connect("+18135550142", "");
    let mut browser = Browser::register(world.address, "agent_maya").await;
    world.call_agent().await;
    let incoming = browser.incoming().await;
    browser.reject(&incoming).await;
    world.until_told("agent", "busy").await;
    world.call_agent_for("10").await;
    browser.next("cancel").await;
    world.until_told("agent", "no-answer").await;
    assert_eq!(world.product.hits("connect_prospect").len(), 0);
    assert_eq!(world.product.told("prospect").len(), 0);
}

#[tokio::test]
async fn an_agent_who_is_not_registered_is_not_reached() {
    let world = World::new().await;
    world.call_agent().await;
    world.until_told("agent", "no-answer").await;
    assert_eq!(world.product.told("agent"), ["initiated", "no-answer"]);
}

#[tokio::test]
async fn a_refusal_is_said_to_the_agent_and_the_prospect_is_not_called() {
    let world = World::new().await;
    world.product.says("connect_prospect", "<Response><Say>Something new.</Say><Hangup/></Response>");
    let (mut browser, _) = world.answered_call().await;
    browser.next("hangup").await;
    world.until_told("agent", "completed").await;
    assert_eq!(world.sandbox.calls().await.len(), 1);
}

#[tokio::test]
async fn a_dial_without_a_good_number_or_caller_id_fails_without_a_leg() {
    for dial in [
        "<Dial callerId=\"+15005550006\"><Number>8135550142</Number></Dial>",
        "<Dial callerId=\"+15005550006\"/>",
        "<Dial callerId=\"+18135550199\"><Number>+18135550142</Number></Dial>",
    ] {
        let world = World::new().await;
        let action = dial.replacen("<Dial", "<Dial action=\"dial_result\"", 1);
        world.product.says("connect_prospect", &format!("<Response>{action}</Response>"));
        world.product.says("dial_result", "<Response/>");
        world.answered_call().await;
        world.until_told("agent", "completed").await;
        let result = &world.product.hits("dial_result")[0];
        assert_eq!(result.get("DialCallStatus"), "failed");
        assert_eq!(result.get("DialCallSid"), "(missing)");
        assert_eq!(world.sandbox.calls().await.len(), 1);
        assert_eq!(world.sandbox.notifications().len(), 1);
    }
}
