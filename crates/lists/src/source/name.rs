//! What a file's name says: the area code, the day.

use jiff::civil::Date;

use crate::AreaCode;

/// The area code in a name such as `813.txt`, `2026-11-20_813.zip`, `dnc-813-full.xml`: the only word of three digits
/// that can be one. `None` where there is no such word, or more than one.
pub(crate) fn area_in(name: &str) -> Option<AreaCode> {
    let mut codes =
        base(name).split(|c: char| !c.is_ascii_alphanumeric()).filter_map(|word| word.parse().ok());
    let code = codes.next()?;
    codes.next().is_none().then_some(code)
}

/// The day in a name such as `2026-11-20_813.txt` or `813_20261120.zip`.
pub(crate) fn day_in(name: &str) -> Option<Date> {
    let name = base(name);
    let mut starts = name.char_indices().map(|(at, _)| at);
    starts.find_map(|at| {
        let before = name.get(..at)?.chars().next_back();
        // A run of digits is a day as a whole or not at all.
        if before.is_some_and(|c| c.is_ascii_digit()) {
            return None;
        }
        [10, 8].iter().find_map(|length| {
            let after = name.get(at + length..)?.chars().next();
            let date: Date = name.get(at..at + length)?.parse().ok()?;
            (!after.is_some_and(|c| c.is_ascii_digit()) && (1990..2100).contains(&date.year()))
                .then_some(date)
        })
    })
}

/// The longest name that is shown, characters.
const SHOWN: usize = 80;

/// The name of a member as it may stand in a sentence on a terminal: whoever made the archive chose it.
pub(super) fn shown(name: &str) -> String {
    let mut shown: String = name.chars().take(SHOWN).map(|c| if is_plain(c) { c } else { '?' }).collect();
    if name.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

/// Neither a control character nor one that turns the direction of what follows.
fn is_plain(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Without folders.
fn base(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_that_say_something() {
        for (name, area, day) in [
            ("813.txt", Some("813"), None),
            ("2026-11-20_813.zip", Some("813"), Some(date(2026, 11, 20))),
            ("813_20261120_full.xml", Some("813"), Some(date(2026, 11, 20))),
            ("folder 727/list.txt", None, None),
            ("813-727.txt", None, None),
            ("100.txt", None, None),
            ("national-2026-11-20.txt.gz", None, Some(date(2026, 11, 20))),
            ("1220261120.txt", None, None),
            ("2026-13-20.txt", None, None),
        ] {
            assert_eq!(area_in(name).map(|code| code.to_string()).as_deref(), area, "{name}");
            assert_eq!(day_in(name), day, "{name}");
        }
    }

    #[test]
    fn a_name_does_nothing_to_a_terminal() {
        assert_eq!(shown("a/813.txt"), "a/813.txt");
        assert_eq!(shown("\u{1b}[2J813\n.txt\u{202e}"), "?[2J813?.txt?");
        assert_eq!(shown(&"x".repeat(81)), format!("{}…", "x".repeat(80)));
    }

    proptest! {
        #[test]
        fn any_name_is_read_without_a_panic(name in "\\PC{0,30}") {
            let _ = (area_in(&name), day_in(&name));
        }
    }
}
