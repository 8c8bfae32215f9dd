//! The REST API: who gets in, what is refused, what is answered.

use reqwest::{Method, StatusCode};
use sandbox::faults::{CarrierRefusal, FaultSettings};

use super::browser::Browser;
use super::world::{ACCOUNT, API_KEY, API_SECRET, CALLER_ID, World};

#[tokio::test]
async fn only_the_account_gets_in() {
    let world = World::new().await;
    let ask = async |user: Option<(&str, &str)>| {
        let request = world.plain(Method::GET, "/Calls.json");
        let request = match user {
            Some((user, password)) => request.basic_auth(user, Some(password)),
            None => request,
        };
        let response = request.send().await.unwrap();
        let status = response.status();
        (status, response.headers().contains_key("www-authenticate"), response.json().await.unwrap())
    };
    for user in [None, Some((ACCOUNT, "wrong")), Some((API_KEY, "wrong")), Some(("AC2", API_SECRET))] {
        let (status, challenge, body): (_, _, serde_json::Value) = ask(user).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        assert!(challenge);
        assert_eq!(body["code"], 20003);
        assert_eq!(body["status"], 401);
        assert_eq!(body["more_info"], "https://www.twilio.com/docs/errors/20003");
    }
    assert_eq!(ask(Some((API_KEY, API_SECRET))).await.0, StatusCode::OK);
    assert_eq!(world.get("/Calls.json").await.0, StatusCode::OK);
}

#[tokio::test]
async fn what_is_not_there_is_a_20404_with_its_path() {
    let world = World::new().await;
    for path in ["/Calls/CA00000000000000000000000000000009.json", "/Recordings/RE9.json", "/Nothing.json"] {
        let (status, body) = world.get(path).await;
        assert_eq!(status, StatusCode::NOT_FOUND);
        assert_eq!(body["code"], 20404);
        let message = format!("The requested resource /2010-04-01/Accounts/{ACCOUNT}{path} was not found");
        assert_eq!(body["message"], message.as_str());
    }
}

#[tokio::test]
async fn a_call_is_answered_as_a_resource_and_can_be_read_and_listed() {
    let world = World::new().await;
    let _browser = Browser::register(world.address, "agent_maya").await;
    let sid = world.call_agent().await;
    let (_, call) = world.get(&format!("/Calls/{sid}.json")).await;
    assert!(sid.starts_with("CA") && sid.len() == 34);
    assert_eq!(call["to"], "client:agent_maya");
    assert_eq!(call["from"], CALLER_ID);
    assert_eq!(call["direction"], "outbound-api");
    assert_eq!(call["parent_call_sid"], serde_json::Value::Null);
    assert_eq!(call["uri"], format!("/2010-04-01/Accounts/{ACCOUNT}/Calls/{sid}.json").as_str());
    let created = call["date_created"].as_str().unwrap();
    assert!(jiff::fmt::rfc2822::parse(created).is_ok() && created.ends_with(" +0000"), "{created}");

    let (_, list) = world.get("/Calls.json?PageSize=20").await;
    assert_eq!(list["calls"][0]["sid"], sid.as_str());
    assert_eq!(list["next_page_uri"], serde_json::Value::Null);
    let (_, children) = world.get(&format!("/Calls.json?ParentCallSid={sid}")).await;
    assert_eq!(children["calls"], serde_json::json!([]));
}

#[tokio::test]
async fn bad_requests_and_refusals_have_twilio_s_codes() {
    let world = World::new().await;
    let create = async |form: &[(&str, &str)]| world.rest(Method::POST, "/Calls.json", form).await;
    let hook = world.hook("connect_prospect");
    let good = [("To", "client:agent_maya"), ("From", CALLER_ID), ("Url", hook.as_str())];

    let (status, body) = create(&good[1..]).await;
    assert_eq!((status.as_u16(), &body["code"]), (400, &21201.into()));
    let (status, body) = create(&[("To", "+18135550142"), good[1], good[2]]).await;
    assert_eq!((status.as_u16(), &body["code"]), (400, &21216.into()), "phones are reached by <Dial> only");

    for (refusal, status, code) in [
        (CarrierRefusal::NoCredit, 403, 10001),
        (CarrierRefusal::GeoPermission, 400, 21215),
        (CarrierRefusal::UnverifiedNumber, 400, 21219),
    ] {
        world.sandbox.faults().set(FaultSettings { carrier_refuses: refusal, ..FaultSettings::default() });
        let (answered, body) = create(&good).await;
        assert_eq!((answered.as_u16(), &body["code"]), (status, &code.into()));
    }
    assert_eq!(world.sandbox.calls().await.len(), 0, "nothing was created");
}

