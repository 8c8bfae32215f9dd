//! Telling the phone numbers in a piece of free text apart.
//!
//! A wrong number rings a stranger, so this is strict: a stretch of digits counts only when it divides into whole US
//! numbers without a digit left over. `Lot 12 813-555-0142` gives nothing, and the agent sees the text instead.

use domain::E164;

/// One number in a text, and the part of the text that it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) raw: String,
    pub(super) number: E164,
}

/// All numbers in `text`, in order.
pub(super) fn numbers(text: &str) -> Vec<Found> {
    text.split(['\n', ';', ',', '|'])
        .flat_map(|line| {
            line.split(" or ").flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" & "))
        })
        .flat_map(of_part)
        .collect()
}

/// The numbers of a part that should hold one: it keeps the words around a single number (`Denise 352-555-0187`).
fn of_part(part: &str) -> Vec<Found> {
    let part = part.trim();
    if let Ok(number) = E164::parse(part) {
        return vec![Found { raw: part.to_owned(), number }];
    }
    let mut found = Vec::new();
    let mut rest = part;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit() || matches!(c, '+' | '(')) {
        rest = &rest[at..];
        let end = rest.find(|c: char| !is_phone_char(c)).unwrap_or(rest.len()).max(1);
        let (run, tail) = rest.split_at(end);
        // An extension belongs to the number before it.
        found.extend(of_run(run));
        rest = skip_extension(tail);
    }
    if let [only] = found.as_mut_slice() {
        part.clone_into(&mut only.raw);
    }
    found
}

/// The numbers that a run of digits and separators divides into, or none.
fn of_run(run: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut rest = run.trim_start_matches([' ', '.', '-', '/', ')']);
    while rest.contains(|c: char| c.is_ascii_digit()) {
        let Some(end) = end_of_number(rest) else { return Vec::new() };
        let (raw, tail) = rest.split_at(end);
        let Ok(number) = E164::parse(raw) else { return Vec::new() };
        found.push(Found { raw: raw.trim().to_owned(), number });
        rest = tail.trim_start_matches([' ', '.', '-', '/', ')']);
    }
    found
}

/// Where a number of ten digits, or of eleven with the country code, ends. None when digits are missing or too many.
fn end_of_number(text: &str) -> Option<usize> {
    let mut digits = text.char_indices().filter(|(_, c)| c.is_ascii_digit());
    let (_, first) = digits.next()?;
    let wanted = if first == '1' { 11 } else { 10 };
    let (last, _) = digits.nth(wanted - 2)?;
    let end = last + 1;
    (!text[end..].starts_with(|c: char| c.is_ascii_digit())).then_some(end)
}

fn is_phone_char(c: char) -> bool {
    c.is_ascii_digit()
        || matches!(c, '+' | '(' | ')' | '-' | '.' | '/' | ' ' | '\u{a0}' | '\u{2010}'..='\u{2015}')
}

fn skip_extension(tail: &str) -> &str {
    let lower = tail.get(..9).unwrap_or(tail).to_ascii_lowercase();
    for mark in ["extension", "ext.", "ext", "x", "#"] {
        if lower.starts_with(mark) {
            let after = &tail[mark.len()..].trim_start();
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            if (1..=7).contains(&digits) {
                return &after[digits..];
            }
        }
    }
    tail
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<(String, String)> {
        numbers(text).into_iter().map(|f| (f.number.as_str().to_owned(), f.raw)).collect()
    }

    fn plain(text: &str) -> Vec<String> {
        found(text).into_iter().map(|(number, _)| number).collect()
    }

    #[test]
    fn several_numbers_in_one_text_are_told_apart() {
        for text in [
            "813-555-0142 / 352-555-0187",
            "813-555-0142, 352-555-0187",
            "813-555-0142 or 352-555-0187",
            "(813) 555-0142\n(352) 555-0187",
            "8135550142 3525550187",
            "+1 813 555 0142; 1-352-555-0187",
            "813-555-0142 (352) 555-0187",
            "cell 813.555.0142 x12 home 352.555.0187",
        ] {
            assert_eq!(plain(text), ["+18135550142", "+13525550187"], "{text}");
        }
    }

    #[test]
    fn the_words_around_a_number_stay_with_it() {
        assert_eq!(
            found("Denise 352-555-0187, Harold (813) 555-0142 (after 5)"),
            [
                ("+13525550187".into(), "Denise 352-555-0187".into()),
                ("+18135550142".into(), "Harold (813) 555-0142 (after 5)".into())
            ]
        );
    }

    #[test]
    fn digits_that_are_no_whole_number_are_never_dialled() {
        for text in [
            "Lot 12 813-555-0142",
            "555-0142",
            "+44 20 7946 0958",
            "+44 (0)20 7946 0958",
            "813-555-01423",
            "2026-11-20 813-555-0142",
            "no phone",
            "",
            "911",
        ] {
            assert_eq!(plain(text), Vec::<String>::new(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,60}") {
            let _ = numbers(&text);
        }

        #[test]
        fn what_looks_like_phones_is_read_without_a_panic(text in "[0-9 ()+./x,\u{a0}\u{2013}#-]{0,50}") {
            for found in numbers(&text) {
                let in_text: String = text.chars().filter(char::is_ascii_digit).collect();
                prop_assert!(in_text.contains(&found.number.as_str()[2..]));
            }
        }

        #[test]
        fn two_written_numbers_are_both_found(a in 2_000_000_u32..9_999_999, gap in "( / |, | or |\n|; )") {
            let second = format!("(352) {:03}-{:04}", a / 10_000, a % 10_000);
            let text = format!("813-555-0142{gap}{second}");
            let expected = usize::from(E164::parse(&second).is_ok());
            let read = numbers(&text);
            prop_assert!(expected == 0 || read.len() == 2, "{} {:?}", text, read);
        }
    }
}
