//! The official-style JavaScript client, unchanged, against the sandbox's CRM: an oracle that is not ours.

mod crm_support;

use std::path::Path;

use crm_support::{ACTIVITIES, Server};

#[tokio::test(flavor = "multi_thread")]
async fn podio_js_works_a_lead() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let package = root.join("../../end2end/node_modules/podio-js");
    assert!(package.join("package.json").exists(), "the npm package podio-js is missing: run `make setup`");
    let server = Server::start().await;
    // podio-js drops the path of its API URL: the API stands at the root for it.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let api = format!("http://{}", listener.local_addr().unwrap());
    let router = server.crm.router();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let output = tokio::task::spawn_blocking({
        let script = root.join("tests/podio_js.mjs");
        let origin = server.origin.clone();
        move || {
            std::process::Command::new("node")
                .arg(script)
                .env("PODIO_JS", package)
                .env("API_URL", api)
                .env("ACTIVITY_APP", ACTIVITIES.to_string())
                .env("ORIGIN", origin)
                .env("PERSON", sandbox::crm::DEMO_USERS[1].user_id.to_string())
                .output()
                .expect("node is missing: run `make setup`")
        }
    })
    .await
    .unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    let held = server.crm.snapshot();
    let made = &held["activities"][0];
    assert_eq!(made["external_id"], "call:podio-js");
    assert_eq!(made["simple"]["Agent Notes / Summary"], "written by podio-js");
    assert_eq!(made["simple"]["Next Action Date"], "2026-11-24");
}
