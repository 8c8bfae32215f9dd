//! The link in a field, where it is one. Only `https:` is followed: a CRM can hold any text, `javascript:` too.

use serde_json::Value;
use url::Url;

use crate::wire::{ItemField, scalar};

/// A field's single link.
pub(super) fn href(field: &ItemField, text: &str) -> Option<String> {
    let [value] = field.values.as_slice() else { return None };
    let bare = value.get("value").unwrap_or(value);
    match field.kind.as_str() {
        "embed" => ["original_url", "resolved_url"]
            .into_iter()
            .find_map(|key| https(&scalar(value.get("embed")?.get(key)?)?)),
        "app" | "image" | "file" | "media" | "contact" => {
            bare.get("link").and_then(Value::as_str).and_then(https)
        }
        "text" | "calculation" => https(text),
        _ => None,
    }
}

/// A calculation field can hold one Markdown link, `[Call](https://…)`, which Podio shows as a link.
pub(super) fn markdown(text: &str) -> Option<(String, String)> {
    let (label, target) = text.strip_prefix('[')?.strip_suffix(')')?.split_once("](")?;
    let plain = !label.trim().is_empty() && !label.contains(['[', ']']) && !target.contains(['(', ' ']);
    if plain { Some((label.trim().to_owned(), https(target)?)) } else { None }
}

fn https(text: &str) -> Option<String> {
    let one_word = !text.contains(char::is_whitespace);
    let url = if one_word { Url::parse(text).ok()? } else { return None };
    (url.scheme() == "https" && url.has_host()).then(|| url.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn field(kind: &str, value: Value) -> ItemField {
        serde_json::from_value(json!({ "field_id": 1, "type": kind, "label": "Link", "values": [value] }))
            .unwrap()
    }

    #[test]
    fn only_https_is_followed() {
        let embed = |url: &str| field("embed", json!({ "embed": { "original_url": url } }));
        assert_eq!(href(&embed("https://example.com/a"), "").as_deref(), Some("https://example.com/a"));
        for bad in
            ["http://example.com/", "javascript:alert(1)", "ftp://example.com", "example.com", "https://"]
        {
            assert_eq!(href(&embed(bad), ""), None, "{bad}");
        }
        let text = field("text", json!({ "value": "https://example.com/a and more" }));
        assert_eq!(href(&text, "https://example.com/a and more"), None);
    }

    #[test]
    fn a_markdown_link_is_read() {
        assert_eq!(
            markdown("[Call](https://example.com/x)"),
            Some(("Call".into(), "https://example.com/x".into()))
        );
        for no in ["[Call](http://example.com)", "[](https://example.com)", "[a] (https://x.example)", "Call"]
        {
            assert_eq!(markdown(no), None, "{no}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\[?\\PC{0,20}(\\]\\()?\\PC{0,20}\\)?") {
            if let Some((_, href)) = markdown(&text) {
                prop_assert!(href.starts_with("https://"));
            }
        }
    }
}
