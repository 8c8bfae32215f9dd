//! Text as the CRM holds it, made fit for a person to read.

/// Turns a CRM's rich text (`<p>Call <b>after</b> 5 &amp; leave…</p>`) into plain text: tags dropped, entities
/// decoded, paragraphs and line breaks kept, blank edges trimmed. Plain text passes unchanged.
pub fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        // `a < b` is text: a tag starts with a letter, `/` or `!`.
        let opens_tag = tail.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        if !opens_tag {
            text.push('<');
            rest = tail;
            continue;
        }
        // Where no tag is closed any more, none of those behind it is looked at: there may be a million.
        let Some(end) = tail.find('>') else {
            rest = &rest[at..];
            break;
        };
        if breaks_line(&tail[..end]) && !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        rest = &tail[end + 1..];
    }
    text.push_str(rest);
    let decoded = html_escape::decode_html_entities(&text);
    let lines: Vec<&str> = decoded.lines().map(|line| line.trim_matches([' ', '\t', '\u{a0}'])).collect();
    lines.join("\n").trim().to_owned()
}

fn breaks_line(tag: &str) -> bool {
    let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
    matches!(
        name.to_ascii_lowercase().as_str(),
        "p" | "br" | "div" | "li" | "ul" | "ol" | "tr" | "h1" | "h2" | "h3" | "h4" | "blockquote"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markup_becomes_text() {
        assert_eq!(
            plain("<p>Call <b>after</b> 5 &amp; ask</p><p>for Denise</p>"),
            "Call after 5 & ask\nfor Denise"
        );
        assert_eq!(plain("one<br/>two"), "one\ntwo");
        assert_eq!(plain("3 < 4 and 5 > 4"), "3 < 4 and 5 > 4");
        assert_eq!(plain("  plain  "), "plain");
        assert_eq!(plain("<p></p>"), "");
    }

    /// With a look at the rest for each of them, this would take hours.
    #[test]
    fn a_million_tags_without_an_end_are_text() {
        for text in ["<a".repeat(4_000_000), "< ".repeat(4_000_000) + ">"] {
            assert_eq!(plain(&text), text.trim());
        }
    }

    proptest! {
        #[test]
        fn any_text_survives(text in "\\PC{0,60}") {
            let _ = plain(&text);
        }
    }
}
