//! The pack of a person who was erased.

use evidence::{Attachment, Broken, Pack, Sealed, render, verify, verify_against};
use store::conformance::erasure::erasure_of;
use store::{AuditQuery, PERSON_ERASED, Store};

use crate::history::{History, number};

async fn erased() -> History {
    let history = History::full().await;
    history.store.erase(&erasure_of(&history.store, &number()).await).await.unwrap();
    history
}

#[tokio::test]
async fn it_verifies_says_so_and_names_nobody() {
    let history = erased().await;
    let sealed = history.pack().await;
    let report = verify_against(&history.store, sealed.json()).await.unwrap();
    assert_eq!((report.broken.as_ref(), report.rows, report.erased), (None, 12, 11));
    assert_eq!((report.calls, report.events), (1, 8));
    assert!(report.to_string().contains("of the rows, 11 were erased"), "{report}");
    let pack = sealed.pack();
    assert_eq!(pack.rows.last().map(|row| row.says.kind.as_str()), Some(PERSON_ERASED));
    assert_eq!((pack.summary.attempts, pack.summary.answered, pack.summary.erased_rows), (1, 1, 11));
    assert!(pack.suppression.is_some(), "it stays in force");
    let document = render(&sealed, Attachment::File);
    assert!(document.contains("11 rows say only when and of what kind they were"), "{document}");
    for gone in ["Whitaker", "Asked not to be called", "podio.example"] {
        assert!(!sealed.json().contains(gone) && !document.contains(gone), "{gone}");
    }
}

#[tokio::test]
async fn a_pack_that_was_handed_out_before_still_holds_against_the_store() {
    let history = History::full().await;
    let before = history.pack().await;
    history.store.erase(&erasure_of(&history.store, &number()).await).await.unwrap();
    let report = verify_against(&history.store, before.json()).await.unwrap();
    assert_eq!((report.broken, report.erased), (None, 0));
}

#[tokio::test]
async fn who_alters_an_erased_row_or_hides_one_is_found() {
    let history = erased().await;
    let pack = history.pack().await.pack().clone();
    let change = |change: &dyn Fn(&mut Pack)| {
        let mut pack = pack.clone();
        change(&mut pack);
        Sealed::new(pack).unwrap()
    };
    let altered = [
        change(&|pack| pack.rows[0].body = pack.rows[0].body.replace("call.refused", "call.cleared")),
        change(&|pack| pack.rows[0].says.kind = "call.cleared".to_owned()),
        change(&|pack| pack.rows[0].says.erased = false),
        change(&|pack| pack.rows[0].says.payload = serde_json::json!({ "to": number() })),
    ];
    for sealed in altered {
        let broken = verify(sealed.json()).broken;
        assert!(matches!(broken, Some(Broken::Row { number: 1, .. })), "{broken:?}");
    }
    let hidden = change(&|pack| {
        // A row without a call: only the row that says what was erased knows about whom it was.
        let gone = pack.rows.remove(0);
        assert!(gone.says.call.is_none());
        pack.summary.erased_rows -= 1;
        pack.summary.blocked_clicks -= 1;
        let did = &mut pack.summary.people[0].did;
        did.remove(&gone.says.kind);
    });
    assert!(verify(hidden.json()).holds(), "the file alone cannot show it");
    let what = verify_against(&history.store, hidden.json()).await.unwrap().to_string();
    assert!(what.contains("leaves it out"), "{what}");
}

#[tokio::test]
async fn the_row_that_says_so_says_nothing_about_the_person() {
    let history = erased().await;
    let query = AuditQuery { kind: Some(PERSON_ERASED.to_owned()), ..AuditQuery::default() };
    let row = history.store.audit(&query).await.unwrap().remove(0);
    assert!(!row.body.contains(number().as_str()) && !row.body.contains(number().line()), "{}", row.body);
}
