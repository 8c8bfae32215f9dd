//! Labels and option texts as people wrote them, made comparable.

/// A label's words: HTML entities decoded, lower case, everything but letters and digits a gap.
/// `Agent Notes &amp; Summary` becomes `agent notes summary`.
pub(crate) fn words(label: &str) -> Vec<String> {
    html_escape::decode_html_entities(label)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The words as one text: two labels are the same when these are.
pub(crate) fn normal(label: &str) -> String {
    words(label).join(" ")
}

/// An option's text for comparison: entities decoded, trimmed, case folded. Its punctuation counts.
pub(crate) fn option_key(text: &str) -> String {
    html_escape::decode_html_entities(text).trim().to_lowercase()
}

/// A label as a person reads it.
pub(crate) fn readable(label: &str) -> String {
    html_escape::decode_html_entities(label).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn labels_compare_by_their_words() {
        assert_eq!(normal(" Call Duration (seconds) "), "call duration seconds");
        assert_eq!(normal("Leads &amp; Clients"), normal("leads & clients"));
        assert_eq!(normal("Agent Notes / Summary"), "agent notes summary");
        assert_eq!(option_key(" Do Not Call\n"), option_key("do not call"));
        assert_eq!(option_key("Buy &amp; Hold"), "buy & hold");
        assert_ne!(option_key("Follow-up"), option_key("Follow up"));
    }

    proptest! {
        #[test]
        fn normal_labels_are_stable(label in "[A-Za-z0-9 /()&.-]{0,40}") {
            let once = normal(&label);
            prop_assert_eq!(normal(&once), once);
        }
    }
}
