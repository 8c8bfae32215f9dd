mod crm_support;
use serde_json::json;
#[tokio::test(flavor = "multi_thread")]
async fn serve() {
    let account = sandbox::carrier::Account { sid: "AC1".into(), auth_token: "t".to_owned().into(), api_key: "SK1".into(), api_secret: "s".to_owned().into(), numbers: vec!["+18135550100".into()] };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3977").await.unwrap();
    let sb = sandbox::Sandbox::start(sandbox::Config { account, podio: crm_support::config(), origin: "http://127.0.0.1:3977".into(), data_dir: None, media_addr: "127.0.0.1".parse().unwrap(), pace: 1.0 }).await.unwrap();
    let other = crm_support::Server::start().await;
    let _ = other;
    let app = axum::Router::new().nest("/sandbox", sb.router());
    tokio::spawn(async move { axum::serve(listener, app).await });
    // write one activity + task
    let http = reqwest::Client::new();
    let base = "http://127.0.0.1:3977/sandbox/podio";
    let t: serde_json::Value = http.post(format!("{base}/oauth/token/v2")).json(&crm_support::user_grant()).send().await.unwrap().json().await.unwrap();
    let tok = format!("OAuth2 {}", t["access_token"].as_str().unwrap());
    let lead = sb.crm().snapshot()["leads"][0]["item_id"].clone();
    http.post(format!("{base}/item/app/{}/", crm_support::ACTIVITIES)).header("authorization", &tok).json(&json!({"external_id":"call:0197","fields":{"title":"Call with Harold Whitaker","relationship-2":[lead],"date":{"start_utc":"2026-11-20 18:04:05"},"duration":135,"outcome":[5],"summary":"Wants to meet.\nAsk for Denise.","link-to-recording":"http://127.0.0.1:3977/play_recording/RE1","asking":{"value":"185000","currency":"USD"}}})).send().await.unwrap();
    http.post(format!("{base}/item/app/{}/", crm_support::TASKS)).header("authorization", &tok).json(&json!({"external_id":"task:0197","fields":{"title":"Appointment: Harold Whitaker","lead":[lead],"due":{"start_date":"2026-11-24"},"type":[7]}})).send().await.unwrap();
    tokio::time::sleep(std::time::Duration::from_secs(90)).await;
}
