//! One agent's part of what Podio allows everybody: what counts towards it, and what does not.

use dialer::Agent;
use domain::ItemId;
use futures::future::join_all;
use podio::HookKind;
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

use super::{FIRST_LEAD, limited};
use crate::app::{TestApp, maya, sam};

fn open(lead: u64) -> Value {
    json!({ "query": { "item_id": lead.to_string() } })
}

/// A list is a filter, of which Podio allows everybody 250 in an hour.
#[tokio::test(flavor = "multi_thread")]
async fn a_script_that_has_the_list_read_again_and_again_is_given_the_last_one() {
    let (app, _folder) = limited("", &[]).await;
    let [maya, sam] = [maya().agent, sam().agent];
    let is_listed = async |agent: &Agent| {
        let rows = app.dialer.leads(agent).await.unwrap();
        rows.iter().any(|row| row.name == "Nadine Okafor")
    };
    // Each time as if somebody had changed a lead in Podio.
    let news = async || app.dialer.take_lead_news(HookKind::Updated, ItemId(FIRST_LEAD)).await.unwrap();
    for _ in 0..30 {
        news().await;
        assert!(!is_listed(&maya).await);
    }
    let home = "1 Main St, Tampa, FL 33601";
    let lead = json!({ "name": "Nadine Okafor", "phone": "(813) 555-0170", "address": home });
    app.sandbox("leads", &lead).await;
    news().await;
    assert!(!is_listed(&maya).await, "Podio is not asked any more");
    let listed = app.api("leads", &json!({})).await;
    assert_eq!(listed.status(), StatusCode::OK, "but there is a list");
    assert!(is_listed(&sam).await, "a colleague has Podio asked");
    assert!(is_listed(&maya).await, "who reads it for everybody");
}

/// Links that Podio's calculation fields make carry the number within the app as `item_id`: Podio is asked for both.
#[tokio::test(flavor = "multi_thread")]
async fn a_lead_that_is_asked_for_by_its_number_costs_two_requests_and_none_within_a_minute() {
    let (app, _folder) = limited("", &[]).await;
    let opened = async |lead: u64| app.api("open_lead", &open(lead)).await.status();
    assert_eq!(opened(30).await, StatusCode::OK);
    app.sandbox("faults", &json!({ "crm": "down" })).await;
    assert_eq!(opened(30).await, StatusCode::OK, "read lately");
    assert_eq!(opened(3_211_775_107).await, StatusCode::OK, "by its id as well");
    app.sandbox("faults", &json!({})).await;
    let mut asked = 1;
    for number in (2..30).chain(1_001..1_040) {
        let status = opened(number).await;
        if status == StatusCode::TOO_MANY_REQUESTS {
            break;
        }
        assert_eq!(status, StatusCode::OK, "{number}");
        asked += 1;
    }
    // Sixty requests, and one more every twelve seconds.
    assert!((30..45).contains(&asked), "{asked}");
}

/// A page that is left open asks again by itself, and its agent would be told that they had asked too much.
#[tokio::test(flavor = "multi_thread")]
async fn what_podio_does_not_answer_costs_nobody_anything() {
    let (app, _folder) = limited("", &[]).await;
    app.sandbox("faults", &json!({ "crm": "down" })).await;
    let path = format!("/events/leads/{FIRST_LEAD}");
    for _ in 0..3 {
        let answers = join_all((0..25).map(|_| app.get(&path))).await;
        let statuses: Vec<StatusCode> = answers.iter().map(Response::status).collect();
        assert!(statuses.iter().all(|status| *status == StatusCode::SERVICE_UNAVAILABLE), "{statuses:?}");
    }
    app.sandbox("faults", &json!({})).await;
    assert_eq!(app.get(&path).await.status(), StatusCode::OK, "Podio is back");
    app.sandbox("faults", &json!({ "crm": "over_limit" })).await;
    for _ in 0..70 {
        let answer = app.api("open_lead", &open(FIRST_LEAD + 1)).await;
        let problem: Value = answer.json().await.unwrap();
        assert_eq!(problem["code"], "crm", "{problem}");
    }
    for _ in 0..25 {
        let listed = app.dialer.leads(&maya().agent).await;
        assert!(matches!(listed, Err(dialer::Error::Crm(_))), "{listed:?}");
    }
}

/// A refused stream is opened again, and scripts are not told why it was refused.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_whose_lead_is_gone_is_told_so_and_need_not_ask_again() {
    let app = TestApp::start().await;
    let answer = app.get("/events/leads/900900").await;
    assert_eq!(answer.status(), StatusCode::OK);
    let told = answer.text().await.unwrap();
    for line in ["event: phones", "data: null", "retry: 60000"] {
        assert!(told.lines().any(|said| said == line), "{line}: {told}");
    }
}