#[tokio::test]
async fn a_body_that_is_no_form_has_no_parameters() {
    let world = World::new().await;
    let request = world.request(Method::POST, "/Calls.json").json(&serde_json::json!({"To": "client:a"}));
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    let body: serde_json::Value = response.json().await.unwrap();
    assert_eq!(body["code"], 21201);
}

#[tokio::test]
async fn ending_a_call_twice_is_a_21220() {
    let world = World::new().await;
    let mut browser = Browser::register(world.address, "agent_maya").await;
    let sid = world.call_agent().await;
    browser.incoming().await;
    let path = format!("/Calls/{sid}.json");
    let (status, body) = world.rest(Method::POST, &path, &[("Status", "nonsense")]).await;
    assert_eq!((status.as_u16(), &body["code"]), (400, &20001.into()));
    let (status, _) = world.rest(Method::POST, &path, &[("Status", "completed")]).await;
    assert_eq!(status, StatusCode::OK);
    browser.next("cancel").await;
    world.until_leg(false, "canceled").await;
    let (status, body) = world.rest(Method::POST, &path, &[("Status", "completed")]).await;
    assert_eq!((status.as_u16(), &body["code"]), (400, &21220.into()));
}

#[tokio::test]
async fn the_json_api_sets_clock_pace_and_faults_and_resets() {
    let world = World::new().await;
    let base = format!("http://{}/sandbox/api", world.address);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let post = async |path: &str, body: serde_json::Value| {
        client.post(format!("{base}{path}")).json(&body).send().await.unwrap().status()
    };
    let get = async |path: &str| -> serde_json::Value {
        client.get(format!("{base}{path}")).send().await.unwrap().json().await.unwrap()
    };
    assert_eq!(post("/clock", serde_json::json!({"at": "2030-01-02T03:04:05Z"})).await, StatusCode::OK);
    assert!(world.sandbox.now().to_string().starts_with("2030-01-02T03:04:"));
    assert_eq!(get("/clock").await["is_set"], true);
    assert_eq!(post("/pace", serde_json::json!({"pace": 0.5})).await, StatusCode::OK);
    assert_eq!(get("/pace").await["pace"], 0.5);
    assert_eq!(post("/faults", serde_json::json!({"callbacks_doubled": true})).await, StatusCode::OK);
    assert_eq!(get("/faults").await["callbacks_doubled"], true);
    assert_eq!(
        post("/faults", serde_json::json!({"crm": "on fire"})).await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(post("/calls/CA1/hang_up", serde_json::json!({})).await, StatusCode::NOT_FOUND);
    let foreign = client.post(format!("{base}/reset")).header("Origin", "https://evil.example");
    assert_eq!(foreign.send().await.unwrap().status(), StatusCode::FORBIDDEN);
    let own = client.get(format!("{base}/faults")).header("Origin", format!("http://{}", world.address));
    assert_eq!(own.send().await.unwrap().status(), StatusCode::OK);
    world.call_agent().await;
    assert_eq!(get("/calls").await.as_array().unwrap().len(), 1);
    assert_eq!(post("/reset", serde_json::json!({})).await, StatusCode::NO_CONTENT);
    assert_eq!(get("/calls").await.as_array().unwrap().len(), 0);
    assert_eq!(get("/faults").await["callbacks_doubled"], false);
    assert_eq!(get("/clock").await["is_set"], false);
}
