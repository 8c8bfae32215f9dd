//! What a command prints: the lists, a number, and what was imported.

use std::fs;

use jiff::Timestamp;
use jiff::civil::date;
use lists::{Ages, ImportOptions, ListId, Lists};

#[test]
fn the_lists_and_a_number_read_as_sentences_and_as_json() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("2026-11-01_813.txt");
    fs::write(&file, "5550142\n5550143\n").unwrap();
    let lists = Lists::open(&dir.path().join("lists"), Ages::default()).unwrap();
    let nothing = lists.lookup("(813) 555-0142", date(2026, 11, 20)).unwrap();
    assert_eq!(nothing.to_string(), "(813) 555-0142\nNational Do Not Call Registry: never imported\n");
    assert!(lists.show(date(2026, 11, 20)).is_empty());

    let now: Timestamp = "2026-11-02T15:00:00Z".parse().unwrap();
    let report = lists.import(&ImportOptions::new(ListId::National, vec![file], now)).unwrap();
    assert_eq!(
        report.to_string(),
        "Imported the National Do Not Call Registry as version 1: a full list of 2026-11-01, 2 lines in 1 file.\n\
         It has 2 numbers now, and is the first.\n\
         Area codes: 813.\n\
         Note: The files are of 2026-11-01: 1 days old already.\n"
    );

    for (today, info, number) in [
        (date(2026, 11, 20), "(19 days old)", "not listed (version 1, of 2026-11-01)"),
        (date(2026, 11, 25), "(24 days old): import it again soon", "not listed (version 1, of 2026-11-01)"),
        (
            date(2026, 12, 3),
            "(32 days old): STALE, import it again",
            "not listed, but the list is 32 days old (version 1, of 2026-11-01)",
        ),
    ] {
        assert_eq!(
            lists.show(today)[0].to_string(),
            format!(
                "National Do Not Call Registry: version 1, 2 numbers in 1 area codes, of 2026-11-01 {info}"
            )
        );
        let lookup = lists.lookup("8135550144", today).unwrap().to_string();
        assert_eq!(lookup, format!("(813) 555-0144\nNational Do Not Call Registry: {number}\n"));
    }
    let json = serde_json::to_value(lists.lookup("8135550142", date(2026, 12, 3)).unwrap()).unwrap();
    assert_eq!(json["number"], "+18135550142");
    assert_eq!(json["lists"][0]["list"], "national");
    assert_eq!(json["lists"][0]["standing"], "hit");
    let json = serde_json::to_value(lists.lookup("8135550144", date(2026, 12, 3)).unwrap()).unwrap();
    assert_eq!(json["lists"][0]["standing"]["stale"]["days"], 32);
    assert!(lists.lookup("911", date(2026, 12, 3)).is_err());
}
