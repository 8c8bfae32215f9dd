//! One spelling of JSON: without white space, keys in the order of their bytes. What the digest of a pack is made over.

use serde_json::Value;
use sha2::{Digest, Sha256};

/// SHA-256 over the canonical spelling, in hexadecimal.
pub(crate) fn digest(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// Sorted here, and not by the map's own order: a feature of another crate can change that.
fn write(value: &Value, text: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_unstable_by_key(|(name, _)| *name);
            text.push('{');
            for (place, (name, value)) in fields.into_iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                text.push_str(&Value::from(name.as_str()).to_string());
                text.push(':');
                write(value, text);
            }
            text.push('}');
        }
        Value::Array(values) => {
            text.push('[');
            for (place, value) in values.iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                write(value, text);
            }
            text.push(']');
        }
        scalar => text.push_str(&scalar.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn there_is_one_spelling() {
        let mut text = String::new();
        write(&json!({ "b": [1, null, "ü\"\n"], "a": { "y": true, "x": {} } }), &mut text);
        assert_eq!(text, r#"{"a":{"x":{},"y":true},"b":[1,null,"ü\"\n"]}"#);
        let other: Value =
            serde_json::from_str("{ \"a\": {\"x\":{}, \"y\":true},\n\"b\":[1,null,\"\\u00fc\\\"\\n\"]}")
                .unwrap();
        assert_eq!(digest(&other), digest(&serde_json::from_str(&text).unwrap()));
    }
}
