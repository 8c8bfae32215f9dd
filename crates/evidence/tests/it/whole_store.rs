//! A pack against the store that it came from, and a store that somebody changed.

use std::path::Path;

use evidence::{Broken, Pack, Sealed, gather, verify_against};
use rusqlite::Connection;
use serde_json::json;
use store::Store;
use store::sqlite::SqliteStore;

use crate::history::{History, at, by_agent, number};

async fn broken(store: &dyn Store, json: &str) -> Option<String> {
    let report = verify_against(store, json).await.unwrap();
    report.broken.map(|broken| {
        assert!(matches!(broken, Broken::Store(_)), "{broken}");
        broken.to_string()
    })
}

/// What somebody can do who also takes the triggers away.
fn tamper(path: &Path, sql: &str) {
    let file = Connection::open(path).unwrap();
    file.execute_batch("DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete;").unwrap();
    assert!(file.execute(sql, []).unwrap() > 0, "{sql}");
}

#[tokio::test]
async fn the_store_bears_its_own_pack_out_also_when_it_went_on() {
    let history = History::full().await;
    let sealed = history.pack().await;
    let report = verify_against(&history.store, sealed.json()).await.unwrap();
    assert!(report.holds() && report.to_string().ends_with("the store says the same."), "{report}");
    let history = history.reopened();
    history.refused_click().await;
    assert_eq!(broken(&history.store, sealed.json()).await, None, "later rows are no omission");
}

#[tokio::test]
async fn a_row_that_was_left_out_is_found() {
    let history = History::full().await;
    let mut pack: Pack = history.pack().await.pack().clone();
    // The override: nothing else in the pack rests on it but its summary.
    let gone = pack.rows.pop().unwrap();
    pack.summary.overrides.clear();
    *pack.summary.people[0].did.get_mut("override.made").unwrap() -= 1;
    pack.summary.people[0].did.remove("override.made");
    let sealed = Sealed::new(pack).unwrap();
    let alone = sealed.report();
    assert!(alone.holds(), "the file alone cannot show it: {alone}");
    let what = broken(&history.store, sealed.json()).await.unwrap();
    let place = format!("row {} of log {}", gone.says.seq, gone.says.chain);
    assert!(what.contains(&place) && what.contains("leaves it out"), "{what}");
}

#[tokio::test]
async fn a_pack_that_the_log_does_not_know_is_told() {
    let history = History::full().await;
    let pack = gather(&history.store, &number(), by_agent(), at(600)).await.unwrap();
    let what = broken(&history.store, Sealed::new(pack).unwrap().json()).await.unwrap();
    assert!(what.ends_with("does not know that this pack was made"), "{what}");
    let other = History::full().await;
    let sealed = other.pack().await;
    let what = broken(&history.store, sealed.json()).await.unwrap();
    assert!(what.ends_with("it is gone"), "{what}");
}

#[tokio::test]
async fn a_store_that_was_changed_later_does_not_bear_the_pack_out() {
    let history = History::full().await;
    let sealed = history.pack().await;
    let path = history.path.clone();
    tamper(
        &path,
        "UPDATE audit SET body = replace(body, 'EXPRESS_WRITTEN', 'PERSONAL') WHERE body LIKE '%consent.given%'",
    );
    let what = broken(&SqliteStore::open(&path).unwrap(), sealed.json()).await.unwrap();
    assert!(what.contains("its contents were changed"), "{what}");
}

#[tokio::test]
async fn a_pack_of_a_changed_store_says_so() {
    let history = History::full().await;
    tamper(
        &history.path,
        "UPDATE audit SET body = replace(body, '\"allowed\":false', '\"allowed\":true') WHERE body LIKE '%call.refused%'",
    );
    let sealed = history.pack().await;
    let report = sealed.report();
    let Some(Broken::Row { number, what, .. }) = report.broken else { panic!("{report}") };
    assert_eq!((number, what), (1, "its contents were changed"));
    let document = evidence::render(&sealed, evidence::Attachment::File);
    assert!(document.contains("The pack does not hold: row 1 in the pack"));
}

#[tokio::test]
async fn a_call_in_the_store_that_was_changed_shows_in_the_pack() {
    let history = History::full().await;
    let call = history.pack().await.pack().calls[0].record.facts.id;
    let file = Connection::open(&history.path).unwrap();
    let changed = file
        .execute(
            "UPDATE calls SET doc = json_set(doc, '$.wrap_up.submission.disposition', 'not_interested') WHERE id = ?1",
            [call.to_string()],
        )
        .unwrap();
    assert_eq!(changed, 1);
    let report = history.pack().await.report();
    let expected = Broken::Call { call, what: "its disposition is not the one that a row says".to_owned() };
    assert_eq!(report.broken, Some(expected));
    assert_ne!(json!(report.rows), json!(0));
}
