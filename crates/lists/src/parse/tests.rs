//! Every form of the same numbers, and every kind of rubbish.

use std::io::{BufReader, Cursor};

use proptest::prelude::*;

use super::*;

/// The numbers of a text, as `813-5550142`, with `+` or `-` before changes.
fn numbers(text: &[u8]) -> Result<Vec<String>, Fault> {
    let mut out = Vec::new();
    // A small buffer: lines and tags are cut at every place.
    read_numbers(&mut BufReader::with_capacity(7, Cursor::new(text)), |_, found| {
        if let Found::Entry(entry) = found {
            let sign = match entry.action {
                None => "",
                Some(Action::Add) => "+",
                Some(Action::Delete) => "-",
            };
            out.push(match entry.number {
                Written::Ten { area, seven } => format!("{sign}{area}-{seven:07}"),
                Written::Seven(seven) => format!("{sign}{seven:07}"),
            });
        }
        Ok(())
    })?;
    Ok(out)
}

fn refused(text: &str) -> (Option<u64>, Reason) {
    let fault = numbers(text.as_bytes()).expect_err(text);
    (fault.line, fault.reason)
}

const WANTED: [&str; 2] = ["813-5550142", "813-5550143"];

#[test]
fn every_form_of_full_lists() {
    for text in [
        "8135550142\n8135550143\n",
        "8135550142\r\n8135550143",
        "\u{feff}8135550142\n\n8135550143\n\u{1a}",
        "813,5550142\n813,5550143\n",
        "813,555-0142\n\"813\",\"5550143\"\n",
        "(813) 555-0142\n+1 813 555 0143\n",
        "813\t5550142\n813\t5550143\n",
        "phone\n8135550142\n813-555-0143\n",
        "Area Code,Phone Number,Added\n813,5550142,x\n813,5550143,y\n",
        "id;phone\n1;8135550142\n2;8135550143\n",
        "<list type='full' val='813'><ac val='813'><ph val='5550142'/><ph val=\"5550143\"/></ac></list>",
        "<?xml version='1.0'?>\n<!-- x -->\n<list type='full'>\n<ac val='813'>\n<ph val='5550142'></ph>\n\
         <ph val='5550143' />\n</ac>\n</list>\n",
        "<list><ph val='8135550142'/><ph val='8135550143'/></list>",
    ] {
        assert_eq!(numbers(text.as_bytes()).unwrap(), WANTED, "{text}");
    }
    assert_eq!(numbers(b"5550142\n5550143\n").unwrap(), ["5550142", "5550143"]);
}

#[test]
fn every_form_of_change_lists() {
    for text in [
        "8135550142,2026-11-20T08:00:00,A\n8135550143,2026-11-20T08:00:01,D\n",
        "813,5550142,2026-11-20,A\n813,5550143,2026-11-20,D\n",
        "813,5550142,A\n813,5550143,D\n",
        "phone,action\n8135550142,add\n8135550143,delete\n",
        "<list type='change'><ac val='813'><ph val='5550142' dt='2026-11-20' ct='A'/><ph val='5550143' ct='D'/></ac>\
         </list>",
    ] {
        assert_eq!(numbers(text.as_bytes()).unwrap(), ["+813-5550142", "-813-5550143"], "{text}");
    }
}

#[test]
fn what_cannot_be_read_is_refused_with_its_line() {
    let garbled = |shape: &str| Reason::Garbled { shape: shape.to_owned() };
    assert_eq!(refused("8135550142\n813555014\n"), (Some(2), garbled("#########")));
    assert_eq!(refused("8135550142\n\nDoe, 813-555-0142\n"), (Some(3), garbled("Doe, ###-###-####")));
    assert_eq!(refused("8135550142,7275550142\n"), (Some(1), garbled("##########,##########")));
    assert_eq!(refused("813\n"), (Some(1), garbled("###")));
    // A header counts only where it stands first, and an id beside a short number is no area code.
    assert_eq!(refused("8135550142\nphone\n"), (Some(2), garbled("phone")));
    assert_eq!(numbers(b"id,phone\n813,5550142\n").unwrap(), ["5550142"]);
    assert_eq!(refused("phone1,phone2\n8135550142,\n").1, Reason::Header { wanted: "phone" });
    assert_eq!(refused("phone,action\n8135550142\n"), (Some(2), garbled("##########")));
}

