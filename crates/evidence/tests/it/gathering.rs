//! What is in a pack.

use evidence::{Error, GATHERED, gather, verify};
use jiff::Timestamp;
use serde_json::json;
use store::{AuditQuery, Store};

use crate::history::{History, at, by_agent, number};

#[tokio::test]
async fn everything_about_the_number_is_in_it_and_nothing_about_others() {
    let history = History::full().await;
    let sealed = history.pack().await;
    let pack = sealed.pack();
    let kinds: Vec<&str> = pack.rows.iter().map(|row| row.says.kind.as_str()).collect();
    assert_eq!(
        kinds,
        [
            "call.refused",
            "consent.given",
            "call.clicked",
            "call.created",
            "call.cleared",
            "twilio.prospect.ringing",
            "twilio.prospect.in-progress",
            "twilio.prospect.completed",
            "twilio.recording.completed",
            "call.disposition",
            "override.made",
        ]
    );
    assert!(!sealed.json().contains("+18135550199"), "somebody else's number");
    let summary = &pack.summary;
    assert_eq!((summary.attempts, summary.reached, summary.answered), (1, 1, 1));
    assert_eq!((summary.blocked_clicks, summary.decisions), (1, 3));
    assert_eq!((summary.consents.len(), summary.overrides.len(), summary.opt_outs.len()), (1, 1, 1));
    assert_eq!(summary.rule_packs[0].version, "2026-11-20");
    assert_eq!(summary.recordings.len(), 1);
    assert_eq!(summary.people[0].did["call.disposition"], 1);
    assert_eq!(pack.suppression.as_ref().map(|entry| entry.at), Some(at(90)));
    assert_eq!(pack.chains.len(), 2, "one log for each run");
    let report = verify(sealed.json());
    assert_eq!(report.broken, None);
    assert_eq!((report.rows, report.calls, report.events), (11, 1, 8));
    assert!(report.linked >= 8, "{report}");
}

#[tokio::test]
async fn a_number_that_was_only_ever_refused_has_a_pack() {
    let history = History::new();
    history.refused_click().await;
    history.refused_click().await;
    let sealed = history.pack().await;
    assert_eq!(sealed.pack().calls, []);
    assert_eq!((sealed.pack().summary.blocked_clicks, sealed.pack().rows.len()), (2, 2));
    assert!(verify(sealed.json()).holds());
}

#[tokio::test]
async fn a_number_that_nobody_knows_is_told_in_a_sentence_that_hides_it() {
    let history = History::new();
    history.note("call.refused", None, json!({ "to": "+18135550199" })).await;
    let error = gather(&history.store, &number(), by_agent(), at(0)).await.unwrap_err();
    assert!(matches!(error, Error::NothingOnRecord(_)));
    let sentence = error.to_string();
    assert!(sentence.starts_with("Nothing is on record about +1813*****42"), "{sentence}");
    assert!(!sentence.contains("5550142"), "{sentence}");
}

#[tokio::test]
async fn that_a_pack_was_made_is_on_the_log_and_in_the_next_pack() {
    let history = History::full().await;
    let first = history.pack().await;
    let query = AuditQuery { kind: Some(GATHERED.to_owned()), ..AuditQuery::default() };
    let row = history.store.audit(&query).await.unwrap().remove(0);
    assert_eq!(row.entry.payload["digest"], first.digest());
    assert_eq!(row.entry.payload["number"], number().as_str());
    assert_eq!(row.entry.agent, by_agent().agent);
    let second = history.pack().await;
    assert_eq!(second.pack().rows.last().map(|row| row.says.kind.as_str()), Some(GATHERED));
}

#[tokio::test]
async fn a_log_of_many_pages_is_gathered_whole() {
    let history = History::new();
    for place in 0..1_203 {
        let to = if place % 400 == 0 { "+18135550142" } else { "+18135550199" };
        history.note("call.refused", None, json!({ "to": to, "place": place })).await;
    }
    let sealed = history.pack().await;
    assert_eq!(sealed.pack().rows.len(), 4);
    assert_eq!(sealed.pack().chains[0].rows, 1_204, "with the row that opens the log");
    assert!(verify(sealed.json()).holds());
}

#[tokio::test]
async fn the_file_is_named_by_four_digits_and_the_day() {
    let history = History::new();
    history.refused_click().await;
    let now: Timestamp = "2026-11-20T23:59:59Z".parse().unwrap();
    let sealed = evidence::make(&history.store, &number(), by_agent(), now).await.unwrap();
    assert_eq!(sealed.file_stem(), "evidence-0142-2026-11-20");
}
