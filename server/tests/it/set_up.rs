//! What the files say agrees, and the command line does what it says.

use crate::app::TestApp;

#[test]
fn leptos_toml_says_what_cargo_toml_says() {
    let section = |path: &str| -> Vec<String> {
        let text = std::fs::read_to_string(path).unwrap();
        let (_, rest) = text.split_once("[[workspace.metadata.leptos]]").unwrap();
        rest.lines()
            .skip(1)
            .take_while(|line| !line.starts_with('['))
            .map(str::to_owned)
            .filter(|line| !line.is_empty())
            .collect()
    };
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    assert_eq!(section(&format!("{root}/Leptos.toml")), section(&format!("{root}/Cargo.toml")));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_verifies_the_audit_log() {
    let app = TestApp::start().await;
    let _browser = app.browser().await;
    app.click('0').await;
    let output = app.command(&["audit", "verify"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && said.contains("whole"), "{said}");
}