#[test]
fn xml_that_is_cut_off_or_something_else() {
    for cut in [
        "<list type='full'><ac val='813'><ph val='5550142'/>",
        "<list type='full'><ac val='813'><ph val='5550142'/></ac>",
        "<list type='full'><ac val='813'><ph val='55501",
        "<list><ac val='813'></list>",
        "<",
    ] {
        assert!(matches!(refused(cut).1, Reason::Broken { .. }), "{cut}: {:?}", refused(cut));
    }
    let at = |text| refused(text).0;
    assert_eq!(at("<list>\n<ac val='813'>\n<ph val='555014'/>\n</ac></list>"), Some(3));
    for other in [
        "<html><body>",
        "<list><number/></list>",
        "<list>5550142</list>",
        "<list type='x'/>",
        "<list>&a;</list>",
    ] {
        assert!(matches!(refused(other).1, Reason::UnknownXml { .. }), "{other}: {:?}", refused(other));
    }
    for bad in [
        "<list><ac val='13'/></list>",
        "<list><ac/></list>",
        "<list><ph/></list>",
        "<list><ph val='5550142' x='y'/></list>",
    ] {
        assert!(matches!(refused(bad).1, Reason::Garbled { .. }), "{bad}");
    }
    let long = format!("<list><ph val='{}'/></list>", "1".repeat(1 << 20));
    assert!(matches!(refused(&long).1, Reason::LongLine { .. }));
}

#[test]
fn what_is_no_text() {
    for (bytes, what) in [
        (&b"%PDF-1.7\n"[..], "a PDF"),
        (b"\xff\xfe8\x001\x00", "text in UTF-16"),
        (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
        (b"8135550142\n\0\0\0", "not text"),
    ] {
        assert_eq!(numbers(bytes).unwrap_err().reason, Reason::NotText { what });
    }
}

#[test]
fn addresses_by_line_and_by_column() {
    let read = |text: &str| {
        let mut out = Vec::new();
        read_addresses(&mut text.as_bytes(), |_, address| {
            out.push(address);
            Ok(())
        })
        .map(|()| out)
    };
    let wanted = vec!["1234 N BROAD ST".to_owned()];
    for text in [
        "1234 N. Broad Street\n",
        "1234 N Broad St, Philadelphia, PA 19121\n",
        "Property Address,Owner address\n\"1234 N Broad St, Apt 2\",\"9 Elm St\"\n",
        "name\taddress\nDoe\t1234 N Broad St\n",
    ] {
        assert_eq!(read(text).unwrap(), wanted, "{text}");
    }
    assert_eq!(read("12 Elm St\nElm St\n").unwrap_err().line, Some(2));
    assert_eq!(
        read("address,address 2\n1 A St,\n").unwrap_err().reason,
        Reason::Header { wanted: "address" }
    );
    assert!(read("<html>").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_bytes_are_read_or_refused_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = numbers(&bytes);
        let _ = read_addresses(&mut &bytes[..], |_, _| Ok(()));
    }

    /// Bytes that look like lists, so that the parsers get further.
    #[test]
    fn nearly_lists_are_read_or_refused_without_a_panic(
        text in "([0-9]{1,11}|[,;\t|\"\n\r<>/='&!-]|list|ac|ph|val|type|full|A|D|phone|action|2026-11-20|\u{feff}| ){0,60}",
    ) {
        let _ = numbers(text.as_bytes());
        let _ = numbers(format!("<list>{text}</list>").as_bytes());
        let _ = numbers(format!("phone,action\n{text}").as_bytes());
        let _ = read_addresses(&mut text.as_bytes(), |_, _| Ok(()));
    }
}
