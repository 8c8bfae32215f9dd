//! The document that people read.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use evidence::{Attachment, render};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::history::{History, number};

#[tokio::test]
async fn it_says_what_happened_and_what_it_rests_on() {
    let history = History::full().await;
    let sealed = history.pack().await;
    let document = render(&sealed, Attachment::File);
    for words in [
        "Evidence pack for (813) 555-0142",
        "by maya_ortiz, on the page",
        sealed.digest(),
        "It does not say that any call was lawful",
        "Florida 9:12 pm (America&#x2F;New_York)",
        "R-TIM-1 FED_HOURS",
        "47 CFR 64.1200(c)(1)",
        "2026-11-20",
        "The decision refused it: nobody was rung.",
        "Do Not Call",
        "consent.given",
        "override.made",
        "twoleg evidence verify evidence-0142-",
        "The pack holds: 11 rows hashed again",
    ] {
        assert!(document.contains(words), "{words} is not in {document}");
    }
    assert!(!document.contains("<script") && !document.contains("href=\"http"), "it stands alone");
}

#[tokio::test]
async fn nothing_that_somebody_wrote_becomes_markup() {
    let history = History::new();
    history.call("<script>alert('x')</script>\"><img src=x onerror=alert(1)>").await;
    history
        .note("<b>kind</b>", None, json!({ "to": number(), "</pre><script>": "</pre><i>facts</i>" }))
        .await;
    let document = render(&history.pack().await, Attachment::Inline);
    assert!(document.contains("&lt;script&gt;alert"), "{document}");
    for tag in ["<script", "<img", "<b>", "<i>", "</pre><"] {
        let ours = tag == "</pre><";
        assert_eq!(document.contains(tag), ours, "{tag}");
    }
    assert!(!document.contains("facts</i>"));
}

#[tokio::test]
async fn it_can_carry_the_pack_itself() {
    use base64::Engine as _;
    let history = History::full().await;
    let sealed = history.pack().await;
    let document = render(&sealed, Attachment::Inline);
    let start = document.find("base64,").unwrap() + 7;
    let end = start + document[start..].find('"').unwrap();
    let encoded = html_escape::decode_html_entities(&document[start..end]).into_owned();
    let carried = STANDARD.decode(encoded).unwrap();
    assert_eq!(String::from_utf8(carried).unwrap(), sealed.json());
    assert!(!render(&sealed, Attachment::File).contains("base64,"));
}

#[tokio::test]
async fn its_own_policy_allows_its_own_style_and_nothing_else() {
    let history = History::full().await;
    let document = render(&history.pack().await, Attachment::Inline);
    let style = document.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
    let hash = format!("sha256-{}", STANDARD.encode(Sha256::digest(style)));
    assert_eq!(hash, evidence::style_hash());
    let policy =
        document.split("Content-Security-Policy\" content=\"").nth(1).unwrap().split('"').next().unwrap();
    // Quotes are written as entities.
    let policy = policy.replace("&#x27;", "'").replace("&#x2F;", "/");
    assert_eq!(
        policy,
        format!("default-src 'none'; style-src '{hash}'; base-uri 'none'; form-action 'none'")
    );
    assert!(!document.contains(" style=\""), "an attribute that the policy would stop");
}
