//! Notes that read as if the person had asked not to be called: then the agent is asked (47 CFR 64.1200(a)(10): a
//! request counts in whatever words it was made).

/// What people say who want no more calls, as it stands in notes: lower case, without apostrophes.
const PHRASES: [&str; 34] = [
    "do not call",
    "dont call",
    "do not contact",
    "dont contact",
    "do not phone",
    "not call again",
    "never call",
    "stop call",
    "stop contact",
    "stop phoning",
    "stop bothering",
    "quit calling",
    "no more calls",
    "wants no calls",
    "take me off",
    "take us off",
    "take him off",
    "take her off",
    "take them off",
    "taken off",
    "off your list",
    "off the list",
    "off our list",
    "remove me",
    "remove us",
    "remove my",
    "remove from",
    "lose my number",
    "lose this number",
    "leave me alone",
    "leave us alone",
    "opt out",
    "opted out",
    "unsubscribe",
];

/// Words that say so by themselves.
const WORDS: [&str; 4] = ["dnc", "harassment", "harassing", "cease"];

/// Whether notes read like a request for no more calls. It asks too often rather than too seldom: it only asks.
pub fn reads_like_opt_out(notes: &str) -> bool {
    let plain: String = notes
        .to_lowercase()
        .chars()
        .filter(|c| !matches!(c, '\'' | '\u{2019}'))
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let text = words.join(" ");
    WORDS.iter().any(|word| words.contains(word)) || PHRASES.iter().any(|phrase| says(&text, phrase))
}

/// Whether the phrase stands there, beginning at a word.
fn says(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| at == 0 || text.as_bytes().get(at - 1) == Some(&b' '))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn requests_are_heard_in_many_words() {
        for notes in [
            "Do NOT call again!",
            "She said: don\u{2019}t call here.",
            "asked me to take him off the list",
            "DNC",
            "Wants to opt-out of everything",
            "Told me to stop  calling\nher",
            "says this is harassment",
            "Remove from list pls",
        ] {
            assert!(reads_like_opt_out(notes), "{notes}");
        }
    }

    #[test]
    fn other_notes_are_left_alone() {
        for notes in
            ["", "Call back Thursday.", "Left word about the house.", "Wants $185k, roof is 9 years old."]
        {
            assert!(!reads_like_opt_out(notes), "{notes}");
        }
    }

    proptest! {
        #[test]
        fn whatever_stands_around_it(before in "[a-z ]{0,12}", after in "\\PC{0,12}") {
            let (notes, bare) = (format!("{before} Stop calling {after}"), format!("{before}. {after}"));
            prop_assert!(reads_like_opt_out(&notes));
            let _ = reads_like_opt_out(&bare);
        }
    }
}
