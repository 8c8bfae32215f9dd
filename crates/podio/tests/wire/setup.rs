//! The start-up check: every problem, each as a sentence.

use podio::{Config, Error, Podio};
use serde_json::{Value, json};

use crate::fake::{Fake, Reply};
use crate::fixtures::{ACTIVITY_APP, LEAD_APP, app, field};

async fn problems_of(change: impl Fn(&mut Value) + Send + Sync + 'static) -> Vec<String> {
    let fake = Fake::start(move |seen| {
        (seen.path == "/app/30100200").then(|| {
            let mut app = app(ACTIVITY_APP).unwrap();
            change(&mut app);
            Reply::ok(app)
        })
    })
    .await;
    fake.podio().check().await.unwrap().into_iter().map(|problem| problem.sentence).collect()
}

#[tokio::test]
async fn apps_as_they_should_be_have_no_problem() {
    let fake = Fake::plain().await;
    assert_eq!(fake.podio().check().await.unwrap(), []);
    assert_eq!(fake.seen().len(), 4, "one sign-in, three apps");
}

#[tokio::test]
async fn every_problem_is_named_at_once() {
    let problems = problems_of(|app| {
        app["status"] = "inactive".into();
        let fields = app["fields"].as_array_mut().unwrap();
        fields[0]["status"] = "deleted".into();
        fields[1]["config"]["settings"] = json!({ "referenced_apps": [] });
        fields[2]["config"]["settings"]["time"] = "disabled".into();
        fields[3]["type"] = "calculation".into();
        fields[5]["config"]["settings"]["options"][6]["status"] = "deleted".into();
        fields[7]["config"]["settings"]["options"][0]["text"] = "Hot".into();
        fields[9]["config"]["settings"]["allowed_currencies"] = json!(["EUR"]);
        let mut more = field(900, "text", "Branch", json!({}));
        more["config"]["required"] = true.into();
        fields.push(more);
    })
    .await;
    assert_eq!(
        problems,
        [
            "The app “Call Activity” (Call Activity) is inactive.",
            "The app “Call Activity” has no field “Title”.",
            "The relationship field “Relationship to Master Lead” of the app “Call Activity” does not point to the \
             Master Lead app: choose that app in the field's settings in Podio.",
            "The field “Call Duration (seconds)” of the app “Call Activity” is of type calculation, and must be \
             number or duration.",
            "The field “Branch” of the app “Call Activity” is required in Podio, and Twoleg does not fill it.",
            "The field “Disposition Code” of the app “Call Activity” has no active option “Do Not Call”.",
            "The field “Seller Motivation Level” of the app “Call Activity” has no active option “High”.",
            "The field “Date of Call” of the app “Call Activity” has no time of day: calls in the evening get the \
             next day, in UTC.",
            "The field “Target Asking Price” of the app “Call Activity” does not take US dollars.",
        ]
    );
}

#[tokio::test]
async fn an_override_can_heal_a_problem_and_a_wrong_one_is_named() {
    let rename = |app: &mut Value| {
        app["fields"][5]["label"] = "Outcome".into();
        app["fields"][5]["external_id"] = "outcome".into();
    };
    assert_eq!(problems_of(rename).await, ["The app “Call Activity” has no field “Disposition Code”."]);

    let fake = Fake::start(move |seen| {
        (seen.path == "/app/30100200").then(|| {
            let mut app = app(ACTIVITY_APP).unwrap();
            rename(&mut app);
            Reply::ok(app)
        })
    })
    .await;
    let check = async |key: &str, name: &str| {
        let overrides = [(key.to_owned(), name.to_owned())].into();
        let podio = Podio::new(Config { overrides, ..fake.config() }).unwrap();
        podio.check().await.unwrap().into_iter().map(|problem| problem.sentence).collect::<Vec<_>>()
    };
    assert_eq!(check("activity.disposition", "outcome").await, Vec::<String>::new());
    assert_eq!(
        check("activity.outcome", "outcome").await[0],
        "There is no field to set by the name “activity.outcome”."
    );
}

#[tokio::test]
async fn a_lead_app_without_a_phone_field_is_a_problem() {
    let fake = Fake::start(|seen| {
        (seen.path == "/app/30100100").then(|| {
            let mut app = app(LEAD_APP).unwrap();
            app["fields"][1]["status"] = "deleted".into();
            Reply::ok(app)
        })
    })
    .await;
    let problems = fake.podio().check().await.unwrap();
    assert_eq!(
        problems[0].to_string(),
        "The app “Master Leads” has no phone field: no lead of it can be called."
    );
    assert!(problems[0].blocking);
}

#[tokio::test]
async fn what_keeps_us_out_is_a_problem_and_said_once() {
    let fake = Fake::start(|seen| {
        (seen.path == "/oauth/token/v2")
            .then(|| Reply::error(400, "invalid_grant", "").with_detail("user.invalid.password"))
    })
    .await;
    let problems: Vec<_> = fake.podio().check().await.unwrap().into_iter().map(|p| p.sentence).collect();
    assert_eq!(problems, ["Podio refuses this user name and password."]);

    let fake = Fake::start(|seen| match seen.path.as_str() {
        "/app/30100200" => Some(Reply::error(404, "not_found", "")),
        "/app/30100300" => Some(Reply::error(403, "forbidden", "")),
        _ => None,
    })
    .await;
    let problems: Vec<_> = fake.podio().check().await.unwrap().into_iter().map(|p| p.sentence).collect();
    assert_eq!(
        problems,
        [
            "Podio has no app 30100200 (Call Activity).",
            "Podio refuses to show app 30100300 (Tasks): 403 forbidden."
        ]
    );
}

#[tokio::test]
async fn a_podio_that_is_down_is_an_error_and_no_list() {
    let fake =
        Fake::start(|seen| seen.path.starts_with("/app/").then(|| Reply::error(503, "down", ""))).await;
    assert!(matches!(fake.podio().check().await, Err(Error::Unavailable { status: 503 })));
}
