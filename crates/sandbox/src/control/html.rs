//! The frame of the sandbox's pages, and text made safe for them.

/// A whole page. `script` is the path of its script, or nothing.
pub(crate) fn document(title: &str, script: &str, body: &str) -> String {
    let script = if script.is_empty() {
        String::new()
    } else {
        format!("<script src=\"{}\" defer></script>", escape(script))
    };
    format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8>\
         <meta name=viewport content=\"width=device-width, initial-scale=1\">\
         <meta name=color-scheme content=\"light dark\"><title>{} · Twoleg sandbox</title>\
         <link rel=icon href=\"data:,\"><link rel=stylesheet href=\"/sandbox/control.css\">{script}</head>\
         <body><main>{body}</main></body></html>",
        escape(title),
    )
}

/// The parts, one after the other.
pub(crate) fn each<T>(items: impl IntoIterator<Item = T>, part: impl Fn(T) -> String) -> String {
    items.into_iter().fold(String::new(), |mut all, item| {
        all.push_str(&part(item));
        all
    })
}

/// Text for an element or a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    html_escape::encode_quoted_attribute(text).into_owned()
}

/// A link; anything but `http(s)` and paths of our own is shown as text.
pub(crate) fn link(href: &str, text: &str) -> String {
    let safe = href.starts_with("http://")
        || href.starts_with("https://")
        || (href.starts_with('/') && !href.starts_with("//"));
    if safe { format!("<a href=\"{}\">{}</a>", escape(href), escape(text)) } else { escape(text) }
}

/// The CRM's rich text without its markup, entities decoded, one line for each paragraph.
pub(crate) fn plain(rich: &str) -> String {
    let mut text = String::with_capacity(rich.len());
    let mut rest = rich;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        match after.split_once('>') {
            Some((tag, after)) if tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') => {
                if ["/p", "br", "/li", "/div"].iter().any(|end| tag.starts_with(end)) {
                    text.push('\n');
                }
                rest = after;
            }
            _ => {
                text.push('<');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    html_escape::decode_html_entities(text.trim()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_the_crm_becomes_markup() {
        assert_eq!(
            escape("<img src=x onerror=\"a('b')\">"),
            "&lt;img src=x onerror=&quot;a(&#x27;b&#x27;)&quot;&gt;"
        );
        assert_eq!(link("javascript:alert(1)", "x"), "x");
        assert_eq!(link("//elsewhere.example", "x"), "x");
        assert_eq!(link("/sandbox", "a&b"), "<a href=\"/sandbox\">a&amp;b</a>");
    }

    #[test]
    fn rich_text_reads_as_lines() {
        assert_eq!(plain("<p>one &amp; <b>two</b></p><p>three</p>"), "one & two\nthree");
        assert_eq!(plain("3 < 4 &lt; 5"), "3 < 4 < 5");
    }
}
