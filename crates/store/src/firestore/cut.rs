//! Firestore refuses a document above 1 MiB. What others tell us may be longer than that, and must not be lost whole.

use serde_json::Value as Json;

/// The most bytes of JSON text that are kept of one payload.
const MOST: usize = 200_000;

/// The payload, or as much of its text as fits with a mark of what is missing.
pub(super) fn fitting(payload: Json) -> Json {
    let text = payload.to_string();
    if text.len() <= MOST {
        return payload;
    }
    let kept = text.get(..text.floor_char_boundary(MOST)).unwrap_or_default();
    Json::String(format!("{kept}…[cut: {} bytes]", text.len() - kept.len()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{MOST, fitting};

    #[test]
    fn only_what_is_too_long_is_cut_and_says_so() {
        let fits = json!({ "Body": "ü".repeat(MOST / 2 - 10) });
        assert_eq!(fitting(fits.clone()), fits);
        let long = json!({ "Body": "ü".repeat(MOST) });
        let cut = fitting(long.clone());
        let cut = cut.as_str().unwrap();
        let missing = long.to_string().len() - cut.rfind('…').unwrap();
        assert!(cut.ends_with(&format!("…[cut: {missing} bytes]")), "{}", &cut[cut.len() - 40..]);
        assert!(cut.starts_with(r#"{"Body":"ü"#));
    }
}
