//! Toll fraud: how much may be dialled and spent, what is done about a flood, and who is told.

mod lead_reads;
mod spending;

use std::fs;

use dialer::{AlarmKind, Supervisor};
use domain::call::{CallFacts, Change, Leg, LegStatus};
use domain::{CallId, CallRecord, ItemId};
use jiff::SignedDuration;
use reqwest::StatusCode;
use rusqlite::Connection;
use serde_json::{Value, json};
use server::session::Session;
use store::{AuditQuery, NewEvent, Unit};
use uuid::Uuid;

use crate::app::{ACCOUNT_SID, TestApp, eventually, maya, sam};

/// Generated leads: nothing about them asks for an acknowledgement, and each is called once.
const FIRST_LEAD: u64 = 3_212_000_001;

/// An app with limits, and an organisation's own numbers for them.
async fn limited(settings: &str, more: &[(&'static str, &str)]) -> (TestApp, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.toml");
    fs::write(&path, settings).unwrap();
    let mut variables = vec![("RULE_SETTINGS", path.display().to_string())];
    variables.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
    (TestApp::start_with(variables).await, folder)
}

/// A call of that agent, placed so many seconds ago; its leg 1 was up from then on, so long if it is over.
async fn placed(app: &TestApp, who: &str, seconds_ago: i64, talked: Option<i64>) -> CallRecord {
    let at = app.dialer.now() - SignedDuration::from_secs(seconds_ago);
    // A lead of their own for each, so that nobody's attempts count for another.
    let number = who.bytes().map(u64::from).sum::<u64>() % 30;
    let lead = app.dialer.lead_now(&maya().agent, ItemId(FIRST_LEAD + 10 + number)).await.unwrap();
    let record = CallRecord::new(CallFacts {
        id: CallId::new(Uuid::now_v7()),
        agent: who.parse().unwrap(),
        agent_name: who.to_owned(),
        lead: lead.id,
        lead_name: "Owner".to_owned(),
        lead_url: "https://podio.example/1".to_owned(),
        slot: "phone.0".parse().unwrap(),
        person: None,
        to: lead.phones[0].number.clone().unwrap(),
        from: app.dialer.settings().caller_id.clone(),
        placed_at: at,
        click: Some(domain::call::Click {
            issued_at: at,
            acknowledged: Vec::new(),
            origin: domain::call::ClickOrigin::Button,
        }),
    });
    let mut changes = Change::of_status(Leg::Agent, LegStatus::InProgress, at);
    if let Some(seconds) = talked {
        changes.extend(Change::of_status(
            Leg::Agent,
            LegStatus::Completed,
            at + SignedDuration::from_secs(seconds),
        ));
    }
    let event = NewEvent { id: "placed".into(), kind: "placed".into(), at, payload: json!({}) };
    app.dialer.store().create_call(&record, Unit { changes, ..Unit::of(event) }).await.unwrap();
    record
}

/// Twilio asks what to do with an agent's leg that is up.
async fn connect(app: &TestApp, record: &CallRecord) -> String {
    let sid = format!("CA{}", Uuid::now_v7().simple());
    let form = [("AccountSid", ACCOUNT_SID), ("CallSid", sid.as_str()), ("CallStatus", "in-progress")];
    let path = format!("/connect_prospect?call_id={}", record.facts.id);
    app.webhook(&path, &form).await.text().await.unwrap()
}

/// Clicks *Call* on the generated lead of that number.
async fn click(app: &TestApp, number: u64) -> (StatusCode, Value) {
    let answer = app.dial(ItemId(FIRST_LEAD + number), "phone.0").await;
    (answer.status(), answer.json().await.unwrap())
}

async fn refused(app: &TestApp, number: u64) -> String {
    let (status, body) = click(app, number).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "{body}");
    body["sentence"].as_str().unwrap().to_owned()
}

/// The alarm, once it is written down.
async fn alarm(app: &TestApp, kind: AlarmKind) -> dialer::Alarm {
    eventually("the alarm", || async {
        let alarms = app.dialer.alarms(&Supervisor::operator()).await.unwrap();
        alarms.into_iter().find(|(known, _)| *known == kind).map(|(_, alarm)| alarm)
    })
    .await
}

async fn rows(app: &TestApp, kind: &str) -> usize {
    let query = AuditQuery { kind: Some(kind.to_owned()), ..AuditQuery::default() };
    app.dialer.store().audit(&query).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_dial_waits_for_ten_seconds_and_says_so() {
    let (app, _folder) = limited("", &[]).await;
    placed(&app, "podio_7184236", 4, Some(1)).await;
    let sentence = refused(&app, 0).await;
    assert!(sentence.starts_with("You dialled less than ten seconds ago. Next allowed in "), "{sentence}");
    let alarms = app.dialer.alarms(&Supervisor::operator()).await.unwrap();
    assert!(
        !alarms.iter().any(|(kind, _)| *kind == AlarmKind::LimitReached),
        "a pause is no alarm: {alarms:?}"
    );
    // The page does not count seconds.
    let workspace = app.dialer.open(&maya(), &dialer::LeadRef::Item(ItemId(FIRST_LEAD))).await.unwrap();
    assert!(workspace.phones[0].may_call, "{:?}", workspace.phones[0].sentence);
    // A colleague's dial is not this agent's.
    let (app, _folder) = limited("", &[]).await;
    placed(&app, "podio_7184251", 1, Some(1)).await;
    assert_eq!(click(&app, 0).await.0, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_limit_refuses_says_which_and_when_it_ends() {
    let minutes = |minutes: i64| minutes * 60;
    for (settings, who, seconds_ago, words, ends_after) in [
        ("agent_dials_hour = 1", "podio_7184236", minutes(20), "dialled 1 times in an hour", minutes(40)),
        (
            "agent_dials_day = 1",
            "podio_7184236",
            minutes(24 * 60 - 5),
            "dialled 1 times in 24 hours",
            minutes(5),
        ),
        ("all_dials_minute = 1", "podio_7184251", 20, "The team has dialled 1 times in a minute", 40),
        (
            "caller_id_dials_day = 1",
            "podio_7184251",
            minutes(24 * 60 - 9),
            "team has dialled 1 times in 24",
            minutes(9),
        ),
    ] {
        let (app, _folder) = limited(settings, &[]).await;
        let dialled = placed(&app, who, seconds_ago, Some(1)).await;
        let (status, body) = click(&app, 0).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{settings}: {body}");
        let sentence = body["sentence"].as_str().unwrap();
        assert!(sentence.contains(words) && sentence.contains("Next allowed"), "{settings}: {sentence}");
        let workspace = app.dialer.open(&maya(), &dialer::LeadRef::Item(ItemId(FIRST_LEAD))).await.unwrap();
        let next = workspace.phones[0].next_allowed_at.unwrap();
        let ends = dialled.facts.placed_at + SignedDuration::from_secs(seconds_ago + ends_after);
        assert_eq!(next.duration_since(ends).as_millis(), 0, "{settings}");
        let alarm = alarm(&app, AlarmKind::LimitReached).await;
        assert!(alarm.is_on() && alarm.sentence.contains("Maya Ortiz"), "{alarm:?}");
        assert_eq!(rows(&app, "call.refused").await, 1, "{settings}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_calls_at_once_than_the_organisation_has_set() {
    let (app, _folder) = limited("open_calls = 2", &[]).await;
    placed(&app, "podio_7184251", 25, None).await;
    assert_eq!(click(&app, 0).await.0, StatusCode::OK, "its own call does not count");
    let (app, _folder) = limited("open_calls = 2", &[]).await;
    for who in ["podio_7184251", "podio_7183904"] {
        placed(&app, who, 25, None).await;
    }
    let sentence = refused(&app, 0).await;
    assert_eq!(sentence, "The team has 2 calls open, which is the most at once. Wait until one ends.");
}

/// Thirty requests are taken, and a call takes two: what comes after costs neither store nor Podio anything.
#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_clicks_is_refused_before_anything_is_looked_up() {
    let (app, _folder) = limited("", &[]).await;
    let (item, slot) = (ItemId(FIRST_LEAD), "phone.0");
    let body = json!({ "item_id": item.to_string(), "slot": slot });
    let mut taken = 0;
    while app.api("click", &body).await.status() == StatusCode::OK {
        taken += 1;
        assert!(taken < 60, "there is no end to it");
    }
    assert!(taken >= 30);
    // The alarm may be on already: the click that ended the loop was one too many.
    // A lead that is not there: whoever looked it up would say so.
    let nobody = ItemId(1);
    let answer = app.dial_with(nobody, slot, "no token", &[]).await;
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
    let problem: Value = answer.json().await.unwrap();
    assert_eq!(problem["code"], "too_many_clicks");
    assert!(problem["sentence"].as_str().unwrap().contains("Try again in"), "{problem}");
    let alarm = alarm(&app, AlarmKind::ClickFlood).await;
    assert!(alarm.sentence.starts_with("Maya Ortiz sent more clicks"), "{alarm:?}");
    assert_eq!(rows(&app, "alarm.on").await, 1);
    assert_eq!(rows(&app, "call.refused").await, 0, "a refused click leaves no row");
}

/// A stolen session of a supervisor's must not clear the way for itself.
#[tokio::test(flavor = "multi_thread")]
async fn no_supervisor_makes_an_exception_to_the_limits() {
    let (app, _folder) = limited("", &[]).await;
    let form = [
        ("number", "8135550142"),
        ("rule", "R-ABU-1"),
        ("reason", "They wait for my call"),
        ("evidence", "Letter 7"),
        ("until", "2026-12-01"),
    ];
    let request = app.supervisor().post(format!("{}/compliance/number/override", app.origin));
    let answer = request.header("origin", &app.origin).form(&form).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let html = answer.text().await.unwrap();
    assert!(html.contains("This rule knows no exception: nobody can lift it."), "{html}");
    assert!(!html.contains("value=\"R-ABU-1\""), "it is not offered either: {html}");
}

/// Podio's limit is everybody's. A script that asks for leads that nobody has read uses up its own part of it.
#[tokio::test(flavor = "multi_thread")]
async fn a_script_that_asks_for_one_lead_after_the_other_is_stopped() {
    let (app, _folder) = limited("", &[]).await;
    let open = |lead: u64| json!({ "query": { "item_id": lead.to_string() } });
    assert_eq!(app.api("open_lead", &open(FIRST_LEAD)).await.status(), StatusCode::OK);
    let mut asked = 0;
    let refused = loop {
        let answer = app.api("open_lead", &open(900_000 + asked)).await;
        if answer.status() != StatusCode::NOT_FOUND {
            break answer;
        }
        asked += 1;
        assert!(asked < 200, "there is no end to it");
    };
    assert!(asked >= 29, "a lead that is not there is asked for twice: {asked}");
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    let problem: Value = refused.json().await.unwrap();
    assert_eq!(problem["code"], "too_many_reads");
    assert!(problem["sentence"].as_str().unwrap().contains("Try again in"), "{problem}");
    // One of them comes back every twelve seconds.
    let mut statuses = Vec::new();
    for path in ["/events/leads/900900", "/events/leads/900901", "/events/leads/900902"] {
        statuses.push(app.get(path).await.status());
    }
    assert!(statuses.contains(&StatusCode::TOO_MANY_REQUESTS), "{statuses:?}");
    assert_eq!(app.api("open_lead", &open(FIRST_LEAD)).await.status(), StatusCode::OK, "read lately");
    let sams = TestApp::browser_with(&app.cookie(&Session::begin(sam())));
    let request = sams.post(format!("{}/api/leads", app.origin)).header("origin", &app.origin);
    assert_eq!(request.json(&json!({})).send().await.unwrap().status(), StatusCode::OK);
    let listed = app.api("leads", &json!({})).await;
    assert_eq!(listed.status(), StatusCode::OK, "a colleague has just had it read");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alarm_is_first_on_the_supervisors_page_until_it_is_acknowledged() {
    let (app, _folder) = limited("", &[]).await;
    let desk = app.supervisor();
    let page = || async {
        desk.get(format!("{}/compliance", app.origin)).send().await.unwrap().text().await.unwrap()
    };
    assert!(page().await.contains("No alarm is on."));
    for _ in 0..3 {
        app.dialer.ring_alarm(AlarmKind::SequentialNumbers, "Look <here>.");
    }
    alarm(&app, AlarmKind::SequentialNumbers).await;
    let html = page().await;
    let at = |words: &str| html.find(words).unwrap_or_else(|| panic!("{words}: {html}"));
    assert!(at("Numbers in a row") < at("Do-not-call lists") && at("Look &lt;here&gt;.") < at("Acknowledge"));
    let acknowledge = |name: &'static str| {
        let request = desk.post(format!("{}/compliance/acknowledge", app.origin));
        request.header("origin", &app.origin).form(&[("alarm", name)]).send()
    };
    let html = acknowledge("sequential_numbers").await.unwrap().text().await.unwrap();
    assert!(html.contains("Acknowledged by Dana Cole") && !html.contains(">Acknowledge<"), "{html}");
    assert_eq!((rows(&app, "alarm.on").await, rows(&app, "alarm.acknowledged").await), (1, 1));
    for (name, status) in [
        ("sequential_numbers", StatusCode::UNPROCESSABLE_ENTITY),
        ("nothing", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        assert_eq!(acknowledge(name).await.unwrap().status(), status, "{name}");
    }
    let metrics = app.get("/metrics").await.text().await.unwrap();
    assert!(metrics.contains("twoleg_alarms{kind=\"clock_skew\"} 0"), "{metrics}");
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_callbacks_again_and_again_raise_an_alarm() {
    let (app, _folder) = limited("", &[]).await;
    let form = [("AccountSid", ACCOUNT_SID), ("CallSid", "CA1"), ("CallStatus", "ringing")];
    for forged in 0..5 {
        assert_eq!(app.dialer.alarms(&Supervisor::operator()).await.unwrap(), [], "after {forged}");
        let answer = app.unchecked_webhook("/call_status?call_id=x&leg=agent", &form, "no").await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    }
    let alarm = alarm(&app, AlarmKind::SignaturesRefused).await;
    assert!(alarm.sentence.contains("set TWILIO_AUTH_TOKEN") && alarm.sentence.contains("PUBLIC_URL"));
}

/// For a replacement of the auth token without a gap.
#[tokio::test(flavor = "multi_thread")]
async fn the_second_token_is_good_for_signatures() {
    let (app, _folder) = limited("", &[("TWILIO_AUTH_TOKEN_SECONDARY", "the-next-token")]).await;
    let path = "/call_status?call_id=x&leg=agent";
    let pairs = [("AccountSid".to_owned(), ACCOUNT_SID.to_owned())];
    let form = [("AccountSid", ACCOUNT_SID)];
    let signed = |token: &str| {
        twilio::signature::sign(&token.to_owned().into(), &format!("{}{path}", app.origin), &pairs)
    };
    for (token, good) in [("the-next-token", true), (crate::app::AUTH_TOKEN, true), ("another", false)] {
        let answer = app.unchecked_webhook(path, &form, &signed(token)).await;
        assert_eq!(answer.status() != StatusCode::FORBIDDEN, good, "{token}");
    }
}

/// The sandbox's carrier and CRM say the machine's own time, whatever its settable clock shows.
#[tokio::test(flavor = "multi_thread")]
async fn the_sandboxs_clock_is_no_skew() {
    let (app, _folder) = limited("", &[]).await;
    app.dialer.leads(&maya().agent).await.unwrap();
    let call = app.click('0').await;
    app.until(&call, "at Twilio", |record| record.agent_leg.sid.is_some()).await;
    let skews = app.dialer.clock_skews();
    assert!(skews.iter().all(|skew| domain::skew::sentence(skew.unwrap()).is_none()), "{skews:?}");
}

/// Two clicks that came at once were both let through. While the agent's phone rings the pause between two dials ends, and
/// the second of them is still one too many.
#[tokio::test(flavor = "multi_thread")]
async fn the_second_leg_is_held_to_the_limits_of_the_moment_at_which_the_call_was_placed() {
    let (app, _folder) = limited("", &[]).await;
    // So many seconds after the first call, which is over at once; both were placed fifteen seconds ago or more.
    for (agent, apart, goes_out) in [("podio_7184236", 1, false), ("podio_7184251", 11, true)] {
        let before = placed(&app, agent, 15 + apart, Some(1)).await;
        let ago = app.dialer.now().duration_since(before.facts.placed_at).as_secs();
        let call = placed(&app, agent, ago - apart, None).await;
        let twiml = connect(&app, &call).await;
        assert_eq!(twiml.contains("<Dial"), goes_out, "{apart} s apart: {twiml}");
        let refusal = app.record(&call.facts.id).await.refusal;
        assert_eq!(
            refusal.as_ref().map(|refusal| refusal.code.as_str()),
            (!goes_out).then_some("RATE_LIMIT")
        );
        if let Some(refusal) = refusal {
            assert_eq!(refusal.sentence, "You dialled less than ten seconds ago.");
        }
    }
}
