//! A pack against somebody who holds the file.

use std::sync::LazyLock;

use evidence::{Broken, Pack, Sealed, verify};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::history::History;

static FILE: LazyLock<String> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async { History::full().await.pack().await.json().to_owned() })
});

static READ: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(&FILE).unwrap());

fn pack() -> Value {
    READ.clone()
}

/// The bytes of each row in the file.
fn spans() -> Vec<std::ops::Range<usize>> {
    let rows = pack()["pack"]["rows"].as_array().unwrap().len();
    let start = FILE.find("\"rows\": [\n").unwrap();
    let starts: Vec<usize> =
        FILE[start..].match_indices("\n      {\n").map(|(at, _)| start + at + 7).take(rows).collect();
    let end = |at: usize| at + FILE[at..].find("\n      }").unwrap() + 8;
    starts.into_iter().map(|at| at..end(at)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]
    #[test]
    fn any_changed_byte_of_a_row_is_found_and_named(row in any::<prop::sample::Index>(), place in any::<prop::sample::Index>(), byte in 0_u8..128) {
        let spans = spans();
        let row = row.index(spans.len());
        let span = &spans[row];
        let mut bytes = FILE.clone().into_bytes();
        bytes[span.start + place.index(span.len())] = byte;
        let Ok(changed) = String::from_utf8(bytes) else { return Ok(()) };
        if serde_json::from_str::<Value>(&changed).is_ok_and(|changed| changed == *READ) {
            // White space, or the byte that was there.
            return Ok(());
        }
        match verify(&changed).broken {
            Some(Broken::Row { number, .. }) => prop_assert_eq!(number, row + 1),
            // The file is no JSON any more: the line is named.
            Some(Broken::File(why)) => prop_assert!(why.contains("line") || why.contains("rows"), "{}", why),
            other => prop_assert!(false, "row {}: {:?}", row + 1, other),
        }
    }
}

#[test]
fn each_row_can_be_told_from_the_next_in_the_file() {
    let rows = pack()["pack"]["rows"].as_array().unwrap().clone();
    let read: Vec<Value> =
        spans().into_iter().map(|span| serde_json::from_str(&FILE[span]).unwrap()).collect();
    assert_eq!(read, rows);
}

/// The pack after a change by somebody who also makes a new digest.
fn resealed(change: impl FnOnce(&mut Value)) -> Option<Broken> {
    let mut file = pack();
    change(&mut file["pack"]);
    let pack: Pack = serde_json::from_value(file["pack"].take()).unwrap();
    verify(Sealed::new(pack).unwrap().json()).broken
}

fn said(change: impl FnOnce(&mut Value)) -> String {
    resealed(change).unwrap().to_string()
}

#[test]
fn a_new_digest_does_not_help() {
    assert_eq!(resealed(|_| {}), None);
    let what = said(|pack| pack["rows"][3]["says"]["kind"] = json!("call.allowed"));
    assert!(what.starts_with("row 4 in the pack (row ") && what.ends_with("its hashed bytes say"), "{what}");
    let what = said(|pack| {
        let twice = pack["rows"][2].clone();
        pack["rows"].as_array_mut().unwrap().push(twice);
    });
    assert!(what.ends_with("it is in the pack twice"), "{what}");
    let what = said(|pack| pack["chains"][1]["rows"] = json!(1));
    assert!(what.ends_with("it lies behind the end of its log"), "{what}");
    let what = said(|pack| pack["chains"][1]["hash"] = json!("00"));
    assert!(what.contains("its last row has another hash"), "{what}");
    let what = said(|pack| drop(pack["chains"].as_array_mut().unwrap().remove(0)));
    assert!(what.ends_with("its log is not among the listed ones"), "{what}");
    assert_eq!(resealed(|pack| pack["summary"]["attempts"] = json!(0)), Some(Broken::Summary));
}

#[test]
fn what_the_calls_say_is_held_against_the_rows() {
    type Change = fn(&mut Value);
    let cases: [(Change, &str); 7] = [
        (|call| call["record"]["facts"]["to"] = json!("+18135550143"), "it went to another number"),
        (|call| call["record"]["facts"]["agent"] = json!("somebody_else"), "the row of the click disagree"),
        (|call| call["record"]["wrap_up"] = Value::Null, "its disposition is missing"),
        (
            |call| call["record"]["wrap_up"]["submission"]["disposition"] = json!("not_interested"),
            "its disposition is not the one that a row says",
        ),
        (|call| call["events"][4]["payload"]["said"] = json!("nothing"), "no row bears out its event"),
        (
            |call| {
                let again = call["events"][2].clone();
                call["events"].as_array_mut().unwrap().push(again);
            },
            "no row bears out its event",
        ),
        (
            |call| {
                call["record"]["refusal"] =
                    json!({ "code": "X", "sentence": "No.", "next_allowed_at": null });
            },
            "its record says that it was refused, and no row does",
        ),
    ];
    for (change, expected) in cases {
        let broken = resealed(|pack| change(&mut pack["calls"][0])).unwrap();
        assert!(matches!(broken, Broken::Call { .. }), "{broken:?}");
        assert!(broken.to_string().contains(expected), "{broken}");
    }
}

#[test]
fn a_call_without_its_clearance_is_found() {
    let what = said(|pack| {
        pack["rows"].as_array_mut().unwrap().retain(|row| row["says"]["kind"] != "call.cleared");
    });
    assert!(what.ends_with("the number was dialled, and no row clears it"), "{what}");
}

#[test]
fn what_rests_on_no_row_is_held_by_the_digest() {
    let mut file = pack();
    file["pack"]["suppression"]["reason"] = json!("none");
    assert_eq!(verify(&file.to_string()).broken, Some(Broken::Digest));
    assert_eq!(verify(&pack().to_string()).broken, None, "white space is nothing");
}

#[test]
fn a_name_that_stands_twice_is_refused() {
    for name in ["number", "says", "seq", "agent_name"] {
        let twice = format!("\"{name}\": null,\n\"{name}\":");
        let file = FILE.replacen(&format!("\"{name}\":"), &twice, 1);
        assert_ne!(file, *FILE, "{name}");
        let read: Value = serde_json::from_str(&file).unwrap();
        assert_eq!(read, *READ, "a lenient reader sees nothing of it");
        assert!(!verify(&file).holds(), "{name}");
    }
}

#[test]
fn what_is_no_pack_is_told() {
    for (file, why) in [
        ("", "it cannot be read at line 1"),
        ("[]", "there is no pack in it"),
        (r#"{"pack":{"format":"twoleg-evidence/9"}}"#, "of another form"),
        (r#"{"pack":{"format":"twoleg-evidence/1"}}"#, "it has no rows"),
    ] {
        let report = verify(file);
        let said = report.to_string();
        assert!(
            said.starts_with("The pack does not hold: the file is no evidence pack") && said.contains(why),
            "{said}"
        );
    }
}

proptest! {
    #[test]
    fn no_file_makes_the_verifier_panic(text in "\\PC{0,80}", at in any::<prop::sample::Index>()) {
        prop_assert!(!verify(&text).holds());
        let mut cut = FILE.clone();
        cut.truncate(at.index(FILE.len() - 1));
        prop_assert!(!verify(&cut).holds());
    }
}
