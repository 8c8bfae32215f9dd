//! Items over the API: what is taken, what is refused, how it reads back.

mod crm_support;

use crm_support::{ACTIVITIES, LEADS, Server};
use serde_json::{Value, json};

async fn create(server: &Server, by_label: Value) -> crm_support::Answer {
    let fields = server.by_key(&by_label).await;
    server.post(&format!("/item/app/{ACTIVITIES}/?hook=false&silent=true"), json!({ "fields": fields })).await
}

#[tokio::test]
async fn a_call_activity_with_all_ten_fields_reads_back() {
    let server = Server::start().await;
    let (lead, disposition) = (server.harold(), server.option("Disposition Code", "Appointment Set").await);
    let high = server.option("Seller Motivation Level", "High").await;
    let answer = create(
        &server,
        json!({
            "Title": "Call with Harold Whitaker",
            "Relationship to Master Lead": [lead],
            "Date of Call": { "start_utc": "2026-11-20 18:04:05" },
            "Call Duration (seconds)": 135,
            "Recording URL": "https://dialer.example/play_recording/RE1",
            "Disposition Code": [disposition],
            "Agent Notes / Summary": "Wants to meet & talk <price>.",
            "Seller Motivation Level": [high],
            "Next Action Date": { "start_date": "2026-11-24" },
            "Target Asking Price": { "value": "185000.00", "currency": "USD" },
        }),
    )
    .await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let id = answer.json()["item_id"].as_u64().unwrap();
    assert!(id > u64::from(u32::MAX) / 2, "ids outgrow 31 bits");
    assert!(answer.headers.contains_key("x-rate-limit-remaining"));

    let item = server.get(&format!("/item/{id}?mark_as_viewed=0")).await.json();
    assert_eq!(item["title"], "Call with Harold Whitaker");
    assert_eq!(item["app"]["app_id"], ACTIVITIES);
    let values = |label: &str| {
        let fields = item["fields"].as_array().unwrap();
        fields.iter().find(|field| field["label"] == label).unwrap()["values"][0].clone()
    };
    assert_eq!(values("Relationship to Master Lead")["value"]["item_id"], lead);
    let date = values("Date of Call");
    assert_eq!(date["start_utc"], "2026-11-20 18:04:05");
    assert_eq!((&date["start"], &date["start_time"]), (&json!("2026-11-20 13:04:05"), &json!("13:04:05")));
    assert_eq!(values("Call Duration (seconds)"), json!({ "value": "135.0000" }));
    assert_eq!(values("Disposition Code")["value"]["text"], "Appointment Set");
    assert_eq!(values("Target Asking Price"), json!({ "value": "185000.0000", "currency": "USD" }));
    let next = values("Next Action Date");
    assert_eq!((&next["start_date"], &next["start_time"]), (&json!("2026-11-24"), &Value::Null));

    let held = server.crm.snapshot();
    assert_eq!(
        held["activities"][0]["simple"],
        json!({
            "Title": "Call with Harold Whitaker",
            "Relationship to Master Lead": lead,
            "Date of Call": "2026-11-20 18:04:05",
            "Call Duration (seconds)": 135,
            "Recording URL": "https://dialer.example/play_recording/RE1",
            "Disposition Code": "Appointment Set",
            "Agent Notes / Summary": "Wants to meet & talk <price>.",
            "Seller Motivation Level": "High",
            "Next Action Date": "2026-11-24",
            "Target Asking Price": "185000.00 USD",
        })
    );
}

#[tokio::test]
async fn what_podio_rejects_is_rejected_and_nothing_is_written() {
    let server = Server::start().await;
    let lead = server.harold();
    let disposition = server.option("Disposition Code", "Voicemail").await;
    for (label, wrong) in [
        ("Title", json!("")),
        ("Title", json!(7)),
        ("Title", json!(["two", "titles"])),
        ("Relationship to Master Lead", json!(lead)),
        ("Relationship to Master Lead", json!([lead.to_string()])),
        ("Relationship to Master Lead", json!([1])),
        ("Date of Call", json!({ "start_utc": "2026-11-20T18:04:05Z" })),
        ("Date of Call", json!({ "start_utc": "2026-11-20 18:04:05Z" })),
        ("Date of Call", json!({ "start": "2026-11-20T18:04:05" })),
        ("Date of Call", json!({ "start_utc": "2026-02-30 18:04:05" })),
        ("Date of Call", json!("")),
        ("Date of Call", json!({ "when": "2026-11-20" })),
        ("Call Duration (seconds)", json!("two minutes")),
        ("Call Duration (seconds)", json!("inf")),
        ("Recording URL", json!("")),
        ("Disposition Code", json!("Voicemail")),
        ("Disposition Code", json!(disposition.to_string())),
        ("Disposition Code", json!([999])),
        ("Disposition Code", json!([6])), // an option that was deleted
        ("Agent Notes / Summary", Value::Null),
        ("Seller Motivation Level", json!(["High"])),
        ("Next Action Date", json!({ "start_date": "24.11.2026" })),
        ("Next Action Date", json!({ "start_date": "" })),
        ("Target Asking Price", json!(185_000)),
        ("Target Asking Price", json!({ "value": "185000.00", "currency": "XXX" })),
    ] {
        let mut fields = json!({ "Title": "Call", "Disposition Code": disposition });
        fields[label] = wrong.clone();
        let (status, error, description) = create(&server, fields).await.refusal();
        assert_eq!((status, error.as_str()), (400, "invalid_value"), "{label}: {wrong}: {description}");
    }
    let missing = create(&server, json!({ "Title": "Call" })).await;
    assert_eq!(missing.refusal().0, 400, "a required field");
    assert_eq!(server.crm.snapshot()["activities"], json!([]));
}

#[tokio::test]
async fn unknown_fields_and_wrong_shapes_are_named_as_podio_does() {
    let server = Server::start().await;
    let path = format!("/item/app/{ACTIVITIES}/");
    let text = async |body: Value| server.post(&path, body).await.refusal().2;
    assert_eq!(
        text(json!({ "fields": { "208483992": "x" } })).await,
        "Invalid value \"208483992\" (string): No field found"
    );
    assert_eq!(
        text(json!({ "fields": ["Test"] })).await,
        "Invalid value \"Test\" (string): must be object or must be object"
    );
    assert_eq!(text(json!({ "feilds": {} })).await, "Invalid value \"feilds\" (string): not a valid key");
    assert_eq!(
        text(json!({ "fields": { "outcome": [0] } })).await,
        "Invalid value 0 (integer): must not be less than 1"
    );
    let nothing = server.get("/no/such/operation").await;
    let (status, error, description) = nothing.refusal();
    assert_eq!((status, error.as_str()), (404, "not_found"));
    assert!(description.starts_with("No matching operation"), "{description}");
    assert_eq!(nothing.json()["request"]["method"], "GET");
}

#[tokio::test]
async fn fields_are_named_by_either_id_in_either_form() {
    let server = Server::start().await;
    let outcome = server.field("Disposition Code").await;
    let busy = server.option("Disposition Code", "No Answer").await;
    let title = server.field("Title").await;
    for fields in [
        json!({ title["field_id"].to_string(): "Call", outcome["field_id"].to_string(): busy }),
        json!([
            { "external_id": title["external_id"], "values": [{ "value": "Call" }] },
            { "field_id": outcome["field_id"], "values": [busy] },
        ]),
    ] {
        // Without the slash at the end, too.
        let answer = server.post(&format!("/item/app/{ACTIVITIES}"), json!({ "fields": fields })).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    }
}

#[tokio::test]
async fn updates_change_what_they_name() {
    let server = Server::start().await;
    let id = server.activity("call:7").await;
    let notes = server.field("Agent Notes / Summary").await["external_id"].as_str().unwrap().to_owned();
    let answer = server.put(&format!("/item/{id}"), json!({ "fields": { &notes: "first" } })).await;
    assert_eq!(answer.json()["revision"], 1);
    let answer =
        server.put(&format!("/item/{id}"), json!({ "revision": 0, "fields": { &notes: "late" } })).await;
    assert_eq!(answer.refusal().0, 409);

    let path = format!("/item/{id}/value/{notes}");
    assert_eq!(server.get(&path).await.json(), json!([{ "value": "first" }]));
    assert_eq!(server.put(&path, json!([{ "value": "second" }])).await.status, 200);
    let simple = |server: &Server| server.crm.snapshot()["activities"][0]["simple"].clone();
    assert_eq!(simple(&server)["Agent Notes / Summary"], "second");
    server.put(&format!("/item/{id}"), json!({ "fields": { &notes: [] }, "external_id": "call:8" })).await;
    assert_eq!(simple(&server).get("Agent Notes / Summary"), None, "cleared fields are left out");
    assert_eq!(simple(&server)["Title"], "Call");
    assert_eq!(server.crm.snapshot()["activities"][0]["external_id"], "call:8");
    let answer = server.put(&format!("/item/{id}"), json!({ "fields": { "title": [] } })).await;
    assert_eq!(answer.refusal().0, 400, "a required field cannot be cleared");
}

#[tokio::test]
async fn deleted_is_not_the_same_as_never_there() {
    let server = Server::start().await;
    let id = server.activity("call:1").await;
    assert_eq!(server.delete(&format!("/item/{id}")).await.status, 204);
    assert_eq!(server.get(&format!("/item/{id}")).await.refusal().0, 410);
    assert_eq!(server.get(&format!("/item/{id}/basic")).await.refusal().0, 410);
    assert_eq!(server.delete(&format!("/item/{id}")).await.refusal().0, 404);
    let never = server.get("/item/4").await.refusal();
    assert_eq!(never, (404, "not_found".into(), "Object not found".into()));
    let by_external_id = server.get(&format!("/item/app/{ACTIVITIES}/external_id/call:1")).await;
    assert_eq!(by_external_id.refusal().0, 404);
    assert_eq!(server.get(&format!("/app/{LEADS}/item/1")).await.refusal().0, 410, "a seed that was deleted");
}

#[tokio::test]
async fn external_ids_are_not_unique() {
    let server = Server::start().await;
    let (first, second) = (server.activity("call:a/b c").await, server.activity("call:a/b c").await);
    assert_ne!(first, second);
    let one = server.get(&format!("/item/app/{ACTIVITIES}/external_id/call%3Aa%2Fb%20c")).await.json();
    assert_eq!(one["item_id"], first, "just one of them");
    let all = server.get(&format!("/item/app/{ACTIVITIES}/v2/?external_id=call:a/b%20c")).await.json();
    assert_eq!((&all["filtered"], all["items"].as_array().unwrap().len()), (&json!(2), 2));
    let none = server.get(&format!("/item/app/{ACTIVITIES}/external_id/call:2")).await;
    assert_eq!(none.refusal().0, 404);
}
